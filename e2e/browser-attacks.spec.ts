import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type AirwayHost, expect, test } from './airway-host.ts';

// What another page in the engineer's own browser, and another program on the machine, may try while the wizard is open; in a real
// browser, which has the cookie. Each is refused, and each is a line in the log.

/** A page on another port of loopback is of the same site as the wizard, so that the cookie goes along: the worst place. */
const attacker = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html');
  response.end('<!doctype html><title>attacker</title>');
});
test.beforeAll(async () => {
  attacker.listen(0, '127.0.0.1');
  await once(attacker, 'listening');
});
test.afterAll(() => {
  attacker.closeAllConnections();
  attacker.close();
});

/** What the host noted of one kind. */
function refusals({ stateDirectory }: AirwayHost, kind: 'turned-away' | 'not-admitted'): string[] {
  const lines = readFileSync(join(stateDirectory, 'refusals.ndjson'), 'utf8').trim().split('\n');
  return lines
    .map((line) => JSON.parse(line) as { host: string; kind: string; detail: string })
    .filter((one) => one.host === 'browser' && one.kind === kind)
    .map(({ detail }) => detail);
}

async function enter(page: Page, { url }: AirwayHost): Promise<URL> {
  await page.goto(url);
  await expect(page.getByRole('heading', { level: 1, name: 'Site' })).toBeVisible();
  return new URL('/', url);
}

/** Asks the host as a program does that sends what it likes. */
async function ask(url: URL, headers: Record<string, string>): Promise<{ status: number; body: string }> {
  const asked = request(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers } });
  asked.end('{}');
  const [answer] = (await once(asked, 'response')) as [NodeJS.ReadableStream & { statusCode?: number }];
  let body = '';
  for await (const chunk of answer) body += String(chunk);
  return { status: answer.statusCode ?? 0, body };
}

test('a page of a foreign origin reads nothing and changes nothing, whatever it sends the request with', async ({
  page,
  airway,
}) => {
  const wizard = await enter(page, airway);
  const foreign = await page.context().newPage();
  await foreign.goto(`http://127.0.0.1:${(attacker.address() as AddressInfo).port}/`);
  const got = await foreign.evaluate(async (home) => {
    const call = `${home}api/run-start`;
    const body = '{"input":{"practice":{"faults":[]}}}';
    const outcome = (asked: Promise<Response>) =>
      asked.then(
        ({ type, status }) => `${type} ${status}`,
        () => 'refused',
      );
    const loaded = (element: HTMLElement) =>
      new Promise<string>((resolve) => {
        element.addEventListener('load', () => resolve('loaded'));
        element.addEventListener('error', () => resolve('refused'));
        document.body.append(element);
      });
    const script = Object.assign(document.createElement('script'), { src: `${home}api/app-info` });
    const news = new EventSource(`${home}api/news`, { withCredentials: true });
    const heard = new Promise<string>((resolve) => {
      news.onopen = () => resolve('open');
      news.onerror = () => resolve('refused');
    });
    const json = { 'content-type': 'application/json' };
    return await Promise.all([
      // Asked first whether it may be sent, and it may not.
      outcome(fetch(call, { method: 'POST', body, headers: json, credentials: 'include' })),
      // Sent without being asked, as a form would; its answer cannot be read.
      outcome(fetch(call, { method: 'POST', body, mode: 'no-cors', credentials: 'include' })),
      loaded(script),
      heard,
    ]);
  }, wizard.href);
  expect(got).toEqual(['refused', 'opaque 0', 'refused', 'refused']);

  // The wizard in a frame of the attacker's, and by a link on the attacker's page.
  const framed = foreign.waitForResponse(wizard.href);
  await foreign.evaluate((home) => {
    document.body.append(Object.assign(document.createElement('iframe'), { src: home }));
  }, wizard.href);
  expect((await framed).status()).toBe(403);
  const led = foreign.waitForResponse(wizard.href);
  await foreign.evaluate((home) => location.assign(home), wizard.href);
  expect((await led).status()).toBe(403);

  const noted = refusals(airway, 'turned-away');
  for (const part of ['OPTIONS /api/run-start', 'POST /api/run-start', 'GET /api/app-info', 'GET /api/news'])
    expect(noted).toContainEqual(expect.stringContaining(`403 ${part}`));
  expect(noted.filter((detail) => detail.startsWith('403 GET / '))).toHaveLength(2);
  await page.getByRole('button', { name: 'History' }).click();
  await expect(page.getByText('No run is kept on this machine yet.')).toBeVisible();
});

test('a name that was rebound to loopback and a foreign origin are turned away, the right cookie in hand', async ({
  page,
  airway,
}) => {
  const call = new URL('/api/app-info', await enter(page, airway));
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  expect((await ask(call, { cookie })).status).toBe(200);
  for (const headers of [
    { host: 'rebound.attacker.example' },
    { host: `rebound.attacker.example:${call.port}` },
    { origin: 'https://attacker.example' },
    { origin: 'null' },
  ]) {
    const answer = await ask(call, { cookie, ...headers });
    expect(answer.status).toBe(403);
    expect(answer.body).not.toContain('practiceFaults');
  }
  const noted = refusals(airway, 'turned-away');
  expect(noted).toHaveLength(4);
  expect(noted[0]).toContain('host rebound.attacker.example');
  expect(noted[2]).toContain('origin https://attacker.example');
  expect(JSON.stringify(noted)).not.toContain(cookies[0]?.value);
});

test('a link that was used, and a second client, get in by nothing that they could have seen', async ({
  page,
  airway,
  browser,
}) => {
  const wizard = await enter(page, airway);
  const stranger = await browser.newContext();
  const other = await stranger.newPage();
  expect((await other.goto(airway.url))?.status()).toBe(401);
  expect(await stranger.cookies()).toEqual([]);
  expect((await other.goto(wizard.href))?.status()).toBe(401);
  await stranger.close();
  const call = new URL('/api/app-info', wizard);
  for (const cookie of ['', 'airway-session=1', `${(await page.context().cookies())[0]?.name}=guessed`])
    expect((await ask(call, { cookie })).status).toBe(401);
  const noted = refusals(airway, 'not-admitted');
  expect(noted[0]).toBe('GET / with a link that opens nothing');
  expect(noted.filter((detail) => detail === 'POST /api/app-info')).toHaveLength(3);
  expect(JSON.stringify(noted)).not.toContain(new URL(airway.url).searchParams.get('token'));
  // Whoever was there first is not disturbed.
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Site' })).toBeVisible();
});

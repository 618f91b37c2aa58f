import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, enter } from './testing/loopback-client.ts';
import { PAGE, SmallWizard } from './testing/small-wizard.ts';

// What another page in the same browser, or another program on the same machine, may try: each is refused, and each is noted.

const wizard = new SmallWizard();
afterEach(() => wizard.closeHosts());
afterAll(() => wizard.remove());
const JSON_BODY = { 'content-type': 'application/json' };

let noted: { kind: string; detail: string }[];
let url: string;
let link: string;
beforeEach(async () => {
  noted = [];
  const onRefusal = (kind: string, detail: string) => void noted.push({ kind, detail });
  const host = await wizard.openHost(undefined, { onRefusal });
  url = host.url;
  link = `/${new URL(url).search}`;
});
const call = (headers: Record<string, string>, channel = 'app-info', body = '{}') =>
  ask(url, { path: `/api/${channel}`, method: 'POST', headers: { ...JSON_BODY, ...headers }, body });

describe('another page in the browser of the engineer', () => {
  it.each([
    ['a foreign origin', { origin: 'https://attacker.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['a name that was rebound to loopback', { host: 'rebound.attacker.example:80' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site' }],
    ['a link on another page', { 'sec-fetch-site': 'cross-site' }],
  ])('is turned away although the browser sends the cookie along: %s', async (_who, headers) => {
    const cookie = await enter(url);
    const answer = await call({ cookie, ...headers });
    expect(answer.status).toBe(403);
    expect(answer.body).not.toContain('console-server');
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(noted).toEqual([
      { kind: 'turned-away', detail: expect.stringContaining('403 POST /api/app-info') },
    ]);
  });

  it('cannot send a question by a form', async () => {
    const cookie = await enter(url);
    expect((await call({ cookie, 'content-type': 'text/plain' })).status).toBe(415);
    expect(noted[0]?.kind).toBe('turned-away');
  });
});

describe('another client', () => {
  it('gets in by no link that was used before', async () => {
    await enter(url);
    const replayed = await ask(url, { path: link });
    expect(replayed.status).toBe(401);
    expect(replayed.headers['set-cookie']).toBeUndefined();
    expect(noted).toEqual([{ kind: 'not-admitted', detail: 'GET / with a link that opens nothing' }]);
  });

  it('is refused while the first one is there', async () => {
    const cookie = await enter(url);
    for (const path of ['/', '/assets/index-AbC1.js', '/api/news', '/bundle/x'])
      expect((await ask(url, { path })).status).toBe(401);
    expect((await call({})).status).toBe(401);
    expect((await call({ cookie: `${cookie}x` })).status).toBe(401);
    expect(noted.map(({ kind }) => kind)).toEqual(Array(6).fill('not-admitted'));
    expect((await ask(url, { path: '/', headers: { cookie } })).body).toBe(PAGE);
  });

  it('learns nothing of the link or the cookie from what is noted', async () => {
    const cookie = await enter(url);
    await ask(url, { path: link });
    await call({ cookie: `${cookie}x` });
    await call({ cookie, host: 'attacker.example' });
    const secrets = [new URL(url).searchParams.get('token') ?? '', cookie.split('=')[1] ?? ''];
    for (const secret of secrets) expect(JSON.stringify(noted)).not.toContain(secret);
  });
});

describe('a page that was taken over', () => {
  it.each([
    ['an unknown channel', 'run-everything', '{}', 'unknown-channel', 404],
    ['a wrong payload', 'run-open', '{"input":{"runId":"../../etc/passwd"}}', 'bad-input', 400],
    ['no question at all', 'run-open', '[]', 'bad-input', 400],
    ['an arbitrary link', 'link-open', '{"input":{"link":"https://attacker.example/"}}', 'bad-input', 400],
    ['a path to write to', 'bundle-save', '{"input":{"runId":"a","path":"/etc/cron.d/x"}}', 'bad-input', 400],
  ])('is refused %s', async (_what, channel, body, kind, status) => {
    const cookie = await enter(url);
    expect((await call({ cookie }, channel, body)).status).toBe(status);
    expect(noted.map((note) => note.kind)).toEqual([kind]);
  });

  it.each(['/../outside.html', '/%2e%2e/outside.html', '/assets/..%2f..%2foutside.html', '//etc/passwd'])(
    'reads no file beside the wizard: %s',
    async (path) => {
      const cookie = await enter(url);
      const answer = await ask(url, { path, headers: { cookie } });
      expect([400, 404]).toContain(answer.status);
      expect(answer.body).not.toContain('outside');
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
      expect(noted).toHaveLength(1);
    },
  );

  it('is given a link as its address, and opens nothing on the server', async () => {
    const cookie = await enter(url);
    const answer = await call({ cookie }, 'link-open', '{"input":{"link":"air-ports"}}');
    expect(JSON.parse(answer.body)).toMatchObject({
      answer: { ok: true, value: { kind: 'address', url: expect.stringMatching(/^https:\/\//) } },
    });
    expect(noted).toEqual([]);
  });
});

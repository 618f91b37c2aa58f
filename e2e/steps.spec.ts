import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './airway-host.ts';

const rail = (page: Page, step: string): Locator =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: new RegExp(`^${step}`) });
const heading = (page: Page, name: string): Locator =>
  page.getByRole('heading', { level: 1, name, exact: true });
const finished = (page: Page) =>
  expect(page.getByRole('button', { name: 'Check everything again' })).toBeVisible();

async function practise(page: Page, ...faults: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: 'Try the practice site' }).click();
  const dialog = page.getByRole('dialog', { name: 'Try the practice site' });
  for (const fault of faults)
    await dialog.getByRole('checkbox', { name: fault, exact: true }).check({ force: true });
  await dialog.getByRole('button', { name: 'Start practice' }).click();
  await finished(page);
}

/** Listens on a port of loopback, on none in particular at first. */
async function listen(port = 0): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((socket) => socket.on('error', () => undefined));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, port: address.port };
}

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const { server, port } = await listen();
  server.close();
  await once(server, 'close');
  return port;
}

async function fillSyslog(page: Page, port: number): Promise<void> {
  await rail(page, 'Syslog').click();
  await page.getByRole('textbox', { name: 'Receiver' }).fill('127.0.0.1');
  await page.getByRole('textbox', { name: 'Port', exact: true }).fill(String(port));
  await page.getByText('TCP', { exact: true }).click();
}

/** What rows say of an earlier time; the vantage point in the bar begins with the same word. */
const seenBefore = (page: Page) => page.locator('.row-reason').getByText(/^Seen .*:/);

test('the practice site is walked step by step, each with rows of its own', async ({ page, airway }) => {
  await page.goto(airway.url);
  await practise(page);
  const rows: Record<string, string> = {
    Console: 'Console, port',
    Responder: 'Responder, port',
    'Active Directory': 'Active Directory, port',
    Syslog: 'Syslog, port',
  };
  const steps = [...Object.keys(rows), 'Review', 'Bundle'];
  for (const [index, step] of steps.entries()) {
    await expect(heading(page, step)).toBeVisible();
    await expect(heading(page, step)).toBeFocused({ timeout: 5000 });
    await expect(page.getByText('Practice site', { exact: true }).first()).toBeVisible();
    const group = rows[step];
    if (group !== undefined) {
      await expect(page.getByRole('main').getByText('No fault found')).toBeVisible();
      await expect(page.getByRole('region', { name: new RegExp(`^${group}`) }).first()).toBeVisible();
      for (const other of Object.values(rows).filter((each) => each !== group))
        await expect(page.getByRole('region', { name: new RegExp(`^${other}`) })).toHaveCount(0);
    }
    const next = steps[index + 1];
    if (next === 'Bundle') await page.getByRole('button', { name: 'Continue' }).click();
    else if (next !== undefined) await page.getByRole('button', { name: `Next: ${next}` }).click();
  }
});

test('a step is left out with a reason, which stands in the review; an empty one says that it is empty', async ({
  page,
  airway,
}) => {
  await page.goto(airway.url);
  await fillSyslog(page, await closedPort());
  await page.getByRole('button', { name: 'Leave this step out' }).click();
  await page.getByRole('button', { name: 'Leave it out' }).click();
  await expect(page.getByText('Enter a reason')).toBeVisible();
  await page.getByRole('textbox', { name: 'Reason' }).fill('The SIEM comes next month');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Syslog is left out')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Check it after all' })).toBeFocused();
  await expect(rail(page, 'Syslog')).toContainText('Left out');

  await rail(page, 'Site').click();
  await page.getByLabel('Console address').fill('127.0.0.1');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Check everything', exact: true }).click();
  await finished(page);
  await rail(page, 'Review').click();
  const left = page.getByRole('region', { name: 'Not checked' });
  await expect(left.getByText('The SIEM comes next month')).toBeVisible();
  await expect(left.getByText(/^nothing was given for it/)).toBeVisible();

  await rail(page, 'Syslog').click();
  await page.getByRole('button', { name: 'Check it after all' }).click();
  await page.getByRole('button', { name: 'Check this step', exact: true }).click();
  await expect(page.getByRole('region', { name: /^Syslog, port/ })).toBeVisible();
});

test('a step is checked alone; what was seen of the others stays, with its time', async ({
  page,
  airway,
}) => {
  await page.goto(airway.url);
  await practise(page, 'The certificate has expired');
  await rail(page, 'Syslog').click();
  await page.getByRole('button', { name: 'Check this step again' }).click();
  await finished(page);
  await expect(seenBefore(page)).toHaveCount(0);
  await rail(page, 'Console').click();
  await expect(seenBefore(page).first()).toBeVisible();
  await expect(page.getByText('Fix this first')).toBeVisible();
});

test('a finding is checked again by its own step, and watched until it is mended', async ({
  page,
  airway,
}) => {
  await page.goto(airway.url);
  await practise(page, 'The certificate has expired', 'The alternate port is blocked');
  const expired = page.getByRole('article', { name: "The server's certificate has expired" });
  const looking = page.getByRole('region', { name: 'Looking again' });
  await expired.getByRole('button', { name: 'Check again' }).click();
  await expect(looking.getByText('Still there:')).toBeVisible();
  await expect(expired).toBeVisible();
  await rail(page, 'Responder').click();
  await expect(seenBefore(page).first()).toBeVisible();

  await rail(page, 'Review').click();
  await expired.getByRole('button', { name: 'Watch' }).click();
  await expect(looking).toBeFocused();
  await looking.getByRole('button', { name: 'Mend it on the practice site' }).click();
  await expect(looking.getByText('Mended:')).toBeVisible();
  await expect(page).toHaveTitle(/^✓/);
  await expect(expired).toHaveCount(0);
  await expect(page.getByRole('article', { name: /alternate/ })).toBeVisible();
  await looking.getByRole('button', { name: 'Close' }).click();
  await expect(heading(page, 'Review')).toBeFocused();
});

test('a watch turns green when the receiver is started, and can be stopped', async ({ page, airway }) => {
  await page.goto(airway.url);
  const port = await closedPort();
  await fillSyslog(page, port);
  await page.getByRole('button', { name: 'Check this step', exact: true }).click();
  await expect(page.getByText('Fix this first')).toBeVisible();
  const looking = page.getByRole('region', { name: 'Looking again' });
  await page.getByRole('button', { name: 'Watch' }).first().click();
  await expect(looking.getByText('Watching: Syslog')).toBeVisible();
  await looking.getByRole('button', { name: 'Stop watching' }).click();
  await expect(looking).toHaveCount(0);

  await page.getByRole('button', { name: 'Watch' }).first().click();
  await expect(looking.getByText(/round 1,.*no change so far/)).toBeVisible();
  const { server } = await listen(port);
  await expect(looking.getByText('In order now: Syslog')).toBeVisible();
  await expect(looking.getByText(/last change .*gone: /)).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'In order now: Syslog' })).toBeAttached();
  await expect(rail(page, 'Syslog')).not.toContainText('Problems found');
  server.close();

  // Of all its rounds only the last is kept, beside the run before it.
  await rail(page, 'Site').click();
  await expect(page.getByText(/\(watched, round \d+\)/)).toHaveCount(1);
});

test('nothing is lost at a reload but the secrets', async ({ page, airway }) => {
  await page.goto(airway.url);
  await page.getByLabel('Console address').fill('127.0.0.1');
  await page.getByLabel('API token').fill('s3cret');
  await page.getByRole('button', { name: /^Advanced/ }).click();
  await page.getByText('A proxy', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Proxy address' }).fill('http://me:s3cret@127.0.0.1:9');
  await page.getByRole('textbox', { name: 'Proxy address' }).blur();
  await expect(page.getByText(/The login of me was taken out/)).toBeVisible();
  await rail(page, 'Responder').click();
  await page.getByRole('textbox', { name: 'Relay' }).fill('relay.example.com');
  await rail(page, 'Active Directory').click();
  await page.getByRole('textbox', { name: 'Domain', exact: true }).fill('corp.example.com');
  await page.getByLabel('Password').fill('s3cret');
  await rail(page, 'Syslog').click();
  await page.getByRole('button', { name: 'Leave this step out' }).click();
  await page.getByRole('textbox', { name: 'Reason' }).fill('no SIEM here');
  await page.keyboard.press('Enter');

  await page.reload();
  await expect(page.getByText('no SIEM here')).toBeVisible();
  await rail(page, 'Active Directory').click();
  await expect(page.getByRole('textbox', { name: 'Domain', exact: true })).toHaveValue('corp.example.com');
  await expect(page.getByLabel('Password')).toHaveValue('');
  await rail(page, 'Responder').click();
  await expect(page.getByRole('textbox', { name: 'Relay' })).toHaveValue('relay.example.com');
  await rail(page, 'Site').click();
  await expect(page.getByLabel('API token')).toHaveValue('');
  await page.getByRole('button', { name: /^Advanced/ }).click();
  await expect(page.getByRole('textbox', { name: 'Proxy address' })).toHaveValue('http://127.0.0.1:9');
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...sessionStorage }, { ...localStorage }, location.href]),
  );
  expect(kept).toContain('corp.example.com');
  expect(kept).not.toContain('s3cret');

  // Another window on this machine begins with the same site.
  const other = await page.context().newPage();
  await other.goto(page.url().split('#')[0] ?? '');
  await expect(other.getByLabel('Console address')).toHaveValue('127.0.0.1');
  await other.close();
});

test('what is typed is judged as it is typed, and a step that cannot be used does not keep the others back', async ({
  page,
  airway,
}) => {
  await page.goto(airway.url);
  await rail(page, 'Active Directory').click();
  await page.getByRole('textbox', { name: 'Domain', exact: true }).fill('two words');
  await expect(page.getByText(/a host name has no spaces/)).toBeVisible();
  await page.getByRole('textbox', { name: 'LDAPS port' }).fill('70000');
  await expect(page.getByText('Enter a port from 1 to 65535.')).toBeVisible();
  await expect(rail(page, 'Active Directory')).toContainText('Needs a correction');
  await fillSyslog(page, await closedPort());
  await page.getByRole('button', { name: 'Check everything', exact: true }).click();
  await finished(page);
  await rail(page, 'Active Directory').click();
  await expect(page.getByText('what was filled in for it cannot be used')).toBeVisible();
});

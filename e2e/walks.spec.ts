import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, test } from './airway-host.ts';
import { unzip } from './unzip.ts';
import { finished, heading, practise, rail } from './walk.ts';

/** Takes connections and never says a word: a run waits there until its deadline. */
async function silentServer(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((socket) => socket.on('error', () => undefined));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, port: address.port };
}

/** Presses Tab until what is named has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let press = 0; press < 60; press += 1) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null;
      return `${element?.getAttribute('aria-label') ?? label ?? element?.textContent ?? ''}`.trim();
    });
    if (name.test(focused)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`nothing named ${name.source} is reached by Tab`);
}

test('a run goes on through a reload in its middle, and can be cancelled', async ({ page, airway }) => {
  const { server, port } = await silentServer();
  await page.goto(airway.url);
  await page.getByLabel('Console address').fill(`127.0.0.1:${port}`);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Check everything', exact: true }).click();
  const waiting = page.getByText(/^Waiting for /).first();
  await expect(waiting).toBeVisible();
  const before = page.url();
  await page.reload();
  await expect(waiting).toBeVisible();
  expect(page.url()).toBe(before);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.locator('.conclusion-title', { hasText: 'Ended before it was finished' })).toBeVisible();
  await finished(page);
  await rail(page, 'Review').click();
  await expect(page.getByText(/cancelled/i).first()).toBeVisible();
  server.close();
});

test('a profile file with an error is refused with its line, and leaves what was typed', async ({
  page,
  airway,
}) => {
  await page.goto(airway.url);
  await page.getByLabel('Console address').fill('console.example.com');
  const choose = async (text: string) => {
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose profile file' }).click();
    const file = { name: 'site.yaml', mimeType: 'application/yaml', buffer: Buffer.from(text) };
    await (await choosing).setFiles(file);
  };
  await choose(
    'schema: airway.profile/1\nname: Site\nconsole:\n  address: localhost\n  ports: { primary: 99999 }\n',
  );
  await expect(page.getByRole('alert')).toContainText(/line 5/i);
  await expect(page.getByRole('alert')).toContainText(/65535/);
  await expect(page.getByLabel('Console address')).toHaveValue('console.example.com');
  await choose('schema: airway.profile/1\nname: Site\nconsole: { address: mended.example.com }\n');
  await expect(page.getByLabel('Console address')).toHaveValue('mended.example.com');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('the keyboard alone leads from the start to a saved bundle', async ({ page, airway }) => {
  await page.goto(airway.url);
  await expect(heading(page, 'Site')).toBeVisible();
  await tabTo(page, /^Console address/);
  await page.keyboard.type('127.0.0.1:9');
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Console')).toBeFocused();
  await tabTo(page, /^Check everything$/);
  await page.keyboard.press('Enter');
  await finished(page);
  await page.keyboard.press('f');
  await expect(page.locator('.finding-trigger').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('.finding-trigger').first()).toHaveAttribute('aria-expanded', 'false');
  for (const step of ['Responder', 'Active Directory', 'Syslog', 'Review', 'Bundle']) {
    await page.keyboard.press('n');
    await expect(heading(page, step)).toBeFocused();
  }
  await tabTo(page, /^Case number/);
  // Letters that are shortcuts elsewhere.
  await page.keyboard.type('nprx-4711');
  await expect(heading(page, 'Bundle')).toBeVisible();
  await tabTo(page, /^Save bundle$/);
  const downloading = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  const files = await unzip(readFileSync(await (await downloading).path()));
  expect(JSON.parse(files.get('manifest.json')?.toString('utf8') ?? '')).toMatchObject({
    caseNumber: 'nprx-4711',
  });
});

test('every shortcut works, none while somebody types, and their list gives the focus back', async ({
  page,
  airway,
}) => {
  await page.goto(airway.url);
  await practise(page, 'The certificate has expired');
  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(list.locator('kbd')).toHaveCount(12);
  // A dialog keeps the keys to itself.
  await page.keyboard.press('n');
  await page.keyboard.press('Escape');
  await expect(list).toHaveCount(0);
  await expect(heading(page, 'Console')).toBeVisible();
  await page.keyboard.press('c');
  await expect(page.locator('.row-button').first()).toBeFocused();
  await page.keyboard.press('?');
  await expect(list).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('.row-button').first()).toBeFocused();

  const looking = page.getByRole('region', { name: 'Looking again' });
  await page.keyboard.press('a');
  await expect(looking.getByText('Still there:')).toBeVisible();
  await page.keyboard.press('x');
  await expect(looking).toHaveCount(0);
  await page.keyboard.press('w');
  await expect(looking.getByText('Watching:')).toBeVisible();
  await page.keyboard.press('x');
  await expect(looking).toHaveCount(0);
  await page.keyboard.press('m');
  await expect(page.locator('.toast')).toContainText(/is copied|Not copied/);
  await page.keyboard.press('n');
  await expect(heading(page, 'Responder')).toBeFocused();
  await page.keyboard.press('s');
  await expect(page.locator('.row-reason').getByText(/^Seen .*:/)).toHaveCount(0);
  await finished(page);
  await page.keyboard.press('p');
  await expect(
    page
      .locator('.row-reason')
      .getByText(/^Seen .*:/)
      .first(),
  ).toBeVisible();
  await page.keyboard.press('r');
  await expect(page.locator('.row-reason').getByText(/^Seen .*:/)).toHaveCount(0);
  await finished(page);
  await page.keyboard.press('h');
  await expect(heading(page, 'History')).toBeFocused();
  await page.keyboard.press('p');
  await expect(heading(page, 'Console')).toBeFocused();

  // With a modifier they are the browser's; switched off they do nothing.
  await page.keyboard.press('Alt+n');
  await expect(heading(page, 'Console')).toBeVisible();
  await page.getByRole('button', { name: 'Shortcuts' }).click();
  await list.getByText('Use these keys').click();
  await list.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('button', { name: 'Shortcuts' })).toBeFocused();
  await page.keyboard.press('n');
  await expect(heading(page, 'Console')).toBeVisible();
});

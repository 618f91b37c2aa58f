import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { manifestSchema } from '../electron/bundle/manifest.ts';
import { reportSchema } from '../electron/contract/report.ts';
import { expect, test } from './airway-host.ts';
import { unzip } from './unzip.ts';

const CASE_NUMBER = 'CASE-4711';

async function practise(page: Page, ...faults: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: 'Try the practice site' }).click();
  const dialog = page.getByRole('dialog', { name: 'Try the practice site' });
  for (const fault of faults)
    await dialog.getByRole('checkbox', { name: fault, exact: true }).check({ force: true });
  await dialog.getByRole('button', { name: 'Start practice' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Console' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Check everything again' })).toBeVisible();
}

test('the whole way, from the first screen to a saved bundle whose sums are right', async ({
  page,
  airway,
}) => {
  await page.goto(airway.url);
  await expect(page.getByRole('heading', { level: 1, name: 'Site' })).toBeVisible();
  await practise(page, 'The certificate has expired', 'The alternate port is blocked');

  const findings = page
    .getByRole('region', { name: 'Findings' })
    .getByRole('button', { name: /To be fixed by/ });
  await expect(findings).toHaveCount(2);
  await expect(findings.nth(0)).toContainText("The server's certificate has expired");
  await expect(findings.nth(1)).toContainText(
    'The Console answers on its main port, but not on the alternate one',
  );
  await expect(page.getByText('Fix this first')).toBeVisible();
  await expect(page.getByText('Practice site').first()).toBeVisible();

  await page.getByRole('button', { name: /^Review/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Review' })).toBeVisible();
  await expect(page.getByText("The server's certificate has expired").first()).toBeVisible();

  await page.getByRole('button', { name: /^Bundle/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Bundle' })).toBeVisible();
  await page.getByLabel(/Case number/).fill(CASE_NUMBER);
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save bundle' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^airway-practice-site-.*\.zip$/);

  const files = await unzip(readFileSync(await download.path()));
  const manifest = manifestSchema.parse(JSON.parse(files.get('manifest.json')?.toString('utf8') ?? ''));
  expect(manifest.caseNumber).toBe(CASE_NUMBER);
  expect(manifest.files.map(({ name }) => name).sort()).toEqual(
    [...files.keys()].filter((name) => name !== 'manifest.json').sort(),
  );
  for (const { name, sizeBytes, sha256 } of manifest.files) {
    const content = files.get(name) ?? Buffer.alloc(0);
    expect({
      name,
      sizeBytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    }).toEqual({ name, sizeBytes, sha256 });
  }
  const report = reportSchema.parse(JSON.parse(files.get('report.json')?.toString('utf8') ?? ''));
  expect(report.findings.map(({ cause }) => cause)).toEqual([
    'certificate-expired',
    'alternate-port-blocked',
  ]);
  expect([...files.keys()].sort()).toEqual(
    expect.arrayContaining(['events.ndjson', 'host.json', 'report.html', 'report.json']),
  );
});

test('a healthy site reads as one, and claims no more than was checked', async ({ page, airway }) => {
  await page.goto(airway.url);
  await practise(page);
  await expect(page.getByText('No fault found').first()).toBeVisible();
  await expect(page.getByText('To be fixed by')).toHaveCount(0);
});

test('a site of one’s own is typed in, checked, and can be left and come back to', async ({
  page,
  airway,
}) => {
  await page.goto(airway.url);
  const address = page.getByLabel('Console address');
  await address.fill('https://127.0.0.1:9/login');
  await address.blur();
  await expect(page.getByText(/Took the host 127\.0\.0\.1 and port 9/)).toBeVisible();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Check everything', exact: true }).click();
  await expect(page.getByText('Nothing listens on this port').first()).toBeVisible();
  await page.reload();
  await expect(page.getByText('Nothing listens on this port').first()).toBeVisible();
  await page.getByRole('button', { name: /^Site/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Site' })).toBeVisible();
});

test('an impossible address is refused in words as it is typed', async ({ page, airway }) => {
  await page.goto(airway.url);
  const address = page.getByLabel('Console address');
  await address.fill('two words');
  await address.blur();
  await expect(page.getByText(/a host name has no spaces/)).toBeVisible();
});

test('a second browser is refused, and so is the link once it was used', async ({
  page,
  airway,
  browser,
}) => {
  await page.goto(airway.url);
  await expect(page.getByRole('heading', { level: 1, name: 'Site' })).toBeVisible();
  const stranger = await browser.newContext();
  const other = await stranger.newPage();
  const answer = await other.goto(airway.url);
  expect(answer?.status()).toBe(401);
  await stranger.close();
});

test('the keyboard alone reaches a practice run', async ({ page, airway }) => {
  await page.goto(airway.url);
  await expect(page.getByRole('heading', { level: 1, name: 'Site' })).toBeVisible();
  const practice = page.getByRole('button', { name: 'Try the practice site' });
  for (let press = 0; press < 40; press += 1) {
    await page.keyboard.press('Tab');
    if (await practice.evaluate((element) => element === document.activeElement)) break;
  }
  await expect(practice).toBeFocused();
  await page.keyboard.press('Enter');
  const start = page.getByRole('button', { name: 'Start practice' });
  for (let press = 0; press < 200; press += 1) {
    await page.keyboard.press('Tab');
    if (await start.evaluate((element) => element === document.activeElement)) break;
  }
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Console' })).toBeFocused();
});

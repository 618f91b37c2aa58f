import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from './airway-host.ts';

const AIRWAY = join(import.meta.dirname, '..', 'out', 'airway.js');

test('two bundles are opened, compared, and one that was changed is refused', async ({ page, airway }) => {
  const folder = mkdtempSync(join(tmpdir(), 'airway-e2e-opened-'));
  const write = (name: string, faults: string): string => {
    const path = join(folder, name);
    spawnSync(process.execPath, [AIRWAY, 'check', `--practice=${faults}`, '--bundle', path, '--quiet'], {
      env: { ...process.env, AIRWAY_STATE_DIR: airway.stateDirectory },
    });
    return path;
  };
  const closed = write('closed.zip', 'port-closed');
  const expired = write('expired.zip', 'certificate-expired');
  const changed = join(folder, 'changed.zip');
  const bytes = readFileSync(closed);
  writeFileSync(changed, bytes.subarray(0, bytes.length - 100));

  await page.goto(airway.url);
  const choose = async (path: string) => {
    await page.getByRole('button', { name: 'Site' }).first().click();
    await page.locator('.open-bundle input[type=file]').setInputFiles(path);
  };
  await choose(changed);
  await expect(page.getByText('changed.zip was not opened')).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('it is damaged or no zip file');
  await page.getByRole('button', { name: 'Dismiss' }).click();

  await choose(closed);
  await expect(page.getByRole('region', { name: 'Opened bundle' })).toContainText('the same was concluded');
  await expect(page.getByRole('heading', { name: 'Nothing listens on this port' })).toBeVisible();
  await choose(expired);
  await expect(page.getByRole('heading', { name: "The server's certificate has expired" })).toBeVisible();

  await page.getByRole('button', { name: 'History', exact: true }).click();
  // Both bundles, and the runs that they were made of, which are kept here as well.
  await expect(page.getByRole('row')).toHaveCount(5);
  for (const row of [1, 2]) await page.getByRole('row').nth(row).locator('label').click();
  await page.getByRole('button', { name: 'Compare' }).click();
  const causes = page.getByRole('region', { name: 'Causes' });
  await expect(causes.getByRole('row')).toHaveCount(3);
  await expect(causes).toContainText('Nothing listens on this port');
  await expect(causes).toContainText("The server's certificate has expired");
  rmSync(folder, { recursive: true, force: true });
});

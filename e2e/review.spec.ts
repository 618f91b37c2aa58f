import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { reportSchema } from '../electron/contract/report.ts';
import { expect, test } from './airway-host.ts';

async function practise(page: Page, ...faults: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: 'Try the practice site' }).click();
  const dialog = page.getByRole('dialog', { name: 'Try the practice site' });
  for (const fault of faults)
    await dialog.getByRole('checkbox', { name: fault, exact: true }).check({ force: true });
  await dialog.getByRole('button', { name: 'Start practice' }).click();
  await expect(page.getByRole('button', { name: 'Check everything again' })).toBeVisible();
}

async function textOfDownload(
  page: Page,
  press: () => Promise<void>,
): Promise<{ name: string; text: string }> {
  const downloading = page.waitForEvent('download');
  await press();
  const download = await downloading;
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

test('a run is read aloud, seen as a map, taken along as files and compared with an earlier one', async ({
  page,
  airway,
}) => {
  await page.goto(airway.url);
  await practise(page, 'The certificate has expired');
  await page.getByRole('button', { name: 'Check everything again' }).click();
  await expect(page.getByRole('button', { name: 'Check everything again' })).toBeEnabled();
  await page.getByRole('button', { name: /^Review/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Review' })).toBeVisible();

  const map = page.getByRole('region', { name: 'The site as it was seen' });
  await expect(map.getByText(/ways that were tried work/).last()).toBeVisible();
  await page.getByText('Time line of the run').click();
  await expect(page.getByText(/None waited until its deadline|waited until/).last()).toBeVisible();
  await page.getByText('The certificates that were sent').first().click();
  await expect(page.getByText('time of the check').first()).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).include('.page-main').analyze();
    expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }))).toEqual([]);
  }

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const html = await textOfDownload(page, () => button('HTML page').click());
  expect(html.name).toMatch(/^airway-report-.*\.html$/);
  expect(html.text).toContain('Map of the site');
  const json = await textOfDownload(page, () => button('JSON').click());
  expect(reportSchema.parse(JSON.parse(json.text)).findings[0]?.cause).toBe('certificate-expired');
  const markdown = await textOfDownload(page, () => button('Markdown').click());
  expect(markdown.text).toContain('## Checks');
  await button('PDF').click();
  await expect(page.getByText('A browser prints it by itself')).toBeVisible();
  const message = await textOfDownload(page, () =>
    page
      .getByRole('button', { name: /^Save: message to .* as Text$/ })
      .first()
      .click(),
  );
  expect(message.name).toMatch(/^airway-console-administrator-.*\.txt$/);

  await map
    .getByRole('link', { name: /^Console: .*Failed/ })
    .first()
    .press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Console' })).toBeVisible();
  await expect(page.getByText('Certificate faults').first()).toBeVisible();
  await page
    .getByText(/^What went over the wire/)
    .first()
    .click();
  await page.getByText('Hex', { exact: true }).first().click();
  await expect(page.getByRole('textbox', { name: 'what went over the wire' }).first()).toHaveValue(
    /^00000000 {2}/m,
  );

  await page.getByRole('button', { name: /^Review/ }).click();
  await page
    .getByRole('button', { name: /^What changed since/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'Two runs side by side' })).toBeVisible();
  // The second site has ports of its own, so its checks are others.
  await expect(page.getByRole('heading', { name: 'Checks that came out otherwise' })).toBeVisible();
});

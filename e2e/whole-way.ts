import { createHash } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { manifestSchema } from '../electron/bundle/manifest.ts';
import { reportSchema } from '../electron/contract/report.ts';
import { unzip } from './unzip.ts';

/** What is broken on the practice site of the whole way, as the dialog and the bundle name it. */
const FAULT = { label: 'The certificate has expired', cause: 'certificate-expired' } as const;
const FINDING = "The server's certificate has expired";
const CASE_NUMBER = 'CASE-4711';
const STEPS = ['Console', 'Responder', 'Active Directory', 'Syslog', 'Review', 'Bundle'] as const;

/** The wizard in the window of some host. */
export interface ShownWizard {
  readonly page: Page;
  /** Presses what saves the bundle, and gives the file that came of it, wherever this host puts it. */
  saveBundle(press: () => Promise<void>): Promise<Buffer>;
}

/** Starts a run on the practice site with its one fault, and waits for the end of it. */
export async function practise(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try the practice site' }).click();
  const dialog = page.getByRole('dialog', { name: 'Try the practice site' });
  await dialog.getByText(FAULT.label, { exact: true }).click();
  await expect(dialog.getByRole('checkbox', { name: FAULT.label, exact: true })).toBeChecked();
  await dialog.getByRole('button', { name: 'Start practice' }).click();
  await expect(page.getByRole('button', { name: 'Check everything again' })).toBeVisible();
}

/** Walks the wizard from its first screen to a bundle that is whole, in any host. */
export async function walkWholeWay({ page, saveBundle }: ShownWizard): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: 'Site' })).toBeVisible();
  await practise(page);
  await expect(page.getByText(FINDING).first()).toBeVisible();
  for (const [index, step] of STEPS.entries()) {
    await expect(page.getByRole('heading', { level: 1, name: step, exact: true })).toBeVisible();
    const next = STEPS[index + 1];
    if (next === 'Bundle') {
      await expect(page.getByText(FINDING).first()).toBeVisible();
      await page.getByRole('button', { name: 'Continue' }).click();
    } else if (next !== undefined) await page.getByRole('button', { name: `Next: ${next}` }).click();
  }
  await page.getByLabel(/Case number/).fill(CASE_NUMBER);
  const files = await unzip(
    await saveBundle(() => page.getByRole('button', { name: 'Save bundle' }).click()),
  );
  expectWhole(files);
}

/** A bundle holds what its manifest names, to the octet, and the report of the run that was walked. */
function expectWhole(files: ReadonlyMap<string, Buffer>): void {
  const textOf = (name: string) => files.get(name)?.toString('utf8') ?? '';
  const manifest = manifestSchema.parse(JSON.parse(textOf('manifest.json')));
  expect(manifest.caseNumber).toBe(CASE_NUMBER);
  expect(manifest.files.map(({ name }) => name)).toContain('report.html');
  for (const { name, sha256 } of manifest.files)
    expect([
      name,
      createHash('sha256')
        .update(files.get(name) ?? '')
        .digest('hex'),
    ]).toEqual([name, sha256]);
  const report = reportSchema.parse(JSON.parse(textOf('report.json')));
  // A machine that is busy may lose a packet of its own besides.
  expect(report.findings[0]?.cause).toBe(FAULT.cause);
}

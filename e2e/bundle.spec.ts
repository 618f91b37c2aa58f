import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Download, Page } from '@playwright/test';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { manifestSchema } from '../electron/bundle/manifest.ts';
import { expect, test } from './airway-host.ts';
import { unzip } from './unzip.ts';

const WORD = 'Falcon';
/** The name of this machine as a word of its own: it may be two letters. */
const HOST = new RegExp(`\\b${hostname().replaceAll('.', '\\.')}\\b`);
const NOTE = `Project ${WORD}, second visit`;

/** A run of the practice site, and the Bundle screen with its preview read. */
async function openBundleScreen(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: 'Try the practice site' }).click();
  const dialog = page.getByRole('dialog', { name: 'Try the practice site' });
  await dialog.getByRole('checkbox', { name: 'The certificate has expired' }).check({ force: true });
  await dialog.getByRole('button', { name: 'Start practice' }).click();
  await expect(page.getByRole('button', { name: 'Check everything again' })).toBeVisible();
  await page.getByRole('button', { name: /^Bundle/ }).click();
  await expect(page.getByRole('row', { name: /report\.html/ })).toBeVisible();
}

async function save(page: Page): Promise<Download> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save bundle' }).click();
  return downloading;
}

const hidesWord = async (page: Page): Promise<void> => {
  await page.getByLabel(/Hide this word/).fill(WORD);
  await page.getByLabel(/Hide this word/).press('Enter');
  await expect(page.getByRole('row', { name: /a word that was named/ })).toBeVisible();
};

test('a bundle is seen before it is sent, and is what was seen', async ({ page, airway }) => {
  await openBundleScreen(page, airway.url);
  await page.getByLabel(/^Note/).fill(NOTE);
  await hidesWord(page);

  await page.getByRole('button', { name: 'View report.json' }).click();
  const shown = page.getByRole('dialog');
  await expect(shown.locator('del').filter({ hasText: hostname() }).first()).toBeVisible();
  await expect(shown.locator('ins').filter({ hasText: 'host-1' }).first()).toBeVisible();
  await shown.getByText('Whole text').click();
  await expect(shown.locator('pre')).toContainText('"schema": "airway.report/1"');
  await shown.getByRole('button', { name: 'Next page' }).click();
  await expect(shown.getByText('Page 2')).toBeVisible();
  await shown.getByRole('button', { name: 'Close' }).click();

  await page.getByRole('checkbox', { name: /^report\.md/ }).uncheck({ force: true });
  await expect(page.getByRole('checkbox', { name: /^events\.ndjson/ })).toBeDisabled();
  await expect(page.getByRole('checkbox', { name: /^events\.ndjson/ })).toBeChecked();

  const download = await save(page);
  const files = await unzip(readFileSync(await download.path()));
  const manifest = manifestSchema.parse(JSON.parse(files.get('manifest.json')?.toString('utf8') ?? ''));
  expect([...files.keys()]).not.toContain('report.md');
  expect(manifest.leftOut.map(({ what }) => what)).toContain('report.md');
  expect(manifest.note).toBe('Project word-1, second visit');
  for (const [name, content] of files) {
    expect([name, content.includes(WORD)]).toEqual([name, false]);
    expect([name, HOST.test(content.toString('utf8'))]).toEqual([name, false]);
  }
  const sum = execFileSync('sha256sum', [await download.path()], { encoding: 'utf8' }).split(' ')[0] ?? '';
  await expect(page.getByText(sum)).toBeVisible();

  const downloadingKey = page.waitForEvent('download');
  await page.getByRole('link', { name: /Download .*\.key\.json/ }).click();
  const key = await downloadingKey;
  const placeholders = JSON.parse(readFileSync(await key.path(), 'utf8')) as { placeholders: object };
  expect(placeholders.placeholders).toMatchObject({ 'word-1': WORD, 'host-1': expect.any(String) });
});

test('names that may be seen stay, and a preview says so at once', async ({ page, airway }) => {
  await openBundleScreen(page, airway.url);
  await expect(page.getByRole('row', { name: /^a host name/ })).toBeVisible();
  await page.getByRole('checkbox', { name: /^Hide names and addresses/ }).uncheck({ force: true });
  await expect(page.getByRole('row', { name: /^a host name/ })).toHaveCount(0);
  await expect(page.getByText('redaction of host names, addresses and user names')).toBeVisible();
  const download = await save(page);
  const files = await unzip(readFileSync(await download.path()));
  expect(files.get('report.json')?.toString('utf8')).toContain(hostname());
  await expect(page.getByRole('link', { name: /key\.json/ })).toHaveCount(0);
});

test('a bundle is encrypted and signed, or not written', async ({ page, airway }) => {
  const folder = mkdtempSync(join(tmpdir(), 'airway-e2e-keys-'));
  const inFolder = (name: string) => join(folder, name);
  execFileSync(
    'openssl',
    [
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=Example-Corp',
      `-keyout ${inFolder('key.pem')} -out ${inFolder('cert.pem')}`,
    ].flatMap((part) => part.split(' ')),
    { stdio: 'ignore' },
  );
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  await openBundleScreen(page, airway.url);
  await page.getByRole('button', { name: /^Encrypt and sign/ }).click();
  await page.getByLabel(/Encrypt for these age keys/).fill(`${recipient.slice(0, -1)}x`);
  await expect(page.getByText(/checksum is wrong/)).toBeVisible();
  await page.getByRole('button', { name: 'Save bundle' }).click();
  await expect(page.getByText('The bundle was not saved')).toBeVisible();

  await page.getByLabel(/Encrypt for these age keys/).fill(recipient);
  await page.locator('.pem-field input[type=file]').nth(0).setInputFiles(inFolder('cert.pem'));
  await page.locator('.pem-field input[type=file]').nth(1).setInputFiles(inFolder('key.pem'));
  await expect(page.getByText('encrypted for 1 key, signed by CN=Example-Corp').first()).toBeVisible();

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Try again' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/\.zip\.age$/);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const files = await unzip(Buffer.from(await decrypter.decrypt(readFileSync(await download.path()))));
  for (const name of ['manifest.json', 'manifest.json.p7s'])
    writeFileSync(inFolder(name), files.get(name) ?? '');
  const verified = spawnSync(
    'openssl',
    [
      `cms -verify -binary -inform PEM -purpose any -in ${inFolder('manifest.json.p7s')}`,
      `-content ${inFolder('manifest.json')} -CAfile ${inFolder('cert.pem')} -out /dev/null`,
    ].flatMap((part) => part.split(' ')),
    { encoding: 'utf8' },
  );
  expect(verified.stderr).toContain('successful');

  // What was just made, dropped onto the page: without its key it is refused in one sentence.
  await page.locator('body').evaluate(
    (body, base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([bytes], 'case.zip.age'));
      body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    },
    readFileSync(await download.path()).toString('base64'),
  );
  await expect(page.getByText(/case\.zip\.age is encrypted\. Decrypt it with/)).toBeVisible();
  rmSync(folder, { recursive: true });
});

for (const scheme of ['light', 'dark'] as const)
  test(`everybody can use the preview, ${scheme}`, async ({ page, airway }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await openBundleScreen(page, airway.url);
    await page.getByLabel(/Hide this word/).fill(WORD);
    await page.getByRole('button', { name: 'Hide', exact: true }).click();
    await page.getByRole('button', { name: /^Encrypt and sign/ }).click();
    const barriers = async () => (await new AxeBuilder({ page }).analyze()).violations;
    expect(await barriers()).toEqual([]);
    await page.getByRole('button', { name: 'View report.json' }).click();
    await expect(page.getByRole('dialog').locator('ins').first()).toBeVisible();
    expect(await barriers()).toEqual([]);
  });

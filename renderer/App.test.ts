import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ok, refused } from '../electron/contract/result.ts';
import { type BuiltWizard, buildWizard, hasChromium, type WatchedPage } from './testing/built-wizard.ts';
import { readyToDownload, type ScriptedHost } from './testing/scripted-host.ts';
import { fillSite, heading, rail, runSite, STEPS } from './testing/walk.ts';

describe.skipIf(!hasChromium)('the wizard in a browser', () => {
  let wizard: BuiltWizard;
  let host: ScriptedHost;

  beforeAll(async () => {
    wizard = await buildWizard();
  }, 60_000);
  afterAll(() => wizard.close());
  beforeEach(async () => {
    host = await wizard.host();
    host.speed = 0.2;
  });

  const open = (): Promise<WatchedPage> => wizard.open(host.url);

  it('goes from the site to a saved bundle without a word of complaint', async () => {
    const { page, complaints } = await open();
    await runSite(page);
    await page.getByText('Fix this first').waitFor();
    await page.getByRole('heading', { name: 'The certificate of the Console has expired' }).waitFor();
    await rail(page, 'Review').click();
    await heading(page, 'Review').waitFor();
    expect(await page.locator('.summary').textContent()).toMatch(
      /^Airway checked console\.example\.com from this asset .* 12 checks were carried out; 8 passed\. 4 were skipped\./,
    );
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('textbox', { name: 'Case number' }).fill('4711');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save bundle' }).click();
    expect((await download).suggestedFilename()).toBe('airway-example-20260601.zip');
    await page.getByRole('link', { name: 'Download airway-example-20260601.zip' }).waitFor();
    expect(host.asked.at(-1)).toMatchObject({ channel: 'bundle-save', input: { caseNumber: '4711' } });
    // The library hides inputs and measures panels through the object model, which the policy allows.
    const own = '[style*="clip"], [style*="display: none"], [style*="--disclosure"]';
    const styled = `style, [style]:not(html, body, ${own})`;
    expect(await page.locator(styled).evaluateAll((all) => all.map(({ outerHTML }) => outerHTML))).toEqual(
      [],
    );
    expect(complaints).toEqual([]);
  });

  it('shows live rows that keep their height and their place', async () => {
    host.scenario = 'wide';
    host.speed = 1;
    const { page, complaints } = await open();
    await fillSite(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Check everything', exact: true }).click();
    const group = page.getByRole('region', { name: 'Console, port 443' });
    const rows = group.getByRole('listitem');
    await vi.waitFor(async () => expect(await rows.count()).toBe(300));
    const titles = await group.locator('.row-title').allTextContents();
    const heights = () =>
      rows.evaluateAll((all) => [
        ...new Set(all.map((row) => Math.round(row.getBoundingClientRect().height))),
      ]);
    await rows.first().locator('.status-running, .status-passed').waitFor();
    const before = await heights();
    await page.getByRole('button', { name: 'Check everything again' }).waitFor();
    expect(await group.locator('.row-title').allTextContents()).toEqual(titles);
    expect(await heights()).toEqual(before);
    // It is announced too, for a moment.
    await page.getByText('Failures without a known cause').first().waitFor();
    expect(complaints).toEqual([]);
  });

  it.each(['pointer', 'focus', 'scroll'] as const)(
    'keeps what somebody reads in its place while rows come in above it, by %s',
    async (how) => {
      host.speed = 60;
      const { page } = await wizard.open(host.url, {
        viewport: { width: 1024, height: how === 'scroll' ? 260 : 700 },
      });
      await fillSite(page);
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('button', { name: 'Check everything', exact: true }).click();
      const read = page.locator('.row-button', { hasText: 'TCP to 10.0.0.5:8443' });
      await read.waitFor();
      if (how === 'pointer') await read.hover();
      if (how === 'focus') await read.focus();
      if (how === 'scroll')
        await page.evaluate(() => {
          const row = [...document.querySelectorAll('.row')].find((each) =>
            each.textContent?.includes('8443'),
          );
          window.scrollBy(0, (row?.getBoundingClientRect().top ?? 0) - 80);
        });
      const top = () => read.evaluate((row) => Math.round(row.getBoundingClientRect().top));
      const before = await top();
      const rows = await page.locator('.row').count();
      await page.getByText('HTTP answer of 10.0.0.6:443').waitFor({ state: 'attached' });
      expect(await page.locator('.row').count()).toBeGreaterThan(rows);
      expect(await top()).toBe(before);
    },
  );

  it('names what is awaited and until when', async () => {
    host.speed = 3;
    const { page } = await open();
    await fillSite(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Check everything', exact: true }).click();
    await page.getByText('Waiting for an answer to the SYN from 10.0.0.5:8443').waitFor();
    await page
      .getByText(/ of 1\.2 s$/)
      .first()
      .waitFor();
    await page.getByText('The certificate of the Console has expired').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('This run was cancelled before it was finished').waitFor();
  });

  it('says no more than was checked when nothing is wrong', async () => {
    host.scenario = 'healthy';
    const { page } = await open();
    await runSite(page);
    await page.getByRole('main').getByText('No fault found').waitFor();
    await page.getByText('Checked from this asset: 16 checks').waitFor();
    await page.getByText('Console, port 8443: 6 of 6 passed').waitFor();
    await rail(page, 'Console').getByText('No fault found').waitFor();
  });

  it('comes back to screen and run after a reload', async () => {
    const { page } = await open();
    await runSite(page);
    await rail(page, 'Review').click();
    await page.reload();
    await heading(page, 'Review').waitFor();
    await page.getByRole('heading', { name: 'The certificate of the Console has expired' }).waitFor();
    await page.goBack();
    await heading(page, 'Console').waitFor();
  });

  it('keeps the token in memory and nowhere else', async () => {
    const { page } = await open();
    await page.getByLabel('API token').fill('s3cret-token');
    await runSite(page);
    expect(JSON.stringify(host.asked.find(({ channel }) => channel === 'run-start'))).toContain(
      's3cret-token',
    );
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...sessionStorage }, { ...localStorage }, location.href]),
    );
    expect(kept).toContain('console.example.com');
    expect(kept).not.toContain('s3cret-token');
    expect(await page.title()).toBe('Console · Airway');
    await page.reload();
    await rail(page, 'Site').click();
    expect(await page.getByLabel('API token').inputValue()).toBe('');
    expect(await page.getByRole('textbox', { name: 'Console address' }).inputValue()).toBe(
      'console.example.com',
    );
  });

  it('takes a pasted web address apart', async () => {
    const { page } = await open();
    const address = page.getByRole('textbox', { name: 'Console address' });
    await address.focus();
    await address.fill('https://console.example.com:9443/login');
    await address.blur();
    await page
      .getByText('Took the host console.example.com and port 9443 out of what you entered.')
      .waitFor();
    expect(await address.inputValue()).toBe('console.example.com');
  });

  it('is filled by a profile file and says on which line another one is wrong', async () => {
    const { page } = await open();
    const file = page.locator('input[type=file]').first();
    const named = (name: string, text: string) => ({
      name,
      mimeType: 'text/yaml',
      buffer: Buffer.from(text),
    });
    await file.setInputFiles(named('bad.yaml', 'addres: x'));
    await page.getByText('bad.yaml cannot be used: line 4').waitFor();
    await file.setInputFiles(named('huge.yaml', 'x'.repeat(300_001)));
    await page.getByText('huge.yaml is larger than 300 kB and was not read.').waitFor();
    await file.setInputFiles(named('site.yaml', 'console: {}'));
    await page.getByText('Filled in from site.yaml.').waitFor();
    expect(await page.getByRole('textbox', { name: 'Console address' }).inputValue()).toBe(
      'air.site.example',
    );
  });

  it('practises with chosen faults, and says on every screen that it does', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: 'Try the practice site' }).click();
    await page.getByRole('dialog').getByText('The certificate has expired').click();
    await page.getByRole('button', { name: 'Start practice' }).click();
    await page.getByRole('button', { name: 'Check everything again' }).waitFor();
    expect(host.asked.find(({ channel }) => channel === 'run-start')?.input).toMatchObject({
      practice: { faults: ['certificate-expired'] },
    });
    for (const step of STEPS) {
      await rail(page, step).click();
      await page.locator('.chip-practice').waitFor();
    }
  });

  it('opens a run that was cut off', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: 'Open it' }).click();
    await page.getByText('This run was cut off before it was finished').waitFor();
    await page.getByText('Example GmbH, Berlin').waitFor();
  });

  it('loses nothing when a bundle cannot be written', async () => {
    const { page } = await open();
    await runSite(page);
    await rail(page, 'Bundle').click();
    await page.getByRole('textbox', { name: 'Note' }).fill('since Monday');
    host.save = async () => refused('bundle-not-writable', '/mnt is full (ENOSPC).');
    await page.getByRole('button', { name: 'Save bundle' }).click();
    await page.getByText('/mnt is full (ENOSPC).').waitFor();
    host.save = async () =>
      ok({
        kind: 'saved',
        path: '/home/me/airway.zip',
        sizeBytes: 1_400_000,
        files: 6,
        sha256: 'c0ffee'.padEnd(64, '0'),
      });
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('/home/me/airway.zip').waitFor();
    await page.getByText('6 files, 1.4 MB').waitFor();
    expect(host.asked.at(-1)?.input).toMatchObject({ note: 'since Monday' });
  });

  it('downloads a bundle once, however often its screen is turned to', async () => {
    const { page } = await open();
    let downloads = 0;
    page.on('download', () => {
      downloads += 1;
    });
    host.save = readyToDownload;
    await runSite(page);
    await rail(page, 'Bundle').click();
    await page.getByRole('button', { name: 'Save bundle' }).click();
    await vi.waitFor(() => expect(downloads).toBe(1));
    await rail(page, 'Review').click();
    await rail(page, 'Bundle').click();
    const again = page.waitForEvent('download');
    await page.getByRole('link', { name: /^Download/ }).click();
    await again;
    expect(downloads).toBe(2);
  });

  it('says that Airway has stopped, and goes on when it is back', async () => {
    host.speed = 1;
    const { page } = await open();
    await fillSite(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Check everything', exact: true }).click();
    await page.getByText('TCP to 10.0.0.5:8443').waitFor();
    await page.context().setOffline(true);
    host.dropStreams();
    await page.getByText('Nothing answers behind this page.').waitFor();
    expect(await rail(page, 'Console').getByText('Running').count()).toBe(1);
    await vi.waitFor(() => expect(host.unfinished()).toBe(0), { timeout: 10_000 });
    await page.context().setOffline(false);
    await page.getByText('Nothing answers behind this page.').waitFor({ state: 'detached' });
    await rail(page, 'Console').getByText('Problems found').waitFor();
  });

  it('says what to do when Airway was started again and no longer knows the page', async () => {
    const { page } = await open();
    host.refuse(true);
    host.dropStreams();
    await page.getByText('The Airway process on this machine has stopped').waitFor();
    await page.getByText(/Open the address that it printed/).waitFor();
  });

  it('keeps a fault on one screen to that screen', async () => {
    const { page, complaints } = await open();
    await runSite(page);
    await page.route('**/api/run-open', async (route) => {
      const text = await (await route.fetch()).text();
      await route.fulfill({ body: text.replaceAll('"trust":', '"lost":'), contentType: 'application/json' });
    });
    await page.reload();
    await page
      .getByRole('listitem')
      .getByRole('button', { name: /^Failed TLS with 10\.0\.0\.5:443 TLSv1/ })
      .click();
    await page.getByText('This screen has failed').waitFor();
    await rail(page, 'Review').click();
    await heading(page, 'Review').waitFor();
    await rail(page, 'Console').click();
    await page.getByRole('heading', { name: 'Checks' }).waitFor();
    expect(complaints.length).toBeGreaterThan(0);
  });

  it('is small and has nothing inline', () => {
    const assets = readdirSync(join(wizard.folder, 'assets'));
    const scripts = assets.filter((name) => name.endsWith('.js'));
    const bytes = scripts.map((name) => gzipSync(readFileSync(join(wizard.folder, 'assets', name))).length);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(400_000);
    expect(assets.some((name) => name.endsWith('.map'))).toBe(false);
    const page = readFileSync(join(wizard.folder, 'index.html'), 'utf8');
    expect(page).not.toMatch(/<style|style=|<script(?![^>]*\bsrc=)|\bon[a-z]+=|(?:src|href)="(?!\.\/)/);
  });
});

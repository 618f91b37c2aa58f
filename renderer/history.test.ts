import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UPLOAD_PIECE_BYTES } from '../electron/contract/channels.ts';
import { refused } from '../electron/contract/result.ts';
import { type BuiltWizard, buildWizard, hasChromium } from './testing/built-wizard.ts';
import type { ScriptedHost } from './testing/scripted-host.ts';
import { fillSite, heading, rail, runSite } from './testing/walk.ts';

describe.skipIf(!hasChromium)('runs and bundles in the wizard', () => {
  let wizard: BuiltWizard;
  let host: ScriptedHost;

  beforeAll(async () => {
    wizard = await buildWizard();
  }, 60_000);
  afterAll(() => wizard.close());
  beforeEach(async () => {
    host = await wizard.host();
    host.speed = 0.1;
  });

  const bundle = (name = 'case-4711.zip', buffer = Buffer.from('PK')) => ({
    name,
    mimeType: 'application/zip',
    buffer,
  });
  const choose = (page: Page, file = bundle()) =>
    page.locator('.open-bundle input[type=file]').setInputFiles(file);
  const banner = (page: Page) => page.getByRole('region', { name: 'Opened bundle' });
  const history = (page: Page) => page.getByRole('button', { name: 'History', exact: true });
  const tick = (page: Page, row: number) => page.getByRole('row').nth(row).locator('label').click();

  /** Two runs of the form's site: one with faults, then a healthy one. */
  async function runTwice(page: Page): Promise<void> {
    await runSite(page);
    host.scenario = 'healthy';
    await page.getByRole('button', { name: 'Check everything again' }).click();
    await page.getByRole('main').getByText('No fault found').waitFor();
  }

  it('show a bundle on the same screens, and let nobody change it', async () => {
    const { page, complaints } = await wizard.open(host.url);
    const bytes = Buffer.alloc(UPLOAD_PIECE_BYTES + 7, 'zip!');
    await choose(page, bundle('case-4711.zip', bytes));
    await heading(page, 'Review').waitFor();
    await banner(page).getByText('2 findings differ from what was recorded.').waitFor();
    const pieces = host.asked
      .filter(({ channel }) => channel === 'bundle-upload')
      .map(({ input }) => (input as { base64: string }).base64);
    expect(pieces).toHaveLength(2);
    expect(Buffer.concat(pieces.map((piece) => Buffer.from(piece, 'base64'))).equals(bytes)).toBe(true);

    await page.getByRole('heading', { name: 'The certificate of the Console has expired' }).waitFor();
    expect(await page.getByRole('button', { name: /^Check|Watch/ }).count()).toBe(0);
    await rail(page, 'Console').click();
    await page.getByRole('heading', { name: 'Checks' }).waitFor();
    expect(await page.getByRole('button', { name: /^Check (this|everything)|Watch/ }).count()).toBe(0);
    await rail(page, 'Bundle').click();
    await heading(page, 'The bundle').waitFor();
    await page.getByText('Signed by CN=Example GmbH').waitFor();
    await page.getByText('A wildcard answers for every name').waitFor();
    expect(await page.getByRole('button', { name: 'Save bundle' }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('come back to the bundle after a reload, and to an empty wizard after it was closed', async () => {
    const { page } = await wizard.open(host.url);
    await choose(page);
    await banner(page).waitFor();
    await page.reload();
    await banner(page).waitFor();
    await heading(page, 'Review').waitFor();
    await page.getByRole('button', { name: 'Close it' }).click();
    await heading(page, 'Site').waitFor();
    expect(await banner(page).count()).toBe(0);
    // The site that was somebody else's has not become the one to be checked.
    expect(await page.getByRole('textbox', { name: 'Console address' }).inputValue()).toBe('');
  });

  it('leave the bundle when the site of the form is checked', async () => {
    const { page } = await wizard.open(host.url);
    await choose(page);
    await banner(page).waitFor();
    await rail(page, 'Site').first().click();
    await fillSite(page, 'console.example.com');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Check everything', exact: true }).waitFor();
    expect(await banner(page).count()).toBe(0);
  });

  it('take a bundle that is dropped anywhere on the screen', async () => {
    const { page } = await wizard.open(host.url);
    const drop = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['PK'], 'dropped.zip'));
      return transfer;
    });
    await page.dispatchEvent('h1', 'dragover', { dataTransfer: drop });
    await page.locator('.drop-zone-active').waitFor();
    await page.dispatchEvent('h1', 'drop', { dataTransfer: drop });
    await banner(page).getByText('dropped.zip').waitFor();
  });

  it('say why a file was not opened, and leave everything as it was', async () => {
    host.openBundle = (name) =>
      refused('damaged', `"${name}" cannot be read as a bundle: it is damaged or no zip file.`);
    const { page } = await wizard.open(host.url);
    await choose(page, bundle('<b>x</b>.zip'));
    await page.getByRole('alert').getByText('it is damaged or no zip file.').waitFor();
    await page.getByText('<b>x</b>.zip was not opened').waitFor();
    await heading(page, 'Site').waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('are compared two by two, the earlier one first', async () => {
    const { page, complaints } = await wizard.open(host.url);
    await runTwice(page);
    await history(page).click();
    const compare = page.getByRole('button', { name: 'Compare' });
    await tick(page, 1);
    expect(await compare.isDisabled()).toBe(true);
    await tick(page, 2);
    await compare.click();
    await heading(page, 'Two runs side by side').waitFor();
    expect(await page.title()).toBe('Two runs side by side · Airway');
    const causes = page.getByRole('region', { name: 'Causes' });
    const cause = causes.getByRole('row').filter({ hasText: 'The certificate of the Console has expired' });
    await cause.waitFor();
    expect(await cause.getByRole('cell').allTextContents()).toEqual([
      expect.stringContaining('Problem'),
      'Not named',
    ]);
    await page.getByRole('button', { name: 'Swap the sides' }).click();
    await cause.getByRole('cell').first().getByText('Not named').waitFor();
    await rail(page, 'Site').first().click();
    await heading(page, 'Site').waitFor();
    expect(complaints).toEqual([]);
  });

  it('are removed after a question, and only those', async () => {
    const { page } = await wizard.open(host.url);
    await runTwice(page);
    await choose(await turnToSite(page));
    await banner(page).waitFor();
    await history(page).click();
    expect(await page.getByRole('row').count()).toBe(5);
    // The bundle stands on top; it is kept nowhere, so nothing of it can be removed.
    await tick(page, 1);
    const remove = page.getByRole('button', { name: 'Delete', exact: true });
    expect(await remove.isDisabled()).toBe(true);
    await tick(page, 4);
    await remove.click();
    const question = page.getByRole('alertdialog', { name: 'Delete this run?' });
    await question.getByText('Example GmbH, Berlin').waitFor();
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect(await page.getByRole('row').count()).toBe(5);
    await remove.click();
    await question.getByRole('button', { name: 'Delete for good' }).click();
    await expect.poll(() => page.getByRole('row').count()).toBe(4);
    expect(host.asked.filter(({ channel }) => channel === 'run-delete').map(({ input }) => input)).toEqual([
      { runId: '20260601-140500-0ff' },
    ]);
  });

  async function turnToSite(page: Page): Promise<Page> {
    await rail(page, 'Site').first().click();
    return page;
  }

  it.each<['light' | 'dark', string[] | undefined]>([
    ['light', undefined],
    ['dark', ['color-contrast']],
  ])(
    'break no rule of accessibility in %s',
    async (colorScheme, rules) => {
      const { page } = await wizard.open(host.url, { colorScheme, reducedMotion: 'reduce' });
      const broken = async (): Promise<unknown[]> => {
        const axe = new AxeBuilder({ page });
        const { violations } = await (rules === undefined ? axe : axe.withRules(rules)).analyze();
        return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }));
      };
      await runTwice(page);
      await choose(await turnToSite(page));
      await banner(page).waitFor();
      expect(await broken()).toEqual([]);
      await page.getByRole('button', { name: 'What is in it' }).click();
      await heading(page, 'The bundle').waitFor();
      expect(await broken()).toEqual([]);
      await history(page).click();
      await tick(page, 1);
      await tick(page, 2);
      expect(await broken()).toEqual([]);
      await page.getByRole('button', { name: 'Delete', exact: true }).click();
      await page.getByRole('alertdialog').waitFor();
      expect(await broken()).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Compare' }).click();
      await page.getByRole('heading', { name: 'Causes' }).waitFor();
      expect(await broken()).toEqual([]);
    },
    60_000,
  );

  it.each([400, 1024])('fit a window of %d', async (width) => {
    const { page } = await wizard.open(host.url, { viewport: { width, height: 700 } });
    await runTwice(page);
    await choose(await turnToSite(page));
    await banner(page).waitFor();
    const overhang = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await overhang()).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'What is in it' }).click();
    expect(await overhang()).toBeLessThanOrEqual(0);
    await history(page).click();
    expect(await overhang()).toBeLessThanOrEqual(0);
    for (const label of await page.locator('.history tbody label').all()) await label.click();
    for (const label of (await page.locator('.history tbody label').all()).slice(2)) await label.click();
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('heading', { name: 'Causes' }).waitFor();
    expect(await overhang()).toBeLessThanOrEqual(0);
  });
});

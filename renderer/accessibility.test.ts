import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ok, refused } from '../electron/contract/result.ts';
import { type BuiltWizard, buildWizard, hasChromium } from './testing/built-wizard.ts';
import type { ScriptedHost } from './testing/scripted-host.ts';
import { fillSite, heading, rail, runSite, STEPS } from './testing/walk.ts';

/** Name of whatever has the focus. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');

describe.skipIf(!hasChromium)('the wizard for everybody', () => {
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

  /** Rules that the screen breaks, with the elements that break them. */
  async function broken(page: Page, rules?: string[]): Promise<unknown[]> {
    const axe = new AxeBuilder({ page });
    const { violations } = await (rules === undefined ? axe : axe.withRules(rules)).analyze();
    return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }));
  }

  it.each<['light' | 'dark', string[] | undefined]>([
    ['light', undefined],
    // Nothing but the colours is another in the dark.
    ['dark', ['color-contrast']],
  ])(
    'breaks no rule on any screen in %s',
    async (colorScheme, rules) => {
      const { page } = await wizard.open(host.url, { colorScheme });
      expect(await broken(page, rules)).toEqual([]);
      await page.getByRole('button', { name: 'Try the practice site' }).click();
      await page.getByRole('dialog').waitFor();
      expect(await broken(page, rules)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByText('Enter the address of the Console.').waitFor();
      await page.getByRole('button', { name: /^Advanced/ }).click();
      expect(await broken(page, rules)).toEqual([]);

      await fillSite(page);
      await page.getByRole('button', { name: 'Continue' }).click();
      expect(await broken(page, rules)).toEqual([]);
      host.speed = 4;
      await page.getByRole('button', { name: 'Check everything', exact: true }).click();
      await page.getByText('Waiting for an answer to the SYN from 10.0.0.5:8443').waitFor();
      expect(await broken(page, rules)).toEqual([]);
      await page.getByRole('button', { name: 'Check everything again' }).waitFor();
      for (const row of [
        'TLS with 10.0.0.5:443',
        'HTTP answer of 10.0.0.5:443',
        'TCP to 10.0.0.5:8443',
        'Resolver 10.0.0.53',
        'Name lookup by this machine',
      ])
        await page.locator('.row-button', { has: page.getByText(row, { exact: true }) }).click();
      for (const summary of await page.locator('.row-details summary').all()) await summary.click();
      expect(await broken(page, rules)).toEqual([]);

      await rail(page, 'Review').click();
      await page.getByRole('button', { name: /^The alternate port/ }).click();
      expect(await broken(page, rules)).toEqual([]);
      await rail(page, 'Bundle').click();
      expect(await broken(page, rules)).toEqual([]);
      host.save = async () => refused('bundle-not-writable', '/mnt is full.');
      await page.getByRole('button', { name: 'Save bundle' }).click();
      await page.getByText('/mnt is full.').waitFor();
      expect(await broken(page, rules)).toEqual([]);
      host.save = async () =>
        ok({ kind: 'saved', path: '/tmp/a.zip', sizeBytes: 9, files: 6, sha256: 'c0ffee'.padEnd(64, '0') });
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('/tmp/a.zip').waitFor();
      host.refuse(true);
      host.dropStreams();
      await page.getByText('has stopped').waitFor();
      expect(await broken(page, rules)).toEqual([]);
      // A dozen whole-page audits take their time on a busy machine.
    },
    60_000,
  );

  it.each<['light' | 'dark', string[] | undefined]>([
    ['light', undefined],
    ['dark', ['color-contrast']],
  ])(
    'breaks no rule on the screens of the steps in %s, whatever state they are in',
    async (colorScheme, rules) => {
      const { page } = await wizard.open(host.url, { colorScheme });
      for (const step of ['Responder', 'Active Directory', 'Syslog']) {
        await rail(page, step).click();
        expect(await broken(page, rules), `${step}, empty`).toEqual([]);
      }
      await page.getByRole('textbox', { name: 'Receiver' }).fill('two words');
      await page.getByText('TLS', { exact: true }).click();
      expect(await broken(page, rules), 'to be corrected').toEqual([]);
      await page.getByRole('button', { name: 'Leave this step out' }).click();
      await page.getByRole('button', { name: 'Leave it out' }).click();
      expect(await broken(page, rules), 'leaving out').toEqual([]);
      await page.getByRole('textbox', { name: 'Reason' }).fill('no SIEM here');
      await page.keyboard.press('Enter');
      await page.getByText('Syslog is left out').waitFor();
      expect(await broken(page, rules), 'left out').toEqual([]);
      await rail(page, 'Site').click();
      await runSite(page);
      await rail(page, 'Syslog').click();
      await page.getByText('Syslog was not checked in this run').waitFor();
      expect(await broken(page, rules), 'not checked').toEqual([]);
      await rail(page, 'Console').click();
      await page.getByRole('button', { name: 'Check again' }).first().click();
      await page.locator('.watch-title', { hasText: 'Still there:' }).waitFor();
      expect(await broken(page, rules), 'still there').toEqual([]);
      await page.getByRole('button', { name: 'Watch' }).first().click();
      await page.getByText(/no change so far/).waitFor();
      expect(await broken(page, rules), 'watching').toEqual([]);
      host.scenario = 'healthy';
      await page.locator('.watch-title', { hasText: 'In order now: Console' }).waitFor();
      expect(await broken(page, rules), 'green').toEqual([]);
    },
    60_000,
  );

  it('keeps the focus where the work goes on: from a start to Cancel and back, and through a watch', async () => {
    host.speed = 1;
    const { page } = await wizard.open(host.url);
    await fillSite(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Check everything', exact: true }).focus();
    await page.keyboard.press('Enter');
    await vi.waitFor(async () => expect(await focused(page)).toBe('Cancel'));
    await page.getByRole('button', { name: 'Check everything again' }).waitFor();
    await vi.waitFor(async () => expect(await focused(page)).toBe('Check this step again'));
    const again = page.getByRole('button', { name: 'Check again' }).first();
    await again.focus();
    await page.keyboard.press('Enter');
    await vi.waitFor(async () =>
      expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
        'Looking again',
      ),
    );
    await page.locator('.watch-title', { hasText: 'Still there:' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Close');
    await page.keyboard.press('Enter');
    await vi.waitFor(async () => expect(await focused(page)).toBe('Console'));
  });

  it.each(['healthy', 'wide'] as const)('breaks no rule after a %s run', async (scenario) => {
    host.scenario = scenario;
    host.wideRows = 20;
    const { page } = await wizard.open(host.url);
    await runSite(page);
    expect(await broken(page)).toEqual([]);
  });

  it('can be walked with the keyboard alone', async () => {
    const { page } = await wizard.open(host.url);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.getByRole('textbox', { name: 'Console address' }).focus();
    await page.keyboard.type('console.example.com');
    await page.keyboard.press('Enter');
    await heading(page, 'Console').waitFor();
    expect(await focused(page)).toBe('Console');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Check everything');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Check everything again' }).waitFor();
    const row = page.locator('.row-button', { hasText: 'TCP to 10.0.0.5:443' });
    await row.focus();
    await page.keyboard.press('Enter');
    expect(await row.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('Space');
    expect(await row.getAttribute('aria-expanded')).toBe('false');
  });

  it('shows where the focus is', async () => {
    const { page } = await wizard.open(host.url);
    for (let stop = 0; stop < 14; stop += 1) {
      await page.keyboard.press('Tab');
      const isSeen = await page.evaluate(() => {
        const element = document.activeElement;
        const shown = element?.closest('[data-focus-visible]') ?? element;
        return shown !== null && shown !== undefined && getComputedStyle(shown).outlineStyle !== 'none';
      });
      expect(isSeen, await focused(page)).toBe(true);
    }
  });

  it('moves the focus from a finding to its row, from either screen', async () => {
    const { page } = await wizard.open(host.url);
    await runSite(page);
    for (const step of ['Console', 'Review']) {
      await rail(page, step).click();
      await page.locator('.evidence-link', { hasText: 'TLS with 10.0.0.6:443' }).first().click();
      await heading(page, 'Console').waitFor();
      await vi.waitFor(async () => expect(await focused(page)).toContain('TLS with 10.0.0.6:443'));
      await page.getByText('Certificate faults').first().waitFor();
    }
  });

  it('says aloud how a run goes, in few words', async () => {
    const { page } = await wizard.open(host.url);
    await page.evaluate(() => {
      const region = document.querySelector('.visually-hidden[role=status]');
      const said: string[] = [];
      Object.assign(window, { said });
      new MutationObserver(() => said.push(region?.textContent ?? '')).observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
      });
    });
    await runSite(page);
    await page.getByText(/16 checks finished, 4 failed\. Problems found\./).waitFor({ state: 'attached' });
    const said = await page.evaluate(() => [...new Set((window as unknown as { said: string[] }).said)]);
    expect(said.filter((text) => text.trim() !== '').length).toBeLessThanOrEqual(3);
  });

  it('copies a command and says so, with and without the permission to', async () => {
    for (const permissions of [['clipboard-read', 'clipboard-write'], []]) {
      const { page } = await wizard.open(host.url, { permissions });
      if (permissions.length === 0)
        await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
      await runSite(page);
      const copy = page.getByRole('button', { name: 'Copy: command' }).first();
      await copy.click();
      await copy.getByText('Copied').waitFor();
      await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor({ state: 'attached' });
    }
  });

  it('stands still for those who asked for less motion', async () => {
    host.speed = 4;
    const { page } = await wizard.open(host.url, { reducedMotion: 'reduce' });
    await fillSite(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Check everything', exact: true }).click();
    await page.getByText('Waiting for an answer to the SYN from 10.0.0.5:8443').waitFor();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });

  it.each([
    [400, 700],
    [1024, 700],
    [3840, 2160],
  ])('fits a window of %d by %d', async (width, height) => {
    const { page } = await wizard.open(host.url, { viewport: { width, height } });
    await runSite(page);
    await page.locator('.row-button', { hasText: 'TLS with 10.0.0.5:443' }).click();
    for (const step of STEPS) {
      await rail(page, step).click();
      const overhang = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overhang, step).toBeLessThanOrEqual(0);
    }
  });

  it('follows the colours that were chosen over those of the system', async () => {
    const { page } = await wizard.open(host.url, { colorScheme: 'light' });
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await page.getByRole('radio', { name: 'Dark' }).click();
    await vi.waitFor(async () => expect(await background()).not.toBe(light));
    await page.reload();
    expect(await background()).not.toBe(light);
    await page.getByRole('radio', { name: 'As the system' }).click();
    await vi.waitFor(async () => expect(await background()).toBe(light));
  });
});

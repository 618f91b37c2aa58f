import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './airway-host.ts';

/** The parts of a catalogue that the walk presses or looks for. */
interface Texts {
  readonly step: Readonly<Record<string, string>>;
  readonly practice: { readonly open: string; readonly start: string };
  readonly run: { readonly 'all-again': string };
  readonly findings: { readonly root: string; readonly remedy: string };
  readonly place: { readonly history: string };
  readonly language: { readonly label: string };
  readonly unit: { readonly seconds: string };
}

interface CauseTexts {
  readonly causes: Readonly<Record<string, { readonly title: string; readonly summary: string }>>;
}

const read = <T>(...path: string[]): T =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', 'renderer', 'locales', ...path), 'utf8')) as T;

const LANGUAGES = [
  { language: 'en', locale: 'en-GB', dir: 'ltr' },
  { language: 'de', locale: 'de-DE', dir: 'ltr' },
  { language: 'tr', locale: 'tr-TR', dir: 'ltr' },
  { language: 'ja', locale: 'ja-JP', dir: 'ltr' },
  { language: 'ar', locale: 'ar-EG', dir: 'rtl' },
] as const;

/** A key that has no text is shown as itself: `site.problem.missing`. Host and file names have other shapes than these. */
const KEY =
  /\b(?:app|rail|site|run|watch|checks|findings|conclusion|review|bundle|facts|history|summary)\.[a-z]+(?:[.-][a-z]+)*\b/;
/** Names of the zip's files in the list of what a bundle holds. */
const NO_KEY = /^(?:report|events|host|profile|manifest)\./;

async function look(page: Page, screen: string, dir: 'ltr' | 'rtl'): Promise<void> {
  const seen = await page.evaluate(() => ({
    dir: document.documentElement.dir,
    wide: [...document.querySelectorAll('html, main, main *, aside, aside *, header *')]
      .filter(
        (element) =>
          element.scrollWidth > element.clientWidth + 1 &&
          element.clientWidth > 0 &&
          !['hidden', 'auto', 'clip', 'scroll'].includes(getComputedStyle(element).overflowX) &&
          getComputedStyle(element).display !== 'inline' &&
          !element.matches('.visually-hidden, .visually-hidden *'),
      )
      .map((element) => `${element.tagName}.${element.className}: ${element.textContent?.slice(0, 60)}`),
    isPageWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
  }));
  const key = KEY.exec((await page.locator('body').textContent()) ?? '')?.[0];
  expect({ screen, dir: seen.dir, wide: seen.wide, isPageWide: seen.isPageWide }).toEqual({
    screen,
    dir,
    wide: [],
    isPageWide: false,
  });
  expect(key === undefined || NO_KEY.test(key) ? undefined : key, screen).toBeUndefined();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${screen}: ${id} ${nodes.map(({ html }) => html).join(' ')}`),
  ).toEqual([]);
  if (process.env['AIRWAY_PICTURES'] !== undefined)
    await page.screenshot({
      path: join(
        process.env['AIRWAY_PICTURES'],
        `${await page.locator('html').getAttribute('lang')}-${screen}.png`,
      ),
      fullPage: true,
    });
}

for (const { language, locale, dir } of LANGUAGES)
  test.describe(language, () => {
    test.use({ locale, viewport: { width: 1024, height: 700 } });

    test('is what the system wants, on every main screen, with room for its words', async ({
      page,
      airway,
    }) => {
      test.slow();
      const texts = read<Texts>(`${language}.json`);
      const rail = (step: string) =>
        page
          .getByRole('navigation')
          .getByRole('button', { name: texts.step[step] ?? step })
          .click();

      await page.goto(airway.url);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(texts.step['site'] ?? '');
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await look(page, 'site', dir);

      await page.getByRole('button', { name: texts.practice.open }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('checkbox', { name: 'The certificate has expired', exact: true }).press('Space');
      await look(page, 'practice', dir);
      await dialog.getByRole('button', { name: texts.practice.start }).click();
      await expect(page.getByRole('button', { name: texts.run['all-again'] })).toBeVisible();
      await expect(page.getByText(texts.findings.root)).toBeVisible();
      await look(page, 'console', dir);

      if (language !== 'en') {
        const { causes } = read<CauseTexts>('causes', `${language}.json`);
        const cause = causes['certificate-expired'];
        await expect(page.getByRole('article').first()).toContainText(cause?.title ?? '');
        await expect(page.getByRole('article').first()).toContainText(cause?.summary ?? '');
      }
      const remedy = page.locator('.remedy').first();
      await expect(remedy).toContainText('localhost');
      if (language !== 'en') await expect(remedy.locator('li > bdi[lang="en"]')).toHaveCount(0);
      const command = page.locator('.remedy .code-command pre').first();
      await expect(command).toHaveAttribute('dir', 'ltr');
      await expect(command).toContainText('127.0.0.1');

      await page.locator('.row-button').nth(3).click();
      await look(page, 'row', dir);
      for (const step of ['responder', 'active-directory', 'syslog', 'review', 'bundle']) {
        await rail(step);
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(texts.step[step] ?? '');
        await look(page, step, dir);
      }
      await page.getByRole('button', { name: texts.place.history }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(texts.place.history);
      await look(page, 'history', dir);
    });
  });

test('another language is chosen in the rail, shown at once, and still there the next time', async ({
  page,
  airway,
}) => {
  await page.goto(airway.url);
  await page.getByLabel('Language').selectOption({ label: 'Deutsch' });
  await expect(page.getByRole('heading', { level: 1, name: 'Standort' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Standort' })).toBeVisible();
  await page.getByLabel('Sprache').selectOption('ar');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await page.locator('.language-select').selectOption('system');
  await expect(page.getByRole('heading', { level: 1, name: 'Site' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
});

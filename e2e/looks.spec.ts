import type { Page } from '@playwright/test';
import { expect, test } from './airway-host.ts';
import { barriers, finished, heading, practiceDialog, practise, rail } from './walk.ts';

/** Text in high contrast has 7:1 and not just 4.5:1. */
const ENHANCED = 'color-contrast-enhanced';

/** Looks at every screen in turn, and at the states that have a look of their own. */
async function everyScreen(page: Page, look: (screen: string) => Promise<void>): Promise<void> {
  await expect(heading(page, 'Site')).toBeVisible();
  await look('Site');
  for (const step of ['Responder', 'Active Directory', 'Syslog', 'Review', 'Bundle']) {
    await rail(page, step).click();
    await expect(heading(page, step)).toBeVisible();
    await look(`${step}, empty`);
  }
  await page.keyboard.press('h');
  await expect(heading(page, 'History')).toBeVisible();
  await look('History, empty');
  await page.keyboard.press('?');
  await look('shortcuts');
  await page.keyboard.press('Escape');

  await rail(page, 'Syslog').click();
  await page.getByRole('button', { name: 'Leave this step out' }).click();
  await look('leave out');
  await page.keyboard.press('Escape');

  await rail(page, 'Site').click();
  const dialog = await practiceDialog(page);
  await dialog.getByText('The certificate has expired', { exact: true }).click();
  await look('practice');
  await dialog.getByText('Surprise me').click();
  await dialog.getByText('Two', { exact: true }).click();
  await look('practice, surprise');
  await dialog.getByRole('button', { name: 'Start practice' }).click();
  await finished(page);
  await look('exercise');
  await page.getByRole('button', { name: 'Tell me' }).click();
  await look('verdict');

  await page.getByRole('button', { name: 'Back to my own site' }).click();
  await practise(page, 'The certificate has expired', 'The alternate port is blocked');
  await page.locator('.row-button', { hasText: 'TLS with' }).first().click();
  await look('Console');
  for (const step of ['Responder', 'Active Directory', 'Syslog', 'Review', 'Bundle']) {
    await rail(page, step).click();
    await expect(heading(page, step)).toBeVisible();
    await look(step);
  }
  await page.keyboard.press('h');
  for (const row of [0, 1]) await page.locator('.history tbody tr').nth(row).locator('label').click();
  await look('History');
  await page.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByRole('region', { name: 'Causes' })).toBeVisible();
  await look('Comparison');
}

/** Colours alone: whatever else may be a barrier is one in every theme. */
const COLOURS = [
  { name: 'dark', media: { colorScheme: 'dark', contrast: 'no-preference' }, rules: ['color-contrast'] },
  { name: 'high contrast', media: { colorScheme: 'light', contrast: 'more' }, rules: [ENHANCED] },
  { name: 'high contrast, dark', media: { colorScheme: 'dark', contrast: 'more' }, rules: [ENHANCED] },
] as const;

/** The screens whose colours stand on no other. */
const COLOURFUL = [
  'Site',
  'Syslog, empty',
  'practice',
  'exercise',
  'verdict',
  'Console',
  'Review',
  'Bundle',
  'History',
  'Comparison',
];

test('no screen has a barrier: light, dark, and high contrast of either kind', async ({ page, airway }) => {
  test.setTimeout(240_000);
  // Colours that change take a moment, in which they are neither.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(airway.url);
  await everyScreen(page, async (screen) => {
    await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' });
    expect.soft(await barriers(page), screen).toEqual([]);
    for (const { name, media, rules } of COLOURFUL.includes(screen) ? COLOURS : []) {
      await page.emulateMedia(media);
      expect.soft(await barriers(page, rules), `${screen}, ${name}`).toEqual([]);
    }
  });
});

const SIZES = [
  { width: 1024, height: 700 },
  // What is left of 1280×720 at 200 %.
  { width: 640, height: 360 },
  { width: 3840, height: 2160 },
];

test('nothing sticks out of any window, and every dialog can be left', async ({ page, airway }) => {
  test.setTimeout(150_000);
  await page.goto(airway.url);
  await everyScreen(page, async (screen) => {
    for (const size of SIZES) {
      await page.setViewportSize(size);
      const overhang = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        const modal = document.querySelector('.modal')?.getBoundingClientRect();
        const last = [...document.querySelectorAll('.modal button')].at(-1)?.getBoundingClientRect();
        return {
          page: Math.max(0, scrollWidth - clientWidth),
          dialog: modal !== undefined && (modal.right > innerWidth || modal.bottom > innerHeight),
          lastButton: last !== undefined && last.bottom > innerHeight,
        };
      });
      expect
        .soft(overhang, `${screen} at ${size.width}×${size.height}`)
        .toEqual({ page: 0, dialog: false, lastButton: false });
    }
    await page.setViewportSize({ width: 1280, height: 860 });
  });
});

test('the contrast that the system asks for comes with any colours, and motion stops where it should', async ({
  page,
  airway,
}) => {
  await page.emulateMedia({ contrast: 'more', colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(airway.url);
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await background()).toBe('rgb(255, 255, 255)');
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect.poll(background).toBe('rgb(0, 0, 0)');
  await page.emulateMedia({ contrast: 'no-preference' });
  await expect.poll(background).toBe('rgb(17, 21, 27)');
  await page.getByRole('radio', { name: 'High contrast' }).click();
  await expect.poll(background).toBe('rgb(255, 255, 255)');
  await page.reload();
  await expect.poll(background).toBe('rgb(255, 255, 255)');
  expect(
    await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--motion').trim()),
  ).toBe('0s');
});

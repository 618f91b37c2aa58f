import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from './airway-host.ts';
import { type ScreenName, SHOWN_SCREENS, type ShownScreen } from './screen-list.ts';
import { finished, heading, practiceDialog, practise, rail } from './walk.ts';

/** Below the folder for results, which is in no repository; `npm run screens` takes them over into docs/. */
const FOLDER = join(import.meta.dirname, '..', 'test-results', 'screens');

// Smaller than usual, so that a page with all of them opens at once.
test.use({ viewport: { width: 1080, height: 720 } });

test('every screen is met and pictured', async ({ page, airway }) => {
  test.setTimeout(150_000);
  mkdirSync(FOLDER, { recursive: true });
  const met: ScreenName[] = [];
  const shoot = async (name: ScreenName) => {
    met.push(name);
    const screen: ShownScreen | undefined = SHOWN_SCREENS.find((each) => each.name === name);
    await page.mouse.move(0, 0);
    const keep = (file: string) =>
      page.screenshot({ path: join(FOLDER, `${file}.png`), animations: 'disabled' });
    await keep(name);
    if (screen?.isMain !== true) return;
    await page.emulateMedia({ colorScheme: 'dark' });
    await keep(`${name}-dark`);
    await page.emulateMedia({ colorScheme: 'light' });
  };
  const top = () => page.evaluate(() => scrollTo(0, 0));
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(airway.url);
  await expect(heading(page, 'Site')).toBeVisible();
  await page.getByLabel('Console address').fill('console.example.com');
  await shoot('site');
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose profile file' }).click();
  const wrong =
    'schema: airway.profile/1\nname: Site\nconsole:\n  address: localhost\n  ports: { primary: 99999 }\n';
  await (await choosing).setFiles({ name: 'site.yaml', mimeType: 'text/yaml', buffer: Buffer.from(wrong) });
  await expect(page.getByRole('alert')).toContainText('line 5');
  await shoot('profile-refused');

  // A receiver that never speaks keeps a run waiting for its picture.
  const silent = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  await page.getByLabel('Console address').fill(`127.0.0.1:${port}`);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Check everything', exact: true }).click();
  await expect(page.getByText(/^Waiting for /).first()).toBeVisible();
  await shoot('console-running');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await finished(page);
  silent.close();

  for (const [step, name] of [
    ['Responder', 'responder'],
    ['Active Directory', 'active-directory'],
    ['Syslog', 'syslog'],
  ] as const) {
    await rail(page, step).click();
    await expect(heading(page, step)).toBeVisible();
    await top();
    await shoot(name);
  }
  await page.getByRole('button', { name: 'Leave this step out' }).click();
  await page.getByRole('textbox', { name: 'Reason' }).fill('The SIEM comes next month');
  await shoot('leave-out');
  await page.keyboard.press('Escape');

  await rail(page, 'Site').click();
  const dialog = await practiceDialog(page);
  await dialog.getByText('The certificate has expired', { exact: true }).click();
  await dialog.locator('.fault-list').evaluate((list) => list.scrollTo(0, 0));
  await shoot('practice');
  await page.keyboard.press('Escape');
  await practise(
    page,
    'The certificate has expired',
    'The alternate port is blocked',
    'The account is locked',
  );
  await top();
  await shoot('console');
  await page.locator('.row-button', { hasText: 'TLS with' }).first().click();
  await page.locator('.row-open').evaluate((row) => row.scrollIntoView({ block: 'center' }));
  await shoot('evidence');
  await rail(page, 'Review').click();
  await expect(heading(page, 'Review')).toBeVisible();
  await top();
  await shoot('review');
  await rail(page, 'Bundle').click();
  await expect(heading(page, 'Bundle')).toBeVisible();
  await page.getByLabel(/Case number/).fill('CASE-4711');
  await top();
  await shoot('bundle');
  await rail(page, 'Console').click();
  await page.getByRole('button', { name: 'Watch' }).first().click();
  const looking = page.getByRole('region', { name: 'Looking again' });
  await expect(looking.getByText(/round 1,.*no change so far/)).toBeVisible();
  await top();
  await shoot('watch');
  await looking.getByRole('button', { name: 'Stop watching' }).click();

  await page.keyboard.press('h');
  await expect(heading(page, 'History')).toBeVisible();
  const rows = page.locator('.history tbody tr');
  // The oldest two: rounds of a watch come and go.
  for (const row of [-1, -2]) await rows.nth(row).locator('label').click();
  await shoot('history');
  await page.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByRole('region', { name: 'Causes' })).toBeVisible();
  await shoot('comparison');

  await rail(page, 'Site').click();
  const again = await practiceDialog(page);
  await again.getByText('The certificate has expired', { exact: true }).click();
  await again.getByText('Keep the causes from me until I have said mine').click();
  await again.getByRole('button', { name: 'Start practice' }).click();
  await finished(page);
  await top();
  await shoot('exercise');
  const guess = page.getByRole('region', { name: 'What is wrong' });
  await guess.getByText('The certificate has expired').click();
  await page.getByRole('button', { name: 'This is the cause' }).click();
  await expect(page.getByRole('region', { name: 'Right' })).toBeVisible();
  await top();
  await shoot('verdict');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await shoot('shortcuts');
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: 'High contrast' }).click();
  await top();
  await shoot('high-contrast');
  await page.getByRole('radio', { name: 'As the system' }).click();
  await airway.stop();
  await expect(page.getByRole('alert')).toContainText('has stopped');
  await top();
  await shoot('host-gone');
  expect([...met].sort()).toEqual(SHOWN_SCREENS.map(({ name }) => name).sort());
});

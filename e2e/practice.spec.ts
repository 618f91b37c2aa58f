import { expect, test } from './airway-host.ts';
import { finished, heading, practiceDialog, practise, rail } from './walk.ts';

test('three faults are fixed one after the other while the watch turns green', async ({ page, airway }) => {
  await page.goto(airway.url);
  await practise(
    page,
    'The certificate has expired',
    'The alternate port is blocked',
    'The account is locked',
  );
  await rail(page, 'Review').click();
  const findings = page.getByRole('region', { name: 'Findings' }).getByRole('article');
  await expect(findings).toHaveCount(3);
  const looking = page.getByRole('region', { name: 'Looking again' });
  const first = findings.first();
  for (const left of [2, 1, 0]) {
    // The cause to fix first stands open, whichever it is by now.
    const canBeWatched = (await first.getByRole('button', { name: 'Watch' }).count()) > 0;
    if (canBeWatched) await first.getByRole('button', { name: 'Watch' }).click();
    // No login is repeated by itself: that one is checked again once.
    await first.getByRole('button', { name: 'Fix this' }).click();
    await expect(looking.getByText('Mended:')).toBeVisible();
    await expect(page).toHaveTitle(/^✓/);
    await expect(findings).toHaveCount(left);
    await looking.getByRole('button', { name: 'Close' }).click();
  }
  await expect(page.getByRole('region', { name: 'Findings' })).toContainText('No fault found');
});

test('a surprise keeps its causes back on every screen, through a reload, until one was said', async ({
  page,
  airway,
}) => {
  await page.goto(airway.url);
  const dialog = await practiceDialog(page);
  await dialog.getByRole('radiogroup', { name: 'What is checked' }).getByText('Syslog').click();
  await dialog.getByText('Surprise me').click();
  await dialog.getByRole('button', { name: 'Start practice' }).click();
  await finished(page);
  await expect(heading(page, 'Syslog')).toBeVisible();
  const question = page.getByRole('region', { name: 'What is wrong with this site?' });
  await expect(question).toContainText('1 thing is wrong.');
  for (const step of ['Review', 'Bundle', 'Syslog']) {
    await rail(page, step).click();
    await expect(question).toBeVisible();
    await expect(page.getByRole('article')).toHaveCount(0);
    await expect(page.getByText('Practice site', { exact: true }).first()).toBeVisible();
  }
  await page.reload();
  await expect(question).toBeVisible();

  await question.getByRole('searchbox').fill('certificate expired');
  await expect(question.getByRole('checkbox')).toHaveCount(1);
  await question.getByText('The certificate has expired').click();
  await rail(page, 'Syslog').click();
  await expect(question.getByRole('checkbox', { name: 'The certificate has expired' })).toBeChecked();
  await question.getByRole('button', { name: 'This is the cause' }).click();
  const verdict = page.getByRole('region', { name: '0 of 1 cause read' });
  await expect(verdict).toContainText('Missed:');
  await expect(verdict).toContainText('Not this: The certificate has expired');
  await expect(verdict).toContainText('It would show otherwise.');
  await expect(page.getByText('0 of 1 solved')).toBeVisible();
  await expect(page.getByRole('article').first()).toBeVisible();
  await verdict.getByRole('button', { name: 'Next surprise' }).click();
  await expect(question).toBeVisible();
});

test('a cause that was read right is shown with its evidence, and counts', async ({ page, airway }) => {
  await page.goto(airway.url);
  const dialog = await practiceDialog(page);
  await dialog.getByText('The certificate has expired', { exact: true }).click();
  await expect(dialog.getByRole('checkbox', { name: 'The certificate is not valid yet' })).toBeDisabled();
  await dialog.getByText('Keep the causes from me until I have said mine').click();
  await dialog.getByRole('button', { name: 'Start practice' }).click();
  await finished(page);
  await page.getByRole('region', { name: 'What is wrong' }).getByText('The certificate has expired').click();
  await page.getByRole('button', { name: 'This is the cause' }).click();
  const verdict = page.getByRole('region', { name: 'Right' });
  await expect(verdict.getByText('Read: The certificate has expired')).toBeVisible();
  await expect(page.getByText('1 of 1 solved')).toBeVisible();
  await verdict.locator('.evidence-link').first().click();
  await expect(page.locator('.row-button[aria-expanded=true]')).toBeFocused();
  await page.getByRole('button', { name: 'Back to my own site' }).click();
  await expect(heading(page, 'Site')).toBeVisible();
  await expect(page.getByText('1 of 1 solved')).toHaveCount(0);
});

import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect } from './airway-host.ts';

/** A step in the rail. */
export const rail = (page: Page, step: string): Locator =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: new RegExp(`^${step}`) });

/** The title of a screen. */
export const heading = (page: Page, name: string): Locator =>
  page.getByRole('heading', { level: 1, name, exact: true });

/** Waits until no run is under way. */
export const finished = (page: Page): Promise<void> =>
  expect(page.getByRole('button', { name: 'Check everything again' })).toBeVisible();

/** Opens the dialog of the practice site. */
export async function practiceDialog(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Try the practice site' }).click();
  return page.getByRole('dialog', { name: 'Try the practice site' });
}

/** Checks the practice site with these faults, by title. */
export async function practise(page: Page, ...faults: readonly string[]): Promise<void> {
  const dialog = await practiceDialog(page);
  for (const fault of faults) await dialog.getByText(fault, { exact: true }).click();
  await dialog.getByRole('button', { name: 'Start practice' }).click();
  await finished(page);
}

/** Rules of axe that the page breaks, with the elements that break them: of all rules, or of some. */
export async function barriers(page: Page, rules?: readonly string[]): Promise<unknown[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules === undefined ? axe : axe.withRules([...rules])).analyze();
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}

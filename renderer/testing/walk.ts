import type { Locator, Page } from '@playwright/test';

/** Every screen, as the rail names it. */
export const STEPS = [
  'Site',
  'Console',
  'Responder',
  'Active Directory',
  'Syslog',
  'Review',
  'Bundle',
] as const;

/** What an engineer does on the screens, by what is written there. */
export const rail = (page: Page, step: string): Locator =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: new RegExp(`^${step}`) });

/** The title of a screen. */
export const heading = (page: Page, name: string): Locator =>
  page.getByRole('heading', { level: 1, name, exact: true });

/** Fills what the Site screen needs: an address, and that this is an asset. */
export async function fillSite(page: Page, address = 'console.example.com'): Promise<void> {
  await page.getByRole('textbox', { name: 'Console address' }).fill(address);
  await page.getByText('On an asset').click();
}

/** From the empty Site screen to the end of a run. */
export async function runSite(page: Page): Promise<void> {
  await fillSite(page);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Check everything', exact: true }).click();
  await page.getByRole('button', { name: 'Check everything again' }).waitFor();
}

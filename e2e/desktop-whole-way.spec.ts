import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as inBrowser } from './airway-host.ts';
import { expect, test as inDesktop } from './desktop-app.ts';
import { walkWholeWay } from './whole-way.ts';

// One walk, in both windows that the wizard has: through main process and preload script, and over loopback.

inDesktop(
  'the whole way in the desktop window, to a bundle at the path of the dialog',
  async ({ desktop }) => {
    const { page, folder } = desktop;
    const path = join(folder, 'case 4711.zip');
    await desktop.choosePath(path);
    await walkWholeWay({
      page,
      saveBundle: async (press) => {
        await press();
        await expect(page.getByText(path).first()).toBeVisible();
        return readFileSync(path);
      },
    });
    expect(desktop.refusals().filter(({ kind }) => kind !== 'no-sandbox')).toEqual([]);
  },
);

inBrowser('the whole way in a browser, to a bundle that it downloads', async ({ page, airway }) => {
  await page.goto(airway.url);
  await walkWholeWay({
    page,
    saveBundle: async (press) => {
      const downloading = page.waitForEvent('download');
      await press();
      return readFileSync(await (await downloading).path());
    },
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SavedBundle } from '../electron/contract/channels.ts';
import { type Result, refused } from '../electron/contract/result.ts';
import { type BuiltWizard, buildWizard, hasChromium } from './testing/built-wizard.ts';
import type { ScriptedHost } from './testing/scripted-host.ts';
import { SCRIPTED_PREVIEW } from './testing/scripted-preview.ts';
import { rail, runSite } from './testing/walk.ts';

describe.skipIf(!hasChromium)('the Bundle screen', () => {
  let wizard: BuiltWizard;
  let host: ScriptedHost;

  beforeAll(async () => {
    wizard = await buildWizard();
  }, 60_000);
  afterAll(() => wizard.close());
  beforeEach(async () => {
    host = await wizard.host();
    host.speed = 0;
  });

  async function openScreen() {
    const { page, complaints } = await wizard.open(host.url);
    await runSite(page);
    await rail(page, 'Bundle').click();
    await page.getByRole('row', { name: /^report\.json/ }).waitFor();
    return { page, complaints };
  }

  it('names the largest files of a bundle that no case would take, and leaves them out', async () => {
    const log = 'logs/console/air.log';
    host.preview = {
      ...SCRIPTED_PREVIEW,
      sizeBytes: 31_000_000,
      files: SCRIPTED_PREVIEW.files.map((file) =>
        file.name === log ? { ...file, packedBytes: 30_900_000 } : file,
      ),
    };
    const { page, complaints } = await openScreen();
    await page.getByText('More than 25 MB: many cases do not take it').waitFor();
    await page.getByRole('button', { name: `Leave out ${log}` }).click();
    await page.getByText('More than 25 MB').waitFor({ state: 'detached' });
    expect(await page.getByRole('checkbox', { name: /^air\.log/ }).isChecked()).toBe(false);
    expect(await page.getByRole('checkbox', { name: /^logs\/console\// }).isChecked()).toBe(false);
    await page.getByRole('button', { name: 'Save bundle' }).click();
    await page.getByText('Bundle ready').waitFor();
    expect(host.asked.at(-1)).toMatchObject({
      channel: 'bundle-save',
      input: { choices: { leaveOut: [log] } },
    });
    expect(complaints).toEqual([]);
  });

  it('shows what stood there and what is sent, also to those who hear it', async () => {
    const { page } = await openScreen();
    await page.getByRole('button', { name: 'View report.json' }).click();
    const text = page.getByRole('dialog').locator('pre');
    await text.getByText('4,310 characters not shown').waitFor();
    expect(await text.locator('.replaced').first().textContent()).toBe(
      'Here stood: 203.0.113.9 Sent instead: ipv4-1',
    );
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('names the file that is being written, and can be stopped', async () => {
    const { page } = await openScreen();
    const writing = Promise.withResolvers<Result<SavedBundle>>();
    host.save = () => writing.promise;
    host.stopSave = () => writing.resolve(refused('cancelled', 'Nothing was written.'));
    await page.getByRole('button', { name: 'Save bundle' }).click();
    await page.getByText('Choosing a place').waitFor();
    host.send('bundle-progress', {
      doing: 'write',
      file: 'logs/console/air.log',
      filesDone: 5,
      doneBytes: 10_000_000,
    });
    await page.getByText(/^logs\/console\/air\.log, 10 MB of 21/).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Nothing was written. The results are kept.').waitFor();
  });
});

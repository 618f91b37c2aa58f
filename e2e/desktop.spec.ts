import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './desktop-app.ts';
import { unzip } from './unzip.ts';
import { practise } from './whole-way.ts';

const PROFILE =
  'schema: airway.profile/1\nname: Example Corp\nvantage: asset\nconsole: { address: air.example.com }\n';

test('the menu saves the bundle where the user wants it, and the report as a PDF', async ({ desktop }) => {
  const { page, folder } = desktop;
  await practise(page);
  const path = join(folder, 'case 4711.zip');
  await desktop.choosePath(path);
  await desktop.clickMenu('File', 'Save Bundle…');
  await expect(page.getByText(path).first()).toBeVisible();
  expect([...(await unzip(readFileSync(path))).keys()]).toContain('manifest.json');

  const report = join(folder, 'report.pdf');
  await desktop.choosePath(report);
  await desktop.clickMenu('File', 'Save Report as PDF…');
  await expect.poll(() => pdfOf(report)).toMatch(/^%PDF-1\.\d[\s\S]*%%EOF\s*$/);
  // The window that printed has gone again.
  await expect
    .poll(() => desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length))
    .toBe(1);
  expect(desktop.refusals().filter(({ kind }) => kind !== 'no-sandbox')).toEqual([]);
});

test('a watch tells whoever looks elsewhere that it is mended', async ({ desktop }) => {
  const { page, app } = desktop;
  await practise(page);
  await app.evaluate(({ BrowserWindow, Notification }) => {
    for (const window of BrowserWindow.getAllWindows()) window.isFocused = () => false;
    const shown: string[] = [];
    Object.assign(globalThis, { shownByTest: shown });
    Notification.prototype.show = function show(this: Electron.Notification) {
      shown.push(this.title);
    };
  });
  await page.getByRole('button', { name: 'Watch', exact: true }).first().click();
  await page.getByRole('button', { name: 'Mend it on the practice site' }).click();
  await expect(page.getByText(/^(?:Mended|In order now):/).first()).toBeVisible();
  await expect
    .poll(() => app.evaluate(() => (globalThis as { shownByTest?: string[] }).shownByTest))
    .toEqual([expect.stringMatching(/^(?:Mended|In order now):/)]);
});

test('the wizard is dark where the system is', async ({ desktop }) => {
  const { page, app } = desktop;
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const turn = (theme: 'light' | 'dark') =>
    app.evaluate(({ nativeTheme }, source) => {
      nativeTheme.themeSource = source;
    }, theme);
  await turn('light');
  await expect.poll(background).toBe('rgb(244, 246, 248)');
  await turn('dark');
  await expect.poll(background).toBe('rgb(17, 21, 27)');
});

test('a second start comes to the window that is open, with the profile that was double-clicked', async ({
  desktop,
}) => {
  const { page, folder, command } = desktop;
  const profile = join(folder, 'site.airway.yaml');
  writeFileSync(profile, PROFILE);
  const second = spawn(command.binary, ['--no-sandbox', ...command.args, profile], {
    env: command.env,
    stdio: 'ignore',
  });
  const code = await new Promise((resolve) => second.once('exit', resolve));
  expect(code).toBe(0);
  await expect(page.getByLabel('Console address')).toHaveValue('air.example.com');
  await expect(page.getByText('site.airway.yaml').first()).toBeVisible();
});

test('a file that is dropped onto the window is opened by its path', async ({ desktop }) => {
  const { page, folder } = desktop;
  const profile = join(folder, 'dropped.airway.yaml');
  writeFileSync(profile, PROFILE);
  const devTools = await page.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devTools.send('Input.dispatchDragEvent', {
      type,
      x: 400,
      y: 300,
      data: { items: [], files: [profile], dragOperationsMask: 1 },
    });
  await expect(page.getByLabel('Console address')).toHaveValue('air.example.com');
  await expect(page.getByText('dropped.airway.yaml').first()).toBeVisible();
});

test('a file that is neither profile nor bundle is refused in words', async ({ desktop }) => {
  const path = join(desktop.folder, 'notes.yaml');
  writeFileSync(path, 'this: is no profile\n');
  await desktop.choosePath(path);
  await desktop.clickMenu('File', 'Open Profile or Bundle…');
  await expect(desktop.page.getByText(/notes\.yaml/).first()).toBeVisible();
  expect(desktop.refusals()).toContainEqual(expect.objectContaining({ kind: 'opened-file' }));
});

test('quitting in the middle of a run leaves a journal that the next start can open', async ({ desktop }) => {
  const { page } = desktop;
  const runId = await page.evaluate(async () => {
    const started = await window.airway?.invoke('run-start', {
      practice: { faults: ['console-backend-hung'] },
    });
    return started?.ok === true ? started.value.runId : '';
  });
  await desktop.app.close();
  const journal = readFileSync(join(desktop.folder, 'state', 'runs', `${runId}.ndjson`), 'utf8');
  expect(JSON.parse(journal.trim().split('\n').at(-1) ?? '')).toMatchObject({
    type: 'run-finished',
    ended: 'cancelled',
  });
});

function pdfOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

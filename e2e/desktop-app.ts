import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test';
import { electronBinary } from '../build/electron-dist.ts';

const ROOT = join(import.meta.dirname, '..');
const STAND_IN = join(ROOT, 'electron', 'testing', 'electron-stand-in', 'electron-binary.ts');

/** What the desktop host runs on in this test run: a packed program, Electron's own binary, or the stand-in, which needs no display. */
const packed = process.env['AIRWAY_PACKED_APP'];
const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
const binary = packed ?? (hasDisplay ? electronBinary() : undefined) ?? STAND_IN;

/** The desktop host under test: the built main process and preload script, with the wizard in its window. */
export interface DesktopApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** A folder for whatever a test writes, and for all that the program keeps. */
  readonly folder: string;
  /** How the program is started a second time. */
  readonly command: {
    readonly binary: string;
    readonly args: readonly string[];
    readonly env: NodeJS.ProcessEnv;
  };
  /** What was refused, as the program noted it. */
  refusals(): { readonly kind: string; readonly detail: string }[];
  /** Lets the user choose this path in the next dialogs. */
  choosePath(filePath: string): Promise<void>;
  clickMenu(menu: string, item: string): Promise<void>;
}

let isSaid = false;

/**
 * Every test gets its own program. What its page writes to the console as an error fails the test, unless the test expects it. The
 * same specs run on Electron where its binary is and on the stand-in elsewhere; which of them it was is printed once, and noted
 * with each test.
 */
export const test = base.extend<{ desktop: DesktopApp; expectsComplaints: boolean }>({
  expectsComplaints: [false, { option: true }],
  desktop: async ({ expectsComplaints }, use, testInfo) => {
    const folder = mkdtempSync(join(tmpdir(), 'airway-desktop-e2e-'));
    const state = join(folder, 'state');
    const env = { ...process.env, AIRWAY_STATE_DIR: state };
    const args = [...(packed === undefined ? [ROOT] : []), `--user-data-dir=${join(folder, 'user-data')}`];
    const app = await _electron.launch({
      executablePath: binary,
      args,
      env: withoutUndefined(env),
      // As the system has it: Playwright would make every page a light one.
      colorScheme: null,
    });
    const complaints: string[] = [];
    const page = await app.firstWindow();
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    const version = await app.evaluate(() => process.versions['electron'] ?? null);
    sayWhich(version, testInfo);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

    await use({
      app,
      page,
      folder,
      command: { binary, args, env },
      refusals: () => readRefusals(join(state, 'refusals.ndjson')),
      choosePath: (filePath) =>
        app.evaluate(({ dialog }, path) => {
          dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
          dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
        }, filePath),
      clickMenu: (menu, item) =>
        app.evaluate(
          ({ Menu }, labels) => {
            const items = Menu.getApplicationMenu()?.items.find(({ label }) => label === labels.menu)?.submenu
              ?.items;
            const found = items?.find(({ label }) => label === labels.item);
            if (found === undefined) throw new Error(`no ${labels.item} in the menu`);
            found.click();
          },
          { menu, item },
        ),
    });
    await app.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    if (!expectsComplaints) expect(complaints).toEqual([]);
  },
});

export { expect };

function sayWhich(
  version: string | null,
  testInfo: { annotations: { type: string; description?: string }[] },
): void {
  const which = version === null ? 'the stand-in for Electron, with Chromium' : `Electron ${version}`;
  testInfo.annotations.push({ type: 'desktop host', description: which });
  if (!isSaid)
    process.stdout.write(`desktop host: ${which}${packed === undefined ? '' : `, packed: ${packed}`}\n`);
  isSaid = true;
}

function readRefusals(path: string): { kind: string; detail: string }[] {
  try {
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line) as { kind: string; detail: string });
  } catch {
    // Nothing was refused so far.
    return [];
  }
}

const withoutUndefined = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

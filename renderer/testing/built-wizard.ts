import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { type ScriptedHost, startScriptedHost } from './scripted-host.ts';

const CHROMIUM = process.env['AIRWAY_CHROMIUM'] ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** False on a machine without Chromium, where screens cannot be tested; on CI that is a failure and no reason to skip. */
export const hasChromium = existsSync(CHROMIUM) || process.env['CI'] !== undefined;

/** A page with everything that went wrong in it. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors, warnings and violations of the content security policy, as they came. */
  readonly complaints: string[];
}

/** The wizard as it is shipped, in a real browser. */
export interface BuiltWizard {
  readonly folder: string;
  /** A host of its own for each test. */
  host(): Promise<ScriptedHost>;
  open(url: string, options?: BrowserContextOptions): Promise<WatchedPage>;
  close(): Promise<void>;
}

/** Builds the wizard into a folder of its own and starts a browser. */
export async function buildWizard(): Promise<BuiltWizard> {
  const folder = mkdtempSync(join(tmpdir(), 'airway-wizard-'));
  await buildAsShipped(folder);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  const hosts: ScriptedHost[] = [];
  return {
    folder,
    host: async () => {
      const host = await startScriptedHost(folder);
      hosts.push(host);
      return host;
    },
    open: (url, options = {}) => openPage(browser, url, options),
    close: async () => {
      await browser.close();
      await Promise.all(hosts.map((host) => host.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A test runner sets NODE_ENV to `test`, with which React and react-aria would be built otherwise than they are shipped. */
async function buildAsShipped(outDir: string): Promise<void> {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await build({
      configFile: fileURLToPath(new URL('../../vite.config.ts', import.meta.url)),
      mode: 'production',
      logLevel: 'silent',
      build: { outDir },
    });
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}

async function openPage(browser: Browser, url: string, options: BrowserContextOptions): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1024, height: 700 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { page, complaints };
}

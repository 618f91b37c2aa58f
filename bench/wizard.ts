import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { type BuiltWizard, buildWizard } from '../renderer/testing/built-wizard.ts';
import { fillSite } from '../renderer/testing/walk.ts';

/** Prints some times in ms, sorted, beside a bound. */
type Print = (what: string, times: readonly number[], boundMs?: number) => void;

const CHROMIUM = process.env['AIRWAY_CHROMIUM'] ?? '/usr/bin/chromium';
/** Rows that stream in at once. */
const ROWS = 500;
const LOADS = 7;
/** Largest script of the renderer, packed: what a slow port forward has to carry before anything is seen. */
const SCRIPT_LIMIT_BYTES = 400_000;
/** Between two keys: faster than anybody types. */
const KEY_EVERY_MS = 40;

/** The wizard in a real browser: its first paint, and how long a key waits while hundreds of rows stream in. */
export async function wizardInBrowser(print: Print): Promise<void> {
  if (!existsSync(CHROMIUM)) {
    process.stdout.write(`wizard in a browser: not measured, there is no ${CHROMIUM}\n`);
    return;
  }
  const wizard = await buildWizard();
  try {
    printScriptSize(wizard.folder);
    await firstPaint(wizard, print);
    await streaming(wizard, print);
  } finally {
    await wizard.close();
  }
}

function printScriptSize(folder: string): void {
  const assets = join(folder, 'assets');
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
  const bytes = scripts
    .map((name) => gzipSync(readFileSync(join(assets, name))).length)
    .reduce((sum, size) => sum + size, 0);
  const figure = (size: number): string => `${Math.round(size / 1000)} kB`;
  const verdict = bytes <= SCRIPT_LIMIT_BYTES ? 'met' : 'NOT met';
  const what = 'wizard, script packed with gzip'.padEnd(40);
  process.stdout.write(`${what} ${figure(bytes)}  bound ${figure(SCRIPT_LIMIT_BYTES)}: ${verdict}\n`);
}

async function firstPaint(wizard: BuiltWizard, print: Print): Promise<void> {
  const host = await wizard.host();
  const times: number[] = [];
  for (let load = 0; load < LOADS; load += 1) {
    const { page } = await wizard.open(host.url);
    // The heading is there before it is painted.
    const paint = await page.waitForFunction(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    );
    times.push((await paint.jsonValue()) ?? Number.POSITIVE_INFINITY);
    await page.context().close();
  }
  print('wizard, first paint', sorted(times), 1000);
}

async function streaming(wizard: BuiltWizard, print: Print): Promise<void> {
  const host = await wizard.host();
  host.scenario = 'wide';
  host.wideRows = ROWS;
  const { page } = await wizard.open(host.url, { viewport: { width: 1600, height: 1000 } });
  await fillSite(page);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Check everything', exact: true }).click();
  await page.locator('.status-running').first().waitFor();
  await listenToKeys(page);
  while ((await page.getByRole('button', { name: 'Cancel' }).count()) > 0) {
    await page.keyboard.press('ArrowDown');
    await page.waitForTimeout(KEY_EVERY_MS);
  }
  const { delays, frames } = await page.evaluate(() => (window as unknown as { keys: Keys }).keys);
  const what = `${ROWS} rows stream in`;
  print(`${what}: a key waits, median`, sorted(delays), 50);
  print(`${what}: a key waits, longest`, sorted(delays).slice(-1), 50);
  print(`${what}: from a key to the frame after it`, sorted(frames));
}

interface Keys {
  readonly delays: number[];
  readonly frames: number[];
}

/** From the moment that the browser took a key to the moment that the page hears of it, and to the frame after it. */
async function listenToKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    const keys: Keys = { delays: [], frames: [] };
    Object.assign(window, { keys });
    addEventListener(
      'keydown',
      ({ timeStamp }) => {
        keys.delays.push(performance.now() - timeStamp);
        requestAnimationFrame(() => setTimeout(() => keys.frames.push(performance.now() - timeStamp)));
      },
      { capture: true },
    );
  });
}

const sorted = (times: readonly number[]): number[] => [...times].sort((one, other) => one - other);

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DevTools } from './devtools.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-startup-window',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-extensions',
  '--disable-sync',
  '--force-color-profile=srgb',
  // Whatever gets past every rule still finds no network.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--remote-debugging-port=0',
];

/** Chromium as it shows the windows of a stand-in: AIRWAY_CHROMIUM, or Debian's. On a screen only with AIRWAY_STAND_IN_HEADED. */
export class Chromium {
  readonly devTools: DevTools;
  /** What DevTools clients connect to. */
  readonly endpoint: string;
  readonly #hasExited: Promise<unknown>;
  readonly #process: ChildProcess;
  readonly #profile: string;

  private constructor(browser: ChildProcess, profile: string, endpoint: string, devTools: DevTools) {
    this.#process = browser;
    this.#hasExited = new Promise((resolve) => browser.once('exit', resolve));
    this.#profile = profile;
    this.endpoint = endpoint;
    this.devTools = devTools;
  }

  static async start(): Promise<Chromium> {
    const profile = mkdtempSync(join(tmpdir(), 'airway-stand-in-'));
    const isHeaded = process.env['AIRWAY_STAND_IN_HEADED'] !== undefined;
    const binary = process.env['AIRWAY_CHROMIUM'] ?? '/usr/bin/chromium';
    const screen = isHeaded ? [] : ['--headless=new'];
    const browser = spawn(binary, [...FLAGS, ...screen, `--user-data-dir=${profile}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const endpoint = await endpointOf(browser, binary);
    return new Chromium(browser, profile, endpoint, await DevTools.connect(endpoint));
  }

  /** Ends the browser and removes what it kept. */
  async close(): Promise<void> {
    await this.devTools.send('Browser.close').catch(() => this.#process.kill());
    await this.#hasExited;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function endpointOf(browser: ChildProcess, binary: string): Promise<string> {
  const failed = new Promise<never>((_resolve, reject) => {
    browser.once('error', (error) => reject(new Error(`${binary} cannot be started: ${error.message}`)));
    browser.once('exit', (code) => reject(new Error(`${binary} ended with ${code} before it listened`)));
  });
  const found = new Promise<string>((resolve) => {
    if (browser.stderr === null) return;
    createInterface({ input: browser.stderr }).on('line', (line) => {
      const [, endpoint] = /^DevTools listening on (ws:\S+)$/.exec(line) ?? [];
      if (endpoint !== undefined) resolve(endpoint);
    });
  });
  failed.catch(() => undefined);
  return await Promise.race([found, failed]);
}

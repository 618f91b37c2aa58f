import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserHost, type ServeOptions, serve } from '../serve.ts';
import { type StandInSession, standInSession } from './stand-in-session.ts';

export const PAGE = '<!doctype html><title>Airway</title>';
export const SCRIPT = `export const rows = [${'1,'.repeat(2000)}];`;

/** A page and a script in place of the built wizard, and the hosts that serve them. */
export class SmallWizard {
  readonly #folder = mkdtempSync(join(tmpdir(), 'airway-wizard-'));
  readonly #open: BrowserHost[] = [];

  constructor() {
    mkdirSync(join(this.#folder, 'renderer', 'assets'), { recursive: true });
    writeFileSync(join(this.#folder, 'renderer', 'index.html'), PAGE);
    writeFileSync(join(this.#folder, 'renderer', 'assets', 'index-AbC1.js'), SCRIPT);
    writeFileSync(join(this.#folder, 'outside.html'), 'outside');
  }

  /** Opens a host on a free port. */
  async openHost(
    session: StandInSession = standInSession(),
    options: Partial<ServeOptions> = {},
  ): Promise<BrowserHost> {
    const rendererDir = join(this.#folder, 'renderer');
    const host = await serve({ rendererDir, createSession: session.createSession, ...options });
    this.#open.push(host);
    return host;
  }

  async closeHosts(): Promise<void> {
    for (const host of this.#open.splice(0)) await host.close();
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

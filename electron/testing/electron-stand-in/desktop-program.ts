import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { buildNode } from '../../../build/bundle-node.ts';
import type { AirwayApi } from '../../contract/channels.ts';
import { type ElectronStandIn, standInWithoutBrowser } from './electron-stand-in.ts';
import { loadDesktop } from './load-desktop.ts';

/** The page of the programs that are built here. */
export const PAGE = '<!doctype html><title>Airway</title>';

/** What the page of a running program holds, as the preload script put it there. */
export const pageApi = (electron: ElectronStandIn) => electron.page.world.get('airway') as AirwayApi;

/** Quits a program like a user; resolves when it has exited. */
async function quit({ app }: ElectronStandIn): Promise<void> {
  if (app.exitCode === undefined) app.quit();
  await vi.waitFor(() => expect(app.exitCode).toBeDefined());
}

/** The desktop host, built as it ships with a small page in place of the wizard, and run as often as a test likes. */
export class DesktopProgram {
  /** A folder for whatever a test writes; removed in the end. */
  readonly folder: string;
  readonly #running: ElectronStandIn[] = [];
  #starts = 0;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async build(): Promise<DesktopProgram> {
    const program = new DesktopProgram(mkdtempSync(join(tmpdir(), 'airway-desktop-')));
    const built = join(program.folder, 'built');
    await buildNode({ outDir: built, programs: ['desktop'] });
    mkdirSync(join(built, 'renderer', 'assets'), { recursive: true });
    writeFileSync(join(built, 'renderer', 'index.html'), PAGE);
    writeFileSync(join(built, 'renderer', 'assets', 'index-AbC1.js'), 'export {};');
    writeFileSync(join(built, 'outside.html'), 'outside');
    vi.stubEnv('AIRWAY_STATE_DIR', join(program.folder, 'state'));
    return program;
  }

  /** Where the program that was started last has its page. */
  get rendererDir(): string {
    return join(this.folder, `out-${this.#starts}`, 'renderer');
  }

  /** Starts the program, up to where its app is not ready yet. */
  start(prepare: (electron: ElectronStandIn) => void = () => undefined): ElectronStandIn {
    this.#starts += 1;
    const out = join(this.folder, `out-${this.#starts}`);
    cpSync(join(this.folder, 'built'), out, { recursive: true });
    const electron = standInWithoutBrowser();
    prepare(electron);
    this.#running.push(electron);
    loadDesktop(join(out, 'desktop', 'main.js'), electron.module);
    return electron;
  }

  /** Starts the program and waits until its page is on the screen. */
  async open(prepare?: (electron: ElectronStandIn) => void): Promise<ElectronStandIn> {
    const electron = this.start(prepare);
    electron.app.becomeReady();
    await vi.waitFor(() => expect(electron.window.calls).toContain('show'));
    return electron;
  }

  /** Quits whatever runs and removes every file. */
  async remove(): Promise<void> {
    for (const electron of this.#running) await quit(electron);
    vi.unstubAllEnvs();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';

/** A browser host under test: the one-time link, and a folder of its own for the runs that it keeps. */
export interface AirwayHost {
  readonly url: string;
  readonly stateDirectory: string;
  /** Ends it in the middle of a test, as Ctrl-C does; what the page complains of afterwards is no failure. */
  stop(): Promise<void>;
}

/**
 * Every test gets its own Airway process. What the page writes to its console as an error, a violation of the content security
 * policy above all, fails the test.
 */
export const test = base.extend<{ airway: AirwayHost }>({
  airway: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    const folder = mkdtempSync(join(tmpdir(), 'airway-e2e-'));
    const stateDirectory = join(folder, 'state');
    const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'out', 'airway.js'), 'serve'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, AIRWAY_STATE_DIR: stateDirectory },
    });
    const exit = once(child, 'exit') as Promise<[number | null]>;
    let complaintsBefore: readonly string[] | undefined;
    const stop = async () => {
      complaintsBefore ??= [...complaints];
      child.kill('SIGINT');
      await exit;
    };
    await use({ url: await linkOf(child.stdout), stateDirectory, stop });
    // A page that outlives its host says so in the console, as it should.
    await page.close();
    await stop();
    const [code] = await exit;
    rmSync(folder, { recursive: true, force: true });
    expect(complaintsBefore).toEqual([]);
    expect(code, 'the host ends well at Ctrl-C').toBe(0);
  },
});

export { expect };

async function linkOf(stdout: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stdout) {
    text += String(chunk);
    const [link] = /http:\/\/\S+/.exec(text) ?? [];
    if (link !== undefined) return link;
  }
  throw new Error(`the host printed no link: ${text}`);
}

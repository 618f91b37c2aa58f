import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from '../../../build/fresh.ts';

/** The terminal program as it is built; `ensureNodeBuild` first. */
export const PROGRAM = join(ROOT, 'out', 'airway.js');

/** How the program ended and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program in a folder with a place of its own for kept runs. `onStart` may end it. */
export async function runProgram(
  folder: string,
  stateDirectory: string,
  args: readonly string[],
  onStart?: (kill: (signal: NodeJS.Signals) => void, said: () => string) => void,
): Promise<Ended> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, AIRWAY_STATE_DIR: stateDirectory, NO_COLOR: '1' },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  onStart?.(
    (signal) => child.kill(signal),
    () => stderr,
  );
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, stdout, stderr };
}

import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { freePortOfBoth } from './free-ports.ts';

/** `AIRWAY_CHRONYD` names another binary than Debian's. */
const BINARY = process.env['AIRWAY_CHRONYD'] ?? '/usr/sbin/chronyd';
const READY_WITHIN_MS = 5000;
const ASK_EVERY_MS = 50;

/** True when a test must be skipped because chronyd is missing. Under CI never, so that the test fails. */
export const isChronydMissing = (): boolean => process.env['CI'] === undefined && !existsSync(BINARY);

/** A running time server on 127.0.0.1; end it with `await server.stop()`. */
export interface Chronyd {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Starts Debian's chronyd as a server only (`-x`: it never touches this machine's clock) and resolves when it answers. `settings`
 * are further lines of its configuration: `local stratum 3` makes it tell its own time.
 */
export async function startChronyd(settings: readonly string[]): Promise<Chronyd> {
  if (!existsSync(BINARY)) throw new Error(`${BINARY} is not installed`);
  const directory = await mkdtemp(join(tmpdir(), 'airway-chronyd-'));
  const port = await freePortOfBoth();
  const file = join(directory, 'chrony.conf');
  const lines = [
    'allow all',
    'cmdport 0',
    'bindcmdaddress /',
    'bindaddress 127.0.0.1',
    `port ${port}`,
    `pidfile ${join(directory, 'pid')}`,
    ...settings,
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  const child = spawn(BINARY, ['-x', '-d', '-U', '-u', userInfo().username, '-f', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-16_000);
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'close');
    }
    await rm(directory, { recursive: true, force: true });
  };
  if (await isAnswering(port)) return { port, stop };
  await stop();
  throw new Error(`chronyd did not answer:\n${log}`);
}

function isAnswering(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  const question = Buffer.alloc(48);
  question[0] = 0x23;
  return new Promise((resolve) => {
    const end = (isThere: boolean): void => {
      clearInterval(asking);
      clearTimeout(patience);
      socket.close();
      resolve(isThere);
    };
    const asking = setInterval(() => socket.send(question, port, '127.0.0.1'), ASK_EVERY_MS);
    const patience = setTimeout(() => end(false), READY_WITHIN_MS);
    socket.on('error', () => undefined);
    socket.once('message', () => end(true));
  });
}

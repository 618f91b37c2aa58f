import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './free-ports.ts';

const BINARY = '/usr/sbin/nats-server';

/**
 * True when a test must be skipped because nats-server is missing. Under CI it is never true, so that the test fails instead:
 * `describe.skipIf(isNatsServerMissing())`.
 */
export const isNatsServerMissing = (): boolean => !existsSync(BINARY) && process.env['CI'] === undefined;

interface NatsServerConfig<P extends string> {
  /** Names of the free loopback ports that the configuration wants. */
  readonly ports: readonly P[];
  /** Files written beside the configuration, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** The configuration; `directory` is where the files are. Each port must be listened on at 127.0.0.1. */
  readonly config: (ports: Readonly<Record<P, number>>, directory: string) => string;
}

/** A running nats-server; end it with `await server.stop()`. */
export interface NatsServer<P extends string> {
  readonly ports: Readonly<Record<P, number>>;
  /** What the server wrote to its log so far. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts Debian's nats-server in a temporary folder and resolves when it says that it is ready. */
export async function startNatsServer<P extends string>(config: NatsServerConfig<P>): Promise<NatsServer<P>> {
  if (!existsSync(BINARY)) throw new Error(`${BINARY} is not installed`);
  // Another process may take a free port before the server binds it, so a failed bind gets new ports.
  for (let attempt = 1; ; attempt += 1) {
    const { server, isReady } = await launch(config);
    if (await isReady) return server;
    const log = server.log();
    await server.stop();
    if (attempt === 3 || !log.includes('address already in use')) throw new Error(`nats-server:\n${log}`);
  }
}

async function launch<P extends string>({ ports: names, files = {}, config }: NatsServerConfig<P>) {
  const directory = await mkdtemp(join(tmpdir(), 'airway-nats-'));
  const numbers = await freePorts(names.length);
  const ports = Object.fromEntries(names.map((name, index) => [name, numbers[index]])) as Record<P, number>;
  await Promise.all(
    Object.entries(files).map(([name, content]) => writeFile(join(directory, name), content)),
  );
  await writeFile(join(directory, 'nats.conf'), config(ports, directory));
  const child = spawn(BINARY, ['-c', join(directory, 'nats.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  let settle: (isReady: boolean) => void = () => undefined;
  const isReady = new Promise<boolean>((resolve) => {
    settle = resolve;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-64_000);
    if (log.includes('Server is ready')) settle(true);
  });
  const exited = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  void exited.then(() => settle(false));
  const server: NatsServer<P> = {
    ports,
    log: () => log,
    stop: async () => {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), 2000);
      await exited;
      clearTimeout(force);
      await rm(directory, { recursive: true, force: true });
    },
  };
  return { server, isReady };
}

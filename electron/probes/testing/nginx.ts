import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './free-ports.ts';

const BINARY = '/usr/sbin/nginx';

/**
 * True when a test must be skipped because nginx is missing. Under CI it is never true, so that the test fails instead:
 * `describe.skipIf(isNginxMissing())`.
 */
export const isNginxMissing = (): boolean => !existsSync(BINARY) && process.env['CI'] === undefined;

export interface NginxConfig<P extends string> {
  /** Names of the free loopback ports that the configuration wants. */
  readonly ports: readonly P[];
  /** Files written beside the configuration, by name, such as `good.pem`; nginx reads relative names from there. */
  readonly files?: Readonly<Record<string, string>>;
  /** What stands inside `http { }`. Each port must be listened on at 127.0.0.1. */
  readonly http: (ports: Readonly<Record<P, number>>) => string;
}

/** A running nginx; end it with `await nginx.stop()`. */
export interface Nginx<P extends string> {
  readonly ports: Readonly<Record<P, number>>;
  readonly pid: number;
  /** What nginx wrote to its error log so far. */
  errorLog(): string;
  /** Ends the process and removes its files. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts Debian's nginx in a temporary folder and resolves when every port accepts. One process, no daemon.
 *
 *     const nginx = await startNginx({
 *       ports: ['good'],
 *       files: { 'good.pem': certificate.fullChainPem, 'good.key': certificate.privateKeyPem },
 *       http: ({ good }) => `server {
 *         listen 127.0.0.1:${good} ssl; ssl_certificate good.pem; ssl_certificate_key good.key;
 *         location / { return 200 'hello'; } }`,
 *     });
 */
export async function startNginx<P extends string>(config: NginxConfig<P>): Promise<Nginx<P>> {
  if (!existsSync(BINARY)) throw new Error(`${BINARY} is not installed`);
  // Another process may take a free port before nginx binds it, so a failed bind gets new ports.
  for (let attempt = 1; ; attempt += 1) {
    const nginx = await launch(config);
    const failure = await nginx.ready;
    if (failure === undefined) return nginx;
    const log = nginx.errorLog();
    await nginx.stop();
    if (attempt === 3 || !log.includes('Address already in use'))
      throw new Error(`nginx: ${failure}\n${log}`);
  }
}

async function launch<P extends string>(
  config: NginxConfig<P>,
): Promise<Nginx<P> & { ready: Promise<string | undefined> }> {
  const directory = await mkdtemp(join(tmpdir(), 'airway-nginx-'));
  const numbers = await freePorts(config.ports.length);
  const ports = Object.fromEntries(config.ports.map((name, index) => [name, numbers[index]])) as Record<
    P,
    number
  >;
  await Promise.all(
    Object.entries(config.files ?? {}).map(([name, content]) => writeFile(join(directory, name), content)),
  );
  await writeFile(join(directory, 'nginx.conf'), wholeConfig(config.http(ports)));
  const child = spawn(BINARY, ['-p', directory, '-c', join(directory, 'nginx.conf'), '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-64_000);
  });
  const exited = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const hasExited = exited.then(() => 'ended before it listened');
  return {
    ports,
    pid: child.pid ?? 0,
    errorLog: () => log,
    ready: Promise.race([
      hasExited,
      Promise.all(numbers.map((port) => untilAccepting(port, child))).then(() => undefined),
    ]),
    stop: async () => {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), 2000);
      await exited;
      clearTimeout(force);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const wholeConfig = (http: string): string => `
daemon off;
master_process off;
pid nginx.pid;
error_log stderr info;
events { worker_connections 256; }
http {
  access_log off;
  server_tokens on;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  ${http}
}
`;

/** Tries to connect until the port accepts; gives up when the process has ended. */
async function untilAccepting(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    const isAccepting = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isAccepting) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePortOfBoth } from './free-ports.ts';

/**
 * Debian's rsyslog and syslog-ng-core cannot both be installed, so syslog-ng may lie unpacked in a folder: the one that the
 * environment variable names, or the one that `.ci/run` fills.
 */
const ROOTS: readonly string[] = [
  ...(process.env['AIRWAY_SYSLOG_NG'] === undefined ? [] : [process.env['AIRWAY_SYSLOG_NG']]),
  fileURLToPath(new URL('../../../node_modules/.cache/syslog-ng', import.meta.url)),
  '/',
];

const root = ROOTS.find((folder) => existsSync(join(folder, 'usr/sbin/syslog-ng')));

/** Why tests with syslog-ng are skipped; undefined when they are not. Under CI never, so that they fail. */
export const whyNoSyslogNg = (): string | undefined =>
  root === undefined && process.env['CI'] === undefined
    ? 'syslog-ng is neither installed nor unpacked in the folder that AIRWAY_SYSLOG_NG names'
    : undefined;

export interface SyslogNgConfig {
  /** `network` takes a line feed behind each message, `syslog` the length before it; neither takes the other (syslog-ng 3.38). */
  readonly source: 'network' | 'syslog';
  readonly maxConnections?: number;
  /** Serves TLS, without asking for a client certificate. */
  readonly tls?: { readonly certificatePem: string; readonly privateKeyPem: string };
}

/** A running syslog-ng that listens on one TCP port of loopback; end it with `await syslogNg.stop()`. */
export interface SyslogNg {
  readonly port: number;
  /** Every message that was stored so far, as it came out of its frame, in brackets. */
  stored(): string[];
  /** Resolves when something that was stored contains the text. */
  untilStored(text: string): Promise<void>;
  /** What it has said on its error stream. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts syslog-ng in a temporary folder and resolves when its port accepts. One process, no daemon. */
export async function startSyslogNg(config: SyslogNgConfig): Promise<SyslogNg> {
  if (root === undefined) throw new Error('there is no syslog-ng');
  const directory = await mkdtemp(join(tmpdir(), 'airway-syslog-ng-'));
  const file = (name: string): string => join(directory, name);
  const port = await freePortOfBoth();
  const { tls } = config;
  await Promise.all([
    writeFile(file('stored.log'), ''),
    writeFile(file('syslog-ng.conf'), wholeConfig(config, port, file)),
    ...(tls === undefined
      ? []
      : [
          writeFile(file('certificate.pem'), tls.certificatePem),
          writeFile(file('key.pem'), tls.privateKeyPem),
        ]),
  ]);
  const { program, args, environment } = syslogNgCommand(file);
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-64_000);
  });
  const exited = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const stored = (): string[] => readFileSync(file('stored.log'), 'utf8').split('\n').slice(0, -1);
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
    await rm(directory, { recursive: true, force: true });
  };
  if (!(await untilAccepting(port, child))) {
    await stop();
    throw new Error(`syslog-ng ended before it listened\n${log}`);
  }
  return {
    port,
    stored,
    untilStored: async (text) => {
      while (!stored().some((line) => line.includes(text))) {
        if (child.exitCode !== null) throw new Error(`syslog-ng has ended\n${log}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    log: () => log,
    stop,
  };
}

/** How the program that was found is started with the files of a folder. */
export function syslogNgCommand(file: (name: string) => string): {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
} {
  if (root === undefined) throw new Error('there is no syslog-ng');
  const own = join(root, 'usr/lib/syslog-ng');
  const modules = readdirSync(own).find((name) => /^\d+\.\d+$/.test(name)) ?? '';
  const libraries = [join(root, 'usr/lib'), join(root, 'lib')].flatMap((folder) =>
    existsSync(folder)
      ? readdirSync(folder).flatMap((name) => (name.endsWith('-linux-gnu') ? [join(folder, name)] : []))
      : [],
  );
  return {
    program: join(root, 'usr/sbin/syslog-ng'),
    args: [
      ...['-F', '--no-caps', '--stderr', '-f', file('syslog-ng.conf')],
      ...['-R', file('persist'), '-c', file('control'), '-p', file('pid')],
      `--module-path=${join(own, modules)}`,
    ],
    environment: { LD_LIBRARY_PATH: [own, ...libraries].join(':') },
  };
}

function wholeConfig(
  { source, maxConnections, tls }: SyslogNgConfig,
  port: number,
  file: (name: string) => string,
): string {
  const security =
    tls === undefined
      ? 'transport("tcp")'
      : `transport("tls") tls(key-file("${file('key.pem')}") cert-file("${file('certificate.pem')}")
           peer-verify(optional-untrusted))`;
  const limit = maxConnections === undefined ? '' : `max-connections(${maxConnections})`;
  return `@version: 3.38
    options { stats-freq(0); use-dns(no); keep-hostname(yes); };
    source kept { ${source}(ip("127.0.0.1") port(${port}) ${security} ${limit} flags(store-raw-message)); };
    destination stored { file("${file('stored.log')}" template("[\${RAWMSG}]\\n")); };
    log { source(kept); destination(stored); };
    `;
}

/** Tries to connect until the port accepts and the connection is over again; false when the process has ended. */
async function untilAccepting(port: number, child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    const isAccepting = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.once('error', () => resolve(false));
      socket.once('connect', () => {
        socket.once('close', () => resolve(true));
        socket.resume();
        socket.end();
      });
    });
    if (isAccepting) return true;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return false;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePortOfBoth } from './free-ports.ts';

const BINARY = '/usr/sbin/rsyslogd';
/** Where Debian's rsyslog-gnutls puts its driver depends on the architecture. */
const TLS_DRIVERS = ['x86_64', 'aarch64', 'i386', 'arm', 'riscv64'].map(
  (architecture) => `/usr/lib/${architecture}-linux-gnu/rsyslog/lmnsd_gtls.so`,
);

/** True when a test must be skipped because rsyslog or its TLS driver is missing. Under CI never, so that the test fails. */
export const isRsyslogMissing = (): boolean =>
  process.env['CI'] === undefined && !(existsSync(BINARY) && TLS_DRIVERS.some((path) => existsSync(path)));

export interface RsyslogConfig {
  /** Connections that are served at a time; imptcp then listens in place of imtcp, which does not keep to it. */
  readonly maxSessions?: number;
  /** Serves TLS by TCP, without asking for a client certificate. */
  readonly tls?: { readonly certificatePem: string; readonly privateKeyPem: string; readonly caPem: string };
}

/** A running rsyslogd that listens on one loopback port by UDP and TCP; end it with `await rsyslog.stop()`. */
export interface Rsyslog {
  readonly port: number;
  /** Every message that was stored so far, as it arrived. */
  stored(): string[];
  /** Resolves when something that was stored contains the text. */
  untilStored(text: string): Promise<void>;
  /** Ends the process and removes its files. */
  stop(): Promise<void>;
}

/** Starts Debian's rsyslogd in a temporary folder and resolves when its port accepts. One process, no daemon. */
export async function startRsyslog(config: RsyslogConfig = {}): Promise<Rsyslog> {
  if (!existsSync(BINARY)) throw new Error(`${BINARY} is not installed`);
  const directory = await mkdtemp(join(tmpdir(), 'airway-rsyslog-'));
  const port = await freePortOfBoth();
  const file = (name: string): string => join(directory, name);
  const { tls } = config;
  await Promise.all([
    writeFile(file('stored.log'), ''),
    writeFile(file('rsyslog.conf'), wholeConfig(config, port, file)),
    ...(tls === undefined
      ? []
      : [
          writeFile(file('certificate.pem'), tls.certificatePem),
          writeFile(file('key.pem'), tls.privateKeyPem),
          writeFile(file('ca.pem'), tls.caPem),
        ]),
  ]);
  const child = spawn(BINARY, ['-n', '-f', file('rsyslog.conf'), '-i', file('pid')], {
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
  const stored = (): string[] => readFileSync(file('stored.log'), 'utf8').split('\n').slice(0, -1);
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
    await rm(directory, { recursive: true, force: true });
  };
  if (!(await untilAccepting(port, child))) {
    await stop();
    throw new Error(`rsyslogd ended before it listened\n${log}`);
  }
  return {
    port,
    stored,
    untilStored: async (text) => {
      while (!stored().some((line) => line.includes(text))) {
        if (child.exitCode !== null) throw new Error(`rsyslogd has ended\n${log}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    stop,
  };
}

function wholeConfig(
  { maxSessions, tls }: RsyslogConfig,
  port: number,
  file: (name: string) => string,
): string {
  const driver =
    tls === undefined
      ? ''
      : `defaultNetstreamDriver="gtls" defaultNetstreamDriverCAFile="${file('ca.pem')}"
         defaultNetstreamDriverCertFile="${file('certificate.pem')}" defaultNetstreamDriverKeyFile="${file('key.pem')}"`;
  const overTls =
    tls === undefined ? '' : 'streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon"';
  const at = `address="127.0.0.1" port="${port}" ruleset="kept"`;
  const tcp =
    maxSessions === undefined
      ? `module(load="imtcp" ${overTls}) input(type="imtcp" ${at})`
      : `module(load="imptcp" threads="1") input(type="imptcp" ${at} maxSessions="${maxSessions}")`;
  return `global(workDirectory="${file('.')}" ${driver})
    template(name="asItCame" type="string" string="[%rawmsg%]\\n")
    ruleset(name="kept") { action(type="omfile" file="${file('stored.log')}" template="asItCame") }
    module(load="imudp") input(type="imudp" ${at})
    ${tcp}
    `;
}

/** Tries to connect until the port accepts; false when the process has ended. */
async function untilAccepting(port: number, child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    const isAccepting = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.once('error', () => resolve(false));
      socket.once('connect', () => {
        // Its session has to be over before a test counts sessions.
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

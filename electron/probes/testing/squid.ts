import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './free-ports.ts';

const BINARY = '/usr/sbin/squid';
const BASIC_HELPER = '/usr/lib/squid/basic_ncsa_auth';
/** Squid started by root gives its rights up to this user, who is made by Debian's package. */
const SQUID_HOME = '/var/spool/squid';

/** True when a test must be skipped because squid is missing. Under CI never, so that the test fails. */
export const isSquidMissing = (): boolean => !existsSync(BINARY) && process.env['CI'] === undefined;

export interface SquidConfig {
  /** Lines of `squid.conf` about who may go where; `allow all` follows them unless they end with another rule. */
  readonly access?: readonly string[];
  /** One login by Basic, asked for from everybody. */
  readonly login?: { readonly username: string; readonly password: string };
  /** Listens with TLS; certificate and key as PEM. */
  readonly tls?: { readonly certificatePem: string; readonly privateKeyPem: string };
}

/** A running squid that listens on one loopback port; end it with `await squid.stop()`. */
export interface Squid {
  readonly port: number;
  /** Ends the process and removes its files. */
  stop(): Promise<void>;
}

/** Starts Debian's squid in a temporary folder, without cache and without resolver, and resolves when its port accepts. */
export async function startSquid(config: SquidConfig = {}): Promise<Squid> {
  if (!existsSync(BINARY)) throw new Error(`${BINARY} is not installed`);
  const directory = await mkdtemp(join(tmpdir(), 'airway-squid-'));
  const [port = 0] = await freePorts(1);
  const { login, tls } = config;
  const files: Readonly<Record<string, string>> = {
    'squid.conf': wholeConfig(config, port, directory),
    // htpasswd's plain form is not taken; crypt by apr1 needs no program besides squid's own helper.
    ...(login === undefined ? {} : { passwd: `${login.username}:${await hashed(login.password)}\n` }),
    ...(tls === undefined ? {} : { 'proxy.pem': `${tls.certificatePem}${tls.privateKeyPem}` }),
  };
  await Promise.all(
    Object.entries(files).map(([name, content]) =>
      writeFile(join(directory, name), content, { mode: 0o644 }),
    ),
  );
  await chmod(directory, 0o755);
  if (process.getuid?.() === 0) {
    const { uid, gid } = await stat(SQUID_HOME);
    await chown(directory, uid, gid);
  }
  // Its shared memory is named by the service: two squids of one name would end each other.
  const service = `airway${randomBytes(6).toString('hex')}`;
  const child = spawn(BINARY, ['-N', '-n', service, '-f', join(directory, 'squid.conf')], {
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
  const stop = async (): Promise<void> => {
    // Only by SIGTERM does it take its shared memory away.
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), 3000);
    await exited;
    clearTimeout(force);
    await rm(directory, { recursive: true, force: true });
  };
  if (!(await untilAccepting(port, child))) {
    await stop();
    throw new Error(`squid ended before it listened\n${log}`);
  }
  return { port, stop };
}

function wholeConfig({ access = [], login, tls }: SquidConfig, port: number, directory: string): string {
  const file = (name: string): string => join(directory, name);
  return [
    tls === undefined
      ? `http_port 127.0.0.1:${port}`
      : `https_port 127.0.0.1:${port} tls-cert=${file('proxy.pem')}`,
    `pid_filename ${file('squid.pid')}`,
    `coredump_dir ${directory}`,
    `cache_log stdio:${file('cache.log')}`,
    'access_log none',
    'cache deny all',
    'pinger_enable off',
    'shutdown_lifetime 0 seconds',
    'visible_hostname proxy.test',
    // Nobody listens there: every name but those of the hosts file is unknown.
    'dns_nameservers 127.0.0.1',
    'dns_timeout 300 milliseconds',
    'dns_retransmit_interval 100 milliseconds',
    ...(login === undefined
      ? []
      : [
          `auth_param basic program ${BASIC_HELPER} ${file('passwd')}`,
          'auth_param basic realm the proxy',
          'acl known proxy_auth REQUIRED',
          'http_access deny !known',
        ]),
    ...access,
    'http_access allow all',
    '',
  ].join('\n');
}

/** The password as `openssl passwd -apr1` writes it, which squid's helper reads. */
function hashed(password: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const openssl = spawn('openssl', ['passwd', '-apr1', '-stdin'], { stdio: ['pipe', 'pipe', 'ignore'] });
    let hash = '';
    openssl.stdout.setEncoding('utf8').on('data', (text: string) => {
      hash += text;
    });
    openssl.once('error', reject);
    openssl.once('close', () => resolve(hash.trim()));
    openssl.stdin.end(`${password}\n`);
  });
}

/** Tries to connect until the port accepts; false when the process has ended. */
async function untilAccepting(port: number, child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    const isAccepting = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.once('error', () => resolve(false));
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
    });
    if (isAccepting) return true;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return false;
}

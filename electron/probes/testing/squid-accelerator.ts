import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './free-ports.ts';

const BINARY = '/usr/sbin/squid';
/** Squid started by root gives its rights up to this user, who is made by Debian's package. */
const HOME = '/var/spool/squid';

/** True when a test must be skipped because squid is missing. Under CI never, so that the test fails. */
export const isAcceleratorMissing = (): boolean => !existsSync(BINARY) && process.env['CI'] === undefined;

/**
 * Debian's squid in front of a web server on loopback, answering in its place: what a client behind an interception proxy sees,
 * without the rules that would send it there. Resolves when its port accepts.
 */
export async function startAccelerator(originPort: number): Promise<{ port: number; stop(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'airway-squid-'));
  const [port = 0] = await freePorts(1);
  const config = join(directory, 'squid.conf');
  await writeFile(
    config,
    [
      `http_port 127.0.0.1:${port} accel defaultsite=console.test no-vhost`,
      `cache_peer 127.0.0.1 parent ${originPort} 0 no-query originserver`,
      `pid_filename ${join(directory, 'squid.pid')}`,
      `coredump_dir ${directory}`,
      `cache_log stdio:${join(directory, 'cache.log')}`,
      'access_log none',
      'cache deny all',
      'pinger_enable off',
      'shutdown_lifetime 0 seconds',
      'visible_hostname gateway.test',
      'http_access allow all',
      '',
    ].join('\n'),
    { mode: 0o644 },
  );
  await chmod(directory, 0o755);
  if (process.getuid?.() === 0) {
    const { uid, gid } = await stat(HOME);
    await chown(directory, uid, gid);
  }
  // Its shared memory is named by the service: two squids of one name would end each other.
  const service = `airway${randomBytes(6).toString('hex')}`;
  const child = spawn(BINARY, ['-N', '-n', service, '-f', config], { stdio: ['ignore', 'ignore', 'ignore'] });
  const exited = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), 3000);
    await exited;
    clearTimeout(force);
    await rm(directory, { recursive: true, force: true });
  };
  await untilAccepting(port, child);
  return { port, stop };
}

async function untilAccepting(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    const isAccepting = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isAccepting) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('squid ended before it listened');
}

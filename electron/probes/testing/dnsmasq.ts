import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { freePortOfBoth } from './free-ports.ts';

/** Where Debian puts dnsmasq. */
export const DNSMASQ = '/usr/sbin/dnsmasq';

/** True where tests with dnsmasq are to be left out: it is missing, and this is not CI, where that is a failure. */
export const isWithoutDnsmasq = !existsSync(DNSMASQ) && process.env['CI'] === undefined;

/** A dnsmasq with nothing but the zone of its options, on a free loopback port by UDP and TCP. */
export async function startDnsmasq(
  zone: readonly string[],
): Promise<{ readonly address: string; readonly port: number; stop(): Promise<void> }> {
  const resolver = { address: '127.0.0.1', port: await freePortOfBoth() };
  const dnsmasq = spawn(
    DNSMASQ,
    [
      '--keep-in-foreground',
      '--log-facility=-',
      '--conf-file=/dev/null',
      '--pid-file=',
      '--user=',
      '--no-resolv',
      '--no-hosts',
      '--bind-interfaces',
      `--listen-address=${resolver.address}`,
      `--port=${resolver.port}`,
      ...zone,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  await new Promise<void>((resolve, reject) => {
    dnsmasq.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (log.includes('started')) resolve();
    });
    dnsmasq.once('close', () => reject(new Error(`dnsmasq ended: ${log}`)));
    dnsmasq.once('error', reject);
  });
  return {
    ...resolver,
    stop: async () => {
      if (dnsmasq.exitCode !== null || dnsmasq.signalCode !== null) return;
      const closed = once(dnsmasq, 'close');
      dnsmasq.kill('SIGTERM');
      await closed;
    },
  };
}

import { ADDRESS } from '../ground.ts';
import type { ServerRoom } from '../lab-site.ts';
import type { DirectoryOptions, DnsOptions } from '../site-options.ts';
import { CONSOLE_NAME } from './console.ts';
import { directoryRecords } from './directory.ts';

/** dnsmasq at one address, with nobody above it and no records yet. */
export const dnsmasqArguments = (address: string): string[] => [
  '--no-daemon',
  '--conf-file=/dev/null',
  '--no-resolv',
  '--no-hosts',
  '--user=root',
  '--bind-interfaces',
  `--listen-address=${address}`,
  '--pid-file=',
  '--local=/lab.test/',
];

/** Starts dnsmasq as the site's resolver, authoritative for `lab.test` and with nobody above it. */
export async function startResolver(
  room: ServerRoom,
  options: DnsOptions,
  directory: DirectoryOptions | undefined,
): Promise<void> {
  if (options.isRunning === false) return;
  const records = (options.console ?? [ADDRESS.console]).map(
    (address) => `--host-record=${CONSOLE_NAME},${address}`,
  );
  const others = Object.entries({
    dc1: ADDRESS.dc1,
    dc2: ADDRESS.dc2,
    syslog: ADDRESS.syslog,
    proxy: ADDRESS.proxy,
  });
  await room.serve('resolver', [`udp ${ADDRESS.resolver}:53`], '/usr/sbin/dnsmasq', [
    ...dnsmasqArguments(ADDRESS.resolver),
    ...records,
    ...others.map(([name, address]) => `--host-record=${name}.lab.test,${address}`),
    ...(directory === undefined ? [] : directoryRecords(directory)),
    ...(options.arguments ?? []),
  ]);
}

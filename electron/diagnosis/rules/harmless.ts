import { isLoopbackAddress } from '../../contract/host-name.ts';
import { isOpen, type SiteView, type SyslogView, servicePorts } from '../site-view.ts';
import { isWithoutRoute } from './host.ts';
import { harmlessByProxy } from './proxy-harmless.ts';

/**
 * Ids of failed checks that are no fault of the site: the other loopback address of a service or receiver bound to one of them, IPv6 on a
 * machine that has none while IPv4 works, direct ways of a site that is reached through a proxy, and resolvers that were asked about a name that the hosts file gives.
 */
export function harmlessFailures(view: SiteView): string[] {
  const ports = view.realTime === undefined ? servicePorts(view) : [...servicePorts(view), view.realTime];
  const otherAddresses = ports.flatMap((port) =>
    isOpen(port)
      ? port.ends.flatMap(({ tcp }) => {
          if (tcp === undefined || tcp.outcome.code === 'open') return [];
          const { address, code, origin, error } = tcp.outcome;
          return isLoopbackAddress(address) || isWithoutRoute(code, origin, error?.errno) ? [tcp.id] : [];
        })
      : [],
  );
  const isFromHostsFile = view.lookups.some(
    ({ outcome }) => outcome.code === 'resolved' && outcome.hostsFile.entries.length > 0,
  );
  return [
    ...otherAddresses,
    ...(view.syslog === undefined ? [] : otherReceiverAddresses(view.syslog)),
    // However the connection ended, somebody saw the message arrive.
    ...(view.syslogTest?.answer === 'arrived' ? [view.syslogTest.message.id] : []),
    ...(isFromHostsFile ? view.resolvers.map(({ id }) => id) : []),
    ...harmlessByProxy(view),
  ];
}

function otherReceiverAddresses({ ends }: SyslogView): string[] {
  const rows = ends.flatMap(({ reach }) => (reach === undefined ? [] : [reach]));
  const isServed = rows.some(({ check }) => check.status === 'passed');
  if (!isServed) return [];
  return rows.flatMap(({ id, outcome: { address, error } }) => {
    const isUnrouted =
      error?.syscall === 'connect' && isWithoutRoute('unreachable', 'this-machine', error.errno);
    return isLoopbackAddress(address) || isUnrouted ? [id] : [];
  });
}

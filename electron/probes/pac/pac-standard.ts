import { isIpAddress, isIpv4 } from '../../contract/host-name.ts';
import { isInRange } from './ip-block.ts';
import { matchesGlob } from './pac-glob.ts';
import type { PacMachine } from './pac-machine.ts';
import type { Methods } from './pac-method.ts';
import { dateRange, timeRange, weekdayRange } from './pac-times.ts';
import { PacNeedsName, type Value } from './pac-values.ts';

/** What a file can learn of the machine that it runs on. */
export interface PacSurroundings {
  /** Addresses by name in lower case; an empty list where a name does not resolve. Names that are missing are asked for. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  /** This machine's own addresses, the one towards the Console first. */
  readonly ownAddresses: readonly string[];
  readonly nowMs: number;
}

/**
 * The functions that every PAC file may call (Netscape "Navigator Proxy Auto-Config File Format", MDN), and Microsoft's for IPv6
 * ("IPv6 extensions to Navigator Auto-Config").
 */
export function standardFunctions({ names, ownAddresses, nowMs }: PacSurroundings): Methods {
  const resolve = (host: string): readonly string[] => {
    if (isIpAddress(host)) return [host];
    const name = host.toLowerCase();
    // What no resolver would take is not asked for.
    if (!/^[a-z0-9_.-]{1,253}$/.test(name)) return [];
    const known = names.get(name);
    if (known === undefined) throw new PacNeedsName(name);
    return known;
  };
  const resolveIpv4 = (host: string): string | undefined => resolve(host).find(isIpv4);
  const own4 = ownAddresses.find(isIpv4) ?? '127.0.0.1';
  const texts = (machine: PacMachine, given: readonly Value[]): [string, string, string] => [
    machine.text(given[0]),
    machine.text(given[1]),
    machine.text(given[2]),
  ];
  return {
    isPlainHostName: (machine, _self, given) => !/[.:]/.test(texts(machine, given)[0]),
    dnsDomainIs: (machine, _self, given) => {
      const [host, domain] = texts(machine, given);
      return host.toLowerCase().endsWith(domain.toLowerCase());
    },
    localHostOrDomainIs: (machine, _self, given) => {
      const [host, full] = texts(machine, given).map((text) => text.toLowerCase());
      return host === full || (host?.includes('.') === false && full?.startsWith(`${host}.`) === true);
    },
    dnsDomainLevels: (machine, _self, given) => texts(machine, given)[0].split('.').length - 1,
    isResolvable: (machine, _self, given) => resolveIpv4(texts(machine, given)[0]) !== undefined,
    dnsResolve: (machine, _self, given) => resolveIpv4(texts(machine, given)[0]) ?? null,
    isInNet: (machine, _self, given) => {
      const [host, pattern, mask] = texts(machine, given);
      const address = resolveIpv4(host);
      if (address === undefined || !isIpv4(pattern) || !isIpv4(mask)) return false;
      const bits = numberOf(mask);
      return (numberOf(address) & bits) >>> 0 === (numberOf(pattern) & bits) >>> 0;
    },
    convert_addr: (machine, _self, given) => {
      const [address] = texts(machine, given);
      return isIpv4(address) ? numberOf(address) | 0 : 0;
    },
    myIpAddress: () => own4,
    shExpMatch: (machine, _self, given) => {
      const [text, pattern] = texts(machine, given);
      return matchesGlob(text, pattern, (steps) => machine.budget.step(steps));
    },
    weekdayRange: (machine, _self, given) =>
      weekdayRange(
        given.map((value) => machine.text(value)),
        nowMs,
      ),
    dateRange: (machine, _self, given) =>
      dateRange(
        given.map((value) => machine.text(value)),
        nowMs,
      ),
    timeRange: (machine, _self, given) =>
      timeRange(
        given.map((value) => machine.text(value)),
        nowMs,
      ),
    // What a file says to nobody is not kept either: it may name the user.
    alert: () => undefined,
    isResolvableEx: (machine, _self, given) => resolve(texts(machine, given)[0]).length > 0,
    dnsResolveEx: (machine, _self, given) => resolve(texts(machine, given)[0]).join(';'),
    isInNetEx: (machine, _self, given) => {
      const [host, block] = texts(machine, given);
      return resolve(host).some((address) => isInRange(block, address));
    },
    myIpAddressEx: () => (ownAddresses.length > 0 ? ownAddresses.slice(0, 16).join(';') : own4),
    sortIpAddressList: (machine, _self, given) => {
      const addresses = texts(machine, given)[0].split(';').filter(isIpAddress);
      // IPv6 stands before IPv4.
      return addresses.sort((a, b) => Number(isIpv4(a)) - Number(isIpv4(b)) || (a < b ? -1 : 1)).join(';');
    },
    getClientVersion: () => '1.0',
  };
}

const numberOf = (ipv4: string): number =>
  ipv4.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) >>> 0;

import { isIP, SocketAddress } from 'node:net';
import type { HostRoute } from '../../contract/outcomes/host.ts';

/** Routes that are kept of one table: an outcome holds two. A full Internet table would fill the bundle. */
export const ROUTE_LIMIT = 512;
/** No line of any table is near this long. */
const LINE_LIMIT = 500;

const RTF_UP = 0x1;
const RTF_GATEWAY = 0x2;
const RTF_LOCAL = 0x80000000;
const RTF_ANYCAST = 0x00100000;
/** The kernel ends its IPv6 table with a default route that answers "unreachable"; it says nothing of this machine. */
const NULL_ROUTE_METRIC = 0xffffffff;

/**
 * Linux /proc/net/route: one route a line, addresses as hexadecimal in the byte order of the machine. Lines that do not read
 * as a route that is up are passed over. A route that rejects has `*` in place of its interface.
 */
export function linuxIpv4Routes(text: string, endianness: 'LE' | 'BE'): HostRoute[] {
  return readLines(text, (line) => {
    const [name = '', destination = '', gateway = '', flags = '', , , metric = '', mask = ''] =
      line.split('\t');
    if (![destination, gateway, mask].every((word) => /^[0-9A-F]{8}$/i.test(word))) return undefined;
    const bits = Number.parseInt(flags, 16);
    if (Number.isNaN(bits) || (bits & RTF_UP) === 0) return undefined;
    const prefixLength = lengthOfMask(dottedOf(mask, endianness));
    if (prefixLength === undefined) return undefined;
    const via = (bits & RTF_GATEWAY) === 0 ? undefined : dottedOf(gateway, endianness);
    return route(`${dottedOf(destination, endianness)}/${prefixLength}`, via, name.trim(), Number(metric));
  });
}

/** Linux /proc/net/ipv6_route. Addresses of this machine itself, multicast and the null route are left out. */
export function linuxIpv6Routes(text: string): HostRoute[] {
  return readLines(text, (line) => {
    const [destination = '', length = '', , , gateway = '', metric = '', , , flags = '', name = ''] = line
      .trim()
      .split(/ +/);
    if (![destination, gateway].every((word) => /^[0-9a-f]{32}$/i.test(word))) return undefined;
    const bits = Number.parseInt(flags, 16);
    const prefixLength = Number.parseInt(length, 16);
    const metricNumber = Number.parseInt(metric, 16);
    if (Number.isNaN(bits) || !(prefixLength >= 0 && prefixLength <= 128)) return undefined;
    if ((bits & RTF_UP) === 0 || (bits & (RTF_LOCAL | RTF_ANYCAST)) !== 0) return undefined;
    if (metricNumber === NULL_ROUTE_METRIC) return undefined;
    if (destination.toLowerCase().startsWith('ff')) return undefined;
    const via = (bits & RTF_GATEWAY) === 0 ? undefined : ipv6Of(gateway);
    return route(`${ipv6Of(destination)}/${prefixLength}`, via, name, metricNumber);
  });
}

/**
 * `netstat -rn` of macOS and FreeBSD. Destinations are abbreviated there: `default`, `127`, `192.168.1`, `10.0.0/24`,
 * `fe80::%en0/64`. Entries of the neighbour table (flags L and W) and multicast are left out.
 */
export function bsdRoutes(text: string): HostRoute[] {
  let isIpv6 = false;
  return readLines(text, (line) => {
    if (/^Internet6?:/.test(line)) {
      isIpv6 = line.startsWith('Internet6');
      return undefined;
    }
    const [destination = '', gateway = '', flags = '', ...rest] = line.trim().split(/\s+/);
    // Older versions print reference and use counts before the interface.
    const name = rest.find((word) => !/^\d+$/.test(word));
    if (!/^U[A-Za-z0-9]*$/.test(flags) || /[LW]/.test(flags) || name === undefined) return undefined;
    const cidr = isIpv6 ? bsdIpv6(destination) : bsdIpv4(destination);
    if (cidr === undefined || cidr.startsWith('ff') || /^2(?:2[4-9]|3\d)\./.test(cidr)) return undefined;
    return route(cidr, isIP(gateway) === 0 ? undefined : gateway, name, undefined);
  });
}

/** Names of the interfaces of this machine, by address and by the number that Windows gives them. */
export interface InterfaceNames {
  readonly byAddress: ReadonlyMap<string, string>;
  readonly byIndex: ReadonlyMap<number, string>;
}

const IPV4_ROUTE =
  /^\s*(\d+\.\d+\.\d+\.\d+)\s+(\d+\.\d+\.\d+\.\d+)\s+(\S.*?)\s+(\d+\.\d+\.\d+\.\d+)\s+(\d+)\s*$/;
const IPV6_ROUTE = /^\s*(\d+)\s+(\d+)\s+([0-9a-f:.]+\/\d+)(?:\s+(\S.*?))?\s*$/i;

/**
 * `route print` of Windows. Its words are translated, so only the shape of the lines is read: what stands where a gateway
 * should be and is no address means that the destination is on the link. A long IPv6 destination pushes its gateway onto the
 * next line. Persistent routes, which lack the interface, and multicast are left out.
 */
export function windowsRoutes(text: string, names: InterfaceNames): HostRoute[] {
  const lines = text.split(/\r?\n/);
  let number = 0;
  return readLines(text, (line) => {
    number += 1;
    const v4 = IPV4_ROUTE.exec(line);
    if (v4 !== null) {
      const [, destination = '', mask = '', gateway = '', owner = '', metric = ''] = v4;
      const prefixLength = isIP(destination) === 4 && isIP(mask) === 4 ? lengthOfMask(mask) : undefined;
      if (prefixLength === undefined || /^2(?:2[4-9]|3\d)\./.test(destination)) return undefined;
      const via = isIP(gateway) === 4 ? gateway : undefined;
      return route(
        `${destination}/${prefixLength}`,
        via,
        names.byAddress.get(owner) ?? owner,
        Number(metric),
      );
    }
    const v6 = IPV6_ROUTE.exec(line);
    if (v6 === null) return undefined;
    const [, index = '', metric = '', destination = '', beside] = v6;
    const [address = '', length = ''] = destination.split('/');
    if (isIP(address) !== 6 || Number(length) > 128 || /^ff/i.test(address)) return undefined;
    const gateway = beside ?? lines[number]?.trim() ?? '';
    const owner = names.byIndex.get(Number(index)) ?? `interface ${index}`;
    return route(destination.toLowerCase(), isIP(gateway) === 6 ? gateway : undefined, owner, Number(metric));
  });
}

function readLines(text: string, read: (line: string) => HostRoute | undefined): HostRoute[] {
  const routes: HostRoute[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (routes.length === ROUTE_LIMIT) break;
    const found = read(line.slice(0, LINE_LIMIT));
    if (found !== undefined) routes.push(found);
  }
  return routes;
}

function route(
  destination: string,
  gateway: string | undefined,
  interfaceName: string,
  metric: number | undefined,
): HostRoute {
  return {
    destination,
    ...(gateway === undefined ? {} : { gateway: gateway.slice(0, 64) }),
    interfaceName: interfaceName.slice(0, 64),
    ...(metric === undefined || !Number.isSafeInteger(metric) ? {} : { metric }),
  };
}

function dottedOf(hex: string, endianness: 'LE' | 'BE'): string {
  const bytes = [0, 2, 4, 6].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return (endianness === 'LE' ? bytes.reverse() : bytes).join('.');
}

const ipv6Of = (hex: string): string =>
  new SocketAddress({ address: (hex.match(/.{4}/g) ?? []).join(':'), family: 'ipv6' }).address;

/** Prefix length of a dotted mask; undefined when its ones are not all in front. */
function lengthOfMask(mask: string): number | undefined {
  const bits = mask
    .split('.')
    .map((byte) => Number(byte).toString(2).padStart(8, '0'))
    .join('');
  return /^1*0*$/.test(bits) ? bits.lastIndexOf('1') + 1 : undefined;
}

function bsdIpv4(destination: string): string | undefined {
  if (destination === 'default') return '0.0.0.0/0';
  const [network = '', length] = destination.split('/');
  const given = network.split('.');
  if (given.length > 4 || !given.every((byte) => /^\d{1,3}$/.test(byte) && Number(byte) < 256))
    return undefined;
  const prefixLength = length === undefined ? given.length * 8 : Number(length);
  if (!Number.isInteger(prefixLength) || prefixLength > 32) return undefined;
  return `${[...given, '0', '0', '0'].slice(0, 4).join('.')}/${prefixLength}`;
}

function bsdIpv6(destination: string): string | undefined {
  if (destination === 'default') return '::/0';
  const [zoned = '', length = '128'] = destination.split('/');
  const address = zoned.replace(/%.*$/, '');
  const prefixLength = Number(length);
  if (isIP(address) !== 6 || !Number.isInteger(prefixLength) || prefixLength > 128) return undefined;
  return `${address}/${prefixLength}`;
}

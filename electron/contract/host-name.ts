import { z } from 'zod';

const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/i;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;

/** True for a dotted IPv4 address; leading zeros and short forms such as `10.1` are not addresses here. */
export function isIpv4(text: string): boolean {
  return IPV4.test(text);
}

/** True for an IPv6 address in RFC 4291 §2.2 form, with an optional zone (`fe80::1%eth0`), without brackets. */
export function isIpv6(text: string): boolean {
  const [address = '', zone] = text.split('%', 2);
  if (zone !== undefined && !/^[a-z0-9_.-]{1,32}$/i.test(zone)) return false;
  if (address.length > 45 || !address.includes(':') || !/^[0-9a-f:.]+$/i.test(address)) return false;
  return groupsAreIpv6(address);
}

function groupsAreIpv6(address: string): boolean {
  const halves = address.split('::');
  if (halves.length > 2) return false;
  let groups = 0;
  for (const half of halves) {
    if (half === '') continue;
    const parts = half.split(':');
    for (const [index, part] of parts.entries()) {
      const isLast = index === parts.length - 1 && half === halves.at(-1);
      if (isLast && part.includes('.')) {
        if (!isIpv4(part)) return false;
        groups += 2;
      } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups += 1;
      else return false;
    }
  }
  return halves.length === 2 ? groups <= 7 : groups === 8;
}

/** True for an IP address of either family, where a name could stand too. */
export const isIpAddress = (text: string): boolean => isIpv4(text) || isIpv6(text);

/** True for a DNS name of at most 253 characters (RFC 1035 §2.3.4); an all-numeric last label is refused (RFC 3696 §2). */
export function isDnsName(text: string): boolean {
  const name = text.endsWith('.') ? text.slice(0, -1) : text;
  if (name.length === 0 || name.length > 253) return false;
  const labels = name.split('.');
  return labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '');
}

/** Why a text is not a host, in words for the person who typed it; undefined when it is one. */
export function whyNotHost(text: string): string | undefined {
  const host = text.trim();
  if (host === '') return 'expected a host name or an IP address, found nothing';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(host))
    return `expected only the host, without "${host.split('//')[0]}//"`;
  if (isIpAddress(host)) return undefined;
  if (host.includes('/')) return 'expected only the host, without a path';
  if (/^\[.*\]$/.test(host)) return 'expected the IPv6 address without brackets';
  if (/:\d+$/.test(host)) return 'expected only the host; the port has its own field';
  if (/\s/.test(host)) return 'a host name has no spaces';
  return isDnsName(host) ? undefined : 'expected a host name such as console.example.com or an IP address';
}

/** A host as an engineer types it: a DNS name, an IPv4 or an IPv6 address without brackets. */
export const hostSchema = z
  .string()
  .max(253)
  .transform((text) => text.trim())
  .superRefine((text, context) => {
    const why = whyNotHost(text);
    if (why !== undefined) context.addIssue({ code: 'custom', message: why });
  });

/** True for names that resolvers must answer by themselves and never ask DNS for (RFC 6761 §6.3). */
export function isLocalhostName(name: string): boolean {
  const bare = name.toLowerCase().replace(/\.$/, '');
  return bare === 'localhost' || bare.endsWith('.localhost');
}

/** True for 127.0.0.0/8, ::1 and ::ffff:127.0.0.0/104. */
export function isLoopbackAddress(address: string): boolean {
  const bare = address.toLowerCase().replace(/^::ffff:/, '');
  return (isIpv4(bare) && bare.startsWith('127.')) || bare === '::1';
}

import { readFileSync } from 'node:fs';
import type { InterfaceKind } from '../../contract/outcomes/host.ts';
import entries from './data/interface-names.json' with { type: 'json' };

/** What the driver of an interface says of it, where the system shows that without rights. */
export interface DriverMarks {
  /** DEVTYPE of Linux' uevent: `wireguard`, `bridge`, `wlan`, `vlan` ... */
  readonly deviceType?: string | undefined;
  /** ARPHRD number (linux/if_arp.h): 1 Ethernet, 512 PPP, 65534 none, 768 IP in IP ... */
  readonly hardwareType?: number | undefined;
  readonly isTun?: boolean;
}

/** What an interface is, and whose. */
export interface Classified {
  readonly kind: InterfaceKind;
  readonly product?: string;
}

const NAMES = entries.map(({ kind, product, pattern }) => ({
  kind: kind as InterfaceKind,
  product,
  pattern: new RegExp(pattern, 'i'),
}));

/** ARPHRD_PPP, ARPHRD_TUNNEL, ARPHRD_TUNNEL6, ARPHRD_SIT, ARPHRD_IPGRE, ARPHRD_IP6GRE, ARPHRD_NONE. */
const TUNNEL_TYPES: ReadonlySet<number> = new Set([512, 768, 769, 776, 778, 823, 65_534]);

/**
 * Tells by the name, by what the driver calls itself (Windows) and by the driver's marks (Linux). The data file
 * `data/interface-names.json` names products; the first entry of which the pattern fits decides.
 */
export function classifyInterface(name: string, description = '', marks: DriverMarks = {}): Classified {
  if (/^lo\d*$|loopback/i.test(name)) return { kind: 'loopback' };
  const named = NAMES.find(({ pattern }) => pattern.test(name) || pattern.test(description));
  if (marks.deviceType === 'wireguard')
    return named?.kind === 'vpn' ? classified(named) : { kind: 'vpn', product: 'WireGuard' };
  if (named !== undefined) return classified(named);
  if (marks.deviceType === 'wlan') return { kind: 'wireless' };
  if (marks.isTun === true) return { kind: 'tunnel' };
  if (marks.hardwareType !== undefined && TUNNEL_TYPES.has(marks.hardwareType)) return { kind: 'tunnel' };
  return { kind: 'physical' };
}

const classified = ({ kind, product }: (typeof NAMES)[number]): Classified =>
  product === undefined ? { kind } : { kind, product };

/** Marks of one interface from Linux' /sys: three small files of the kernel, no program. Nothing where they are not there. */
export function linuxMarks(name: string): DriverMarks {
  if (process.platform !== 'linux' || !/^[\w.@:-]{1,15}$/.test(name) || name.startsWith('.')) return {};
  const folder = `/sys/class/net/${name.split(/[@:]/)[0]}`;
  const uevent = textOf(`${folder}/uevent`);
  const type = textOf(`${folder}/type`);
  return {
    deviceType: /^DEVTYPE=(\w{1,20})$/m.exec(uevent ?? '')?.[1],
    hardwareType: type === undefined ? undefined : Number(type),
    isTun: textOf(`${folder}/tun_flags`) !== undefined,
  };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, { encoding: 'utf8' }).slice(0, 2000);
  } catch {
    return undefined;
  }
}

import { isIpv4, isIpv6 } from '../contract/host-name.ts';

/** An address as one number and its width; undefined for what is no address. */
function toNumber(address: string): { value: bigint; bits: 32 | 128 } | undefined {
  if (isIpv4(address)) {
    const value = address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
    return { value, bits: 32 };
  }
  const bare = address.split('%')[0] ?? '';
  if (!isIpv6(bare)) return undefined;
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(bare);
  const text = dotted === null ? bare : `${dotted[1]}${asGroups(dotted[2] ?? '')}`;
  const [head = '', tail] = text.split('::', 2);
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return { value: groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n), bits: 128 };
}

function asGroups(ipv4: string): string {
  const value = ipv4.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return `${Math.floor(value / 65536).toString(16)}:${(value % 65536).toString(16)}`;
}

/** True when an address lies in a range in CIDR form (RFC 4632, RFC 4291 §2.3); false for texts that are neither. */
export function contains(cidr: string, address: string): boolean {
  const [base = '', prefixText] = cidr.split('/');
  const range = toNumber(base);
  const one = toNumber(address);
  if (range === undefined || one === undefined || range.bits !== one.bits) return false;
  const prefix = prefixText === undefined ? range.bits : Number(prefixText);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > range.bits) return false;
  const shift = BigInt(range.bits - prefix);
  return range.value >> shift === one.value >> shift;
}

/** 169.254.0.0/16 and fe80::/10: an address that was given by nobody and reaches nobody beyond the link. */
export const isLinkLocal = (address: string): boolean =>
  contains('169.254.0.0/16', address) || contains('fe80::/10', address);

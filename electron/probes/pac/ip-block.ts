import { BlockList } from 'node:net';
import { isIpv4, isIpv6 } from '../../contract/host-name.ts';

/** True when an address lies in a block in CIDR form (RFC 4632, RFC 4291 §2.3); false for texts that are neither. */
export function isInRange(block: string, address: string): boolean {
  const [network = '', length = ''] = block.split('/', 2);
  const family = isIpv4(network) ? 'ipv4' : isIpv6(network) ? 'ipv6' : undefined;
  const isSameFamily = family === 'ipv4' ? isIpv4(address) : isIpv6(address);
  const prefix = Number(length);
  if (family === undefined || !isSameFamily || !/^\d{1,3}$/.test(length)) return false;
  if (prefix > (family === 'ipv4' ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(withoutZone(network), prefix, family);
  return list.check(withoutZone(address), family);
}

const withoutZone = (address: string): string => address.split('%', 1)[0] ?? address;

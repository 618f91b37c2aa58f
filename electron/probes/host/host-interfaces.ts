import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import type { HostInterface } from '../../contract/outcomes/host.ts';
import type { InterfaceNames } from './host-routes.ts';
import { classifyInterface, linuxMarks } from './interface-kind.ts';

/** The interfaces that are up, their names for the routing table, and what could not be read. */
interface Links {
  readonly value: HostInterface[];
  readonly names: InterfaceNames;
  readonly unreadable: string[];
}

/** Never throws: a list that is refused is named as unreadable. */
export function interfacesOfThisMachine(): Links {
  try {
    return linksOf(networkInterfaces());
  } catch {
    // Confined processes may be refused the list; diagnosis then knows from the word that none is not none.
    return { value: [], names: { byAddress: new Map(), byIndex: new Map() }, unreadable: ['interfaces'] };
  }
}

function linksOf(found: NodeJS.Dict<NetworkInterfaceInfo[]>): Links {
  const byAddress = new Map<string, string>();
  const byIndex = new Map<number, string>();
  const value = Object.entries(found).map(([name, addresses = []]): HostInterface => {
    for (const address of addresses) {
      byAddress.set(address.address, name);
      if (address.family === 'IPv6' && address.scopeid > 0) byIndex.set(address.scopeid, name);
    }
    const isInternal = addresses.some(({ internal }) => internal);
    return {
      name: name.slice(0, 64),
      isInternal,
      ...(isInternal ? { kind: 'loopback' as const } : classifyInterface(name, '', linuxMarks(name))),
      addresses: addresses.slice(0, 64).map(({ address, family, cidr }) => ({
        address: address.slice(0, 64),
        family: family === 'IPv6' ? 6 : 4,
        prefixLength: Number(cidr?.split('/')[1] ?? (family === 'IPv6' ? 128 : 32)),
      })),
    };
  });
  return { value, names: { byAddress, byIndex }, unreadable: [] };
}

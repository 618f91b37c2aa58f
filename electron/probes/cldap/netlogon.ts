import type { Netlogon } from '../../contract/outcomes/cldap.ts';

/** LOGON_SAM_LOGON_RESPONSE_EX and LOGON_SAM_USER_UNKNOWN_EX, [MS-ADTS] §6.3.1.3: the two that have this layout. */
const OPCODES: ReadonlySet<number> = new Set([23, 25]);

/** DS_CLOSEST_FLAG, [MS-ADTS] §6.3.1.2. */
const CLOSEST = 0x80;

/** Where the names begin: opcode, padding, flags and GUID come before them. */
const NAMES_AT = 24;

/** Pointers that are followed in one name; each leads further back, so that more would be nothing but play. */
const JUMPS_LIMIT = 16;

/** Characters of a name, with its dots, RFC 1035 §2.3.4. */
const NAME_LIMIT = 255;

/**
 * Reads a NETLOGON_SAM_LOGON_RESPONSE_EX, [MS-ADTS] §6.3.1.9, as it is sent to who asks for version 5EX without the address of the
 * controller. undefined for anything else.
 */
export function readNetlogon(bytes: Buffer): Netlogon | undefined {
  if (bytes.length < NAMES_AT || !OPCODES.has(bytes.readUInt16LE(0))) return undefined;
  const names: string[] = [];
  let offset = NAMES_AT;
  while (names.length < 8) {
    const name = readName(bytes, offset);
    if (name === undefined) return undefined;
    names.push(name.text);
    offset = name.end;
  }
  const [forest, domain, hostName, netbiosDomain, netbiosComputer, , serverSite, clientSite] = names;
  const flags = bytes.readUInt32LE(4);
  return {
    opcode: bytes.readUInt16LE(0),
    flags,
    domainGuid: guidOf(bytes.subarray(8, NAMES_AT)),
    forest: forest ?? '',
    domain: domain ?? '',
    hostName: hostName ?? '',
    netbiosDomain: (netbiosDomain ?? '').slice(0, 64),
    netbiosComputer: (netbiosComputer ?? '').slice(0, 64),
    serverSite: serverSite ?? '',
    clientSite: clientSite ?? '',
    isClosest: (flags & CLOSEST) !== 0,
  };
}

/**
 * One name in the form of RFC 1035 §4.1.4, its labels joined by dots. A pointer must lead back to before where it was met: so each
 * name ends, whatever it says.
 */
function readName(bytes: Buffer, start: number): { readonly text: string; readonly end: number } | undefined {
  const labels: string[] = [];
  let length = 0;
  let jumps = 0;
  let offset = start;
  let lowest = start;
  let end: number | undefined;
  for (;;) {
    const size = bytes[offset];
    if (size === undefined) return undefined;
    if (size === 0) return { text: labels.join('.'), end: end ?? offset + 1 };
    if (size >= 0xc0) {
      const low = bytes[offset + 1];
      jumps += 1;
      if (low === undefined || jumps > JUMPS_LIMIT) return undefined;
      end ??= offset + 2;
      offset = ((size & 0x3f) << 8) | low;
      if (offset >= lowest) return undefined;
      lowest = offset;
    } else {
      // The two other forms of RFC 1035 §4.1.4 were never used.
      if (size > 63 || offset + 1 + size > bytes.length) return undefined;
      labels.push(labelOf(bytes.subarray(offset + 1, offset + 1 + size)));
      length += size + 1;
      if (length > NAME_LIMIT) return undefined;
      offset += 1 + size;
    }
  }
}

/** A label is UTF-8 ([MS-ADTS] §6.3.7); what is not printable is shown as U+FFFD. */
const labelOf = (bytes: Buffer): string =>
  bytes.toString('utf8').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd');

/** The first three parts of a GUID are little-endian, [MS-DTYP] §2.3.4.2. */
function guidOf(bytes: Buffer): string {
  const part = (...octets: readonly number[]): string =>
    octets.map((at) => (bytes[at] ?? 0).toString(16).padStart(2, '0')).join('');
  return `${part(3, 2, 1, 0)}-${part(5, 4)}-${part(7, 6)}-${part(8, 9)}-${part(10, 11, 12, 13, 14, 15)}`;
}

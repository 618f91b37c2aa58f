import {
  type BerElement,
  readBer,
  readBerInteger,
  readBerSequence,
  writeBer,
  writeBerInteger,
} from './ber.ts';
import { type DirectoryPlan, PRACTICE_CONTROLLER, PRACTICE_DOMAIN, PRACTICE_SITE } from './directory-plan.ts';
import type { OnDatagram } from './loopback.ts';

/** A ping is some hundred bytes; longer datagrams are dropped unread. */
const PING_LIMIT_BYTES = 1232;
/** Conditions of its filter that are looked at. */
const CONDITIONS_LIMIT = 16;

/** LOGON_SAM_LOGON_RESPONSE_EX, [MS-ADTS] §6.3.1.3. */
const OPCODE = 23;
/** DS_FLAG bits of [MS-ADTS] §6.3.1.2: PDC, GC, LDAP, DS, KDC, TIMESERV, WRITABLE; and CLOSEST. */
const FLAGS = 0x0001 | 0x0004 | 0x0008 | 0x0010 | 0x0020 | 0x0040 | 0x0100;
const CLOSEST = 0x0080;
/** NETLOGON_NT_VERSION_1, 5 and 5EX. */
const NT_VERSION = 0x0000_0007;

/** Answers the LDAP ping of a domain controller, [MS-ADTS] §6.3.3: with an empty result for a domain that it does not serve. */
export function answerPings(plan: Pick<DirectoryPlan, 'ping' | 'clientSite'>): OnDatagram {
  return (bytes, _from, reply) => {
    if (plan.ping === 'silent' || bytes.length > PING_LIMIT_BYTES) return;
    const ping = readPing(bytes);
    if (ping === undefined) return;
    const isOurs = ping.domain === undefined || ping.domain.toLowerCase() === PRACTICE_DOMAIN;
    const envelope = (operation: Buffer): Buffer => writeBer(0x30, writeBerInteger(0x02, ping.id), operation);
    const done = envelope(writeBer(0x65, writeBerInteger(0x0a, 0), writeBer(0x04, ''), writeBer(0x04, '')));
    const entry = envelope(
      writeBer(
        0x64,
        writeBer(0x04, ''),
        writeBer(
          0x30,
          writeBer(
            0x30,
            writeBer(0x04, 'Netlogon'),
            writeBer(0x31, writeBer(0x04, netlogon(plan.clientSite))),
          ),
        ),
      ),
    );
    reply(isOurs ? Buffer.concat([entry, done]) : done);
  };
}

/** Id and domain of a search of the rootDSE; undefined for what is none. */
function readPing(bytes: Buffer): { readonly id: number; readonly domain?: string } | undefined {
  const message = readBer(bytes, 0, PING_LIMIT_BYTES);
  if (typeof message === 'string' || message.tag !== 0x30) return undefined;
  const [idElement, operation] = readBerSequence(message.content, 3) ?? [];
  const id = readBerInteger(idElement);
  const filter = readBerSequence(operation?.content ?? Buffer.alloc(0), 8)?.[6];
  if (id === undefined || operation?.tag !== 0x63 || filter === undefined) return undefined;
  const conditions = filter.tag === 0xa0 ? readBerSequence(filter.content, CONDITIONS_LIMIT) : [filter];
  const domain = conditions
    ?.map((condition) => equalTo(condition, 'dnsdomain'))
    .find((value) => value !== undefined);
  return { id, ...(domain === undefined ? {} : { domain }) };
}

/** The value that an equality match of RFC 4511 §4.5.1.7 asks for. */
function equalTo({ tag, content }: BerElement, attribute: string): string | undefined {
  const [name, value] = (tag === 0xa3 ? readBerSequence(content, 2) : undefined) ?? [];
  return name?.content.toString('utf8').toLowerCase() === attribute
    ? value?.content.toString('utf8')
    : undefined;
}

/** NETLOGON_SAM_LOGON_RESPONSE_EX, [MS-ADTS] §6.3.1.9: little-endian numbers, names as DNS writes them. */
function netlogon(clientSite: string): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt16LE(OPCODE, 0);
  head.writeUInt32LE(clientSite === PRACTICE_SITE ? FLAGS | CLOSEST : FLAGS, 4);
  head.fill(0xd0, 8);
  const tail = Buffer.alloc(8, 0xff);
  tail.writeUInt32LE(NT_VERSION, 0);
  const names = [
    PRACTICE_DOMAIN,
    PRACTICE_DOMAIN,
    PRACTICE_CONTROLLER,
    'PRACTICE',
    'DC1',
    '',
    PRACTICE_SITE,
    clientSite,
  ];
  return Buffer.concat([head, ...names.map(dnsName), tail]);
}

/** RFC 1035 §3.1: labels behind their lengths, without compression. */
function dnsName(name: string): Buffer {
  const labels = name === '' ? [] : name.split('.');
  return Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.from([Buffer.byteLength(label)]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);
}

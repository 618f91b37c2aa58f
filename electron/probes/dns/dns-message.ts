import { isIP, SocketAddress } from 'node:net';
import { type Answer, decode, encode, type Packet, RECURSION_DESIRED } from 'dns-packet';

/** One question for the Internet class. */
export interface DnsQuestion {
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'SRV';
}

/** What a response says of one question. */
export interface DnsAnswer {
  /** RCODE with the upper bits of EDNS (RFC 6891 §6.1.3): 0 to 4095. */
  readonly rcode: number;
  readonly rcodeName: string;
  /** Addresses of the name at the end of the CNAME chain, distinct, in the order of the message, at most 256. */
  readonly addresses: readonly string[];
  /** The CNAME chain from the asked name to the canonical one, at most 32. Bytes that do not print are shown as `?`. */
  readonly cnames: readonly string[];
  /** Smallest TTL of what was used, in seconds. */
  readonly ttlSeconds: number | undefined;
  /** What an SRV question was answered with, in the order in which a client tries it; none for other questions. */
  readonly services: readonly DnsService[];
}

/** One target of an SRV answer (RFC 2782), with the addresses of it that came along in the additional section. */
interface DnsService {
  readonly target: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
  readonly addresses: readonly string[];
}

/**
 * How received bytes read as a response to a question. `foreign`: another id or another question, so not ours ·
 * `truncated`: the TC bit, what came is not to be used (RFC 2181 §9) · `malformed`: ours by its id, and not a response.
 */
export type DnsReading =
  | { readonly kind: 'foreign' | 'truncated' | 'malformed' }
  | { readonly kind: 'answer'; readonly answer: DnsAnswer };

const HEADER_BYTES = 12;
/** Payload that every path carries without fragments (DNS flag day 2020). */
const EDNS_PAYLOAD_BYTES = 1232;
const ADDRESS_LIMIT = 256;
const CNAME_LIMIT = 32;
/** Records that are read of one section; hostile counts cost no more time than these. */
const ANSWER_LIMIT = ADDRESS_LIMIT + CNAME_LIMIT + 32;
const OTHER_LIMIT = 128;

const QR = 0x8000;
const OPCODE = 0x7800;
const TC = 0x0200;

const RCODE_NAMES = [
  'NOERROR',
  'FORMERR',
  'SERVFAIL',
  'NXDOMAIN',
  'NOTIMP',
  'REFUSED',
  'YXDOMAIN',
  'YXRRSET',
  'NXRRSET',
  'NOTAUTH',
  'NOTZONE',
] as const;

/** `NXDOMAIN`, `SERVFAIL` ...; `RCODE 23` where the registry of RFC 6895 §2.3 has no short name. */
function rcodeName(rcode: number): string {
  return RCODE_NAMES[rcode] ?? (rcode === 16 ? 'BADVERS' : rcode === 23 ? 'BADCOOKIE' : `RCODE ${rcode}`);
}

/** True when the name can be put into a question: labels of 1 to 63 and at most 253 characters (RFC 1035 §2.3.4). */
export function isAskable(name: string): boolean {
  const bare = name.replace(/\.$/, '');
  return (
    bare.length <= 253 &&
    /^[\x21-\x7e]+$/.test(bare) &&
    bare.split('.').every(({ length }) => length > 0 && length <= 63)
  );
}

/** A recursive query, with EDNS0 when wanted. Throws a RangeError for a name that is not askable. */
export function encodeQuery({ name, type }: DnsQuestion, id: number, hasEdns: boolean): Buffer {
  if (!isAskable(name)) throw new RangeError(`not a name that DNS can be asked for: ${name}`);
  const edns: Answer = {
    type: 'OPT',
    name: '.',
    udpPayloadSize: EDNS_PAYLOAD_BYTES,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  };
  return encode({
    type: 'query',
    id,
    flags: RECURSION_DESIRED,
    questions: [{ name, type }],
    additionals: hasEdns ? [edns] : [],
  });
}

/**
 * Reads bytes as the response to one question. Never throws, whatever the bytes are, and bounds what they cost: sections are
 * cut to a few hundred records before they are decoded. `isStream` is for TCP, where the TC bit has no meaning.
 */
export function readResponse(
  bytes: Uint8Array,
  question: DnsQuestion,
  id: number,
  isStream = false,
): DnsReading {
  const message = Buffer.from(bytes);
  if (message.length < 2 || message.readUInt16BE(0) !== id) return { kind: 'foreign' };
  if (message.length < HEADER_BYTES) return { kind: 'malformed' };
  const flags = message.readUInt16BE(2);
  if ((flags & QR) === 0 || (flags & OPCODE) !== 0) return { kind: 'malformed' };
  const lowRcode = flags & 0x0f;
  const counts = [4, 6, 8, 10].map((offset) => message.readUInt16BE(offset));
  const [questions = 0, answers = 0, authorities = 0, additionals = 0] = counts;
  // Some servers leave the question out of an error.
  if (questions > 1 || (questions === 0 && lowRcode === 0)) return { kind: 'malformed' };
  const head = decodeSections(message, questions, 0, 0, 0);
  if (head === undefined) return { kind: 'malformed' };
  const echoed = head.questions?.[0];
  if (echoed !== undefined && !isSame(echoed, question)) return { kind: 'foreign' };
  if ((flags & TC) !== 0 && !isStream) return { kind: 'truncated' };
  const isCut = answers > ANSWER_LIMIT || authorities > OTHER_LIMIT || additionals > OTHER_LIMIT;
  const packet =
    (isCut ? undefined : decodeSections(message, questions, answers, authorities, additionals)) ??
    // What is broken behind the answers does not spoil them: the C library reads no further either.
    decodeSections(message, questions, Math.min(answers, ANSWER_LIMIT), 0, 0);
  if (packet === undefined && lowRcode === 0) return { kind: 'malformed' };
  return { kind: 'answer', answer: answerIn(packet ?? {}, question, lowRcode) };
}

/** Decodes a copy whose counts are lowered; undefined when the bytes are no such message. */
function decodeSections(message: Buffer, ...counts: [number, number, number, number]): Packet | undefined {
  const copy = Buffer.from(message);
  for (const [index, count] of counts.entries()) copy.writeUInt16BE(count, 4 + 2 * index);
  try {
    const packet = decode(copy);
    // The decoder reads past the end of a record that is cut off and fills up with zeros.
    return decode.bytes <= copy.length ? packet : undefined;
  } catch {
    // Bytes from the network may be anything; the caller says that they are malformed.
    return undefined;
  }
}

const bare = (name: string): string => name.toLowerCase().replace(/\.$/, '');

function isSame(
  echoed: { name: string; type: string; class?: string | undefined },
  question: DnsQuestion,
): boolean {
  return bare(echoed.name) === bare(question.name) && echoed.type === question.type && echoed.class === 'IN';
}

function answerIn(packet: Packet, question: DnsQuestion, lowRcode: number): DnsAnswer {
  const opt = packet.additionals?.find((record) => record.type === 'OPT');
  const rcode = ((opt?.type === 'OPT' ? opt.extendedRcode : 0) << 4) | lowRcode;
  const records = (packet.answers ?? []).flatMap(usable);
  const aliases = new Map(
    records.flatMap((record) => (record.type === 'CNAME' ? [[bare(record.name), record] as const] : [])),
  );
  const cnames: string[] = [];
  const ttls: number[] = [];
  let owner = bare(question.name);
  for (
    let alias = aliases.get(owner);
    alias !== undefined && cnames.length < CNAME_LIMIT;
    alias = aliases.get(owner)
  ) {
    // An alias is followed once, so that a loop ends.
    aliases.delete(owner);
    cnames.push(printable(alias.data));
    ttls.push(alias.ttlSeconds);
    owner = bare(alias.data);
  }
  const addresses = new Set<string>();
  for (const record of records) {
    if (record.type !== question.type || bare(record.name) !== owner || addresses.size >= ADDRESS_LIMIT)
      continue;
    if (record.type !== 'SRV') addresses.add(record.data);
    ttls.push(record.ttlSeconds);
  }
  return {
    rcode,
    rcodeName: rcodeName(rcode),
    addresses: [...addresses],
    cnames,
    ttlSeconds: ttls.length === 0 ? undefined : Math.min(...ttls),
    services: question.type === 'SRV' ? servicesIn(packet, records, owner) : [],
  };
}

/** The targets at the end of the alias chain. A lone `.` says that there is no such service (RFC 2782), and is none. */
function servicesIn(packet: Packet, records: readonly UsableRecord[], owner: string): DnsService[] {
  const beside = (packet.additionals ?? []).flatMap(usable);
  const services = records.flatMap((record): DnsService[] => {
    if (record.type !== 'SRV' || bare(record.name) !== owner) return [];
    const { target, port, priority, weight } = record.data;
    const name = bare(target);
    if (name === '') return [];
    const addresses = beside.flatMap((other) =>
      (other.type === 'A' || other.type === 'AAAA') && bare(other.name) === name ? [other.data] : [],
    );
    return [{ target: printable(name), port, priority, weight, addresses: [...new Set(addresses)] }];
  });
  return services.sort(
    (a, b) => a.priority - b.priority || b.weight - a.weight || (a.target < b.target ? -1 : 1),
  );
}

type UsableRecord = { readonly name: string; readonly ttlSeconds: number } & (
  | { readonly type: 'A' | 'AAAA' | 'CNAME'; readonly data: string }
  | { readonly type: 'SRV'; readonly data: ServiceData }
);
type ServiceData = Omit<DnsService, 'addresses'>;

function usable(record: Answer): UsableRecord[] {
  const { type, name } = record;
  if ((type !== 'A' && type !== 'AAAA' && type !== 'CNAME' && type !== 'SRV') || record.class !== 'IN')
    return [];
  // A TTL with its top bit set counts as zero (RFC 2181 §8).
  const ttlSeconds = record.ttl === undefined || record.ttl > 0x7fffffff ? 0 : record.ttl;
  if (type === 'SRV') {
    const data = serviceData(record.data);
    return data === undefined ? [] : [{ type, name, data, ttlSeconds }];
  }
  const data = addressOrName(type, record.data);
  return data === undefined ? [] : [{ type, name, data, ttlSeconds }];
}

/** The decoder says that all four are there; bytes from the network made it, so that is looked at. */
function serviceData(data: unknown): ServiceData | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { target, port, priority = 0, weight = 0 } = data as Partial<Record<string, unknown>>;
  return typeof target === 'string' &&
    typeof port === 'number' &&
    typeof priority === 'number' &&
    typeof weight === 'number'
    ? { target, port, priority, weight }
    : undefined;
}

function addressOrName(type: 'A' | 'AAAA' | 'CNAME', data: unknown): string | undefined {
  if (typeof data !== 'string') return undefined;
  if (type === 'CNAME') return data;
  if (isIP(data) !== (type === 'A' ? 4 : 6)) return undefined;
  return type === 'A' ? data : new SocketAddress({ address: data, family: 'ipv6' }).address;
}

/** Names from the network end up on terminals: nothing but printable ASCII is passed on. */
const printable = (name: string): string => name.replace(/[^\x21-\x7e]/g, '?').slice(0, 255);

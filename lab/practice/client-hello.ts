/** What a ClientHello says, as far as a practice server or a test wants to know. */
export interface ReadHello {
  /** Octets of the record with its header. */
  readonly recordBytes: number;
  readonly legacyVersion: number;
  /** Versions of `supported_versions`, RFC 8446 §4.2.1; empty where the extension is missing. */
  readonly versions: readonly number[];
  readonly servername: string | null;
  readonly alpn: readonly string[];
  readonly cipherSuites: readonly number[];
  /** Groups of the key shares, RFC 8446 §4.2.8; undefined where the extension is missing. */
  readonly keyShares: readonly number[] | undefined;
  /** Types of all extensions in the order in which they were sent. */
  readonly extensions: readonly number[];
}

const RECORD_HEADER_BYTES = 5;
const HANDSHAKE_RECORD = 22;
const CLIENT_HELLO = 1;

/** Longest first record that is waited for, RFC 8446 §5.1. */
const RECORD_LIMIT_BYTES = 16_384;

/**
 * Reads a ClientHello that is the first record of a stream. `undefined`: more octets are needed. `null`: this is no ClientHello,
 * or one that is malformed.
 */
export function readClientHello(bytes: Buffer): ReadHello | null | undefined {
  if (bytes.length > 0 && bytes[0] !== HANDSHAKE_RECORD) return null;
  if (bytes.length < RECORD_HEADER_BYTES) return undefined;
  const length = bytes.readUInt16BE(3);
  if (length > RECORD_LIMIT_BYTES) return null;
  if (bytes.length < RECORD_HEADER_BYTES + length) return undefined;
  try {
    return parse(bytes.subarray(RECORD_HEADER_BYTES, RECORD_HEADER_BYTES + length));
  } catch {
    // A length that points past the end: RangeError.
    return null;
  }
}

function parse(record: Buffer): ReadHello | null {
  const message = new Cursor(record);
  if (message.number(1) !== CLIENT_HELLO) return null;
  const body = new Cursor(message.vector(3));
  const legacyVersion = body.number(2);
  body.take(32);
  body.vector(1);
  const cipherSuites = new Cursor(body.vector(2)).rest(2);
  body.vector(1);
  const extensions = new Map<number, Buffer>();
  if (!body.isAtEnd) {
    const list = new Cursor(body.vector(2));
    while (!list.isAtEnd) extensions.set(list.number(2), list.vector(2));
  }
  return {
    recordBytes: record.length + RECORD_HEADER_BYTES,
    legacyVersion,
    versions: inside(extensions.get(43), (list) => new Cursor(list.vector(1)).rest(2)) ?? [],
    servername: inside(extensions.get(0), nameIn) ?? null,
    alpn: inside(extensions.get(16), protocolsIn) ?? [],
    cipherSuites,
    keyShares: inside(extensions.get(51), groupsIn),
    extensions: [...extensions.keys()],
  };
}

const inside = <T>(data: Buffer | undefined, read: (cursor: Cursor) => T): T | undefined =>
  data === undefined ? undefined : read(new Cursor(data));

function nameIn(list: Cursor): string {
  const names = new Cursor(list.vector(2));
  names.take(1);
  return names.vector(2).toString('latin1');
}

function protocolsIn(list: Cursor): string[] {
  const protocols = new Cursor(list.vector(2));
  const found: string[] = [];
  while (!protocols.isAtEnd) found.push(protocols.vector(1).toString('latin1'));
  return found;
}

function groupsIn(list: Cursor): number[] {
  const shares = new Cursor(list.vector(2));
  const groups: number[] = [];
  while (!shares.isAtEnd) {
    groups.push(shares.number(2));
    shares.vector(2);
  }
  return groups;
}

/** Takes octets from the front; throws a RangeError past the end. */
class Cursor {
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#offset >= this.#bytes.length;
  }

  take(octets: number): Buffer {
    const end = this.#offset + octets;
    if (end > this.#bytes.length) throw new RangeError('past the end');
    const taken = this.#bytes.subarray(this.#offset, end);
    this.#offset = end;
    return taken;
  }

  number(octets: number): number {
    return this.take(octets).readUIntBE(0, octets);
  }

  vector(lengthOctets: number): Buffer {
    return this.take(this.number(lengthOctets));
  }

  rest(octets: number): number[] {
    const found: number[] = [];
    while (!this.isAtEnd) found.push(this.number(octets));
    return found;
  }
}

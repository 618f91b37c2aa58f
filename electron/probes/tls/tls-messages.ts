/** Handshake message types that are looked at, RFC 8446 §4 and RFC 5246 §7.4. */
export const MESSAGE = {
  serverHello: 2,
  newSessionTicket: 4,
  certificate: 11,
  certificateRequest: 13,
  /** Ends the server's flight in TLS 1.2. */
  serverHelloDone: 14,
  finished: 20,
  keyUpdate: 24,
} as const;

export const TLS13 = 0x0304;

const VERSION_NAMES: Readonly<Record<number, string>> = {
  768: 'SSLv3',
  769: 'TLSv1',
  770: 'TLSv1.1',
  771: 'TLSv1.2',
  772: 'TLSv1.3',
};

/** A protocol version in the words of the TLS library, in hex where it is none that exists. */
export const versionName = (version: number): string =>
  VERSION_NAMES[version] ?? `0x${version.toString(16).padStart(4, '0')}`;

const SUPPORTED_VERSIONS = 43;

/** Certificates of one chain that are kept; the contract has room for as many. */
const CHAIN_LIMIT = 12;

/** The random of a ServerHello that is a HelloRetryRequest: SHA-256 of that name, RFC 8446 §4.1.3. */
const RETRY_RANDOM = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c';

/** What a ServerHello chose. */
export interface ServerHello {
  readonly version: number;
  readonly cipherSuite: number;
  /** True for a HelloRetryRequest: the real ServerHello is still to come. */
  readonly isRetry: boolean;
}

/** A cursor over octets that yields undefined past the end, so that a lying length reads as `not there`. */
class Octets {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#offset === this.#bytes.length;
  }

  number(octets: number): number | undefined {
    const taken = this.take(octets);
    return taken?.reduce((value, octet) => value * 256 + octet, 0);
  }

  take(octets: number): Uint8Array | undefined {
    const end = this.#offset + octets;
    if (end > this.#bytes.length) return undefined;
    const taken = this.#bytes.subarray(this.#offset, end);
    this.#offset = end;
    return taken;
  }

  /** A vector with its length in front, RFC 8446 §3.4. */
  vector(lengthOctets: number): Uint8Array | undefined {
    const length = this.number(lengthOctets);
    return length === undefined ? undefined : this.take(length);
  }
}

/** Reads a ServerHello of any version from 1.0 to 1.3; undefined when it is malformed. */
export function readServerHello(body: Uint8Array): ServerHello | undefined {
  const octets = new Octets(body);
  const legacyVersion = octets.number(2);
  const random = octets.take(32);
  const session = octets.vector(1);
  const cipherSuite = octets.number(2);
  const compression = octets.number(1);
  if (
    !random ||
    !session ||
    legacyVersion === undefined ||
    cipherSuite === undefined ||
    compression === undefined
  )
    return undefined;
  const version = octets.isAtEnd ? legacyVersion : chosenVersion(octets.vector(2), legacyVersion);
  return version === undefined
    ? undefined
    : { version, cipherSuite, isRetry: Buffer.from(random).toString('hex') === RETRY_RANDOM };
}

function chosenVersion(extensions: Uint8Array | undefined, legacyVersion: number): number | undefined {
  if (extensions === undefined) return undefined;
  const octets = new Octets(extensions);
  while (!octets.isAtEnd) {
    const type = octets.number(2);
    const data = octets.vector(2);
    if (type === undefined || data === undefined) return undefined;
    if (type === SUPPORTED_VERSIONS && data.length === 2) return ((data[0] ?? 0) << 8) | (data[1] ?? 0);
  }
  return legacyVersion;
}

/**
 * The certificates of a Certificate message in the order in which they were sent, each as DER. TLS 1.3 puts a request
 * context in front and extensions after each (RFC 8446 §4.4.2), TLS 1.2 does not (RFC 5246 §7.4.2). undefined when malformed.
 */
export function readCertificateMessage(body: Uint8Array, isTls13: boolean): Uint8Array[] | undefined {
  const octets = new Octets(body);
  if (isTls13 && octets.vector(1) === undefined) return undefined;
  const list = octets.vector(3);
  if (list === undefined || !octets.isAtEnd) return undefined;
  const entries = new Octets(list);
  const chain: Uint8Array[] = [];
  while (!entries.isAtEnd && chain.length < CHAIN_LIMIT) {
    const der = entries.vector(3);
    if (der === undefined || (isTls13 && entries.vector(2) === undefined)) return undefined;
    chain.push(der);
  }
  return chain;
}

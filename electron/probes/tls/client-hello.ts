import { randomBytes } from 'node:crypto';

/** Versions by their number on the wire, RFC 8446 §4.2.1. */
export const TLS = { v10: 0x0301, v11: 0x0302, v12: 0x0303, v13: 0x0304 } as const;
type Version = (typeof TLS)[keyof typeof TLS];

/** What a ClientHello offers. */
export interface HelloOffer {
  /**
   * Lowest and highest version. Below TLS 1.3 a ClientHello can only name the highest (RFC 5246 §7.4.1.2), and the server may
   * choose any lower one.
   */
  readonly versions: { readonly min: Version; readonly max: Version };
  /** The SNI, RFC 6066 §3; null sends none. */
  readonly servername: string | null;
  /** Application protocols, RFC 7301. */
  readonly alpn: readonly string[];
  readonly cipherSuites: readonly number[];
  /** `x25519` one share · `none` an empty list, by which a client asks for a HelloRetryRequest (RFC 8446 §4.2.8). */
  readonly keyShare: 'x25519' | 'none';
  /** Octets of the whole record, reached by padding (RFC 7685); what is longer already stays as it is. */
  readonly recordBytes?: number;
}

const EXTENSION = {
  serverName: 0,
  supportedGroups: 10,
  ecPointFormats: 11,
  signatureAlgorithms: 13,
  alpn: 16,
  padding: 21,
  supportedVersions: 43,
  keyShare: 51,
  renegotiationInfo: 0xff01,
} as const;

const RECORD_HEADER_BYTES = 5;
const PADDING_HEADER_BYTES = 4;

/** x25519, secp256r1, secp384r1, secp521r1. */
const GROUPS = [29, 23, 24, 25];

/** ECDSA and RSA with SHA-256 to SHA-512, and SHA-1 for old servers, RFC 8446 §4.2.3. */
const SIGNATURE_ALGORITHMS = [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601, 0x0203, 0x0201];

/**
 * A ClientHello in one record, RFC 8446 §4.1.2 and RFC 5246 §7.4.1.2. The key share belongs to no private key and the handshake
 * cannot be finished: a greeting is only sent to see what comes back first. A hello of 256 to 511 octets makes some load
 * balancers hang (RFC 7685 §1), so one that would be is padded to 512.
 */
export function buildClientHello(offer: HelloOffer): Uint8Array {
  const random = randomBytes(64);
  const extensions = extensionsOf(offer);
  const bare = message(offer, extensions, random);
  const goal =
    offer.recordBytes === undefined
      ? pastTroubledSizes(bare.length)
      : offer.recordBytes - RECORD_HEADER_BYTES;
  const missing = goal - bare.length - PADDING_HEADER_BYTES;
  const hello =
    missing < 0
      ? bare
      : message(offer, [...extensions, extension(EXTENSION.padding, Buffer.alloc(missing))], random);
  // RFC 8446 §5.1: the record of the first ClientHello says 0x0301, for servers that look at nothing else.
  return Buffer.concat([Buffer.from([22]), number(2, TLS.v10), vector(2, hello)]);
}

const pastTroubledSizes = (bytes: number): number => (bytes >= 256 && bytes < 512 ? 512 : bytes);

/** The handshake message. A session id goes along for devices that take TLS 1.3 for a resumed TLS 1.2, RFC 8446 §D.4. */
function message(offer: HelloOffer, extensions: readonly Buffer[], random: Buffer): Buffer {
  const body = Buffer.concat([
    number(2, Math.min(offer.versions.max, TLS.v12)),
    random.subarray(0, 32),
    vector(1, random.subarray(32, 64)),
    vector(2, numbers(2, offer.cipherSuites)),
    vector(1, Buffer.from([0])),
    vector(2, Buffer.concat(extensions)),
  ]);
  return Buffer.concat([Buffer.from([1]), vector(3, body)]);
}

function extensionsOf({ versions, servername, alpn, keyShare }: HelloOffer): Buffer[] {
  const { serverName, supportedGroups, ecPointFormats, signatureAlgorithms } = EXTENSION;
  const offersTls13 = versions.max === TLS.v13;
  return [
    ...(servername === null
      ? []
      : [
          extension(
            serverName,
            vector(2, Buffer.concat([Buffer.from([0]), vector(2, Buffer.from(servername, 'latin1'))])),
          ),
        ]),
    extension(EXTENSION.renegotiationInfo, Buffer.from([0])),
    extension(supportedGroups, vector(2, numbers(2, GROUPS))),
    extension(ecPointFormats, vector(1, Buffer.from([0]))),
    // RFC 5246 §7.4.1.4.1: not to be offered by a client that offers nothing above TLS 1.1.
    ...(versions.max >= TLS.v12
      ? [extension(signatureAlgorithms, vector(2, numbers(2, SIGNATURE_ALGORITHMS)))]
      : []),
    ...(alpn.length === 0
      ? []
      : [
          extension(
            EXTENSION.alpn,
            vector(2, Buffer.concat(alpn.map((name) => vector(1, Buffer.from(name, 'latin1'))))),
          ),
        ]),
    ...(offersTls13 ? tls13Extensions(versions.min, keyShare) : []),
  ];
}

function tls13Extensions(min: Version, keyShare: HelloOffer['keyShare']): Buffer[] {
  const versions = [TLS.v13, TLS.v12, TLS.v11, TLS.v10].filter((version) => version >= min);
  const share =
    keyShare === 'none'
      ? Buffer.alloc(0)
      : Buffer.concat([number(2, GROUPS[0] ?? 0), vector(2, randomBytes(32))]);
  return [
    extension(EXTENSION.supportedVersions, vector(1, numbers(2, versions))),
    extension(EXTENSION.keyShare, vector(2, share)),
  ];
}

function number(octets: number, value: number): Buffer {
  const bytes = Buffer.alloc(octets);
  bytes.writeUIntBE(value, 0, octets);
  return bytes;
}

const numbers = (octets: number, values: readonly number[]): Buffer =>
  Buffer.concat(values.map((value) => number(octets, value)));

/** A vector with its length in front, RFC 8446 §3.4. */
const vector = (lengthOctets: number, content: Buffer): Buffer =>
  Buffer.concat([number(lengthOctets, content.length), content]);

const extension = (type: number, data: Buffer): Buffer => Buffer.concat([number(2, type), vector(2, data)]);

/**
 * A reader of DER (ITU-T X.690) that copies nothing and trusts no length. It reads only what a certificate needs: definite
 * lengths of at most four octets and tags of one octet.
 */

/** One value: its tag octet, its content, and the whole encoding with tag and length. */
export interface DerValue {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
}

/** Tag octets that certificates use, X.680 §8.4. */
export const DER = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Most values that are read in one sequence: a subjectAltName of a content network holds hundreds of names. */
const VALUES_LIMIT = 10_000;

/** Reads the value that starts at `offset`; undefined when the bytes are not a whole value. */
export function readDer(bytes: Uint8Array, offset = 0): DerValue | undefined {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  // A tag number of 31 announces more tag octets, which no certificate needs.
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  let length = first;
  let start = offset + 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    // 0x80 is the indefinite length of BER, which DER forbids.
    if (count === 0 || count > 4) return undefined;
    length = 0;
    for (let index = 0; index < count; index += 1) {
      const octet = bytes[start + index];
      if (octet === undefined) return undefined;
      length = length * 256 + octet;
    }
    start += count;
  }
  const end = start + length;
  if (end > bytes.length) return undefined;
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(offset, end) };
}

/** The values inside a constructed value; undefined when the content is not a clean row of values. */
export function readDerValues(content: Uint8Array): DerValue[] | undefined {
  const values: DerValue[] = [];
  let offset = 0;
  while (offset < content.length) {
    const value = readDer(content, offset);
    if (value === undefined || values.length === VALUES_LIMIT) return undefined;
    values.push(value);
    offset += value.whole.length;
  }
  return values;
}

/** The values inside a SEQUENCE, undefined for anything else. */
export function readSequence(value: DerValue | undefined): DerValue[] | undefined {
  return value?.tag === DER.sequence ? readDerValues(value.content) : undefined;
}

/** An OBJECT IDENTIFIER in dotted form; undefined when it is malformed or has more than 32 parts. */
export function readOid(value: DerValue | undefined): string | undefined {
  if (value?.tag !== DER.objectIdentifier || value.content.length === 0) return undefined;
  const parts: number[] = [];
  let part = 0;
  let isOpen = false;
  for (const octet of value.content) {
    part = part * 128 + (octet & 0x7f);
    isOpen = octet >= 0x80;
    if (part > Number.MAX_SAFE_INTEGER / 128 || parts.length === 32) return undefined;
    if (isOpen) continue;
    if (parts.length === 0) {
      // X.690 §8.19.4: the first octets hold 40 * first + second.
      const root = Math.min(2, Math.floor(part / 40));
      parts.push(root, part - 40 * root);
    } else parts.push(part);
    part = 0;
  }
  return isOpen ? undefined : parts.join('.');
}

const UTF8 = new TextDecoder();
const UTF16 = new TextDecoder('utf-16be');

/** The text of a directory string or IA5String; undefined for a value of any other type. */
export function readText(value: DerValue | undefined): string | undefined {
  switch (value?.tag) {
    case 0x0c: // UTF8String
      return UTF8.decode(value.content);
    case 0x12: // NumericString
    case 0x13: // PrintableString
    case 0x14: // TeletexString, in practice Latin-1
    case 0x16: // IA5String
    case 0x1a: // VisibleString
      return latin1(value.content);
    case 0x1e: // BMPString
      return UTF16.decode(value.content);
    default:
      return undefined;
  }
}

/** Octets as characters U+0000 to U+00FF, one for one. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

/** A BER element as it lies in a buffer: its identifier octet, its content, and where the next element starts. */
export interface BerElement {
  readonly tag: number;
  readonly content: Buffer;
  readonly end: number;
}

/** Octets of a length in long form; four say up to 4 GB, and no peer of ours has more to say. */
const LENGTH_OCTETS_LIMIT = 4;

/**
 * Reads the element that starts at `offset`, within LDAP's subset of BER (RFC 4511 §5.1: definite lengths only; tags here are
 * one octet). `incomplete`: more bytes are needed. `malformed`: no more bytes can make it an element, or its content is
 * longer than `limitBytes`, which is known before the content has arrived. Never throws, never copies, never recurses.
 */
export function readBer(
  bytes: Buffer,
  offset: number,
  limitBytes: number,
): BerElement | 'incomplete' | 'malformed' {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag !== undefined && (tag & 0x1f) === 0x1f) return 'malformed';
  if (tag === undefined || first === undefined) return 'incomplete';
  const lengthOctets = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthOctets > LENGTH_OCTETS_LIMIT) return 'malformed';
  const start = offset + 2 + lengthOctets;
  if (bytes.length < start) return 'incomplete';
  const lengthBytes = lengthOctets === 0 ? first : bytes.readUIntBE(offset + 2, lengthOctets);
  if (lengthBytes > limitBytes) return 'malformed';
  const end = start + lengthBytes;
  return bytes.length < end ? 'incomplete' : { tag, content: bytes.subarray(start, end), end };
}

/** Reads the elements that fill `bytes` exactly, at most `limitCount`; undefined when they do not. */
export function readBerSequence(bytes: Buffer, limitCount: number): BerElement[] | undefined {
  const elements: BerElement[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const element = readBer(bytes, offset, bytes.length);
    if (typeof element === 'string' || elements.length >= limitCount) return undefined;
    elements.push(element);
    offset = element.end;
  }
  return elements;
}

/** The value of an INTEGER or ENUMERATED of at most four octets, two's complement; undefined when it is longer or empty. */
export function readBerInteger(element: BerElement | undefined): number | undefined {
  const length = element?.content.length ?? 0;
  if (element === undefined || length < 1 || length > 4) return undefined;
  return element.content.readIntBE(0, length);
}

/** Writes one element with a definite length. */
export function writeBer(tag: number, ...content: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat(content.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const octets = length.subarray(length.findIndex((octet) => octet !== 0));
  return Buffer.concat([Buffer.from([tag, 0x80 | octets.length]), octets, body]);
}

/** Writes an INTEGER or ENUMERATED in as few octets as hold it; `value` is within 32 bits. */
export function writeBerInteger(tag: number, value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeInt32BE(value);
  let start = 0;
  while (start < 3 && isRedundant(octets[start], octets[start + 1])) start += 1;
  return writeBer(tag, octets.subarray(start));
}

/** X.690 §8.3.2: the first nine bits of an integer are never all the same. */
function isRedundant(first: number | undefined, second: number | undefined): boolean {
  const isNegative = ((second ?? 0) & 0x80) !== 0;
  return (first === 0x00 && !isNegative) || (first === 0xff && isNegative);
}

/** One element of a BER encoding: its tag octet, its content, and where the octet after it stands. */
export interface BerElement {
  readonly tag: number;
  readonly content: Buffer;
  readonly end: number;
}

/**
 * An element, or why there is none: `incomplete` more octets are needed · `malformed` no encoding that LDAP allows · `too-long` it
 * says of itself that it is longer than the limit.
 */
type BerReading = BerElement | 'incomplete' | 'malformed' | 'too-long';

/** Tags of X.690 §8 that LDAP uses; the constructed ones with their bit set. */
export const BER = {
  boolean: 0x01,
  integer: 0x02,
  octetString: 0x04,
  enumerated: 0x0a,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Octets of a length that are read: four hold more than any message may have. Active Directory always uses four. */
const LENGTH_OCTETS_MOST = 4;

/**
 * Reads the element that begins at `offset`. RFC 4511 §5.1 leaves only the definite form of a length (X.690 §8.1.3); tags above 30
 * (§8.1.2.4) are used nowhere in LDAP. Nothing inside is looked at, so depth costs nothing: each layer is read by who knows its shape.
 */
export function readBer(bytes: Buffer, offset: number, limitBytes: number): BerReading {
  const tag = bytes[offset];
  if (tag === undefined) return 'incomplete';
  if ((tag & 0x1f) === 0x1f) return 'malformed';
  const first = bytes[offset + 1];
  if (first === undefined) return 'incomplete';
  const octets = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || octets > LENGTH_OCTETS_MOST) return 'malformed';
  const start = offset + 2 + octets;
  if (bytes.length < start) return 'incomplete';
  const length = octets === 0 ? first : bytes.readUIntBE(offset + 2, octets);
  if (length > limitBytes) return 'too-long';
  const end = start + length;
  return bytes.length < end ? 'incomplete' : { tag, content: bytes.subarray(start, end), end };
}

/** The elements that follow each other in `content`, at most `most` of them; undefined where they do not fill it exactly. */
export function readBerAll(content: Buffer, most: number): BerElement[] | undefined {
  const elements: BerElement[] = [];
  for (let offset = 0; offset < content.length; ) {
    const element = readBer(content, offset, content.length);
    if (typeof element === 'string' || elements.length === most) return undefined;
    elements.push(element);
    offset = element.end;
  }
  return elements;
}

/** The value of an INTEGER or ENUMERATED of one to four octets, X.690 §8.3; undefined for anything else. */
export function readBerInteger(element: BerElement | undefined): number | undefined {
  if (element === undefined || (element.tag !== BER.integer && element.tag !== BER.enumerated))
    return undefined;
  const { content } = element;
  return content.length < 1 || content.length > 4 ? undefined : content.readIntBE(0, content.length);
}

/** Writes one element around its parts; texts are UTF-8. */
export function writeBer(tag: number, ...parts: readonly (Uint8Array | string)[]): Buffer {
  const content = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : part)),
  );
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(content.length)]), content]);
}

/** An INTEGER or ENUMERATED in as few octets as it needs; `value` is a whole number of at most 32 bits. */
export function writeBerInteger(tag: number, value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeInt32BE(value);
  let start = 0;
  // X.690 §8.3.2: the first nine bits are never all alike.
  while (start < 3 && octets[start] === (((octets[start + 1] ?? 0) & 0x80) === 0 ? 0 : 0xff)) start += 1;
  return writeBer(tag, octets.subarray(start));
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}

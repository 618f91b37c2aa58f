/** One DER element of a text that may come from anyone. */
export interface DerElement {
  readonly tag: number;
  readonly content: Buffer;
  /** The element with its tag and length, as it stands there. */
  readonly whole: Buffer;
}

/** Tags that signatures and certificates are made of (X.690 §8). */
export const DER = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
  context1: 0xa1,
} as const;

/** Members of one element that are read; a signature has a few. */
const MOST_MEMBERS = 200;

/** Reads the elements that stand one after the other. Undefined for what is no DER; never throws and never recurses. */
export function readDer(bytes: Buffer): DerElement[] | undefined {
  const elements: DerElement[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at];
    const first = bytes[at + 1];
    if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
    let length = first;
    let headBytes = 2;
    if (first >= 0x80) {
      const width = first - 0x80;
      // Lengths of more than 4 octets are longer than any file that is read; 0x80 is BER's open end.
      if (width < 1 || width > 4 || at + 2 + width > bytes.length) return undefined;
      length = bytes.readUIntBE(at + 2, width);
      headBytes = 2 + width;
    }
    const end = at + headBytes + length;
    if (end > bytes.length || elements.length === MOST_MEMBERS) return undefined;
    elements.push({ tag, content: bytes.subarray(at + headBytes, end), whole: bytes.subarray(at, end) });
    at = end;
  }
  return elements;
}

/** The members of an element, when it has this tag. */
export function membersOf(element: DerElement | undefined, tag: number): DerElement[] | undefined {
  return element?.tag === tag ? readDer(element.content) : undefined;
}

/** Writes one element. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const width = Math.ceil(content.length.toString(16).length / 2);
  const head = Buffer.alloc(2 + width);
  head[0] = tag;
  head[1] = 0x80 + width;
  head.writeUIntBE(content.length, 2, width);
  return Buffer.concat([head, content]);
}

/** Writes an object identifier from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octets = [first * 40 + second, ...rest].flatMap((arc) => {
    const digits = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift((left & 0x7f) | 0x80);
    return digits;
  });
  return der(DER.oid, Buffer.from(octets));
}

/** Writes a SET OF: DER wants its members in the order of their octets (X.690 §11.6). */
export function setOf(...members: readonly Buffer[]): Buffer {
  return der(DER.set, ...[...members].sort(Buffer.compare));
}

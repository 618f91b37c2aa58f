import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDer, readDerValues, readOid, readText } from './certificate-der.ts';

const tlv = (tag: number, content: Uint8Array): Uint8Array => {
  const { length } = content;
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return Uint8Array.from([...head, ...content]);
};

const oidBytes = (parts: readonly number[]): number[] => {
  const [first = 0, second = 0, ...rest] = parts;
  return [first * 40 + second, ...rest].flatMap((part) => {
    const octets = [part & 0x7f];
    for (let left = Math.floor(part / 128); left > 0; left = Math.floor(left / 128))
      octets.unshift(0x80 | (left & 0x7f));
    return octets;
  });
};

describe('readDer', () => {
  it('never throws and never reads past the end, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(320), (bytes, offset) => {
        const value = readDer(bytes, offset);
        if (value === undefined) return;
        expect(offset + value.whole.length).toBeLessThanOrEqual(bytes.length);
        expect(value.content.length).toBeLessThan(value.whole.length);
        readDerValues(value.content);
        readOid(value);
        readText(value);
      }),
    );
  });

  it('reads back what was written', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 8 }), (contents) => {
        const row = Uint8Array.from(contents.flatMap((content) => [...tlv(0x04, content)]));
        expect(readDerValues(row)?.map(({ content }) => [...content])).toEqual(
          contents.map((one) => [...one]),
        );
      }),
    );
  });

  it('finds no value in any cut of one', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.nat(), (content, seed) => {
        const whole = tlv(0x30, content);
        expect(readDer(whole.subarray(0, seed % whole.length))).toBeUndefined();
      }),
    );
  });

  it('refuses the indefinite length, five length octets and tags of several octets', () => {
    expect(readDer(Uint8Array.from([0x30, 0x80, 0x00, 0x00]))).toBeUndefined();
    expect(readDer(Uint8Array.from([0x30, 0x85, 0, 0, 0, 0, 1, 0]))).toBeUndefined();
    expect(readDer(Uint8Array.from([0x1f, 0x01, 0x00]))).toBeUndefined();
  });
});

describe('readOid', () => {
  it('reads every OID back in dotted form', () => {
    const tail = fc.array(fc.nat(0x7fffffff), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.nat(1), fc.nat(39), tail, (first, second, rest) => {
        const content = Uint8Array.from(oidBytes([first, second, ...rest]));
        expect(readOid(readDer(tlv(0x06, content)))).toBe([first, second, ...rest].join('.'));
      }),
    );
  });

  it('refuses one that ends in the middle of a part, and one without end', () => {
    expect(readOid(readDer(Uint8Array.from([0x06, 0x02, 0x2a, 0x86])))).toBeUndefined();
    expect(readOid(readDer(tlv(0x06, new Uint8Array(100).fill(1))))).toBeUndefined();
    expect(readOid(readDer(tlv(0x06, new Uint8Array(100).fill(0xff))))).toBeUndefined();
  });
});

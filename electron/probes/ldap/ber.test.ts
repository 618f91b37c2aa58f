import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BER, readBer, readBerAll, readBerInteger, writeBer, writeBerInteger } from './ber.ts';

const tags = fc.integer({ min: 0, max: 255 }).filter((tag) => (tag & 0x1f) !== 0x1f);

describe('BER', () => {
  it('reads what it has written, and asks for more as long as an octet is missing', () => {
    fc.assert(
      fc.property(tags, fc.uint8Array({ maxLength: 700 }), fc.nat(), (tag, content, cut) => {
        const bytes = writeBer(tag, content);
        expect(readBer(bytes, 0, 700)).toEqual({
          tag,
          content: Buffer.from(content),
          end: bytes.length,
        });
        expect(readBer(bytes.subarray(0, cut % bytes.length), 0, 700)).toBe('incomplete');
      }),
    );
  });

  it('reads every integer of 32 bits that it has written, in as few octets as it needs', () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        const bytes = writeBerInteger(BER.integer, value);
        const element = readBer(bytes, 0, 10);
        expect(typeof element === 'string' ? undefined : readBerInteger(element)).toBe(value);
        const fitsInOne = value >= -128 && value <= 127;
        expect(bytes.length === 3).toBe(fitsInOne);
      }),
    );
  });

  it('reads elements that follow each other, and nothing that is left over', () => {
    const parts = fc.array(fc.tuple(tags, fc.uint8Array({ maxLength: 200 })), { maxLength: 8 });
    fc.assert(
      fc.property(parts, (list) => {
        const bytes = Buffer.concat(list.map(([tag, content]) => writeBer(tag, content)));
        expect(readBerAll(bytes, 8)?.map(({ tag, content }) => [tag, Uint8Array.from(content)])).toEqual(
          list,
        );
        if (list.length > 0) expect(readBerAll(bytes, list.length - 1)).toBeUndefined();
        expect(readBerAll(Buffer.concat([bytes, Buffer.from([0x30, 5, 0])]), 9)).toBeUndefined();
      }),
    );
  });

  it.each([
    ['the indefinite form', [0x30, 0x80, 0, 0], 'malformed'],
    ['a long tag', [0x3f, 0x81, 0x01, 0], 'malformed'],
    ['five length octets', [0x30, 0x85, 0, 0, 0, 0, 1, 0], 'malformed'],
    ['4 GB', [0x30, 0x84, 0xff, 0xff, 0xff, 0xff], 'too-long'],
    ['one octet too many', [0x30, 0x0b], 'too-long'],
    ['half a length', [0x30, 0x82, 1], 'incomplete'],
    ['nothing', [], 'incomplete'],
  ] as const)('takes %s for what it is', (_, octets, reading) => {
    expect(readBer(Buffer.from(octets), 0, 10)).toBe(reading);
  });

  it('takes the long form of a short length, which Active Directory always sends', () => {
    expect(readBer(Buffer.from([0x30, 0x84, 0, 0, 0, 1, 7]), 0, 10)).toMatchObject({ end: 7 });
  });

  it('reads no integer from what is none', () => {
    for (const octets of [
      [0x02, 0],
      [0x02, 5, 1, 1, 1, 1, 1],
      [0x04, 1, 1],
    ]) {
      const element = readBer(Buffer.from(octets), 0, 10);
      expect(typeof element === 'string' ? element : readBerInteger(element)).toBeUndefined();
    }
  });

  it('never throws, and never reads beyond the octets that it was given', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(70), (octets, offset) => {
        const bytes = Buffer.from(octets);
        const element = readBer(bytes, offset, 50);
        if (typeof element !== 'string') expect(element.end).toBeLessThanOrEqual(bytes.length);
        for (const part of readBerAll(bytes, 10) ?? []) readBerInteger(part);
      }),
    );
  });
});

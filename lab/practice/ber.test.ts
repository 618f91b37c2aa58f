import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBer, readBerInteger, readBerSequence, writeBer, writeBerInteger } from './ber.ts';

const tags = fc.integer({ min: 0, max: 255 }).filter((tag) => (tag & 0x1f) !== 0x1f);
const contents = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes));

describe('readBer', () => {
  it('reads what writeBer wrote, wherever it lies', () => {
    fc.assert(
      fc.property(tags, contents, contents, contents, (tag, before, content, after) => {
        const element = writeBer(tag, content);
        const read = readBer(Buffer.concat([before, element, after]), before.length, 1000);
        expect(read).toEqual({ tag, content, end: before.length + element.length });
      }),
    );
  });

  it('asks for more for every true prefix of an element', () => {
    fc.assert(
      fc.property(tags, contents, fc.nat(), (tag, content, cut) => {
        const element = writeBer(tag, content);
        expect(readBer(element.subarray(0, cut % element.length), 0, 1000)).toBe('incomplete');
      }),
    );
  });

  it('never throws and never reaches past the end, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat({ max: 70 }), (bytes, offset) => {
        const read = readBer(Buffer.from(bytes), offset, 40);
        if (typeof read !== 'string') {
          expect(read.end).toBeLessThanOrEqual(bytes.length);
          expect(read.content.length).toBeLessThanOrEqual(40);
        }
      }),
    );
  });

  it('refuses a length above the limit before the content is there', () => {
    expect(readBer(Buffer.from('308401000000', 'hex'), 0, 16_384)).toBe('malformed');
    expect(readBer(Buffer.from('30820100', 'hex'), 0, 16_384)).toBe('incomplete');
  });

  it('refuses the indefinite length, a length of five octets and a tag of several octets', () => {
    expect(readBer(Buffer.from('3080', 'hex'), 0, 100)).toBe('malformed');
    expect(readBer(Buffer.from('30850000000001ff', 'hex'), 0, 100)).toBe('malformed');
    expect(readBer(Buffer.from('1f8101', 'hex'), 0, 100)).toBe('malformed');
  });

  it('accepts a length in more octets than it needs, as Active Directory writes it', () => {
    expect(readBer(Buffer.from('308400000001ff', 'hex'), 0, 100)).toMatchObject({ tag: 0x30, end: 7 });
  });
});

describe('readBerSequence', () => {
  it('takes apart what was put together, and nothing that does not fill the bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(tags, contents), { maxLength: 6 }), (parts) => {
        const bytes = Buffer.concat(parts.map(([tag, content]) => writeBer(tag, content)));
        const read = readBerSequence(bytes, 6)?.map(({ tag, content }) => [tag, content]);
        expect(read).toEqual(parts);
        expect(readBerSequence(Buffer.concat([bytes, Buffer.from([0x04, 0x02, 0x00])]), 7)).toBeUndefined();
      }),
    );
  });

  it('stops at the count that it was given', () => {
    expect(readBerSequence(Buffer.from('050005000500', 'hex'), 2)).toBeUndefined();
    expect(readBerSequence(Buffer.from('05000500', 'hex'), 2)).toHaveLength(2);
  });
});

describe('integers', () => {
  it('come back as they were, in the fewest octets', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (value) => {
        const bytes = writeBerInteger(0x02, value);
        const read = readBer(bytes, 0, 4);
        expect(typeof read === 'string' ? read : readBerInteger(read)).toBe(value);
        const bits = value < 0 ? (~value).toString(2).length + 1 : value.toString(2).length + 1;
        expect(bytes.length - 2).toBe(Math.max(1, value === 0 || value === -1 ? 1 : Math.ceil(bits / 8)));
      }),
    );
  });

  it('are refused when empty or longer than four octets', () => {
    const read = (hex: string) => {
      const element = readBer(Buffer.from(hex, 'hex'), 0, 100);
      return typeof element === 'string' ? element : readBerInteger(element);
    };
    expect(read('0200')).toBeUndefined();
    expect(read('02050000000001')).toBeUndefined();
    expect(readBerInteger(undefined)).toBeUndefined();
  });
});

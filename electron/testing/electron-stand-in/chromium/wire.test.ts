import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decode, encode } from './wire.ts';

it('values come through as structured clone would bring them', () => {
  const values = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true });
  fc.assert(
    fc.property(values, (value) => {
      expect(decode(encode(value))).toEqual(structuredClone(value));
    }),
    { numRuns: 300 },
  );
});

it('circles, holes, bytes and odd keys come through', () => {
  const circle: { own?: unknown; list: unknown[] } = { list: new Array(3) };
  circle.own = circle;
  const read = decode(encode(circle)) as typeof circle;
  expect(read.own).toBe(read);
  expect(read.list).toHaveLength(3);
  expect(decode(encode(new Uint8Array([1, 255])))).toEqual(new Uint8Array([1, 255]));
  expect(decode(encode(JSON.parse('{"__proto__":{"a":1}}')))).toEqual(JSON.parse('{"__proto__":{"a":1}}'));
  expect(decode(encode([Number.NaN, -Infinity, -0, undefined]))).toEqual([
    Number.NaN,
    -Infinity,
    -0,
    undefined,
  ]);
});

it('functions do not pass', () => {
  expect(() => encode({ run: () => undefined })).toThrow('could not be cloned');
  expect(() => encode(Symbol('a'))).toThrow('could not be cloned');
});

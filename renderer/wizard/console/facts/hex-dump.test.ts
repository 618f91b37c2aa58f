import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hexDump } from './hex-dump.ts';

it('writes rows of sixteen octets as hexdump -C does', () => {
  expect(hexDump(btoa('GET / HTTP/1.1\r\nHost: a\0'))).toBe(
    [
      '00000000  47 45 54 20 2f 20 48 54  54 50 2f 31 2e 31 0d 0a  |GET / HTTP/1.1..|',
      '00000010  48 6f 73 74 3a 20 61 00                           |Host: a.|',
    ].join('\n'),
  );
});

it('is empty for no octets and for what is no base64', () => {
  expect(hexDump('')).toBe('');
  expect(hexDump('%%%')).toBe('');
});

it('loses no octet', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
      const pairs = hexDump(btoa(String.fromCharCode(...octets)))
        .split('\n')
        .flatMap((row) => row.slice(10, 58).trim().split(/\s+/))
        .filter((pair) => pair !== '');
      expect(pairs.map((pair) => Number.parseInt(pair, 16))).toEqual([...octets]);
    }),
  );
});

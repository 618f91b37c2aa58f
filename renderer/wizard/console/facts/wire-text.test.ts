import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wireText } from './wire-text.ts';

describe('wireText', () => {
  it('shows text as text and every other byte by its number', () => {
    expect(wireText(btoa('GET / HTTP/1.1\r\n\tHost: a\x00\xff'))).toBe('GET / HTTP/1.1\n\tHost: a\\x00\\xff');
  });

  it('shows nothing of what is no base64', () => {
    expect(wireText('***')).toBe('');
  });

  it('is printable whatever came over the wire', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(wireText(Buffer.from(bytes).toString('base64'))).toMatch(/^[\n\t\x20-\x7e]*$/);
      }),
    );
  });
});

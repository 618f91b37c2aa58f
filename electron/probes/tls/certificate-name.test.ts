import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNamed } from './certificate-name.ts';

const forNames = (...dnsNames: string[]) => ({ dnsNames, ipAddresses: [] });
const forAddresses = (...ipAddresses: string[]) => ({ dnsNames: [], ipAddresses });

describe('isNamed', () => {
  it.each([
    ['console.example.com', 'console.example.com', true],
    ['Console.Example.COM.', 'console.example.com', true],
    ['console.example.com', 'CONSOLE.example.com.', true],
    ['console.example.com', '*.example.com', true],
    ['example.com', '*.example.com', false],
    ['a.b.example.com', '*.example.com', false],
    ['console.example.com', 'con*.example.com', false],
    ['console.example.com', '*.com', false],
    ['console.example.com', '*', false],
    ['console.example.com', '*.*.com', false],
    ['console.example.com', 'console.*.com', false],
    ['notexample.com', 'example.com', false],
    ['console.example.com.evil.test', 'console.example.com', false],
    ['bücher.example.com', 'xn--bcher-kva.example.com', true],
    ['console', 'console', true],
    ['console.example.com', 'console.example.com\0.evil.test', false],
  ])('%s against %s: %s', (name, pattern, expected) => {
    expect(isNamed(name, forNames(pattern))).toBe(expected);
  });

  it('compares an address with addresses only, in any spelling', () => {
    expect(isNamed('10.0.0.5', forAddresses('10.0.0.5'))).toBe(true);
    expect(isNamed('10.0.0.5', forNames('10.0.0.5'))).toBe(false);
    expect(isNamed('10.0.0.5', forNames('*.0.0.5'))).toBe(false);
    expect(isNamed('fe80:0:0::1', forAddresses('fe80::1'))).toBe(true);
    expect(isNamed('fe80::1%eth0', forAddresses('fe80::1'))).toBe(true);
    expect(isNamed('console.example.com', forAddresses('10.0.0.5'))).toBe(false);
  });

  it('lets a wildcard stand for one label and nothing else', () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}[a-z0-9]$/);
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 4 }), label, label, (labels, second, top) => {
        const parent = `${second}.${top}`;
        const name = [...labels, parent].join('.');
        expect(isNamed(name, forNames(`*.${parent}`))).toBe(labels.length === 1);
      }),
    );
  });

  it('never throws for any pair of texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, pattern) => {
        isNamed(name, { dnsNames: [pattern], ipAddresses: [pattern] });
      }),
    );
  });
});

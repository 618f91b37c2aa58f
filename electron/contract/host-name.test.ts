import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDnsName, isIpv4, isIpv6, isLocalhostName, isLoopbackAddress, whyNotHost } from './host-name.ts';
import { endpoint } from './spoken.ts';

describe('hosts as they are typed', () => {
  it('agrees with the platform on what an address is', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.ipV4(), fc.ipV6(), fc.string(), fc.stringMatching(/^[0-9a-f:.]{1,40}$/)),
        (text) => {
          fc.pre(!text.includes('%'));
          expect(isIpv4(text)).toBe(isIP(text) === 4);
          expect(isIpv6(text)).toBe(isIP(text) === 6);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it.each([
    'console.example.com',
    'console',
    'a_b.example.com',
    'xn--bcher-kva.example',
    '10.0.0.5',
    '::1',
    'fe80::1%eth0',
    'host.example.',
  ])('takes %s', (text) => {
    expect(whyNotHost(text)).toBeUndefined();
  });

  it.each([
    ['', 'nothing'],
    ['https://console.example.com', 'without "https://"'],
    ['console.example.com:443', 'port has its own field'],
    ['console.example.com/login', 'without a path'],
    ['[::1]', 'without brackets'],
    ['two words', 'no spaces'],
    ['10.0.0.256', 'expected a host name'],
    ['-bad.example.com', 'expected a host name'],
    [`${'a'.repeat(64)}.example`, 'expected a host name'],
  ])('refuses %s in words', (text, words) => {
    expect(whyNotHost(text)).toContain(words);
  });

  it('writes endpoints as they are said', () => {
    expect(endpoint('10.0.0.5', 443)).toBe('10.0.0.5:443');
    expect(endpoint('::1', 443)).toBe('[::1]:443');
  });

  it('knows this machine by name and by address', () => {
    expect(isLocalhostName('Localhost.')).toBe(true);
    expect(isLocalhostName('console.localhost')).toBe(true);
    expect(isLocalhostName('localhost.example.com')).toBe(false);
    expect(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'].every(isLoopbackAddress)).toBe(true);
    expect(['128.0.0.1', '::2', '10.0.0.1'].some(isLoopbackAddress)).toBe(false);
    expect(isDnsName('a'.repeat(254))).toBe(false);
  });
});

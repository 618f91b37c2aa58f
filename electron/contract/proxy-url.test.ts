import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSameProxy, proxyUrl, readProxyUrl } from './proxy-url.ts';

describe('an address of a proxy', () => {
  it.each([
    ['http://proxy', { server: { scheme: 'http', host: 'proxy', port: 80 } }],
    ['https://proxy:8443/', { server: { scheme: 'https', host: 'proxy', port: 8443 } }],
    ['socks5://[fd00::9]', { server: { scheme: 'socks5', host: 'fd00::9', port: 1080 } }],
    [
      'http://joe:p%40ss@proxy:3128',
      { server: { scheme: 'http', host: 'proxy', port: 3128 }, login: { username: 'joe', password: 'p@ss' } },
    ],
    [
      'http://joe:100%@proxy:3128',
      { server: { scheme: 'http', host: 'proxy', port: 3128 }, login: { username: 'joe', password: '100%' } },
    ],
  ])('%s', (text, address) => {
    expect(readProxyUrl(text)).toEqual(address);
  });

  it.each([
    '',
    'proxy:3128',
    'ftp://proxy',
    'socks4://proxy',
    'http://',
    'socks5://',
    'socks5://:1080',
    'http://p:0',
  ])('%j is none', (text) => {
    expect(readProxyUrl(text)).toBeUndefined();
  });

  it('reads what it writes, and never throws', () => {
    const server = fc.record({
      scheme: fc.constantFrom('http' as const, 'https' as const, 'socks5' as const),
      host: fc.oneof(fc.domain(), fc.ipV4()),
      port: fc.integer({ min: 1, max: 65_535 }),
    });
    fc.assert(
      fc.property(server, (one) => {
        const read = readProxyUrl(proxyUrl(one))?.server;
        expect(read !== undefined && isSameProxy(read, one)).toBe(true);
      }),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readProxyUrl(text)));
    expect(proxyUrl({ scheme: 'http', host: 'fd00::9', port: 1 })).toBe('http://[fd00::9]:1');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whyNotHost } from '../../electron/contract/host-name.ts';
import { takeApart } from './console-address.ts';

describe('takeApart', () => {
  it.each([
    ['https://console.example.com', { host: 'console.example.com' }],
    ['  https://console.example.com:8443/login?next=/a#top ', { host: 'console.example.com', port: 8443 }],
    ['HTTPS://Console.Example.com/', { host: 'Console.Example.com' }],
    ['http://10.0.0.5', { host: '10.0.0.5' }],
    ['https://engineer:secret@console.example.com/', { host: 'console.example.com' }],
    ['console.example.com:8443', { host: 'console.example.com', port: 8443 }],
    ['console.example.com/login', { host: 'console.example.com' }],
    ['[2001:db8::5]:8443', { host: '2001:db8::5', port: 8443 }],
    ['https://[2001:db8::5]/', { host: '2001:db8::5' }],
  ])('takes %j apart', (text, taken) => {
    expect(takeApart(text)).toEqual(taken);
  });

  it.each([
    '',
    'console.example.com',
    '10.0.0.5',
    '2001:db8::5',
    'https://',
    'https:///path',
    'console example',
    'https://console.example.com:0/',
    'https://console.example.com:70000/',
    'console.example.com:',
    `https://${'a'.repeat(3000)}`,
  ])('finds nothing to take in %j', (text) => {
    expect(takeApart(text)).toBeUndefined();
  });

  it('gives a host that the contract accepts, or nothing, for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true, validSchemes: ['https'] })),
        (text) => {
          const taken = takeApart(text);
          if (taken === undefined) return;
          expect(whyNotHost(taken.host)).toBeUndefined();
          expect(taken.port ?? 1).toSatisfy((port: number) => port >= 1 && port <= 65_535);
        },
      ),
    );
  });

  it('takes the host of every URL', () => {
    fc.assert(
      fc.property(fc.domain(), fc.integer({ min: 1, max: 65_535 }), fc.webPath(), (host, port, path) => {
        expect(takeApart(`https://${host}:${port}${path}`)).toEqual({ host, port });
      }),
    );
  });
});

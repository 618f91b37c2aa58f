import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExceptionStyle, exceptionFor, splitExceptions } from './exceptions.ts';

const at = (host: string, port = 443) => ({ host, port });
const STYLES: readonly ExceptionStyle[] = ['environment', 'wininet', 'winhttp', 'macos', 'gnome'];

describe('exceptions from a proxy', () => {
  it.each<[ExceptionStyle, string, string, number, boolean]>([
    // NO_PROXY as curl and Go read it.
    ['environment', 'example.com', 'console.example.com', 443, true],
    ['environment', '.example.com', 'console.example.com', 443, true],
    ['environment', '.example.com', 'example.com', 443, true],
    ['environment', '*.example.com', 'console.example.com', 443, true],
    ['environment', 'example.com', 'myexample.com', 443, false],
    ['environment', 'console.example.com.', 'console.example.com', 443, true],
    ['environment', 'CONSOLE.Example.com', 'console.example.com', 443, true],
    ['environment', 'console.example.com:8443', 'console.example.com', 443, false],
    ['environment', 'console.example.com:8443', 'console.example.com', 8443, true],
    ['environment', '*', 'console.example.com', 443, true],
    ['environment', '10.0.0.0/8', '10.1.2.3', 443, true],
    ['environment', '10.0.0.0/8', '11.1.2.3', 443, false],
    ['environment', '10.0.0.0/8', 'console.example.com', 443, false],
    ['environment', '10.1.2.3', '10.1.2.3', 443, true],
    ['environment', '10.1.2.3:8443', '10.1.2.3', 443, false],
    ['environment', 'fd00::/8', 'fd00::5', 443, true],
    ['environment', 'fd00::5', 'fd00::5', 443, true],
    ['environment', '[fd00::5]:443', 'fd00::5', 443, true],
    ['environment', '[fd00::5]:443', 'fd00::5', 8443, false],
    ['environment', '<local>', 'console', 443, false],
    ['environment', 'localhost', 'console.example.com', 443, false],
    // ProxyOverride of Windows.
    ['wininet', '<local>', 'console', 443, true],
    ['wininet', '<local>', 'console.example.com', 443, false],
    ['wininet', '*.example.com', 'console.example.com', 443, true],
    ['wininet', '*.example.com', 'example.com', 443, false],
    ['wininet', 'example.com', 'console.example.com', 443, false],
    ['wininet', '10.*', '10.1.2.3', 443, true],
    ['wininet', '10.*', '110.1.2.3', 443, false],
    ['wininet', 'https://console.example.com', 'console.example.com', 443, true],
    ['wininet', 'console.example.com:8443', 'console.example.com', 443, false],
    ['wininet', 'con*le.example.com', 'console.example.com', 443, true],
    ['wininet', '<-loopback>', 'localhost', 443, false],
    ['winhttp', '<local>', 'console', 443, true],
    ['winhttp', '10.*', '10.1.2.3', 443, true],
    ['winhttp', '10.0.0.0/8', '10.1.2.3', 443, false],
    // macOS writes blocks short.
    ['macos', '169.254/16', '169.254.3.4', 443, true],
    ['macos', '169.254/16', '169.253.3.4', 443, false],
    ['macos', '*.local', 'console.local', 443, true],
    ['macos', 'example.com', 'console.example.com', 443, false],
    // GNOME's ignore-hosts.
    ['gnome', 'example.com', 'console.example.com', 443, true],
    ['gnome', '127.0.0.0/8', '127.0.0.1', 443, true],
    ['gnome', '::1', '::1', 443, true],
  ])('%s: %s for %s:%i is %s', (style, entry, host, port, isExcepted) => {
    expect(exceptionFor(style, [entry], at(host, port))).toBe(isExcepted ? entry : undefined);
  });

  it('leave this machine out of the environment and of WinINET by themselves', () => {
    for (const host of ['localhost', '127.0.0.1', '::1'])
      expect(STYLES.filter((style) => exceptionFor(style, [], at(host)) !== undefined)).toEqual([
        'environment',
        'wininet',
      ]);
  });

  it('hold for a domain and everything below it, and for nothing that only ends alike', () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
    const name = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'));
    fc.assert(
      fc.property(name, label, fc.constantFrom('', '.', '*.'), (domain, first, prefix) => {
        const list = [`${prefix}${domain}`];
        expect(exceptionFor('environment', list, at(`${first}.${domain}`))).toBe(list[0]);
        expect(exceptionFor('gnome', list, at(`${first}.${domain}`.toUpperCase()))).toBe(list[0]);
        expect(exceptionFor('environment', list, at(`${first}${domain}`))).toBe(undefined);
      }),
    );
  });

  it('hold for every address of a block and for none outside', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 1, max: 32 }), fc.ipV4(), (network, length, address) => {
        const number = (text: string): bigint =>
          text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
        const shift = BigInt(32 - length);
        const isInside = number(network) >> shift === number(address) >> shift;
        const seen = exceptionFor('gnome', [`${network}/${length}`], at(address));
        expect(seen !== undefined).toBe(isInside);
      }),
    );
  });

  it('never throw, whatever a list holds', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...STYLES),
        fc.string({ maxLength: 300 }),
        fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain()),
        (style, text, host) => {
          exceptionFor(style, splitExceptions(text), at(host));
        },
      ),
    );
  });
});

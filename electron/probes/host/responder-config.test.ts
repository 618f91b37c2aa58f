import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { responderAssetOutcomeSchema } from '../../contract/outcomes/responder-asset.ts';
import { responderConfig } from './responder-config.ts';
import { packageVersion, receiptVersion, uninstallKeys, uninstallVersion } from './responder-version.ts';
import { cimServicesOf, launchdService, systemdServices, windowsService } from './service-answers.ts';
import { LINUX, MACOS, WINDOWS, WINDOWS_RUNNING } from './testing/recorded-answers.ts';

const addressesOf = (text: string) =>
  responderConfig('config.yml', text).addresses.map(({ key, host, port, about }) =>
    [key, host, port, about].filter((part) => part !== undefined).join(' '),
  );

describe('a configuration', () => {
  it.each<[string, string[]]>([
    ['ConsoleAddress: console.example.com\n', ['ConsoleAddress console.example.com console']],
    [
      'consoleAddress: "https://console.example.com:8443/"\n',
      ['consoleAddress console.example.com 8443 console'],
    ],
    ["console:\n  address: '10.0.0.5'\n  port: 443\n", ['console.address 10.0.0.5 console']],
    ['AIR_CONSOLE_ADDRESS=air.example.com\n', ['AIR_CONSOLE_ADDRESS air.example.com console']],
    ['export AIR_CONSOLE_ADDRESS="air.example.com"\n', ['AIR_CONSOLE_ADDRESS air.example.com console']],
    ['serverUrl: wss://air.example.com/socket?token=abc # comment\n', ['serverUrl air.example.com address']],
    ['proxy: http://user:s3cret@proxy.example.com:3128\n', ['proxy proxy.example.com 3128 proxy']],
    ['host: [fd00::5]:443\n', ['host fd00::5 443 address']],
    ['host: fd00::5\n', ['host fd00::5 address']],
    [
      'a:\n  b:\n    console_host: one.example.com\n  host: two.example.com\n',
      ['a.b.console_host one.example.com console', 'a.host two.example.com address'],
    ],
    // What is no address, or may be a secret, is not kept.
    ['address: true\nhost: 12\nserver: /var/lib/x\nurl: some words\n', []],
    [
      'consoleToken: console.example.com\nconsolePassword: a.example.com\nconsole_api_key: b.example.com\n',
      [],
    ],
    ['tokens:\n  console: c.example.com\n', []],
    ['# console: commented.example.com\n', []],
    ['console: !!binary aGVsbG8=\n- console\n{console: flow.example.com}\n', []],
    ['', []],
  ])('%j has the addresses %j', (text, addresses) => {
    expect(addressesOf(text)).toEqual(addresses);
  });

  it('is kept by the names of its keys, at most 64 of them', () => {
    const { keys } = responderConfig('c', 'a: 1\nb:\n  c: 2\n  d:\n    e: 3\nf: 4\n');
    expect(keys).toEqual(['a', 'b', 'b.c', 'b.d', 'b.d.e', 'f']);
    const many = Array.from({ length: 500 }, (_, index) => `key${index}: x`).join('\n');
    expect(responderConfig('c', many).keys).toHaveLength(64);
  });

  it('never gives a secret away, whatever it is made of', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9.:@/-]{6,30}$/);
    fc.assert(
      fc.property(fc.constantFrom('token', 'console.password', 'apiKey', 'Secret'), secret, (key, value) => {
        expect(JSON.stringify(responderConfig('c', `${key}: ${value}\n`).addresses)).toBe('[]');
      }),
    );
  });
});

describe('the answers of service managers', () => {
  it('of Windows are read by their numbers', () => {
    const translated = WINDOWS_RUNNING.replace('STATE  ', 'STATUS ').replace('TYPE  ', 'TYP   ');
    expect(windowsService('x', translated, '')).toMatchObject({ state: 'running', start: 'unknown' });
    expect(windowsService('x', 'FEHLER 5: Zugriff verweigert', '')).toBeUndefined();
  });

  it('of Windows in JSON are none where nothing was printed', () => {
    expect(cimServicesOf('\r\n')).toEqual([]);
    expect(cimServicesOf('nonsense')).toBeUndefined();
  });

  it('of systemd give a masked unit as disabled', () => {
    const masked = 'Id=a.service\nLoadState=masked\nActiveState=inactive\nUnitFileState=masked\n';
    expect(systemdServices(masked)).toMatchObject([{ state: 'stopped', start: 'disabled' }]);
  });
});

describe('any text', () => {
  const samples = [LINUX, MACOS, WINDOWS].flatMap((answers) => Object.values(answers));
  const texts = fc.oneof(
    fc.string({ maxLength: 300, unit: 'binary' }),
    fc.json(),
    fc
      .tuple(fc.constantFrom(...samples), fc.nat(400), fc.nat(40), fc.string({ maxLength: 12 }))
      .map(([sample, at, length, text]) => sample.slice(0, at) + text + sample.slice(at + length)),
  );
  const { services, configs, version } = responderAssetOutcomeSchema.shape;

  it('is read as services, versions and configurations without a throw, into what an outcome holds', () => {
    fc.assert(
      fc.property(texts, (text) => {
        services.parse(systemdServices(text));
        services.parse(cimServicesOf(text) ?? []);
        services.parse(
          [windowsService('x', text, text), launchdService('x', text)].flatMap((one) => one ?? []),
        );
        for (const found of [packageVersion(text), receiptVersion(text), uninstallVersion(text)])
          version.parse(found);
        expect(uninstallKeys(text).length).toBeLessThan(400);
        configs.parse([responderConfig('c', text)]);
      }),
      { numRuns: 500 },
    );
  });

  it('of one endless line costs nothing', () => {
    for (const text of [
      ' '.repeat(400_000),
      `a:${' '.repeat(400_000)}b`,
      `${'a'.repeat(400_000)}: b`,
      ':'.repeat(400_000),
    ]) {
      configs.parse([responderConfig('c', text)]);
      systemdServices(text);
      windowsService('x', text, text);
      launchdService('x', text);
      uninstallVersion(text);
      uninstallKeys(text);
    }
  });
});

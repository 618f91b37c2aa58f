import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostsEntriesFor, hostsFilePath } from './hosts-file.ts';

const FILE = `# Copyright (c) 1993-2009 Microsoft Corp.
127.0.0.1       localhost
::1\tlocalhost ip6-localhost   # comment with console.example.com
10.0.0.5   console.example.com console   # the old one\r
#10.0.0.6  console.example.com
  10.0.0.7\tCONSOLE.EXAMPLE.COM.
fe80::1%eth0 console.example.com
not-an-address console.example.com
10.0.0.8 other.console.example.com
10.0.0.9`;

describe('the lines of a hosts file that name a host', () => {
  it('are given with line, address and all names', () => {
    expect(hostsEntriesFor(FILE, 'console.example.com')).toEqual([
      { line: 4, address: '10.0.0.5', names: ['console.example.com', 'console'] },
      { line: 6, address: '10.0.0.7', names: ['CONSOLE.EXAMPLE.COM.'] },
      { line: 7, address: 'fe80::1%eth0', names: ['console.example.com'] },
    ]);
    expect(hostsEntriesFor(FILE, 'Console.').map(({ line }) => line)).toEqual([4]);
    expect(hostsEntriesFor(FILE, 'localhost').map(({ address }) => address)).toEqual(['127.0.0.1', '::1']);
  });

  it('are none for another name, an address or a part of a name', () => {
    for (const hostname of ['example.com', '10.0.0.5', 'nobody.example', 'onsole'])
      expect(hostsEntriesFor(FILE, hostname)).toEqual([]);
  });

  it('begin with an address, not with a byte order mark, as the system reads it', () => {
    expect(hostsEntriesFor('\uFEFF10.0.0.5 a.example', 'a.example')).toEqual([]);
  });

  it('are at most 64, with at most 64 names each, the asked one among them', () => {
    const line = `10.0.0.5 ${Array.from({ length: 100 }, (_, index) => `n${index}.example`).join(' ')}\n`;
    const entries = hostsEntriesFor(line.repeat(100), 'n99.example');
    expect(entries).toHaveLength(64);
    expect(entries[0]?.names).toHaveLength(64);
    expect(entries[0]?.names).toContain('n99.example');
  });
});

it('stands where the operating system keeps it', () => {
  expect(hostsFilePath('linux', undefined)).toBe('/etc/hosts');
  expect(hostsFilePath('darwin', undefined)).toBe('/etc/hosts');
  expect(hostsFilePath('win32', 'D:\\Windows')).toBe('D:\\Windows\\System32\\drivers\\etc\\hosts');
});

describe('any text', () => {
  it('is read without a throw, and every entry names the host on the line that it says', () => {
    const word = fc.oneof(
      fc.constantFrom('h.example', 'H.Example.', '#', '\t', ' ', '\n', '\r\n', '10.0.0.5', '::1'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        const text = words.join(' ');
        const lines = text.split('\n');
        for (const entry of hostsEntriesFor(text, 'h.example')) {
          const line = lines[entry.line - 1] ?? '';
          expect(line).toContain(entry.address);
          expect(line.toLowerCase()).toContain('h.example');
          expect(entry.names.some((name) => /^h\.example\.?$/i.test(name))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('with the host written into it gives that line back', () => {
    const label = fc.stringMatching(/^[a-z0-9]{1,12}$/);
    const noise = fc.array(fc.stringMatching(/^[a-z0-9 #.:\t]{0,40}$/), { maxLength: 20 });
    fc.assert(
      fc.property(noise, noise, label, fc.oneof(fc.ipV4(), fc.ipV6()), (before, after, name, address) => {
        const hostname = `${name}.airway.example`;
        const text = [...before, `${address}\t${hostname} # ours`, ...after].join('\n');
        expect(hostsEntriesFor(text, hostname)).toEqual([
          { line: before.length + 1, address, names: [hostname] },
        ]);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNetlogon } from './netlogon.ts';

/** A name without compression, RFC 1035 §3.1. */
const name = (text: string): Buffer =>
  Buffer.concat([
    ...(text === '' ? [] : text.split('.')).map((label) =>
      Buffer.concat([Buffer.from([Buffer.byteLength(label)]), Buffer.from(label)]),
    ),
    Buffer.from([0]),
  ]);

const pointer = (offset: number): Buffer => Buffer.from([0xc0 | (offset >> 8), offset & 0xff]);

/** Opcode, padding, flags and a GUID. */
const head = (opcode: number, flags: number): Buffer => {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt16LE(opcode, 0);
  bytes.writeUInt32LE(flags, 4);
  for (let at = 0; at < 16; at += 1) bytes[8 + at] = at + 1;
  return bytes;
};

/** NtVersion, LmNtToken and Lm20Token. */
const tail = Buffer.from([5, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);

const response = (opcode: number, flags: number, ...names: readonly Buffer[]): Buffer =>
  Buffer.concat([head(opcode, flags), ...names, tail]);

/** As a domain controller of one of two sites writes it: the domain is the forest, and both are pointed at. */
const compressed = response(
  23,
  0x0003_f37d,
  name('corp.example.com'),
  pointer(24),
  Buffer.concat([Buffer.from([3]), Buffer.from('dc1'), pointer(24)]),
  name('CORP'),
  name('DC1'),
  name(''),
  name('Amsterdam'),
  name('Lisbon'),
);

describe('a netlogon response', () => {
  it('is read with its names, pointed at or not', () => {
    expect(readNetlogon(compressed)).toEqual({
      opcode: 23,
      flags: 0x0003_f37d,
      domainGuid: '04030201-0605-0807-090a-0b0c0d0e0f10',
      forest: 'corp.example.com',
      domain: 'corp.example.com',
      hostName: 'dc1.corp.example.com',
      netbiosDomain: 'CORP',
      netbiosComputer: 'DC1',
      serverSite: 'Amsterdam',
      clientSite: 'Lisbon',
      isClosest: false,
    });
  });

  it('says whether the controller is in the closest site, and may find this machine in none', () => {
    const names = ['a.test', 'a.test', 'dc.a.test', 'A', 'DC', 'somebody', 'Site', ''].map(name);
    expect(readNetlogon(response(25, 0x80, ...names))).toMatchObject({
      opcode: 25,
      isClosest: true,
      serverSite: 'Site',
      clientSite: '',
    });
  });

  it('keeps what it reads printable', () => {
    const names = ['a', 'b', 'c\u0007d', 'A', 'DC', '', 'Zürich', '\u202ex'].map(name);
    expect(readNetlogon(response(23, 0, ...names))).toMatchObject({
      hostName: 'c\ufffdd',
      serverSite: 'Zürich',
      clientSite: '\ufffdx',
    });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['another opcode', response(19, 0, ...Array.from({ length: 8 }, () => name('a')))],
    ['seven names', Buffer.concat([head(23, 0), ...Array.from({ length: 7 }, () => name('a'))])],
    ['a pointer at itself', response(23, 0, pointer(24))],
    ['a pointer ahead', response(23, 0, pointer(30), name('a'), name('a'))],
    [
      'two pointers at each other',
      response(23, 0, Buffer.concat([Buffer.from([1, 97]), pointer(28)]), pointer(24)),
    ],
    ['a pointer without an end', Buffer.concat([head(23, 0), Buffer.from([0xc0])])],
    ['a label of another form', response(23, 0, Buffer.from([0x80, 0, 0]))],
    ['a label without an end', Buffer.concat([head(23, 0), Buffer.from([63, 97])])],
    ['a name of 300 characters', response(23, 0, name(Array.from({ length: 100 }, () => 'ab').join('.')))],
  ])('is not read from %s', (_, bytes) => {
    expect(readNetlogon(bytes)).toBeUndefined();
  });

  it('is read back whatever the names are', () => {
    const labels = fc.string({ minLength: 1, maxLength: 20, unit: fc.constantFrom(...'abcXYZ0-_ä') });
    const names = fc.array(labels, { maxLength: 4 }).map((list) => list.join('.'));
    fc.assert(
      fc.property(fc.array(names, { minLength: 8, maxLength: 8 }), fc.nat(0xffffffff), (list, flags) => {
        const read = readNetlogon(response(23, flags, ...list.map(name)));
        expect(read).toMatchObject({ forest: list[0], hostName: list[2], clientSite: list[7], flags });
      }),
    );
  });

  it('never throws and always ends, whatever comes', () => {
    const pointers = fc.tuple(fc.integer({ min: 0xc0, max: 0xff }), fc.nat(80));
    const bytes = fc.array(fc.oneof(pointers, fc.tuple(fc.nat(5), fc.nat(255))), { maxLength: 60 });
    fc.assert(
      fc.property(bytes, (pairs) => {
        const read = readNetlogon(Buffer.concat([head(23, 0), Buffer.from(pairs.flat())]));
        for (const text of [read?.forest, read?.hostName, read?.clientSite])
          expect(text?.length ?? 0).toBeLessThanOrEqual(255);
      }),
    );
  });
});

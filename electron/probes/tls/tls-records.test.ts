import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HandshakeReader, MESSAGE_LIMIT_BYTES, TlsRecordReader } from './tls-records.ts';

const record = (type: number, fragment: Uint8Array): Uint8Array =>
  Uint8Array.from([type, 3, 3, fragment.length >> 8, fragment.length & 0xff, ...fragment]);

/** Cuts octets at the given places, wherever these fall. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...at, bytes.length].map((end, index) => bytes.subarray(at[index - 1] ?? 0, end));
}

const fragments = fc.array(
  fc.record({ type: fc.integer({ min: 20, max: 23 }), fragment: fc.uint8Array({ maxLength: 200 }) }),
  { maxLength: 8 },
);
const places = fc.array(fc.nat(3000), { maxLength: 20 });

describe('TlsRecordReader', () => {
  it('gives the same records however the stream is cut or merged', () => {
    fc.assert(
      fc.property(fragments, places, (records, cuts) => {
        const stream = Uint8Array.from(records.flatMap(({ type, fragment }) => [...record(type, fragment)]));
        const reader = new TlsRecordReader();
        const read = cut(stream, cuts).flatMap((part) => reader.push(part));
        expect(read.map(({ type, fragment }) => ({ type, fragment: [...fragment] }))).toEqual(
          records.map(({ type, fragment }) => ({ type, fragment: [...fragment] })),
        );
        expect(reader.state).toBe('reading');
      }),
    );
  });

  it('never throws on garbage, and is done with it for good', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 100 })), (parts) => {
        const reader = new TlsRecordReader();
        for (const part of parts) {
          const wasReading = reader.state === 'reading';
          const records = reader.push(part);
          if (!wasReading) expect(records).toEqual([]);
        }
      }),
    );
  });

  it.each([
    ['SSH-2.0-OpenSSH_9.2', 'not-tls'],
    ['HTTP/1.1 400 Bad Request', 'not-tls'],
    ['\x16\x02\x00', 'not-tls'],
    ['\x16\x03\x09', 'not-tls'],
    ['\x16\x03\x03\xff\xff', 'too-long'],
    ['\x16\x03\x03\x48\x01', 'too-long'],
    ['\x16\x03\x03\x48\x00', 'reading'],
  ])('%j reads as %s', (text, state) => {
    const reader = new TlsRecordReader();
    reader.push(Buffer.from(text, 'latin1'));
    expect(reader.state).toBe(state);
  });
});

describe('HandshakeReader', () => {
  const message = (type: number, body: Uint8Array): number[] => [
    type,
    body.length >> 16,
    (body.length >> 8) & 0xff,
    body.length & 0xff,
    ...body,
  ];

  it('gives the same messages however they are spread over records', () => {
    fc.assert(
      fc.property(fragments, places, (messages, cuts) => {
        const stream = Uint8Array.from(messages.flatMap(({ type, fragment }) => message(type, fragment)));
        const reader = new HandshakeReader();
        const read = cut(stream, cuts).flatMap((part) => reader.push(part));
        expect(read.map(({ type, body }) => ({ type, fragment: [...body] }))).toEqual(
          messages.map(({ type, fragment }) => ({ type, fragment: [...fragment] })),
        );
      }),
    );
  });

  it('stops at a message that claims to be longer than any chain', () => {
    const reader = new HandshakeReader();
    const claim = MESSAGE_LIMIT_BYTES + 1;
    expect(reader.push(Uint8Array.from([11, claim >> 16, (claim >> 8) & 0xff, claim & 0xff]))).toEqual([]);
    expect(reader.isReading).toBe(false);
    expect(reader.push(Uint8Array.from(message(11, new Uint8Array(3))))).toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HelloAnswer } from './hello-answer.ts';

const record = (type: number, body: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([type, 3, 3, body.length >> 8, body.length & 0xff]), body]);

const message = (type: number, body: Uint8Array): Buffer =>
  Buffer.concat([
    Buffer.from([type, body.length >> 16, (body.length >> 8) & 0xff, body.length & 0xff]),
    body,
  ]);

const serverHello = (random = Buffer.alloc(32, 7)): Buffer =>
  message(2, Buffer.concat([Buffer.from([3, 3]), random, Buffer.from([0, 0xc0, 0x2f, 0])]));

const RETRY = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex');

function read(bytes: Uint8Array, pieces: readonly number[] = []): HelloAnswer {
  const answer = new HelloAnswer();
  let offset = 0;
  for (const piece of pieces) {
    answer.receive(bytes.subarray(offset, offset + piece));
    offset = Math.min(bytes.length, offset + piece);
  }
  answer.receive(bytes.subarray(offset));
  return answer;
}

describe('the first answer to a ClientHello', () => {
  it('is read alike however it is cut into pieces', () => {
    const stream = Buffer.concat([
      record(21, Buffer.from([1, 112])),
      record(22, serverHello().subarray(0, 10)),
      record(22, serverHello().subarray(10)),
      record(22, Buffer.alloc(200, 11)),
    ]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 }), (pieces) => {
        const answer = read(stream, pieces);
        expect(answer.serverHello).toEqual({ version: 0x0303, cipherSuite: 0xc02f, isRetry: false });
        expect(answer.alert).toEqual({ level: 1, number: 112 });
        expect(answer.bytesReceived).toBe(stream.length);
      }),
    );
  });

  it('tells a HelloRetryRequest from a ServerHello', () => {
    expect(read(record(22, serverHello(RETRY))).serverHello?.isRetry).toBe(true);
  });

  it('goes on after a warning, and not after a fatal alert', () => {
    expect(read(record(21, Buffer.from([1, 112]))).isDecided).toBe(false);
    expect(read(record(21, Buffer.from([1, 0]))).alert).toBeUndefined();
    const fatal = read(Buffer.concat([record(21, Buffer.from([2, 40])), record(22, serverHello())]));
    expect(fatal).toMatchObject({ alert: { level: 2, number: 40 }, isDecided: true });
    expect(fatal.serverHello).toBeUndefined();
  });

  it('gives up lengths that no answer has, and warnings without end', () => {
    expect(read(Buffer.from([22, 3, 3, 255, 255])).protocol).toBe('broken');
    expect(read(record(22, Buffer.from([11, 255, 255, 255]))).protocol).toBe('broken');
    expect(read(Buffer.concat([record(21, Buffer.from([1, 90])), Buffer.from('HTTP')])).protocol).toBe(
      'broken',
    );
    const endless = read(Buffer.concat(Array.from({ length: 6000 }, () => record(21, Buffer.from([1, 90])))));
    expect(endless).toMatchObject({ protocol: 'broken', isDecided: true });
  });

  it('knows another protocol by its first octet', () => {
    expect(read(Buffer.from('SSH-2.0-OpenSSH_9.2\r\n')).protocol).toBe('plaintext');
    expect(Buffer.from(read(Buffer.alloc(5000, 'x')).start)).toEqual(Buffer.alloc(1024, 'x'));
  });

  it('survives any octets', () => {
    const octets = fc.oneof(
      fc.uint8Array({ maxLength: 3000 }),
      fc.uint8Array({ maxLength: 300 }).map((body) => record(22, message(2, body))),
      fc.uint8Array({ maxLength: 300 }).map((body) => record(22, body)),
    );
    fc.assert(
      fc.property(octets, fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 10 }), (bytes, pieces) => {
        const answer = read(bytes, pieces);
        expect(answer.bytesReceived).toBe(bytes.length);
        const whole = read(bytes);
        expect([answer.protocol, answer.serverHello, answer.alert]).toEqual([
          whole.protocol,
          whole.serverHello,
          whole.alert,
        ]);
      }),
    );
  });
});

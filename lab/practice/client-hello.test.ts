import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildClientHello } from '../../electron/probes/tls/client-hello.ts';
import { offerOf } from '../../electron/probes/tls/hello-variants.ts';
import { readClientHello } from './client-hello.ts';

const HELLO = Buffer.from(buildClientHello(offerOf('large', 'console.localhost')));

describe('readClientHello', () => {
  it('waits for the whole record', () => {
    for (const length of [0, 1, 4, 5, 1000, HELLO.length - 1])
      expect(readClientHello(HELLO.subarray(0, length))).toBeUndefined();
    expect(readClientHello(HELLO)).toMatchObject({ recordBytes: 1750, servername: 'console.localhost' });
    expect(readClientHello(Buffer.concat([HELLO, Buffer.from('more')]))?.recordBytes).toBe(1750);
  });

  it('knows what is none by its first octet, its length or its lies', () => {
    expect(readClientHello(Buffer.from('GET / HTTP/1.1\r\n'))).toBeNull();
    expect(readClientHello(Buffer.from([22, 3, 1, 255, 255]))).toBeNull();
    const lying = Buffer.from(HELLO);
    lying.writeUInt16BE(0xffff, 76);
    expect(readClientHello(lying)).toBeNull();
  });

  it('survives any octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (body) => {
        const record = Buffer.concat([Buffer.from([22, 3, 1, body.length >> 8, body.length & 0xff]), body]);
        const hello = readClientHello(record);
        expect(hello === null || hello?.recordBytes === record.length).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.nat(HELLO.length - 6), fc.nat(255), (offset, octet) => {
        const bent = Buffer.from(HELLO);
        bent[5 + offset] = octet;
        expect(readClientHello(bent)).not.toBeUndefined();
      }),
    );
  });
});

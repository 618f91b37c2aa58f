import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertName, alertOfLibraryCode } from './tls-alerts.ts';
import { recordOpener } from './tls-decrypt.ts';
import { readCertificateMessage, readServerHello } from './tls-messages.ts';
import { hasFirstLine, readPlaintext } from './tls-plaintext.ts';
import { TlsWire } from './tls-wire.ts';

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(/\s/g, ''), 'hex');
const vector = (lengthOctets: number, content: readonly number[]): number[] => [
  ...Array.from(
    { length: lengthOctets },
    (_, at) => (content.length >> (8 * (lengthOctets - 1 - at))) & 0xff,
  ),
  ...content,
];

describe('TlsWire', () => {
  it('never throws, whatever octets and key log lines come in', () => {
    const step = fc.oneof(
      fc.record({ octets: fc.uint8Array({ maxLength: 80 }) }),
      fc.record({ line: fc.string({ maxLength: 80 }) }),
      // Records of the right form, so that the layers below are reached.
      fc
        .tuple(fc.integer({ min: 20, max: 23 }), fc.uint8Array({ maxLength: 80 }))
        .map(([type, body]) => ({ octets: Uint8Array.from([type, 3, 3, 0, body.length, ...body]) })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const wire = new TlsWire();
        for (const one of steps) {
          if ('octets' in one) wire.receive(one.octets);
          else wire.learn(`SERVER_HANDSHAKE_TRAFFIC_SECRET 00 ${one.line}`);
        }
        expect(wire.start.length).toBeLessThanOrEqual(2048);
      }),
    );
  });

  it('keeps an alert that complains and not one that says goodbye', () => {
    const wire = new TlsWire();
    wire.receive(bytes('15 0303 0002 0170'));
    expect(wire.alert).toEqual({ level: 1, number: 112 });
    wire.receive(bytes('15 0303 0002 0100'));
    expect(wire.alert).toEqual({ level: 1, number: 112 });
  });

  it('opens no record with a wrong tag, none that is too short, and none of a suite that is not known', () => {
    const secret = bytes('b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38');
    const open = recordOpener(0x1301, secret);
    expect(open).toBeDefined();
    expect(open?.({ type: 23, header: bytes('1703030020'), fragment: new Uint8Array(32) })).toBeUndefined();
    expect(open?.({ type: 23, header: bytes('1703030001'), fragment: new Uint8Array(1) })).toBeUndefined();
    expect(recordOpener(0x1399, secret)).toBeUndefined();
  });
});

describe('readCertificateMessage', () => {
  const chains = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 12 });

  it('reads back every chain in the forms of TLS 1.2 and 1.3', () => {
    fc.assert(
      fc.property(chains, (chain) => {
        const of12 = vector(
          3,
          chain.flatMap((der) => vector(3, [...der])),
        );
        const of13 = [
          0,
          ...vector(
            3,
            chain.flatMap((der) => [...vector(3, [...der]), 0, 0]),
          ),
        ];
        const wanted = chain.map((der) => [...der]);
        expect(readCertificateMessage(Uint8Array.from(of12), false)?.map((der) => [...der])).toEqual(wanted);
        expect(readCertificateMessage(Uint8Array.from(of13), true)?.map((der) => [...der])).toEqual(wanted);
      }),
    );
  });

  it('never throws for anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.boolean(), (body, isTls13) => {
        readCertificateMessage(body, isTls13);
        readServerHello(body);
      }),
    );
  });
});

describe('alerts', () => {
  it('finds the alert behind the codes that OpenSSL and BoringSSL give', () => {
    expect(alertOfLibraryCode('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED')?.number).toBe(116);
    expect(alertOfLibraryCode('ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE')?.number).toBe(42);
    expect(alertOfLibraryCode('ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE')?.number).toBe(40);
    expect(alertOfLibraryCode('ERR_SSL_TLSV1_UNRECOGNIZED_NAME')?.number).toBe(112);
    expect(alertOfLibraryCode('ERR_SSL_WRONG_VERSION_NUMBER')).toBeUndefined();
    expect(alertOfLibraryCode('ECONNRESET')).toBeUndefined();
    expect(alertName(116)).toBe('certificate_required');
    expect(alertName(201)).toBe('alert_201');
  });
});

describe('readPlaintext', () => {
  it.each([
    ['HTTP/1.1 400 Bad Request\r\nServer: x', 'http', 'HTTP/1.1 400 Bad Request'],
    ['<!DOCTYPE html><html>', 'http', '<!DOCTYPE html><html>'],
    ['SSH-2.0-OpenSSH_9.2p1 Debian\r\n', 'ssh', 'SSH-2.0-OpenSSH_9.2p1 Debian'],
    ['220 mail.example.com ESMTP Postfix\r\n', 'smtp', '220 mail.example.com ESMTP Postfix'],
    ['220 (vsFTPd 3.0.3)\r\n', 'ftp', '220 (vsFTPd 3.0.3)'],
    ['INFO {"server_id":"N"}\r\n', 'nats', 'INFO {"server_id":"N"}'],
    ['\x30\x0c\x02', 'other', '0\\x0c\\x02'],
    ['', 'other', ''],
  ])('%j is %s', (text, protocol, firstLine) => {
    expect(readPlaintext(Buffer.from(text, 'latin1'))).toEqual({ protocol, firstLine });
  });

  it('fits any octets into the contract, as printable text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (octets) => {
        const { firstLine } = readPlaintext(octets);
        expect(firstLine).toMatch(/^[\x20-\x7e]{0,300}$/);
        if (octets.length >= 300) expect(hasFirstLine(octets)).toBe(true);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readError, refusalOf } from './nats-error.ts';
import { readInfo } from './nats-info.ts';
import { LINE_LIMIT_BYTES, NatsLineReader } from './nats-line.ts';

function linesOf(reader: NatsLineReader): string[] {
  const lines: string[] = [];
  for (let line = reader.take(); line !== undefined; line = reader.take())
    lines.push(line.toString('latin1'));
  return lines;
}

describe('NatsLineReader', () => {
  it('gives the same lines however the octets are cut', () => {
    const text = fc.array(fc.string({ unit: 'grapheme-ascii', maxLength: 40 }), { maxLength: 40 });
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 30 })), (lines, cuts) => {
        const clean = lines.map((line) => line.replaceAll(/[\r\n]/g, ''));
        const bytes = Buffer.from(clean.map((line) => `${line}\r\n`).join(''), 'latin1');
        const reader = new NatsLineReader();
        let at = 0;
        for (const cut of cuts) {
          reader.push(bytes.subarray(at, at + cut));
          at += cut;
        }
        reader.push(bytes.subarray(at));
        expect(linesOf(reader)).toEqual(clean);
        expect(reader.unfinishedBytes).toBe(0);
      }),
    );
  });

  it('takes a line of 64 KiB, and gives up beyond', () => {
    const whole = new NatsLineReader();
    whole.push(Buffer.alloc(LINE_LIMIT_BYTES, 0x61));
    whole.push(Buffer.from('\n'));
    expect(whole.take()?.length).toBe(LINE_LIMIT_BYTES);
    const reader = new NatsLineReader();
    for (let count = 0; count < 16 * 1024; count += 1) reader.push(Buffer.alloc(1024, 0x61));
    expect(reader).toMatchObject({ isOverfull: true, unfinishedBytes: 0, hasLine: false });
  });

  it('holds few lines of a peer that says very many', () => {
    const reader = new NatsLineReader();
    reader.push(Buffer.from('PING\r\n'.repeat(10_000)));
    expect(reader.isOverfull).toBe(true);
    expect(linesOf(reader).length).toBeLessThanOrEqual(64);
  });
});

describe('readInfo', () => {
  it('keeps the fields of an INFO line', () => {
    const line = Buffer.from(
      'INFO {"server_id":"N1","version":"2.9.10","proto":1,"host":"0.0.0.0","port":4222,"auth_required":true,' +
        '"tls_required":true,"tls_verify":false,"max_payload":1048576,"cluster":"c","connect_urls":["10.0.0.1:4222",7,""]} ',
    );
    expect(readInfo(line)).toEqual({
      serverId: 'N1',
      version: '2.9.10',
      proto: 1,
      host: '0.0.0.0',
      port: 4222,
      cluster: 'c',
      authRequired: true,
      tlsRequired: true,
      tlsAvailable: false,
      tlsVerify: false,
      maxPayload: 1_048_576,
      connectUrls: ['10.0.0.1:4222'],
    });
  });

  it.each(['INFO', 'INFO []', 'INFO {', 'INFO null', 'INFO "x"', '+OK', 'XINFO {}'])(
    'is none: %s',
    (text) => {
      expect(readInfo(Buffer.from(text))).toBeUndefined();
    },
  );

  it('takes fields of a wrong type as missing', () => {
    expect(
      readInfo(
        Buffer.from('INFO {"server_id":7,"port":"x","proto":1.5,"auth_required":"yes","connect_urls":{}}'),
      ),
    ).toEqual({
      authRequired: false,
      tlsRequired: false,
      tlsAvailable: false,
      tlsVerify: false,
      connectUrls: [],
    });
  });

  it('never throws, and keeps nothing beyond its bounds', () => {
    const json = fc.json().map((text) => `INFO ${text}`);
    const object = fc
      .dictionary(
        fc.constantFrom('server_id', 'version', 'host', 'port', 'connect_urls', 'gateway', '__proto__'),
        fc.jsonValue(),
      )
      .map((fields) => `INFO ${JSON.stringify(fields)}`);
    fc.assert(
      fc.property(fc.oneof(json, object, fc.string({ unit: 'binary' })), (text) => {
        const info = readInfo(Buffer.from(text));
        if (info === undefined) return;
        expect(info.serverId?.length ?? 0).toBeLessThanOrEqual(100);
        expect(info.connectUrls.length).toBeLessThanOrEqual(16);
      }),
    );
    const deep = `INFO {"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
    expect(() => readInfo(Buffer.from(deep))).not.toThrow();
    const urls = JSON.stringify({ connect_urls: Array.from({ length: 500 }, () => 'x'.repeat(100)) });
    expect(readInfo(Buffer.from(`INFO ${urls}`))?.connectUrls.length).toBe(16);
  });
});

describe('readError', () => {
  it('gives the text without its quotes, with odd octets spelled out', () => {
    expect(readError(Buffer.from("-ERR 'Authorization Violation'"))).toBe('Authorization Violation');
    expect(readError(Buffer.from('-ERR bare'))).toBe('bare');
    expect(readError(Buffer.from("-ERR 'a\x1b[2J'"))).toBe('a\\x1b[2J');
    expect(readError(Buffer.from('PONG'))).toBeUndefined();
    expect(readError(Buffer.from(`-ERR '${'x'.repeat(5000)}'`))).toHaveLength(300);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = readError(Buffer.concat([Buffer.from('-ERR '), bytes]));
        expect(text).toMatch(/^[\x20-\x7e]{0,300}$/);
        expect(refusalOf(text ?? '').code).toBeDefined();
      }),
    );
  });

  it.each([
    ['User Authentication Revoked', 'needs-login'],
    ['Authentication Timeout', 'needs-login'],
    ['maximum account active connections exceeded', 'connection-limit'],
    ['attempted to connect to wrong port', 'wrong-port'],
    ['Unknown Protocol Operation', 'refused'],
  ])('%s means %s', (text, code) => {
    expect(refusalOf(text).code).toBe(code);
  });
});

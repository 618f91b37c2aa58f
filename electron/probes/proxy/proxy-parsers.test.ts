import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIpAddress } from '../../contract/host-name.ts';
import { schemesOf } from './http-answer.ts';
import { HEAD_LIMIT_BYTES, HttpHeadReader } from './http-head.ts';
import { connectRequest, loginRequest, readLoginStatus, readMethod, readReply } from './socks.ts';

/** Cuts octets into pieces at the given places. */
function pieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  const ends = [...places, bytes.length];
  return ends.map((end, index) => bytes.subarray(index === 0 ? 0 : (ends[index - 1] ?? 0), end));
}

function read(parts: readonly Buffer[]): HttpHeadReader {
  const reader = new HttpHeadReader();
  for (const part of parts) if (reader.state === 'reading') reader.push(part);
  return reader;
}

const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,20}$/);
const text = fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/);
const cuts = fc.array(fc.nat(2000), { maxLength: 12 });

describe('the reader of HTTP heads', () => {
  it('finds status, headers and what follows, however the octets arrive', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: 999 }),
        text,
        fc.array(fc.tuple(token, text), { maxLength: 8 }),
        fc.constantFrom('\r\n', '\n'),
        fc.uint8Array({ maxLength: 200 }),
        cuts,
        (status, reason, headers, eol, rest, places) => {
          const head = [
            `HTTP/1.1 ${status} ${reason}`,
            ...headers.map(([name, value]) => `${name}: ${value}`),
          ];
          const start = Buffer.from(`${head.join(eol)}${eol}${eol}`, 'latin1');
          const parts = pieces(Buffer.concat([start, rest]), places);
          const reader = new HttpHeadReader();
          for (const part of parts) reader.push(part);
          expect(reader.state).toBe('done');
          expect(reader.head).toEqual({
            status,
            statusText: reason,
            headers: headers.map(([name, value]) => [name.toLowerCase(), value]),
          });
          expect(reader.rest.equals(Buffer.from(rest))).toBe(true);
        },
      ),
    );
  });

  it('says the same of any octets in one piece and in many, and never throws', () => {
    const octets = fc.oneof(
      fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
      fc
        .array(
          fc.constantFrom(
            'HTTP/1.1 200',
            ' ',
            '\r\n',
            '\n',
            ':',
            'a',
            '\t',
            '100',
            '407',
            'HTTP/1.1 100 C\r\n\r\n',
          ),
          {
            maxLength: 30,
          },
        )
        .map((words) => Buffer.from(words.join(''))),
    );
    fc.assert(
      fc.property(octets, cuts, (bytes, places) => {
        const [whole, cut] = [read([bytes]), read(pieces(bytes, places))];
        expect(cut.state).toBe(whole.state);
        expect(cut.head).toEqual(whole.head);
      }),
    );
  });

  it('reads over interim responses, and joins folded lines', () => {
    const reader = read([
      Buffer.from('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 407 \r\nVia: a\r\n  b\r\nno header\r\n\r\nrest'),
    ]);
    expect(reader.head).toEqual({ status: 407, statusText: '', headers: [['via', 'a b']] });
    expect(reader.rest.toString()).toBe('rest');
  });

  it('gives up beyond its limit and holds no more', () => {
    const reader = new HttpHeadReader();
    reader.push(Buffer.from('HTTP/1.1 200 OK\r\n'));
    let pushed = 0;
    for (; reader.state === 'reading' && pushed < 1_000_000; pushed += 100)
      reader.push(Buffer.alloc(100, 'a'));
    expect(reader.state).toBe('too-long');
    expect(pushed).toBeLessThan(2 * HEAD_LIMIT_BYTES);
    expect(reader.rest).toHaveLength(0);
  });
});

describe('the schemes of Proxy-Authenticate', () => {
  it.each([
    [['Basic realm="x"'], ['Basic']],
    [
      ['Negotiate', 'NTLM'],
      ['Negotiate', 'NTLM'],
    ],
    [['Negotiate, NTLM, Basic realm="a, b"'], ['Negotiate', 'NTLM', 'Basic']],
    [['Digest realm="Basic x", nonce="a", Basic realm="\\"q\\", NTLM z"'], ['Digest', 'Basic']],
    [['NTLM TlRMTVNTUAAC=='], ['NTLM']],
    [['', '"', '=,=', ','], []],
  ])('%j', (values, schemes) => {
    expect(schemesOf(values.map((value) => ['proxy-authenticate', value] as const))).toEqual(schemes);
  });
});

describe('the readers of SOCKS5', () => {
  it('wait for more, or decide, and never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        for (const reader of [readMethod, readLoginStatus, readReply]) {
          const found = reader(bytes);
          if (found.state === 'done') expect(found.bytes).toBeLessThanOrEqual(bytes.length);
          // More octets never turn a decision around.
          if (bytes.length > 0 && found.state === 'more')
            expect(reader(bytes.subarray(0, bytes.length - 1)).state).toBe('more');
        }
      }),
    );
  });

  it('find the end of a reply with any bound address', () => {
    const address = fc.oneof(
      fc.uint8Array({ minLength: 4, maxLength: 4 }).map((bytes) => [1, ...bytes]),
      fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => [4, ...bytes]),
      fc.uint8Array({ maxLength: 255 }).map((bytes) => [3, bytes.length, ...bytes]),
    );
    fc.assert(
      fc.property(
        address,
        fc.uint8Array({ minLength: 2, maxLength: 2 }),
        fc.uint8Array(),
        (bound, port, rest) => {
          const reply = Buffer.from([5, 0, 0, ...bound, ...port]);
          expect(readReply(Buffer.concat([reply, rest]))).toEqual({
            state: 'done',
            value: 0,
            bytes: reply.length,
          });
          expect(readReply(reply.subarray(0, -1)).state).toBe('more');
        },
      ),
    );
  });

  it('ask for every host in the form that it has', () => {
    expect(connectRequest('10.0.0.5', 443).toString('hex')).toBe('050100010a00000501bb');
    expect(connectRequest('fd00::5', 443).toString('hex')).toBe(
      '05010004fd00000000000000000000000000000501bb',
    );
    expect(connectRequest('::ffff:10.0.0.5', 4222).toString('hex')).toBe(
      '0501000400000000000000000000ffff0a000005107e',
    );
    fc.assert(
      fc.property(
        fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain()),
        fc.integer({ min: 1, max: 65535 }),
        (host, port) => {
          const bytes = connectRequest(host, port);
          expect(bytes.readUInt16BE(bytes.length - 2)).toBe(port);
          const length = bytes[3] === 1 ? 4 : bytes[3] === 4 ? 16 : 1 + (bytes[4] ?? 0);
          expect(bytes.length).toBe(4 + length + 2);
          expect(bytes[3] === 3).toBe(!isIpAddress(host));
        },
      ),
    );
  });

  it('put only a login into octets that has room there', () => {
    expect(loginRequest('', 'x')).toBeUndefined();
    expect(loginRequest('x', '')).toBeUndefined();
    expect(loginRequest('x', 'é'.repeat(128))).toBeUndefined();
    expect(loginRequest('é', 'x')?.toString('hex')).toBe('0102c3a90178');
  });
});

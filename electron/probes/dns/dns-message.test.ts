import { type Answer, encode, type Packet } from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DnsReading, encodeQuery, isAskable, readResponse } from './dns-message.ts';

const question = { name: 'console.example.com', type: 'A' } as const;
const ID = 0x1234;
const RESPONSE = 0x8180;

function response(packet: Partial<Packet>, flags = RESPONSE): Buffer {
  const { name, type } = question;
  const bytes = encode({ type: 'response', id: ID, questions: [{ name, type }], ...packet });
  bytes.writeUInt16BE(flags, 2);
  return bytes;
}

const a = (name: string, data: string, ttl = 60): Answer => ({ type: 'A', name, data, ttl });
const alias = (name: string, data: string, ttl = 60): Answer => ({ type: 'CNAME', name, data, ttl });
const read = (bytes: Uint8Array): DnsReading => readResponse(bytes, question, ID);

function answerOf(bytes: Uint8Array) {
  const reading = read(bytes);
  if (reading.kind !== 'answer') throw new Error(`read as ${reading.kind}`);
  return reading.answer;
}

describe('a query', () => {
  it('asks for recursion and carries EDNS0 with 1232 bytes', () => {
    const bytes = encodeQuery(question, ID, true);
    expect(bytes.subarray(0, 12).toString('hex')).toBe('123401000001000000000001');
    // Root name, type 41, payload 1232, no extended RCODE, version 0, no flags, no options.
    expect(bytes.subarray(-11).toString('hex')).toBe('00002904d0000000000000');
    expect(encodeQuery(question, ID, false).length).toBe(bytes.length - 11);
  });

  it.each([
    '',
    '.',
    'a..b',
    `${'a'.repeat(64)}.example.com`,
    `${'abcdefg.'.repeat(32)}com`,
    'sp ace.example',
    'ü.example',
  ])('is not made for "%s"', (name) => {
    expect(isAskable(name)).toBe(false);
    expect(() => encodeQuery({ name, type: 'A' }, ID, true)).toThrow(RangeError);
  });

  it('takes a final dot and odd characters that zones do have', () => {
    expect(isAskable('console.example.com.')).toBe(true);
    expect(isAskable('_ldap._tcp.dc._msdcs.example.com')).toBe(true);
  });
});

describe('a response', () => {
  it('gives the chain in order, the addresses at its end and the smallest TTL', () => {
    const answers = [
      // Out of order, as some load balancers send it.
      a('edge.example.net', '10.0.0.6', 30),
      alias('www.example.net', 'edge.example.net', 20),
      alias('CONSOLE.example.com', 'www.example.net', 300),
      a('edge.example.net', '10.0.0.5', 30),
      a('edge.example.net', '10.0.0.5', 30),
      a('someone-else.example', '10.9.9.9', 1),
    ];
    expect(answerOf(response({ answers }))).toEqual({
      rcode: 0,
      rcodeName: 'NOERROR',
      addresses: ['10.0.0.6', '10.0.0.5'],
      cnames: ['www.example.net', 'edge.example.net'],
      ttlSeconds: 20,
      services: [],
    });
  });

  it('writes IPv6 addresses as the system does (RFC 5952)', () => {
    const v6 = { ...question, type: 'AAAA' } as const;
    const bytes = encode({
      type: 'response',
      id: ID,
      questions: [v6],
      answers: [{ type: 'AAAA', name: v6.name, data: '2001:0:0:1:0:0:0:1', ttl: 1 }],
    });
    const reading = readResponse(bytes, v6, ID);
    expect(reading).toMatchObject({ kind: 'answer', answer: { addresses: ['2001:0:0:1::1'] } });
  });

  it.each([
    [0x8182, 2, 'SERVFAIL'],
    [0x8183, 3, 'NXDOMAIN'],
    [0x8185, 5, 'REFUSED'],
    [0x8181, 1, 'FORMERR'],
    [0x818f, 15, 'RCODE 15'],
  ])('with flags %i has RCODE %i, %s', (flags, rcode, rcodeName) => {
    expect(answerOf(response({}, flags))).toEqual({
      rcode,
      rcodeName,
      addresses: [],
      cnames: [],
      ttlSeconds: undefined,
      services: [],
    });
    expect(answerOf(response({ questions: [] }, flags)).rcode).toBe(rcode);
  });

  it('takes the upper bits of the RCODE from EDNS', () => {
    const opt: Answer = {
      type: 'OPT',
      name: '.',
      udpPayloadSize: 1232,
      extendedRcode: 1,
      ednsVersion: 0,
      flags: 0,
      flag_do: false,
      options: [],
    };
    expect(answerOf(response({ additionals: [opt] }))).toMatchObject({ rcode: 16, rcodeName: 'BADVERS' });
  });

  it('ends in a loop of aliases', () => {
    const answers = [alias('console.example.com', 'b.example'), alias('b.example', 'console.example.com')];
    expect(answerOf(response({ answers }))).toMatchObject({
      addresses: [],
      cnames: ['b.example', 'console.example.com'],
    });
  });

  it('passes no control characters on to a terminal', () => {
    const answers = [alias('console.example.com', '\u001b[2Jevil.example')];
    expect(answerOf(response({ answers })).cnames).toEqual(['?[2Jevil.example']);
  });

  it('counts a TTL with its top bit as zero', () => {
    const answers = [a('console.example.com', '10.0.0.5', 0x80000001)];
    expect(answerOf(response({ answers })).ttlSeconds).toBe(0);
  });

  it('survives a broken authority section', () => {
    const bytes = response({ answers: [a('console.example.com', '10.0.0.5')] });
    bytes.writeUInt16BE(3, 8);
    expect(answerOf(bytes).addresses).toEqual(['10.0.0.5']);
  });

  it.each<[string, Buffer, DnsReading['kind']]>([
    ['another id', Buffer.from(response({})).fill(0, 0, 2), 'foreign'],
    ['nothing', Buffer.alloc(0), 'foreign'],
    ['another question', response({ questions: [{ name: 'other.example.com', type: 'A' }] }), 'foreign'],
    ['another type', response({ questions: [{ name: question.name, type: 'AAAA' }] }), 'foreign'],
    ['only half a header', response({}).subarray(0, 7), 'malformed'],
    ['our own query', encodeQuery(question, ID, true), 'malformed'],
    ['another opcode', response({}, 0xa980), 'malformed'],
    ['two questions', response({ questions: [question, question] }), 'malformed'],
    ['no question', response({ questions: [] }), 'malformed'],
    ['the TC bit', response({ answers: [a(question.name, '10.0.0.5')] }, 0x8380), 'truncated'],
    [
      'an answer that is cut off',
      response({ answers: [a(question.name, '10.0.0.5')] }).subarray(0, -2),
      'malformed',
    ],
    [
      'a cut answer with the TC bit',
      response({ answers: [a(question.name, '10.0.0.5')] }, 0x8380).subarray(0, -9),
      'truncated',
    ],
  ])('with %s', (_what, bytes, kind) => {
    expect(read(bytes).kind).toBe(kind);
  });

  it('ignores the TC bit over TCP', () => {
    const bytes = response({ answers: [a(question.name, '10.0.0.5')] }, 0x8380);
    expect(readResponse(bytes, question, ID, true)).toMatchObject({ answer: { addresses: ['10.0.0.5'] } });
  });

  it('with compression pointers that point at each other is malformed', () => {
    const head = response({ answers: [] });
    head.writeUInt16BE(1, 6);
    const loop = Buffer.from([0xc0, head.length + 2, 0xc0, head.length, 0, 1, 0, 1]);
    expect(read(Buffer.concat([head, loop])).kind).toBe('malformed');
  });

  it('reads no more than 256 addresses of a huge one', () => {
    const answers = Array.from({ length: 3000 }, (_, index) =>
      a('console.example.com', `10.1.${index >> 8}.${index & 255}`),
    );
    const { addresses } = answerOf(response({ answers }));
    expect(addresses).toHaveLength(256);
  });
});

describe('hostile bytes', () => {
  const isSane = (reading: DnsReading): void => {
    if (reading.kind !== 'answer') return;
    const { answer } = reading;
    expect(answer.addresses.length).toBeLessThanOrEqual(256);
    for (const address of answer.addresses) expect(address).toMatch(/^\d{1,3}(?:\.\d{1,3}){3}$/);
    expect(answer.cnames.length).toBeLessThanOrEqual(32);
    for (const cname of answer.cnames) expect(cname).toMatch(/^[\x21-\x7e]{1,255}$/);
    expect(answer.rcode).toBeGreaterThanOrEqual(0);
    expect(answer.rcode).toBeLessThanOrEqual(4095);
    expect(answer.ttlSeconds ?? 0).toBeGreaterThanOrEqual(0);
  };

  const template = response({
    answers: [alias('console.example.com', 'www.example.net'), a('www.example.net', '10.0.0.5')],
    authorities: [{ type: 'NS', name: 'example.net', data: 'ns.example.net', ttl: 5 }],
    additionals: [
      a('ns.example.net', '10.0.0.53'),
      { type: 'TXT', name: 'txt.example.net', data: ['some', 'text'], ttl: 5 },
    ],
  });

  it('of any kind are read without a throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => isSane(read(bytes))),
      { numRuns: 2000 },
    );
  });

  it('behind a good header are read without a throw', () => {
    const counts = fc.tuple(...Array.from({ length: 3 }, () => fc.constantFrom(0, 1, 2, 40, 0xffff)));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 900 }), counts, (tail, [answers, authorities, additionals]) => {
        const head = response({});
        head.writeUInt16BE(answers ?? 0, 6);
        head.writeUInt16BE(authorities ?? 0, 8);
        head.writeUInt16BE(additionals ?? 0, 10);
        isSane(read(Buffer.concat([head, tail])));
      }),
      { numRuns: 2000 },
    );
  });

  it('made by changing a good message are read without a throw', () => {
    const change = fc.tuple(fc.nat(template.length - 1), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 12 }),
        fc.nat(template.length),
        (changes, cut) => {
          const bytes = Buffer.from(template);
          for (const [offset, value] of changes) bytes[offset] = value;
          isSane(read(bytes));
          isSane(read(bytes.subarray(0, cut)));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('read back what an encoder wrote', () => {
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
    const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
    const chainOf = fc.uniqueArray(name, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        chainOf,
        fc.uniqueArray(fc.ipV4(), { maxLength: 12 }),
        fc.nat({ max: 0x7fffffff }),
        fc.nat(0xffff),
        (chain, addresses, ttl, id) => {
          const asked = { name: chain[0] ?? 'a', type: 'A' as const };
          const canonical = chain.at(-1) ?? asked.name;
          const links = chain.slice(1).map((target, index) => alias(chain[index] ?? '', target, ttl));
          const answers = [...links, ...addresses.map((address) => a(canonical, address, ttl))];
          const bytes = encode({ type: 'response', id, questions: [asked], answers });
          expect(readResponse(bytes, asked, id)).toEqual({
            kind: 'answer',
            answer: {
              rcode: 0,
              rcodeName: 'NOERROR',
              addresses,
              cnames: chain.slice(1),
              ttlSeconds: answers.length === 0 ? undefined : ttl,
              services: [],
            },
          });
        },
      ),
    );
  });
});

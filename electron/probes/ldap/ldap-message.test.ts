import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bindResponse,
  extendedResponse,
  noticeOfDisconnection,
  searchDone,
  searchEntry,
  searchReference,
} from '../testing/ldap-answers.ts';
import { BER, readBer, readBerAll, writeBer, writeBerInteger } from './ber.ts';
import { type LdapMessage, NOTICE_OF_DISCONNECTION, readLdapMessage } from './ldap-message.ts';
import { LdapMessageReader } from './ldap-message-reader.ts';
import { writeBind, writeSearch, writeStartTls, writeUnbind } from './ldap-requests.ts';
import { ldapResultOf, printable, resultName } from './ldap-result.ts';
import { readGeneralizedTime, readRootDse } from './ldap-root-dse.ts';

const one = (bytes: Buffer): LdapMessage | undefined => new LdapMessageReader().push(bytes)[0]?.message;

const ids = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const texts = fc.string({ maxLength: 40 });
const answers = fc.oneof(
  fc.tuple(ids, fc.nat(80), texts).map(([id, code, message]) => bindResponse(id, code, { message })),
  fc.tuple(ids, texts, texts).map(([id, dn, value]) => searchEntry(id, dn, { name: [value, ''] })),
  fc.tuple(ids, texts).map(([id, url]) => searchReference(id, url)),
  fc.tuple(ids, texts).map(([id, cookie]) => searchDone(id, 0, {}, cookie)),
  fc.tuple(ids, texts).map(([id, matchedDn]) => extendedResponse(id, 2, { matchedDn })),
);

describe('messages', () => {
  it('are the same however the octets are cut on the way', () => {
    const cuts = fc.array(fc.nat(30), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.array(answers, { maxLength: 5 }), cuts, (list, sizes) => {
        const bytes = Buffer.concat(list);
        const whole = new LdapMessageReader().push(bytes);
        const reader = new LdapMessageReader();
        const read: ReturnType<typeof reader.push> = [];
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = 1 + (sizes[turn % sizes.length] ?? 0);
          read.push(...reader.push(bytes.subarray(at, at + size)));
          at += size;
        }
        expect(read).toEqual(whole);
        expect(read.map((message) => message.bytes)).toEqual(list);
        expect(reader.isAlien).toBe(false);
      }),
    );
  });

  it('are read with everything that they say', () => {
    const result = { matchedDn: 'DC=lab', message: 'no', referrals: ['ldap://a/', 'ldap://b/'] };
    expect(one(bindResponse(1, 10, result))).toMatchObject({
      id: 1,
      kind: 'bind',
      result: { code: 10, referrals: [Buffer.from('ldap://a/'), Buffer.from('ldap://b/')] },
    });
    expect(one(searchEntry(2, 'CN=x', { Name: ['a', 'b'] }))).toEqual({
      id: 2,
      kind: 'entry',
      dn: Buffer.from('CN=x'),
      attributes: new Map([['name', [Buffer.from('a'), Buffer.from('b')]]]),
    });
    expect(one(searchDone(3, 0, {}, 'more'))).toMatchObject({ kind: 'done', hasMore: true });
    expect(one(searchDone(3, 0, {}, ''))).toMatchObject({ kind: 'done', hasMore: false });
    expect(one(searchDone(3, 4))).toMatchObject({ result: { code: 4 }, hasMore: false });
    expect(one(searchReference(4, 'ldap://c/'))).toMatchObject({ urls: [Buffer.from('ldap://c/')] });
    expect(one(noticeOfDisconnection(52))).toMatchObject({ id: 0, name: NOTICE_OF_DISCONNECTION });
    // IntermediateResponse, which nobody asked for.
    expect(one(writeBer(BER.sequence, writeBerInteger(BER.integer, 5), writeBer(0x79)))).toEqual({
      id: 5,
      kind: 'other',
    });
  });

  it.each([
    ['a code that is registered nowhere', bindResponse(1, 65_536)],
    ['a negative code', bindResponse(1, -1)],
    ['a negative number', searchDone(-1)],
    [
      'an attribute without a set',
      writeBer(
        BER.sequence,
        writeBerInteger(BER.integer, 1),
        writeBer(0x64, writeBer(4, 'dn'), writeBer(0x30, writeBer(0x30, writeBer(4, 'a')))),
      ),
    ],
    [
      'a result without texts',
      writeBer(
        BER.sequence,
        writeBerInteger(BER.integer, 1),
        writeBer(0x65, writeBerInteger(BER.enumerated, 0)),
      ),
    ],
    ['no operation', writeBer(BER.sequence, writeBerInteger(BER.integer, 1))],
    [
      'a universal tag as operation',
      writeBer(BER.sequence, writeBerInteger(BER.integer, 1), writeBer(4, 'x')),
    ],
  ])('with %s are none', (_, bytes) => {
    const reader = new LdapMessageReader();
    expect(reader.push(bytes)).toEqual([]);
    expect(reader.isAlien).toBe(true);
    expect(reader.push(searchDone(1))).toEqual([]);
  });

  it('never throw, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
        readLdapMessage(Buffer.from(octets));
        new LdapMessageReader().push(Buffer.from(octets));
        printable(Buffer.from(octets), 20);
      }),
    );
  });

  it('never throw when one octet of a good one is another', () => {
    fc.assert(
      fc.property(answers, fc.nat(), fc.nat(255), (bytes, at, octet) => {
        const spoilt = Buffer.from(bytes);
        spoilt[at % bytes.length] = octet;
        for (const { message } of new LdapMessageReader().push(spoilt))
          if (message.kind === 'entry') readRootDse(message.attributes);
          else if ('result' in message) ldapResultOf('bind', message.result);
      }),
    );
  });
});

describe('requests', () => {
  it('are laid out as RFC 4511 has them', () => {
    const octets = (bytes: Buffer): string => bytes.toString('hex');
    expect(octets(writeUnbind(3))).toBe('30050201034200');
    expect(octets(writeBind(1, 'n', 'pw'))).toBe('300f020101' + '600a020103' + '04016e' + '80027077');
    expect(writeStartTls(1).includes('1.3.6.1.4.1.1466.20037')).toBe(true);
    const search = writeSearch(2, {
      baseDn: 'DC=x',
      scope: 'subtree',
      filter: { all: [{ attribute: 'a', value: 'b' }, { present: 'c' }] },
      attributes: ['1.1'],
      sizeLimit: 1000,
      timeLimitSeconds: 5,
      pageSize: 500,
    });
    const message = readBer(search, 0, 500);
    const [, request, controls] = typeof message === 'string' ? [] : (readBerAll(message.content, 3) ?? []);
    expect(octets(request?.content ?? search)).toBe(
      '040444433d78' +
        '0a0102' +
        '0a0100' +
        '020203e8' +
        '020105' +
        '010100' +
        'a00b' +
        'a306040161040162' +
        '870163' +
        '30050403312e31',
    );
    expect(controls?.content.includes('1.2.840.113556.1.4.319')).toBe(true);
  });
});

describe('a result', () => {
  const textOf = (diagnosticMessage: string) =>
    ldapResultOf('bind', {
      code: 49,
      matchedDn: Buffer.alloc(0),
      diagnosticMessage: Buffer.from(diagnosticMessage),
      referrals: [],
    });

  it.each([
    [
      '80090308: LdapErr: DSID-0C090449, comment: AcceptSecurityContext error, data 52e, v4563\0',
      '52e',
      '80090308',
    ],
    [
      '80090346: LdapErr: DSID-0C0906B5, comment: AcceptSecurityContext error, data 80090346, v4563',
      '80090346',
      '80090346',
    ],
    [
      '00002028: LdapErr: DSID-0C090276, comment: The server requires binds to turn on integrity checking, data 0, v4563',
      undefined,
      '00002028',
    ],
    ['BindSimple: Transport encryption required.', undefined, undefined],
    ['', undefined, undefined],
  ])('keeps the text and reads its numbers: %s', (text, adSubCode, windowsError) => {
    const result = textOf(text);
    expect(result.diagnosticMessage).toBe(text.replace('\0', ''));
    expect(result.adSubCode).toBe(adSubCode);
    expect(result.windowsError).toBe(windowsError);
  });

  it('shows control characters by their number and is cut', () => {
    expect(textOf('a\nb\u0007c\n\0').diagnosticMessage).toBe('a\\x0ab\\x07c');
    expect(textOf('ä'.repeat(3000)).diagnosticMessage).toHaveLength(1000);
    expect(resultName(118)).toBe('code-118');
  });
});

describe('a time', () => {
  it.each([
    ['20260131120700.0Z', '2026-01-31T12:07:00.000Z'],
    ['20260131120700Z', '2026-01-31T12:07:00.000Z'],
    ['202601311207Z', '2026-01-31T12:07:00.000Z'],
    ['20260131120700.25Z', '2026-01-31T12:07:00.250Z'],
  ])('%s is read', (text, iso) => {
    expect(new Date(readGeneralizedTime(text) ?? Number.NaN).toISOString()).toBe(iso);
  });

  it.each(['', '20261331120700Z', '20260131120700', '20260131120700+0100', 'yesterday'])(
    '%j is none',
    (text) => {
      expect(readGeneralizedTime(text)).toBeUndefined();
    },
  );
});

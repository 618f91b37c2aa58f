import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cldapPing } from '../../electron/probes/cldap/cldap.ts';
import { ldapLook } from '../../electron/probes/ldap/ldap.ts';
import { ldapBind } from '../../electron/probes/ldap/ldap-bind.ts';
import { testContext } from '../../electron/probes/testing/tcp-test-context.ts';
import { type BerElement, readBerInteger, readBerSequence, writeBer, writeBerInteger } from './ber.ts';
import { PRACTICE_ACCOUNT, PRACTICE_BASE_DN } from './directory-plan.ts';
import { type PracticeSite, startPracticeSite } from './practice-site.ts';
import { talkTcp } from './wire-client.ts';

let site: PracticeSite;
beforeEach(async () => {
  site = await startPracticeSite([]);
});
afterEach(() => site.stop());

const plainPort = (): number => site.profile.activeDirectory?.ports?.ldap ?? 0;
const tlsPort = (): number => site.profile.activeDirectory?.ports?.ldaps ?? 0;

const message = (id: number, operation: Buffer): Buffer =>
  writeBer(0x30, writeBerInteger(0x02, id), operation);
const bindRequest = (name: string, password: string): Buffer =>
  message(1, writeBer(0x60, writeBerInteger(0x02, 3), writeBer(0x04, name), writeBer(0x80, password)));
/** A base search for `(objectClass=*)`. */
const searchRequest = (base: string, ...attributes: string[]): Buffer =>
  message(
    2,
    writeBer(
      0x63,
      writeBer(0x04, base),
      writeBerInteger(0x0a, 0),
      writeBerInteger(0x0a, 0),
      writeBerInteger(0x02, 0),
      writeBerInteger(0x02, 5),
      writeBer(0x01, Buffer.from([0])),
      writeBer(0x87, 'objectClass'),
      writeBer(0x30, ...attributes.map((name) => writeBer(0x04, name))),
    ),
  );
const UNBIND = message(3, writeBer(0x42));

interface Answer {
  readonly id: number | undefined;
  readonly tag: number;
  readonly code?: number | undefined;
  readonly text?: string | undefined;
  readonly attributes?: Record<string, string[]>;
}

function answersIn(bytes: Buffer): Answer[] {
  return (readBerSequence(bytes, 20) ?? []).map((envelope) => {
    const [id, operation] = readBerSequence(envelope.content, 2) ?? [];
    const parts = readBerSequence(operation?.content ?? Buffer.alloc(0), 8) ?? [];
    const tag = operation?.tag ?? 0;
    if (tag === 0x64) return { id: readBerInteger(id), tag, attributes: attributesIn(parts[1]) };
    return {
      id: readBerInteger(id),
      tag,
      code: readBerInteger(parts[0]),
      text: parts[2]?.content.toString('utf8'),
    };
  });
}

function attributesIn(list: BerElement | undefined): Record<string, string[]> {
  const attributes: Record<string, string[]> = {};
  for (const attribute of readBerSequence(list?.content ?? Buffer.alloc(0), 100) ?? []) {
    const [name, values] = readBerSequence(attribute.content, 2) ?? [];
    attributes[name?.content.toString('utf8') ?? ''] = (
      readBerSequence(values?.content ?? Buffer.alloc(0), 100) ?? []
    ).map(({ content }) => content.toString('utf8'));
  }
  return attributes;
}

/** Sends requests and an unbind on one connection, and gives every answer that came before the server closed it. */
const exchange = (socket: Socket, requests: readonly Buffer[]): Promise<Answer[]> =>
  new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    socket.on('data', (bytes) => parts.push(bytes));
    socket.once('error', reject);
    socket.once('end', () => resolve(answersIn(Buffer.concat(parts))));
    socket.write(Buffer.concat([...requests, UNBIND]));
  });

const ask = (...requests: Buffer[]): Promise<Answer[]> =>
  exchange(connectTcp({ host: '127.0.0.1', port: plainPort() }), requests);

describe('the directory of the practice site', () => {
  it('gives the rootDSE of a domain controller without a login', async () => {
    const [entry, done] = await ask(searchRequest(''));
    expect(entry).toMatchObject({
      id: 2,
      tag: 0x64,
      attributes: {
        defaultNamingContext: [PRACTICE_BASE_DN],
        dnsHostName: ['dc1.practice.example'],
        supportedLDAPVersion: ['3', '2'],
        currentTime: [expect.stringMatching(/^\d{14}\.0Z$/)],
      },
    });
    const [time = ''] = entry?.attributes?.['currentTime'] ?? [];
    const iso = time.replace(/^(....)(..)(..)(..)(..)(..)\.0Z$/, '$1-$2-$3T$4:$5:$6Z');
    expect(Math.abs(Date.parse(iso) - Date.now())).toBeLessThan(60_000);
    expect(done).toEqual({ id: 2, tag: 0x65, code: 0, text: '' });
  });

  it('gives only the attributes that were asked for, in any case', async () => {
    const [entry] = await ask(searchRequest('', 'DEFAULTNAMINGCONTEXT', 'noSuchAttribute'));
    expect(entry?.attributes).toEqual({ defaultNamingContext: [PRACTICE_BASE_DN] });
  });

  it('takes the right password over LDAPS, and then shows the domain', async () => {
    const { caPem, secrets } = site;
    const socket = connectTls({ host: '127.0.0.1', port: tlsPort(), ca: caPem, servername: 'localhost' });
    const [bound, entry, done] = await exchange(socket, [
      bindRequest(PRACTICE_ACCOUNT, secrets.bindPassword ?? ''),
      searchRequest(PRACTICE_BASE_DN),
    ]);
    expect(bound).toMatchObject({ id: 1, tag: 0x61, code: 0 });
    expect(entry?.attributes).toMatchObject({ dc: ['practice'] });
    expect(done?.code).toBe(0);
  });

  it('refuses a wrong password and an unknown name with 49 and data 52e', async () => {
    const password = site.secrets.bindPassword ?? '';
    for (const [name, given] of [
      [PRACTICE_ACCOUNT, 'wrong'],
      ['nobody@practice.example', password],
      ['airway', password],
    ] as const) {
      const [bound, done] = await ask(bindRequest(name, given), searchRequest(PRACTICE_BASE_DN));
      expect(bound).toMatchObject({ code: 49, text: expect.stringContaining('data 52e') });
      expect(done).toMatchObject({ tag: 0x65, code: 1, text: expect.stringContaining('000004DC') });
    }
  });

  it('takes the name in all three forms, and an empty password as anonymous', async () => {
    const password = site.secrets.bindPassword ?? '';
    for (const name of [
      'AIRWAY@practice.example',
      'PRACTICE\\airway',
      `CN=airway,CN=Users,${PRACTICE_BASE_DN}`,
    ]) {
      const [, entry] = await ask(bindRequest(name, password), searchRequest(PRACTICE_BASE_DN));
      expect(entry?.tag).toBe(0x64);
    }
    const [bound, done] = await ask(bindRequest(PRACTICE_ACCOUNT, ''), searchRequest(PRACTICE_BASE_DN));
    expect(bound?.code).toBe(0);
    expect(done?.code).toBe(1);
  });

  it('says that another base does not exist, and what it does not offer', async () => {
    const bind = bindRequest(PRACTICE_ACCOUNT, site.secrets.bindPassword ?? '');
    const [, missing] = await ask(bind, searchRequest('DC=other,DC=example'));
    expect(missing).toMatchObject({ code: 32, text: expect.stringContaining('0000208D') });
    const whoAmI = message(4, writeBer(0x77, writeBer(0x80, '1.3.6.1.4.1.4203.1.11.3')));
    expect(await ask(whoAmI)).toMatchObject([{ id: 4, tag: 0x78, code: 2 }]);
    const sasl = message(5, writeBer(0x60, writeBerInteger(0x02, 3), writeBer(0x04, ''), writeBer(0xa3)));
    expect(await ask(sasl)).toMatchObject([{ id: 5, tag: 0x61, code: 7 }]);
    const version2 = message(6, writeBer(0x60, writeBerInteger(0x02, 2), writeBer(0x04, ''), writeBer(0x80)));
    expect(await ask(version2)).toMatchObject([{ id: 6, tag: 0x61, code: 2 }]);
  });

  it('begins TLS when it is asked to, and serves the same directory over it', async () => {
    const { profile, caPem } = site;
    const port = profile.activeDirectory?.ports?.ldap ?? 0;
    const name = 'dc1.practice.example';
    const outcome = await ldapLook.run(
      { address: '127.0.0.1', port, security: 'starttls', servername: name, expectedName: name, caPem },
      testContext(5000),
    );
    expect(outcome).toMatchObject({
      code: 'ready',
      tls: { code: 'established', faults: [] },
      rootDse: { dnsHostName: name, offersStartTls: true },
    });
  });

  it('shows two computers to the account, on one page', async () => {
    const { profile, secrets, caPem } = site;
    const port = profile.activeDirectory?.ports?.ldaps ?? 0;
    const name = 'dc1.practice.example';
    const outcome = await ldapBind.run(
      {
        address: '127.0.0.1',
        port,
        security: 'ldaps',
        servername: name,
        expectedName: name,
        caPem,
        username: PRACTICE_ACCOUNT,
      },
      testContext(5000, { secrets }),
    );
    expect(outcome).toMatchObject({
      code: 'ready',
      base: { dn: PRACTICE_BASE_DN, source: 'root-dse' },
      computers: { count: 2, hasMore: false },
    });
  });

  it('answers the LDAP ping for its own domain, and with nothing for another', async () => {
    const port = site.profile.activeDirectory?.ports?.ldap ?? 0;
    const ping = (domain?: string) =>
      cldapPing.run(
        { address: '127.0.0.1', port, ...(domain === undefined ? {} : { domain }) },
        testContext(2500),
      );
    expect(await ping('practice.example')).toMatchObject({
      code: 'answered',
      netlogon: {
        domain: 'practice.example',
        hostName: 'dc1.practice.example',
        serverSite: 'Headquarters',
        clientSite: 'Headquarters',
        isClosest: true,
      },
    });
    expect((await ping()).code).toBe('answered');
    expect((await ping('other.example')).code).toBe('other-domain');
  });

  it('says goodbye to what is no LDAP, however it begins', async () => {
    for (const send of [
      'GET / HTTP/1.1\r\n\r\n',
      Buffer.from('3084ffffffff', 'hex'),
      Buffer.from('30020500', 'hex'),
    ]) {
      const { bytes, ended } = await talkTcp({ port: plainPort(), send });
      expect(ended).toBe('fin');
      expect(answersIn(bytes)).toMatchObject([{ id: 0, tag: 0x78, code: 2 }]);
    }
  });

  it('reads requests that come in pieces', async () => {
    const bytes = Buffer.concat([searchRequest(''), UNBIND]);
    const parts: Buffer[] = [];
    const slow = connectTcp({ host: '127.0.0.1', port: plainPort(), noDelay: true });
    slow.on('data', (part) => parts.push(part));
    const ended = new Promise((end) => slow.once('end', end));
    for (const byte of bytes) await new Promise((done) => slow.write(Buffer.from([byte]), done));
    await ended;
    expect(answersIn(Buffer.concat(parts)).map(({ tag }) => tag)).toEqual([0x64, 0x65]);
  });

  it('answers or hangs up whatever it is sent, and serves the next client', async () => {
    const pieces = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 200 }),
      fc
        .tuple(fc.constantFrom(0x60, 0x63, 0x77, 0x50, 0x66), fc.uint8Array({ maxLength: 60 }))
        .map(([tag, bytes]) => message(9, writeBer(tag, Buffer.from(bytes)))),
    );
    await fc.assert(
      fc.asyncProperty(pieces, async (piece) => {
        const { ended } = await talkTcp({ port: plainPort(), send: Buffer.from(piece), endsAfterSend: true });
        expect(['fin', 'ECONNRESET']).toContain(ended);
      }),
      { numRuns: 60, endOnFailure: true },
    );
    expect(await ask(searchRequest(''))).toHaveLength(2);
  });
});

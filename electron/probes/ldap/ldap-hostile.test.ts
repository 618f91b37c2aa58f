import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { type LdapOutcome, ldapOutcomeSchema } from '../../contract/outcomes/ldap.ts';
import type { ProbeContext } from '../probe.ts';
import { freePorts } from '../testing/free-ports.ts';
import {
  bindResponse,
  extendedResponse,
  type LdapRequest,
  noticeOfDisconnection,
  onLdapRequest,
  REQUEST,
  searchDone,
  searchEntry,
  searchReference,
} from '../testing/ldap-answers.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { issue, makeAuthority } from '../testing/test-certificates.ts';
import { type LoopbackServer, rawServer, tlsServer } from '../testing/tls-loopback-servers.ts';
import { ldapLook } from './ldap.ts';
import { ldapBind } from './ldap-bind.ts';
import type { LdapBindInput, LdapInput } from './ldap-input.ts';
import { judgeLdap } from './ldap-verdict.ts';

const root = makeAuthority({ commonName: 'Test Root' });
const site = issue(root, { dnsNames: ['dc.lab.test'] });
const identity = { key: site.privateKeyPem, cert: site.fullChainPem };

const servers: LoopbackServer[] = [];
afterAll(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function raw(serve: (socket: Socket, count: number) => void): Promise<LoopbackServer> {
  const server = await rawServer(serve);
  servers.push(server);
  return server;
}

/** Answers every request of every connection. */
const answering = (answer: (request: LdapRequest, socket: Socket) => void): Promise<LoopbackServer> =>
  raw((socket) => onLdapRequest(socket, (request) => answer(request, socket)));

const inputOf = (port: number, rest: Partial<LdapInput>): LdapInput => ({
  address: '127.0.0.1',
  port,
  security: 'plain',
  servername: 'dc.lab.test',
  expectedName: 'dc.lab.test',
  caPem: root.certificatePem,
  ...rest,
});

type Given = Partial<ProbeContext>;

async function look(
  { port }: { port: number },
  rest: Partial<LdapInput> = {},
  given: Given = {},
): Promise<LdapOutcome> {
  return ldapOutcomeSchema.parse(await ldapLook.run(inputOf(port, rest), testContext(1000, given)));
}

async function logIn(
  { port }: { port: number },
  rest: Partial<LdapBindInput> = {},
  given: Given = {},
): Promise<LdapOutcome> {
  const input = { ...inputOf(port, rest), username: 'reader@lab.test', baseDn: 'DC=lab,DC=test', ...rest };
  const secrets = { bindPassword: 'Secret-7f3a' };
  return ldapOutcomeSchema.parse(await ldapBind.run(input, testContext(1000, { secrets, ...given })));
}

/** Answers a login with success and a search with what is given. */
const loggedIn = (answer: (request: LdapRequest, socket: Socket) => void): Promise<LoopbackServer> =>
  answering((request, socket) => {
    if (request.tag === REQUEST.bind) socket.write(bindResponse(request.id, 0));
    else if (request.tag === REQUEST.search) answer(request, socket);
  });

describe.concurrent('a directory that answers', () => {
  it('another result than success to the rootDSE', async () => {
    const server = await answering(({ id }, socket) =>
      socket.write(searchDone(id, 50, { message: 'not for you' })),
    );
    const outcome = await look(server);
    expect(outcome).toMatchObject({
      code: 'root-dse-refused',
      results: [{ operation: 'root-dse', code: 50, name: 'insufficientAccessRights' }],
    });
    expect(judgeLdap(outcome).reason).toContain('(result 50 insufficientAccessRights: "not for you")');
  });

  it('no entry as the rootDSE is there, and is warned about', async () => {
    const outcome = await look(await answering(({ id }, socket) => socket.write(searchDone(id))));
    expect(outcome.code).toBe('ready');
    expect(outcome.rootDse).toBeUndefined();
    expect(judgeLdap(outcome).status).toBe('warned');
  });

  it('with a clock of its own is compared with this machine in whole seconds', async () => {
    const server = await answering(({ id }, socket) =>
      socket.write(
        Buffer.concat([searchEntry(id, '', { currentTime: ['20260131120700.0Z'] }), searchDone(id)]),
      ),
    );
    const wallClock = (): number => Date.parse('2026-01-31T12:00:00Z');
    const outcome = await look(server, {}, { wallClock });
    expect(outcome.rootDse?.currentTime).toBe('2026-01-31T12:07:00.000Z');
    // Half of the round trip is put to the answer's account.
    expect(outcome.clockOffsetMs).toBeGreaterThanOrEqual(420_000);
    expect(outcome.clockOffsetMs).toBeLessThan(420_500);
    expect(judgeLdap(outcome).reason).toContain('its clock is 420.');
  });

  it('a login with success and then knows nobody is what Active Directory does to an anonymous one', async () => {
    const message =
      '000004DC: LdapErr: DSID-0C090A5C, comment: In order to perform this operation a successful bind must be completed on the connection., data 0, v4563\0';
    const server = await loggedIn(({ id }, socket) => socket.write(searchDone(id, 1, { message })));
    const outcome = await logIn(server);
    expect(outcome).toMatchObject({
      code: 'anonymous-only',
      phase: 'base',
      results: [
        { operation: 'bind', code: 0 },
        { operation: 'base', code: 1, windowsError: '000004dc' },
      ],
    });
    expect(outcome.results[1]?.adSubCode).toBeUndefined();
  });

  it('a search for computers with more than a page says so', async () => {
    const server = await loggedIn(({ id, baseDn }, socket) => {
      const isBase = id === 2;
      const entries = Array.from({ length: isBase ? 1 : 500 }, (_, at) =>
        searchEntry(id, `CN=${at},${baseDn}`),
      );
      socket.write(Buffer.concat([...entries, searchDone(id, 0, {}, isBase ? '' : 'cookie')]));
    });
    const outcome = await logIn(server);
    expect(outcome).toMatchObject({ code: 'ready', computers: { count: 500, hasMore: true } });
    expect(judgeLdap(outcome)).toMatchObject({
      status: 'passed',
      reason: expect.stringContaining('more than 500 computers'),
    });
  });

  it('a search for computers with a limit or a refusal is still one to log in to', async () => {
    const ending = (code: number) =>
      loggedIn(({ id }, socket) => {
        const isFirst = id === 2;
        socket.write(
          isFirst
            ? searchDone(id)
            : Buffer.concat([
                searchReference(id, 'ldap://child.lab.test/DC=child'),
                searchEntry(id, 'CN=pc'),
                searchDone(id, code),
              ]),
        );
      });
    expect(await logIn(await ending(4))).toMatchObject({
      code: 'ready',
      computers: { count: 1, hasMore: true },
      referrals: ['ldap://child.lab.test/DC=child'],
    });
    const refused = await logIn(await ending(50));
    expect(refused).toMatchObject({ code: 'ready', results: [{}, {}, { operation: 'computers', code: 50 }] });
    expect(refused.computers).toBeUndefined();
    expect(judgeLdap(refused)).toMatchObject({
      status: 'warned',
      reason: expect.stringContaining('no computers below it (result 50 insufficientAccessRights)'),
    });
  });

  it('with the name of a naming context where it has no default is searched there', async () => {
    const server = await loggedIn(({ id, baseDn }, socket) =>
      socket.write(
        Buffer.concat([
          searchEntry(id, baseDn, baseDn === '' ? { namingContexts: ['o=lab'] } : {}),
          searchDone(id),
        ]),
      ),
    );
    const input = { ...inputOf(server.port, {}), username: 'reader' };
    const secrets = { bindPassword: 'Secret-7f3a' };
    const outcome = await ldapBind.run(input, testContext(1000, { secrets }));
    expect(outcome).toMatchObject({
      code: 'ready',
      base: { dn: 'o=lab', source: 'root-dse' },
      bind: { nameForm: 'bare' },
      computers: { count: 1 },
    });
  });
});

describe.concurrent('a connection that is cut', () => {
  it.each([
    ['closed', (socket: Socket) => socket.end()],
    ['reset', (socket: Socket) => socket.resetAndDestroy()],
    ['silent', (socket: Socket) => socket.resume()],
  ] as const)('is %s after the first message', async (code, cut) => {
    const outcome = await look(await answering((_, socket) => cut(socket)));
    expect(outcome).toMatchObject({ code, phase: 'root-dse', bytesReceived: 0 });
    expect(judgeLdap(outcome)).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('who it is (rootDSE)'),
    });
  });

  it.each([
    ['closed', (socket: Socket) => socket.end()],
    ['reset', (socket: Socket) => socket.resetAndDestroy()],
    ['silent', (socket: Socket) => socket.resume()],
  ] as const)('is %s in place of TLS', async (code, cut) => {
    const server = await raw((socket) => socket.once('data', () => cut(socket)));
    expect(await look(server, { security: 'ldaps' })).toMatchObject({ code: 'tls-failed', tls: { code } });
  });

  it('by an alert is quoted, also when it comes after the handshake', async () => {
    const server = await raw((socket) =>
      socket.once('data', () => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 40]))),
    );
    const outcome = await look(server, { security: 'ldaps' });
    expect(outcome).toMatchObject({ code: 'tls-failed', tls: { code: 'alert', alert: { number: 40 } } });
    expect(judgeLdap(outcome).reason).toContain('alert 40 (handshake_failure)');

    const choosy = await tlsServer({ ...identity, requestCert: true, ca: root.certificatePem });
    servers.push(choosy);
    expect(await look(choosy, { security: 'ldaps' })).toMatchObject({
      code: 'tls-failed',
      phase: 'root-dse',
      tls: { code: 'alert', alert: { number: 116, afterHandshake: true }, requestsClientCertificate: true },
    });
  });

  it('with a notice says why', async () => {
    const server = await answering((_, socket) => socket.end(noticeOfDisconnection(52, 'shutting down')));
    const outcome = await look(server);
    expect(outcome).toMatchObject({
      code: 'closed',
      results: [{ operation: 'notice', code: 52, name: 'unavailable' }],
    });
    expect(judgeLdap(outcome).reason).toContain('(result 52 unavailable: "shutting down")');
  });

  it('with a notice in answer to a ClientHello shows that LDAP is spoken there in clear', async () => {
    const server = await raw((socket) =>
      socket.once('data', () => socket.end(noticeOfDisconnection(2, 'not LDAP'))),
    );
    const outcome = await look(server, { security: 'ldaps' });
    expect(outcome).toMatchObject({
      code: 'tls-failed',
      tls: { code: 'not-tls' },
      results: [{ operation: 'notice', code: 2 }],
    });
    expect(judgeLdap(outcome).reason).toContain('speaks LDAP in clear');
  });

  it('in the middle of a login is no refusal', async () => {
    const server = await answering((_, socket) => socket.resetAndDestroy());
    const outcome = await logIn(server);
    expect(outcome).toMatchObject({
      code: 'reset',
      phase: 'bind',
      bind: { isEncrypted: false },
      results: [],
    });
    expect(server.connections()).toBe(1);
  });

  it('never stands when nobody listens', async () => {
    const [port = 0] = await freePorts(1);
    const outcome = await look({ port });
    expect(outcome).toMatchObject({
      code: 'failed',
      phase: 'connect',
      error: { errno: 'ECONNREFUSED' },
    });
    expect(judgeLdap(outcome).reason).toContain('ECONNREFUSED');
  });
});

describe.concurrent('a login', () => {
  it('without a password is not tried: no packet leaves', async () => {
    const server = await answering(() => undefined);
    for (const secrets of [{}, { bindPassword: '' }]) {
      const outcome = await logIn(server, {}, { secrets });
      expect(outcome).toMatchObject({
        code: 'failed',
        bindWithheld: 'no-password',
        error: { errno: 'EINVAL' },
        raw: [],
      });
      expect(judgeLdap(outcome).reason).toContain('there is no password');
    }
    expect(server.connections()).toBe(0);
  });

  it('that nobody answers is left at the deadline, and never sent again', async () => {
    const server = await answering(() => undefined);
    expect(await logIn(server)).toMatchObject({ code: 'silent', phase: 'bind', bind: { nameForm: 'upn' } });
    expect(server.connections()).toBe(1);
  });

  it('stands, whatever becomes of what is read then', async () => {
    const refusing = await loggedIn(({ id }, socket) => socket.write(searchDone(id, 53)));
    const input = { ...inputOf(refusing.port, {}), username: 'LAB\\reader' };
    const secrets = { bindPassword: 'Secret-7f3a' };
    expect(await ldapBind.run(input, testContext(1000, { secrets }))).toMatchObject({
      code: 'root-dse-refused',
      bind: { nameForm: 'down-level' },
      results: [
        { operation: 'bind', code: 0 },
        { operation: 'root-dse', code: 53 },
      ],
    });
    const slow = await loggedIn(({ id }, socket) => {
      if (id === 2) socket.write(searchDone(id));
    });
    expect(await logIn(slow)).toMatchObject({
      code: 'silent',
      phase: 'computers',
      results: [
        { operation: 'bind', code: 0 },
        { operation: 'base', code: 0 },
      ],
    });
  });

  it('by StartTLS does not begin where TLS is refused', async () => {
    const server = await raw((socket) =>
      onLdapRequest(socket, ({ id, tag }) => {
        expect(tag).not.toBe(REQUEST.bind);
        socket.end(extendedResponse(id, 52, { message: '00000000: LdapErr: DSID-0C09112B' }));
      }),
    );
    expect(await logIn(server, { security: 'starttls' })).toMatchObject({
      code: 'starttls-refused',
      results: [{ operation: 'starttls', code: 52, windowsError: '00000000' }],
    });
  });
});

describe.concurrent('StartTLS', () => {
  it('forgets what came in clear before TLS: anybody on the way may have put it there', async () => {
    const rootDse = (id: number, dnsHostName: string) =>
      Buffer.concat([searchEntry(id, '', { dnsHostName: [dnsHostName] }), searchDone(id)]);
    const server = await raw((socket) => {
      socket.once('data', () => {
        socket.write(Buffer.concat([extendedResponse(1, 0), rootDse(2, 'forged.lab.test')]));
        const tls = new TLSSocket(socket, { isServer: true, ...identity });
        onLdapRequest(tls, ({ id }) => tls.write(rootDse(id, 'dc.lab.test')));
      });
    });
    expect(await look(server, { security: 'starttls' })).toMatchObject({
      code: 'ready',
      rootDse: { dnsHostName: 'dc.lab.test' },
      tls: { code: 'established', faults: [] },
    });
  });
});

describe.concurrent('another service', () => {
  it.each([
    ['SSH-2.0-OpenSSH_9.6\r\n', 'ssh', 'SSH-2.0-OpenSSH_9.6'],
    ['HTTP/1.1 400 Bad Request\r\n\r\n', 'http', 'HTTP/1.1 400 Bad Request'],
    ['\x15\x03\x01\x00\x02\x02\x46', 'tls', '\\x15\\x03\\x01\\x00\\x02\\x02F'],
    ['\x30\x84\xff\xff\xff\xff', 'other', '0\\x84\\xff\\xff\\xff\\xff'],
    ['\x30\x80\x02\x01\x01\n', 'other', '0\\x80\\x02\\x01\\x01'],
    ['\x30\x03\x02\x01\x01\n', 'other', '0\\x03\\x02\\x01\\x01'],
  ] as const)('that says %j is quoted', async (words, protocol, firstLine) => {
    const server = await raw((socket) => {
      socket.resume();
      socket.write(Buffer.from(words, 'latin1'));
    });
    const outcome = await look(server);
    expect(outcome).toMatchObject({ code: 'not-ldap', foreign: { protocol, firstLine } });
    expect(judgeLdap(outcome).reason).toContain(protocol === 'tls' ? 'in TLS' : firstLine);
  });

  it('inside TLS is quoted as well', async () => {
    const server = await tlsServer(identity, (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    servers.push(server);
    expect(await look(server, { security: 'ldaps' })).toMatchObject({
      code: 'not-ldap',
      foreign: { protocol: 'http' },
      tls: { code: 'established' },
    });
  });
});

describe.concurrent('a hostile server', () => {
  /** Octets that the server could get rid of, as a measure of what the probe took in. */
  const READ_AT_MOST = 1024 * 1024 + 128 * 1024;

  it('that answers another request, or with another operation, costs one deadline at most', async () => {
    const wrongId = await answering(({ id }, socket) => socket.write(searchDone(id + 7)));
    expect(await look(wrongId)).toMatchObject({ code: 'silent', phase: 'root-dse' });
    const wrongKind = await answering(({ id }, socket) => socket.write(bindResponse(id, 0)));
    expect(await look(wrongKind)).toMatchObject({ code: 'failed', error: { errno: 'EPROTO' } });
  });

  it('that nests 60000 sequences is left at the first', async () => {
    const layers = 60_000;
    const deep = Buffer.alloc(4 * layers);
    for (let at = 0; at < layers; at += 1) {
      deep[4 * at] = 0x30;
      deep[4 * at + 1] = 0x82;
      deep.writeUInt16BE(Math.min(0xffff, 4 * (layers - at - 1)), 4 * at + 2);
    }
    expect(await look(await answering((_, socket) => socket.write(deep)))).toMatchObject({
      code: 'not-ldap',
    });
  });

  it('that announces a message of 16 MB is left before it comes', async ({ expect }) => {
    const server = await answering((_, socket) => {
      socket.write(Buffer.from([0x30, 0x84, 0x01, 0, 0, 0]));
      socket.write(Buffer.alloc(16 * 1024 * 1024));
    });
    const outcome = await look(server);
    expect(outcome.code).toBe('not-ldap');
    expect(outcome.bytesReceived).toBeLessThan(READ_AT_MOST);
    await expect.poll(() => server.open()).toBe(0);
  });

  it('that sends a byte now and then costs one deadline', async () => {
    const server = await answering(({ id }, socket) => {
      const bytes = searchDone(id);
      let at = 0;
      const timer = setInterval(() => {
        socket.write(bytes.subarray(at, at + 1));
        at = Math.min(at + 1, bytes.length - 1);
      }, 100);
      socket.once('close', () => clearInterval(timer));
    });
    expect(await look(server)).toMatchObject({ code: 'silent', phase: 'root-dse' });
  });

  it.each(['in clear', 'over TLS'])('that sends entries without end is left, %s', async (way) => {
    const flood = (socket: Socket): void =>
      onLdapRequest(socket, ({ id }) => {
        const many = Buffer.concat(Array.from({ length: 500 }, () => searchEntry(id, 'x'.repeat(500))));
        const send = (): void => {
          while (!socket.destroyed && socket.write(many));
        };
        socket.on('drain', send);
        send();
      });
    const server = way === 'in clear' ? await raw(flood) : await tlsServer(identity, flood);
    servers.push(server);
    const outcome = await look(server, way === 'in clear' ? {} : { security: 'ldaps' });
    expect(outcome.code).toBe('ready');
    expect(outcome.bytesReceived).toBeLessThan(READ_AT_MOST);
  });

  it('that sends without end what answers nothing is left after 1 MB', async ({ expect }) => {
    const server = await answering(({ id }, socket) => {
      const many = Buffer.concat(Array.from({ length: 500 }, () => searchEntry(id + 1, 'x'.repeat(500))));
      const send = (): void => {
        while (!socket.destroyed && socket.write(many));
      };
      socket.on('drain', send);
      send();
    });
    const outcome = await look(server);
    expect(outcome).toMatchObject({ code: 'failed', error: { errno: 'EMSGSIZE' } });
    expect(outcome.bytesReceived).toBeLessThan(READ_AT_MOST);
    await expect.poll(() => server.open()).toBe(0);
  });

  it('costs nothing once the run is cancelled, before and while it is waited for', async ({ expect }) => {
    const server = await raw((socket) => socket.resume());
    for (const ask of [look, logIn]) {
      expect(await ask(server, {}, { signal: AbortSignal.abort() })).toMatchObject({
        code: 'failed',
        error: { errno: 'ECANCELED' },
      });
    }
    expect(server.connections()).toBe(0);
    for (const security of ['plain', 'ldaps', 'starttls'] as const) {
      const controller = new AbortController();
      const running = look(server, { security }, { signal: controller.signal });
      await expect.poll(() => server.open()).toBe(1);
      controller.abort();
      expect(await running).toMatchObject({ code: 'failed', error: { errno: 'ECANCELED' } });
      await expect.poll(() => server.open()).toBe(0);
    }
  });
});

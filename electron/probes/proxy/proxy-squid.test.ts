import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../testing/free-ports.ts';
import { isNatsServerMissing, type NatsServer, startNatsServer } from '../testing/nats-server.ts';
import { askProxy } from '../testing/proxy-asking.ts';
import { isSquidMissing, type Squid, startSquid } from '../testing/squid.ts';
import { issue, makeAuthority } from '../testing/test-certificates.ts';
import { type LoopbackServer, rawServer, tlsServer } from '../testing/tls-loopback-servers.ts';
import { throughProxy } from './proxy.ts';
import { ProxyLogin } from './proxy-login.ts';

const authority = makeAuthority({ commonName: 'Test Root' });
const caPem = authority.certificatePem;
const leaf = issue(authority, { dnsNames: ['localhost'], ipAddresses: ['127.0.0.1'] });
const LOGIN = { username: 'engineer', password: 'Pa55:w/rd%20' };

describe.skipIf(isSquidMissing())('squid', () => {
  let origin: LoopbackServer;
  let mute: LoopbackServer;
  let squid: Squid;
  let guarded: Squid;

  beforeAll(async () => {
    origin = await tlsServer({ key: leaf.privateKeyPem, cert: leaf.fullChainPem });
    mute = await rawServer((socket) => socket.resume());
    [squid, guarded] = await Promise.all([
      startSquid({ access: ['acl unwanted port 8443 4222', 'http_access deny CONNECT unwanted'] }),
      startSquid({ login: LOGIN }),
    ]);
  });
  afterAll(() => Promise.all([origin.close(), mute.close(), squid.stop(), guarded.stop()]));

  it('lets a tunnel through, and the handshake in it is the one of the origin', async () => {
    const outcome = await askProxy({ proxyPort: squid.port, port: origin.port, caPem });
    expect(outcome).toMatchObject({
      code: 'through',
      http: { status: 200, statusText: 'Connection established' },
      inside: { tls: { code: 'established', chainSource: 'wire', faults: [], servername: 'localhost' } },
    });
    expect(outcome.inside?.tls?.chain[0]?.fingerprint256).toBe(leaf.fingerprint256);
    expect(outcome.timings.answerMs).toBeGreaterThanOrEqual(0);
    expect(throughProxy.judge(outcome)).toMatchObject({
      status: 'passed',
      reason: expect.stringMatching(/^the proxy 127\.0\.0\.1:\d+ let the tunnel to localhost:\d+ through/),
    });
  });

  it('tells a fault of the origin inside a tunnel that works', async () => {
    const outcome = await askProxy({ proxyPort: squid.port, port: origin.port });
    expect(outcome).toMatchObject({
      code: 'service-fault',
      inside: { tls: { code: 'established', faults: ['untrusted-authority'] } },
    });
  });

  it('finds a silent tunnel cut', async () => {
    const outcome = await askProxy({ proxyPort: squid.port, port: mute.port, deadlineMs: 700 });
    expect(outcome).toMatchObject({
      code: 'tunnel-cut',
      end: 'silent',
      inside: { tls: { bytesReceived: 0 } },
    });
    expect(throughProxy.judge(outcome).reason).toContain('nothing came through it');
  });

  it('forbids a port', async () => {
    const outcome = await askProxy({ proxyPort: squid.port, port: 8443 });
    expect(outcome).toMatchObject({
      code: 'forbidden',
      proxyReason: 'ERR_ACCESS_DENIED',
      http: {
        status: 403,
        headers: { 'x-squid-error': 'ERR_ACCESS_DENIED 0', server: expect.stringMatching(/^squid/) },
        title: 'ERROR: The requested URL could not be retrieved',
      },
    });
    // The style sheet stands before the words.
    expect(outcome.http?.bodyStart).toContain('Access Denied');
    expect(outcome.http?.bodyStart).not.toContain('font-family');
  });

  it('says with the errno of its own that the origin refuses', async () => {
    const [port = 0] = await freePorts(1);
    const outcome = await askProxy({ proxyPort: squid.port, host: '127.0.0.1', port });
    expect(outcome).toMatchObject({
      code: 'cannot-connect',
      proxyReason: 'ERR_CONNECT_FAIL 111 (ECONNREFUSED)',
      http: { status: 503 },
    });
  });

  it('does not find a name', async () => {
    const outcome = await askProxy({ proxyPort: squid.port, host: 'nowhere.invalid' });
    expect(outcome).toMatchObject({ code: 'cannot-resolve', proxyReason: 'ERR_CANNOT_FORWARD' });
  });

  it('wants a login, and takes it', async () => {
    const asked = { proxyPort: guarded.port, port: origin.port, caPem };
    const without = await askProxy(asked);
    expect(without).toMatchObject({
      code: 'login-required',
      login: 'none',
      http: { status: 407, schemes: ['Basic'] },
    });
    const outcome = await askProxy({ ...asked, login: LOGIN });
    expect(outcome).toMatchObject({
      code: 'through',
      login: 'sent',
      inside: { tls: { code: 'established' } },
    });
    expect(outcome.raw.map(({ what }) => what)).toEqual(['CONNECT', 'answer of the proxy', 'CONNECT']);
  });

  it('refuses a wrong login, which is sent by one of three checks and no more', async () => {
    const shared = new ProxyLogin();
    const login = { ...LOGIN, password: 'wr0ng-w0rd' };
    const asked = { proxyPort: guarded.port, port: origin.port, login, shared };
    const outcomes = await Promise.all([askProxy(asked), askProxy(asked), askProxy(asked)]);
    expect(outcomes.map(({ code, login: how }) => `${code} ${how}`).sort()).toEqual([
      'login-refused sent',
      'login-required withheld',
      'login-required withheld',
    ]);
  });

  it('takes the right login from three checks at once', async () => {
    const shared = new ProxyLogin();
    const asked = { proxyPort: guarded.port, port: origin.port, login: LOGIN, shared, caPem };
    const outcomes = await Promise.all([askProxy(asked), askProxy(asked), askProxy(asked)]);
    expect(outcomes.map(({ code, login }) => `${code} ${login}`)).toEqual(Array(3).fill('through sent'));
  });

  it('speaks TLS itself, and gets the login only once it has proved who it is', async () => {
    const certificatePem = leaf.fullChainPem;
    const overTls = await startSquid({
      login: LOGIN,
      tls: { certificatePem, privateKeyPem: leaf.privateKeyPem },
    });
    try {
      const asked = { proxyPort: overTls.port, scheme: 'https' as const, port: origin.port, login: LOGIN };
      const outcome = await askProxy({ ...asked, caPem });
      expect(outcome).toMatchObject({ code: 'through', login: 'sent', proxyTls: { version: 'TLSv1.3' } });
      expect(outcome.proxyTls?.libraryVerdict).toBeUndefined();
      expect(outcome.timings.proxyTlsMs).toBeGreaterThan(0);
      const unproven = await askProxy(asked);
      expect(unproven).toMatchObject({
        code: 'login-required',
        login: 'withheld',
        proxyTls: { libraryVerdict: expect.stringMatching(/UNABLE_TO|SELF_SIGNED/) },
      });
    } finally {
      await overTls.stop();
    }
  });

  it('is no proxy over TLS when it listens in clear', async () => {
    const outcome = await askProxy({ proxyPort: squid.port, scheme: 'https' });
    expect(outcome).toMatchObject({ code: 'proxy-tls-failed', error: { errno: expect.stringMatching(/./) } });
    expect(throughProxy.judge(outcome).status).toBe('failed');
  });

  it.skipIf(isNatsServerMissing())('lets the greeting of NATS through', async () => {
    const server: NatsServer<'client'> = await startNatsServer({
      ports: ['client'],
      config: ({ client }) => `host: 127.0.0.1\nport: ${client}\nauthorization { token: "t" }`,
    });
    try {
      const outcome = await askProxy({ proxyPort: squid.port, port: server.ports.client, protocol: 'nats' });
      expect(outcome).toMatchObject({
        code: 'through',
        inside: { nats: { code: 'needs-login', info: { authRequired: true } } },
      });
    } finally {
      await server.stop();
    }
  });
});

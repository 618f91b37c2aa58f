import { X509Certificate } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { type TlsOutcome, tlsOutcomeSchema } from '../../contract/outcomes/tls.ts';
import type { ProbeContext } from '../probe.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { issue, makeAuthority } from '../testing/test-certificates.ts';
import { type LoopbackServer, rawServer, tlsServer } from '../testing/tls-loopback-servers.ts';
import { tlsHandshake } from './tls.ts';
import type { TlsInput } from './tls-attempt.ts';

const root = makeAuthority({ commonName: 'Test Root' });
const middle = makeAuthority({ commonName: 'Test Middle', issuer: root });
const issuing = makeAuthority({ commonName: 'Test Issuing', issuer: middle, key: 'ec-p384' });
const site = issue(issuing, { dnsNames: ['console.test'], ipAddresses: ['127.0.0.1'] });
const withRsa = issue(issuing, { dnsNames: ['console.test'], key: 'rsa-2048' });
const identity = { key: site.privateKeyPem, cert: site.fullChainPem };

const servers: LoopbackServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(...options: Parameters<typeof tlsServer>): Promise<LoopbackServer> {
  const server = await tlsServer(...options);
  servers.push(server);
  return server;
}

async function handshake(
  { port }: { port: number },
  input: Partial<TlsInput> = {},
  context: Partial<ProbeContext> = {},
): Promise<TlsOutcome> {
  const whole = {
    address: '127.0.0.1',
    port,
    servername: 'console.test',
    expectedName: 'console.test',
    caPem: root.certificatePem,
    ...input,
  };
  return tlsOutcomeSchema.parse(await tlsHandshake.run(whole, testContext(5000, context)));
}

describe('a healthy server', () => {
  it.each([
    ['TLS 1.3 with AES-256', { ciphers: 'TLS_AES_256_GCM_SHA384' }, 'TLSv1.3', 'TLS_AES_256_GCM_SHA384'],
    ['TLS 1.3 with AES-128', { ciphers: 'TLS_AES_128_GCM_SHA256' }, 'TLSv1.3', 'TLS_AES_128_GCM_SHA256'],
    [
      'TLS 1.3 with ChaCha20',
      { ciphers: 'TLS_CHACHA20_POLY1305_SHA256' },
      'TLSv1.3',
      'TLS_CHACHA20_POLY1305_SHA256',
    ],
    ['TLS 1.3 after a HelloRetryRequest', { ecdhCurve: 'P-521' }, 'TLSv1.3', 'TLS_AES_256_GCM_SHA384'],
    [
      'TLS 1.2 with an RSA key and CBC',
      {
        key: withRsa.privateKeyPem,
        cert: withRsa.fullChainPem,
        maxVersion: 'TLSv1.2' as const,
        ciphers: 'ECDHE-RSA-AES128-SHA256',
      },
      'TLSv1.2',
      'ECDHE-RSA-AES128-SHA256',
    ],
    [
      'TLS 1.2 with ChaCha20',
      { maxVersion: 'TLSv1.2' as const, ciphers: 'ECDHE-ECDSA-CHACHA20-POLY1305' },
      'TLSv1.2',
      'ECDHE-ECDSA-CHACHA20-POLY1305',
    ],
  ])('%s: the chain is read from the wire as it was sent', async (_case, options, version, cipher) => {
    const outcome = await handshake(await serve({ ...identity, ALPNProtocols: ['http/1.1'], ...options }));
    expect(outcome).toMatchObject({
      code: 'established',
      version,
      cipher,
      alpn: 'http/1.1',
      servername: 'console.test',
      chainSource: 'wire',
      faults: [],
      requestsClientCertificate: false,
    });
    expect(outcome.chain.map(({ commonName }) => commonName)).toEqual([
      'console.test',
      'Test Issuing',
      'Test Middle',
    ]);
    expect(outcome.trust.at(-1)).toEqual({
      store: 'profile',
      code: 'trusted',
      roots: 1,
      anchor: 'CN=Test Root',
    });
    expect(outcome.libraryVerdict).toBeUndefined();
    expect(outcome.error).toBeUndefined();
    expect(outcome.raw.map(({ direction }) => direction)).toEqual(['sent', 'received']);
    expect(tlsHandshake.judge(outcome).status).toBe('passed');
  });

  it('keeps the order in which a server sends its chain, root included', async () => {
    const cert = [
      site.certificatePem,
      root.certificatePem,
      middle.certificatePem,
      issuing.certificatePem,
    ].join('');
    const outcome = await handshake(await serve({ key: site.privateKeyPem, cert }));
    expect(outcome.chain.map(({ commonName }) => commonName)).toEqual([
      'console.test',
      'Test Root',
      'Test Middle',
      'Test Issuing',
    ]);
    expect(outcome.chain[0]?.fingerprint256).toBe(new X509Certificate(site.certificatePem).fingerprint256);
    expect(outcome.faults).toEqual([]);
  });

  it('sends no servername for an address and compares the certificate with the address', async () => {
    const seen: unknown[] = [];
    const server = await serve({
      ...identity,
      SNICallback: (name, done) => {
        seen.push(name);
        done(null);
      },
    });
    const outcome = await handshake(server, { servername: '127.0.0.1', expectedName: '127.0.0.1' });
    expect(outcome).toMatchObject({ code: 'established', servername: null, faults: [] });
    expect(seen).toEqual([]);
    const other = await handshake(server, { servername: null, expectedName: '127.0.0.2' });
    expect(other.faults).toEqual(['name-mismatch']);
    expect(tlsHandshake.judge(other)).toEqual({
      status: 'failed',
      reason: 'The certificate is for console.test, 127.0.0.1, not for 127.0.0.2.',
    });
  });

  it('judges by the wall clock that it is given', async () => {
    const server = await serve(identity);
    const inTwoYears = { wallClock: () => Date.now() + 2 * 365 * 86_400_000 };
    expect((await handshake(server, {}, inTwoYears)).faults).toEqual(['expired']);
    const years = { wallClock: () => Date.now() - 2 * 365 * 86_400_000 };
    expect((await handshake(server, {}, years)).faults).toEqual(['not-yet-valid']);
  });

  it('looks at a server with weak keys, which the library alone would refuse to talk to', async () => {
    const weak = issue(root, { dnsNames: ['console.test'], key: 'rsa-1024', digest: 'sha1' });
    // The server's own library has a security level as well.
    const server = await serve({
      key: weak.privateKeyPem,
      cert: weak.fullChainPem,
      ciphers: 'DEFAULT:@SECLEVEL=0',
    });
    const outcome = await handshake(server);
    expect(outcome).toMatchObject({ code: 'established', faults: ['weak-key', 'weak-signature'] });
    expect(tlsHandshake.judge(outcome)).toEqual({
      status: 'warned',
      reason:
        'The certificate has an RSA key of only 1024 bits; the certificate is signed with ecdsa-with-SHA1.',
    });
  });

  it('is established even if the server hangs up right after the handshake', async () => {
    const server = await serve({ ...identity, maxVersion: 'TLSv1.2' }, (socket) => socket.end());
    expect((await handshake(server)).code).toBe('established');
  });
});

describe('a server that asks for a client certificate', () => {
  const asking = { ...identity, requestCert: true, ca: root.certificatePem };

  it('refuses without one in TLS 1.3 only after the client is done', async () => {
    const outcome = await handshake(await serve({ ...asking, rejectUnauthorized: true }));
    expect(outcome).toMatchObject({
      code: 'alert',
      alert: { number: 116, name: 'certificate_required', afterHandshake: true },
      version: 'TLSv1.3',
      chainSource: 'wire',
      requestsClientCertificate: true,
    });
    expect(tlsHandshake.judge(outcome).reason).toContain(
      'finished the handshake and then refused with alert 116',
    );
  });

  it('refuses without one in TLS 1.2 within the handshake', async () => {
    const outcome = await handshake(
      await serve({ ...asking, rejectUnauthorized: true, maxVersion: 'TLSv1.2' }),
    );
    expect(outcome).toMatchObject({
      code: 'alert',
      alert: { number: 40, name: 'handshake_failure', afterHandshake: false },
      requestsClientCertificate: true,
    });
    expect(outcome.chain).toHaveLength(3);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'goes on without one in %s where it only may be shown',
    async (maxVersion) => {
      const outcome = await handshake(await serve({ ...asking, rejectUnauthorized: false, maxVersion }));
      expect(outcome).toMatchObject({ code: 'established', requestsClientCertificate: true, faults: [] });
      expect(tlsHandshake.judge(outcome).status).toBe('passed');
    },
  );

  it('is seen to hang up without a word', async () => {
    // No ticket tells the client that it was accepted, and the end comes where the alert would.
    const server = await serve(
      { ...asking, rejectUnauthorized: false, secureOptions: NO_TICKETS },
      (socket) => socket.destroy(),
    );
    const outcome = await handshake(server);
    expect(['closed', 'reset']).toContain(outcome.code);
    expect(outcome.chain).toHaveLength(3);
    expect(tlsHandshake.judge(outcome).reason).toContain('right after the handshake');
  });
});

/** SSL_OP_NO_TICKET; a server with neither tickets nor a cache sends none in TLS 1.3. */
const NO_TICKETS = 1 << 14;

describe('a server that refuses', () => {
  it.each([
    [
      'old versions only',
      { minVersion: 'TLSv1' as const, maxVersion: 'TLSv1.1' as const, ciphers: 'DEFAULT:@SECLEVEL=0' },
      70,
    ],
    ['no common cipher', { maxVersion: 'TLSv1.2' as const, ciphers: 'ECDHE-ECDSA-CAMELLIA128-SHA256' }, 40],
  ])('%s: the alert is read as sent', async (_case, options, number) => {
    const outcome = await handshake(await serve({ ...identity, ...options }));
    expect(outcome).toMatchObject({
      code: 'alert',
      alert: { level: 2, number, afterHandshake: false },
      chain: [],
    });
    expect(tlsHandshake.judge(outcome).status).toBe('failed');
  });
});

describe('limits', () => {
  it('ends at once when the run is cancelled, and leaves no connection', async () => {
    const controller = new AbortController();
    const server = await rawServer((socket) => socket.once('data', () => controller.abort()));
    servers.push(server);
    const outcome = await handshake(server, {}, { signal: controller.signal });
    expect(outcome).toMatchObject({ code: 'failed', error: { errno: 'ECANCELED' } });
    await expect.poll(() => server.open()).toBe(0);
  });

  it('does not connect for a run that is cancelled already', async () => {
    const server = await serve(identity);
    const outcome = await handshake(server, {}, { signal: AbortSignal.abort() });
    expect(outcome).toMatchObject({ code: 'failed', error: { errno: 'ECANCELED' } });
    // A later connection comes after all that were made before it.
    await handshake(server);
    expect(server.connections()).toBe(1);
  });

  it('reports a port where nobody listens as a failed connection', async () => {
    const { port, close } = await rawServer(() => undefined);
    await close();
    expect(await handshake({ port })).toMatchObject({
      code: 'failed',
      error: { errno: 'ECONNREFUSED', syscall: 'connect' },
    });
  });
});

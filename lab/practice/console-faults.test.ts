import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { CauseId } from '../../electron/contract/cause-ids.ts';
import { ANSWER_FAULTS } from './answer-faults.ts';
import { CERTIFICATE_FAULTS } from './certificate-faults.ts';
import { CONNECTION_FAULTS } from './connection-faults.ts';
import { type PracticeSite, startPracticeSite } from './practice-site.ts';
import { clientHello, getHttps, type HttpsAnswer, shakeHands, talkTcp } from './wire-client.ts';

/** Every fault of the Console is seen here with clients that know nothing of Airway. */

const DAY_MS = 86_400_000;

let site: PracticeSite | undefined;
afterEach(() => site?.stop());

interface Running {
  readonly primary: number;
  readonly alternate: number;
  /** The port that nobody uses. */
  readonly control: number;
  readonly caPem: string;
  readonly apiToken: string;
}

async function startWith(...faults: CauseId[]): Promise<Running> {
  site = await startPracticeSite(faults);
  const { profile, caPem, secrets } = site;
  return {
    primary: profile.console?.ports?.primary ?? 0,
    alternate: profile.console?.ports?.alternate ?? 0,
    control: profile.controlPort ?? 0,
    caPem,
    apiToken: secrets.apiToken ?? '',
  };
}

const isHealthy = async (port: number, caPem: string): Promise<boolean> =>
  (await getHttps(port, '/', { caPem })).status === 200;

/** Asserts for each fault of one family what the wire shows of it; a fault without an entry fails the suite. */
function describeFamily(
  name: string,
  faults: readonly { readonly id: CauseId }[],
  onTheWire: Partial<Record<CauseId, (running: Running) => Promise<void>>>,
): void {
  describe(name, () => {
    it('has an assertion for every fault', () => {
      expect(Object.keys(onTheWire).sort()).toEqual(faults.map(({ id }) => id).sort());
    });
    it.each(faults.map(({ id }) => id))('%s is seen on the wire', async (id) => {
      await onTheWire[id]?.(await startWith(id));
    });
  });
}

const alertOf = async ({ primary }: Running): Promise<string> => {
  const answer = await talkTcp({ port: primary, send: await clientHello() });
  expect(answer.ended).toBe('fin');
  return answer.bytes.toString('hex');
};

describeFamily('connection faults', CONNECTION_FAULTS, {
  'port-closed': async ({ primary, alternate, control, caPem }) => {
    expect((await talkTcp({ port: control })).ended).toBe('ECONNREFUSED');
    expect((await talkTcp({ port: primary })).ended).toBe('ECONNREFUSED');
    // EADDRNOTAVAIL: this machine has no ::1.
    expect((await talkTcp({ host: '::1', port: primary })).ended).toMatch(/^(ECONNREFUSED|EADDRNOTAVAIL)$/);
    expect(await isHealthy(alternate, caPem)).toBe(true);
  },
  'closed-on-accept': async ({ primary }) => {
    const answer = await talkTcp({ port: primary });
    expect(answer).toEqual({ bytes: Buffer.alloc(0), ended: 'fin' });
  },
  'tls-no-answer': async ({ primary, alternate, caPem }) => {
    const answer = await talkTcp({ port: primary, send: await clientHello(), patienceMs: 400 });
    expect(answer).toEqual({ bytes: Buffer.alloc(0), ended: 'silent' });
    expect(await isHealthy(alternate, caPem)).toBe(true);
  },
  'false-open': async ({ primary, control, alternate, caPem }) => {
    for (const port of [primary, control]) {
      const answer = await talkTcp({ port, send: await clientHello(), patienceMs: 400 });
      expect(answer).toEqual({ bytes: Buffer.alloc(0), ended: 'silent' });
    }
    expect(await isHealthy(alternate, caPem)).toBe(true);
  },
  'service-overloaded': async ({ primary, alternate, caPem }) => {
    const sockets = [1, 2, 3, 4].map(() => connect({ host: '127.0.0.1', port: primary }));
    for (const socket of sockets) socket.on('error', () => undefined);
    // By the answer of another port, what can open on loopback has opened.
    expect(await isHealthy(alternate, caPem)).toBe(true);
    const opened = sockets.filter(({ connecting, destroyed }) => !connecting && !destroyed);
    for (const socket of sockets) socket.destroy();
    expect(opened.length).toBeGreaterThan(0);
    expect(opened.length).toBeLessThan(sockets.length);
  },
  'plain-http-on-tls-port': async ({ primary, caPem }) => {
    const hello = await talkTcp({ port: primary, send: await clientHello() });
    expect(hello.bytes.toString('latin1')).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    const plain = await talkTcp({
      port: primary,
      send: 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    });
    expect(plain.bytes.toString('utf8')).toContain('<title>AIR Console</title>');
    await expect(shakeHands(primary, caPem)).rejects.toMatchObject({ code: 'ERR_SSL_WRONG_VERSION_NUMBER' });
  },
  'wrong-service': async ({ primary }) => {
    const answer = await talkTcp({ port: primary, send: await clientHello() });
    expect(answer.bytes.toString('latin1')).toMatch(/^SSH-2\.0-\S+\r\n/);
  },
  'tls-version-too-old': async (running) => {
    expect(await alertOf(running)).toBe('15030300020246');
    await expect(shakeHands(running.primary, running.caPem)).rejects.toMatchObject({
      code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    });
  },
  'tls-no-common-cipher': async (running) => {
    expect(await alertOf(running)).toBe('15030300020228');
    await expect(shakeHands(running.primary, running.caPem)).rejects.toMatchObject({
      code: expect.stringContaining('HANDSHAKE_FAILURE'),
    });
  },
  'tls-name-not-served': async (running) => {
    expect(await alertOf(running)).toBe('15030300020270');
    await expect(shakeHands(running.primary, running.caPem)).rejects.toMatchObject({
      code: 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME',
    });
  },
  'alternate-port-blocked': async ({ primary, alternate, caPem }) => {
    expect((await talkTcp({ port: alternate })).ended).toBe('ECONNREFUSED');
    expect(await isHealthy(primary, caPem)).toBe(true);
  },
});

const daysFromNow = (date: string): number => (Date.parse(date) - Date.now()) / DAY_MS;

describeFamily('certificate faults', CERTIFICATE_FAULTS, {
  'certificate-expired': async ({ primary, alternate, caPem }) => {
    const { leaf, authorizationError } = await shakeHands(primary, caPem);
    expect(daysFromNow(leaf.validTo)).toBeCloseTo(-3, 1);
    expect(authorizationError).toContain('CERT_HAS_EXPIRED');
    expect(await isHealthy(alternate, caPem)).toBe(true);
  },
  'certificate-expires-soon': async ({ primary, caPem }) => {
    const { leaf, isAuthorized } = await shakeHands(primary, caPem);
    expect(daysFromNow(leaf.validTo)).toBeCloseTo(7, 1);
    expect(isAuthorized).toBe(true);
  },
  'certificate-not-yet-valid': async ({ primary, caPem }) => {
    const { leaf, authorizationError } = await shakeHands(primary, caPem);
    expect(daysFromNow(leaf.validFrom)).toBeCloseTo(3, 1);
    expect(authorizationError).toContain('CERT_NOT_YET_VALID');
  },
  'certificate-name-mismatch': async ({ primary, caPem }) => {
    const { leaf, authorizationError } = await shakeHands(primary, caPem);
    expect(leaf.subjectAltName).toBe('DNS:air.practice.example');
    expect(authorizationError).toContain('ERR_TLS_CERT_ALTNAME_INVALID');
  },
  'certificate-without-san': async ({ primary, caPem }) => {
    const { leaf, isAuthorized } = await shakeHands(primary, caPem);
    expect(leaf.subjectAltName).toBeUndefined();
    expect(leaf.subject).toContain('CN=localhost');
    expect(isAuthorized).toBe(true);
  },
  'certificate-authority-untrusted': async ({ primary, caPem }) => {
    const { chain, authorizationError } = await shakeHands(primary, caPem);
    expect(chain.map(({ issuer }) => issuer.split('\n')[0])).toEqual([
      'CN=Unknown Company Issuing CA',
      'CN=Unknown Company Root CA',
    ]);
    expect(authorizationError).toContain('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
  },
  'certificate-chain-incomplete': async ({ primary, caPem }) => {
    const { chain, authorizationError } = await shakeHands(primary, caPem);
    expect(chain.map(({ issuer }) => issuer.split('\n')[0])).toEqual(['CN=Practice Site Issuing CA']);
    expect(authorizationError).toContain('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  },
  'certificate-self-signed': async ({ primary, caPem }) => {
    const { leaf, chain, authorizationError } = await shakeHands(primary, caPem);
    expect(chain).toHaveLength(1);
    expect(leaf.issuer).toBe(leaf.subject);
    expect(leaf.verify(leaf.publicKey)).toBe(true);
    expect(leaf.ca).toBe(false);
    expect(authorizationError).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
  },
  'tls-inspected': async ({ primary, caPem }) => {
    const { leaf, chain, authorizationError } = await shakeHands(primary, caPem);
    expect(leaf.issuer).toContain('O=Fortinet\n');
    expect(leaf.issuer).toContain('CN=FortiGate CA');
    expect(chain).toHaveLength(2);
    expect(authorizationError).toContain('SELF_SIGNED_CERT_IN_CHAIN');
  },
  'certificate-weak': async ({ primary, caPem }) => {
    const { leaf } = await shakeHands(primary, caPem);
    expect(leaf.publicKey.asymmetricKeyDetails?.modulusLength).toBe(1024);
  },
  'client-certificate-required': async ({ primary, alternate, caPem }) => {
    await expect(getHttps(primary, '/', { caPem })).rejects.toMatchObject({
      code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    });
    expect(await isHealthy(alternate, caPem)).toBe(true);
  },
});

/** The same answer is wanted on both ports. */
async function answersOfBoth(running: Running, path = '/'): Promise<HttpsAnswer> {
  const options = { caPem: running.caPem, headers: { authorization: `Bearer ${running.apiToken}` } };
  const [one, other] = await Promise.all([
    getHttps(running.primary, path, options),
    getHttps(running.alternate, path, options),
  ]);
  expect(other).toMatchObject({ status: one.status, body: one.body });
  return one;
}

describeFamily('answer faults', ANSWER_FAULTS, {
  'console-backend-down': async (running) => {
    const answer = await answersOfBoth(running);
    expect(answer).toMatchObject({ status: 502, headers: { server: 'nginx' } });
    expect(answer.body).toContain('<title>502 Bad Gateway</title>');
  },
  'console-backend-hung': async (running) => {
    const startedMs = performance.now();
    expect((await answersOfBoth(running)).status).toBe(504);
    // Timers may fire a millisecond early, never much: an answer at once would be another cause.
    expect(performance.now() - startedMs).toBeGreaterThan(990);
  },
  'web-filter-page': async ({ primary, alternate, caPem }) => {
    const answer = await getHttps(primary, '/', { caPem });
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('FortiGuard');
    expect(await isHealthy(alternate, caPem)).toBe(true);
  },
  'redirected-elsewhere': async ({ primary, alternate, caPem }) => {
    expect(await getHttps(primary, '/', { caPem })).toMatchObject({
      status: 302,
      headers: { location: 'https://portal.practice.invalid/login' },
    });
    expect(await isHealthy(alternate, caPem)).toBe(true);
  },
  'invalid-host-header': async (running) => {
    const answer = await answersOfBoth(running);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({
      message: 'Invalid Host Header. Host must be the Console Address',
    });
  },
  'not-the-console': async ({ primary, alternate, caPem }) => {
    const answer = await getHttps(primary, '/', { caPem });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('<title>Welcome to nginx!</title>');
    expect(await isHealthy(alternate, caPem)).toBe(true);
  },
  'api-token-rejected': async (running) => {
    const answer = await answersOfBoth(running, '/api/public/auth/check');
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.body)).toMatchObject({ success: false, errors: ['Unauthorized'] });
    expect(await isHealthy(running.primary, running.caPem)).toBe(true);
  },
});

describe('faults together', () => {
  it('each show on their own port and in their own part of the certificate', async () => {
    const { primary, alternate, caPem } = await startWith(
      'alternate-port-blocked',
      'certificate-expired',
      'certificate-name-mismatch',
      'console-backend-down',
    );
    expect((await talkTcp({ port: alternate })).ended).toBe('ECONNREFUSED');
    const { leaf } = await shakeHands(primary, caPem);
    expect(daysFromNow(leaf.validTo)).toBeCloseTo(-3, 1);
    expect(leaf.subjectAltName).toBe('DNS:air.practice.example');
    expect((await getHttps(primary, '/')).status).toBe(502);
  });
});

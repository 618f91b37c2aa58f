import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TlsOutcome, tlsOutcomeSchema } from '../../contract/outcomes/tls.ts';
import { isNginxMissing, type Nginx, startNginx } from '../testing/nginx.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { issue, makeAuthority, selfSigned, type TestCertificate } from '../testing/test-certificates.ts';
import { tlsHandshake } from './tls.ts';

const PORTS = [
  'good',
  'expired',
  'future',
  'soon',
  'otherName',
  'unknownRoot',
  'leafOnly',
  'leafBelowUnknownRoot',
  'self',
  'withoutSan',
  'old',
  'mutual',
  'nameNotServed',
  'plain',
] as const;
type Port = (typeof PORTS)[number];

const DAY_MS = 86_400_000;
const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS);

const root = makeAuthority({ commonName: 'Site Root' });
const issuing = makeAuthority({ commonName: 'Site Issuing CA', issuer: root });
const strangerRoot = makeAuthority({ commonName: 'Stranger Root' });
const stranger = makeAuthority({ commonName: 'Stranger CA', issuer: strangerRoot });
const named = { dnsNames: ['console.test'] };

const certificates: Record<string, TestCertificate> = {
  good: issue(issuing, named),
  expired: issue(issuing, { ...named, notBefore: inDays(-40), notAfter: inDays(-10) }),
  future: issue(issuing, { ...named, notBefore: inDays(10) }),
  soon: issue(issuing, { ...named, notAfter: inDays(10) }),
  otherName: issue(issuing, { dnsNames: ['other.test', '*.other.test'] }),
  unknownRoot: issue(stranger, named),
  leafBelowUnknownRoot: issue(strangerRoot, named),
  self: selfSigned(named),
  withoutSan: issue(issuing, { commonName: 'console.test' }),
};

const files: Record<string, string> = { 'root.pem': root.certificatePem };
for (const [name, { fullChainPem, privateKeyPem }] of Object.entries(certificates)) {
  files[`${name}.pem`] = fullChainPem;
  files[`${name}.key`] = privateKeyPem;
}
files['leafOnly.pem'] = certificates['good']?.certificatePem ?? '';
files['leafOnly.key'] = certificates['good']?.privateKeyPem ?? '';

const server = (port: number, name: string, more = ''): string => `server {
  listen 127.0.0.1:${port} ssl; ssl_certificate ${name}.pem; ssl_certificate_key ${name}.key;
  ${more} location / { return 200 'hello'; } }`;

describe.skipIf(isNginxMissing())('tlsHandshake with nginx', () => {
  let nginx: Nginx<Port>;

  beforeAll(async () => {
    nginx = await startNginx({
      ports: PORTS,
      files,
      http: (ports) =>
        [
          ...Object.keys(certificates).map((name) => server(ports[name as Port], name)),
          server(ports.leafOnly, 'leafOnly'),
          server(ports.old, 'good', 'ssl_protocols TLSv1 TLSv1.1; ssl_ciphers DEFAULT:@SECLEVEL=0;'),
          server(ports.mutual, 'good', 'ssl_client_certificate root.pem; ssl_verify_client on;'),
          `server { listen 127.0.0.1:${ports.nameNotServed} ssl; ssl_reject_handshake on; }`,
          `server { listen 127.0.0.1:${ports.plain}; location / { return 200 'hello'; } }`,
        ].join('\n'),
    });
  });
  afterAll(async () => nginx?.stop());

  async function handshake(name: Port, caPem: string | undefined = root.certificatePem): Promise<TlsOutcome> {
    const input = {
      address: '127.0.0.1',
      port: nginx.ports[name],
      servername: 'console.test',
      expectedName: 'console.test',
      ...(caPem === '' ? {} : { caPem }),
    };
    return tlsOutcomeSchema.parse(await tlsHandshake.run(input, testContext(5000)));
  }

  it.each<[Port, string, TlsOutcome['faults'], RegExp]>([
    ['good', root.certificatePem, [], /certificate for console\.test valid until/],
    ['expired', root.certificatePem, ['expired'], /^The certificate expired on \d{4}-\d\d-\d\d\.$/],
    ['future', root.certificatePem, ['not-yet-valid'], /^The certificate is not valid before /],
    ['soon', root.certificatePem, ['expires-soon'], /^The certificate expires on /],
    [
      'otherName',
      root.certificatePem,
      ['name-mismatch'],
      /is for other\.test, \*\.other\.test, not for console\.test/,
    ],
    [
      'unknownRoot',
      root.certificatePem,
      ['untrusted-authority'],
      /authority "CN=Stranger Root" is trusted by no store/,
    ],
    ['unknownRoot', '', ['untrusted-authority'], /authority "CN=Stranger Root" is trusted by no store/],
    [
      'leafOnly',
      root.certificatePem,
      ['incomplete-chain'],
      /only its own certificate and not the one of "CN=Site Issuing CA"/,
    ],
    ['leafBelowUnknownRoot', '', ['untrusted-authority'], /authority "CN=Stranger Root"/],
    ['self', root.certificatePem, ['self-signed'], /"CN=console\.test" is signed by itself/],
    ['withoutSan', root.certificatePem, ['without-san'], /no subjectAltName/],
  ])('%s: %j', async (name, caPem, faults, reason) => {
    const outcome = await handshake(name, caPem);
    expect(outcome).toMatchObject({ code: 'established', faults, chainSource: 'wire' });
    const verdict = tlsHandshake.judge(outcome);
    expect(verdict.status).toBe(
      faults.length === 0 ? 'passed' : faults[0] === 'expires-soon' ? 'warned' : 'failed',
    );
    expect(verdict.reason).toMatch(reason);
  });

  it('agrees with the library where the library looks at the same things', async () => {
    const verdicts = await Promise.all(
      (['good', 'expired', 'future', 'unknownRoot', 'self'] as const).map(
        async (name) => (await handshake(name)).libraryVerdict,
      ),
    );
    expect(verdicts).toEqual([
      undefined,
      'CERT_HAS_EXPIRED',
      'CERT_NOT_YET_VALID',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
    ]);
  });

  it('trusts a self-signed certificate that is itself the CA file', async () => {
    expect((await handshake('self', certificates['self']?.certificatePem)).faults).toEqual([]);
  });

  it.each<[Port, number, string]>([
    ['old', 70, 'protocol_version'],
    ['nameNotServed', 112, 'unrecognized_name'],
  ])('%s: alert %i', async (name, number, alertName) => {
    expect(await handshake(name)).toMatchObject({
      code: 'alert',
      alert: { number, name: alertName, level: 2 },
    });
  });

  it('sees that a client certificate is asked for though nginx only complains in HTTP', async () => {
    const outcome = await handshake('mutual');
    expect(outcome).toMatchObject({ code: 'established', requestsClientCertificate: true, faults: [] });
    expect(tlsHandshake.judge(outcome).status).toBe('passed');
  });

  it('finds plain HTTP on the TLS port', async () => {
    expect(await handshake('plain')).toMatchObject({
      code: 'not-tls',
      plaintext: { protocol: 'http', firstLine: 'HTTP/1.1 400 Bad Request' },
    });
  });
});

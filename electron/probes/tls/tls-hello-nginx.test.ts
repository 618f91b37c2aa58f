import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HelloVariant, tlsHelloOutcomeSchema } from '../../contract/outcomes/tls-hello.ts';
import { isNginxMissing, type Nginx, startNginx } from '../testing/nginx.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { issue, makeAuthority } from '../testing/test-certificates.ts';
import { tlsHello } from './tls-hello.ts';

const PORTS = ['good', 'only12', 'old', 'oldest', 'camellia', 'strict', 'otherGroup'] as const;
type Port = (typeof PORTS)[number];

const root = makeAuthority({ commonName: 'Site Root' });
const ec = issue(root, { dnsNames: ['console.test'] });
const rsa = issue(root, { dnsNames: ['console.test'], key: 'rsa-2048' });

const server = (port: number, name: string, more: string): string => `server {
  listen 127.0.0.1:${port} ssl; ssl_certificate ${name}.pem; ssl_certificate_key ${name}.key;
  ${more} location / { return 200 'hello'; } }`;

describe.skipIf(isNginxMissing())('greetings to nginx', () => {
  let nginx: Nginx<Port>;

  beforeAll(async () => {
    nginx = await startNginx({
      ports: PORTS,
      files: {
        'ec.pem': ec.fullChainPem,
        'ec.key': ec.privateKeyPem,
        'rsa.pem': rsa.fullChainPem,
        'rsa.key': rsa.privateKeyPem,
      },
      http: (ports) =>
        [
          server(ports.good, 'ec', 'ssl_protocols TLSv1.2 TLSv1.3;'),
          server(ports.only12, 'ec', 'ssl_protocols TLSv1.2;'),
          server(ports.old, 'rsa', 'ssl_protocols TLSv1 TLSv1.1; ssl_ciphers DEFAULT:@SECLEVEL=0;'),
          server(ports.oldest, 'rsa', 'ssl_protocols TLSv1; ssl_ciphers DEFAULT:@SECLEVEL=0;'),
          server(
            ports.camellia,
            'rsa',
            'ssl_protocols TLSv1.2; ssl_ciphers ECDHE-RSA-CAMELLIA128-SHA256:@SECLEVEL=0;',
          ),
          `server { listen 127.0.0.1:${ports.strict} ssl default_server; ssl_reject_handshake on; }`,
          server(ports.strict, 'ec', 'server_name console.test;'),
          server(ports.otherGroup, 'ec', 'ssl_protocols TLSv1.3; ssl_ecdh_curve secp521r1;'),
        ].join('\n'),
    });
  });
  afterAll(async () => nginx?.stop());

  async function answers(name: Port, variants: readonly HelloVariant[]): Promise<string[]> {
    const input = { address: '127.0.0.1', port: nginx.ports[name], servername: 'console.test', variants };
    const outcome = tlsHelloOutcomeSchema.parse(await tlsHello.run(input, testContext(5000)));
    return outcome.greetings.map(({ code, version, cipher, alert }) =>
      [
        code,
        ...(alert === undefined ? [] : [alert.number]),
        ...(version === undefined ? [] : [version, cipher]),
      ].join(' '),
    );
  }

  const SIZES = ['small', 'large', 'short-answer'] as const;
  const VERSIONS = ['up-to-1.0', 'up-to-1.1', 'up-to-1.2'] as const;

  it('a healthy server goes on with every size, and asks for a key share where there is none', async () => {
    expect(await answers('good', SIZES)).toEqual([
      'server-hello TLSv1.3 TLS_AES_128_GCM_SHA256',
      'server-hello TLSv1.3 TLS_AES_128_GCM_SHA256',
      'retry TLSv1.3 TLS_AES_128_GCM_SHA256',
    ]);
    expect(await answers('otherGroup', ['small'])).toEqual(['retry TLSv1.3 TLS_AES_128_GCM_SHA256']);
  });

  it('one without TLS 1.3 gives its short answer as an alert', async () => {
    expect(await answers('only12', SIZES)).toEqual([
      'server-hello TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
      'server-hello TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
      'alert 70',
    ]);
  });

  it('the versions of an old server show in what it chooses', async () => {
    expect(await answers('good', VERSIONS)).toEqual([
      'alert 70',
      'alert 70',
      'server-hello TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
    ]);
    expect(await answers('old', ['small', ...VERSIONS])).toEqual([
      'alert 70',
      expect.stringMatching(/^server-hello TLSv1 /),
      expect.stringMatching(/^server-hello TLSv1\.1 /),
      expect.stringMatching(/^server-hello TLSv1\.1 /),
    ]);
    expect(await answers('oldest', VERSIONS)).toEqual(
      VERSIONS.map(() => expect.stringMatching(/^server-hello TLSv1 /)),
    );
  });

  it('an odd cipher suite is found and named', async () => {
    expect(await answers('camellia', ['small', 'up-to-1.2'])).toEqual([
      'alert 40',
      'server-hello TLSv1.2 TLS_ECDHE_RSA_WITH_CAMELLIA_128_CBC_SHA256',
    ]);
  });

  it('a server that knows only its own names refuses the others', async () => {
    expect(await answers('strict', ['small', 'no-name', 'other-name'])).toEqual([
      'server-hello TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
      'alert 112',
      'alert 112',
    ]);
  });
});

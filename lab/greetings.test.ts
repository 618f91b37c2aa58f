import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../electron/contract/findings.ts';
import type { Profile } from '../electron/contract/profile.ts';
import { isNginxMissing, type Nginx, startNginx } from '../electron/probes/testing/nginx.ts';
import { issue, makeAuthority } from '../electron/probes/testing/test-certificates.ts';
import { concludeRun } from '../electron/session/conclude.ts';
import { startRun } from '../electron/session/start-run.ts';
import { TOOL } from '../electron/session/tool.ts';
import { readClientHello } from './practice/client-hello.ts';

const root = makeAuthority({ commonName: 'Site Root' });
const site = issue(root, { dnsNames: ['localhost'], ipAddresses: ['127.0.0.1'], key: 'rsa-2048' });

const PORTS = ['good', 'old', 'odd', 'strict'] as const;
type Port = (typeof PORTS)[number];

const listener = (port: number, more: string): string => `server {
  listen 127.0.0.1:${port} ssl; ssl_certificate site.pem; ssl_certificate_key site.key;
  ${more} location / { return 200 'hello'; } }`;

const profileOf = (port: number, console: Partial<Profile['console']> = {}, tlsMs = 2000): Profile => ({
  schema: 'airway.profile/1',
  name: 'Site',
  vantage: 'asset',
  console: { address: 'localhost', ports: { primary: port, alternate: null, tasks: null }, ...console },
  deadlines: { tlsMs },
  resolvers: [],
});

/** The whole way in one process: real probes and real diagnosis. */
async function conclude(
  profile: Profile,
  caPem: string | undefined = root.certificatePem,
): Promise<Finding[]> {
  const run = await startRun(
    { profile, secrets: {}, caPem },
    { tool: TOOL, steps: ['console'], stateDirectory: null },
  );
  await run.done;
  const { findings, unexplained } = concludeRun(run.state());
  expect(unexplained.map(({ id }) => id)).toEqual([]);
  return [...findings];
}

describe.skipIf(isNginxMissing())('with nginx', () => {
  let nginx: Nginx<Port>;
  const relays: Server[] = [];

  beforeAll(async () => {
    nginx = await startNginx({
      ports: PORTS,
      files: { 'site.pem': site.fullChainPem, 'site.key': site.privateKeyPem },
      http: ({ good, old, odd, strict }) =>
        [
          listener(good, 'ssl_protocols TLSv1.2 TLSv1.3;'),
          listener(old, 'ssl_protocols TLSv1 TLSv1.1; ssl_ciphers DEFAULT:@SECLEVEL=0;'),
          listener(odd, 'ssl_protocols TLSv1.2; ssl_ciphers ECDHE-RSA-CAMELLIA128-SHA256:@SECLEVEL=0;'),
          `server { listen 127.0.0.1:${strict} ssl default_server; ssl_reject_handshake on; }`,
          listener(strict, 'server_name other.test;'),
        ].join('\n'),
    });
  });
  afterAll(async () => {
    for (const relay of relays) relay.close();
    await nginx?.stop();
  });

  describe('a server', () => {
    it('of old versions is named with the versions that it has', async () => {
      const [finding, ...rest] = await conclude(profileOf(nginx.ports.old));
      expect(rest).toEqual([]);
      expect(finding).toMatchObject({ cause: 'tls-version-too-old', confidence: 0.95 });
      expect(finding?.detail).toContain('It does speak TLSv1 and TLSv1.1.');
    });

    it('of odd cipher suites is named with the one that it takes', async () => {
      const [finding, ...rest] = await conclude(profileOf(nginx.ports.odd));
      expect(rest).toEqual([]);
      expect(finding).toMatchObject({ cause: 'tls-no-common-cipher', confidence: 0.95 });
      expect(finding?.detail).toContain('TLS_ECDHE_RSA_WITH_CAMELLIA_128_CBC_SHA256');
    });

    it('of another name is named, and others are compared', async () => {
      const [finding, ...rest] = await conclude(profileOf(nginx.ports.strict));
      expect(rest).toEqual([]);
      expect(finding?.cause).toBe('tls-name-not-served');
      expect(finding?.detail).toContain('one for example.com gets alert 112');
    });
  });

  describe('the fingerprint of the profile', () => {
    const other = Array(32).fill('0a').join(':');

    it('is no word where it fits', async () => {
      const fits = profileOf(nginx.ports.good, { fingerprint256: site.fingerprint256.replaceAll(':', '') });
      expect(await conclude(fits)).toEqual([]);
    });

    it('is a warning where another certificate leads to the authority of the profile', async () => {
      const findings = await conclude(profileOf(nginx.ports.good, { fingerprint256: other }));
      expect(findings).toMatchObject([{ cause: 'tls-inspected', severity: 'warning' }]);
      expect(findings[0]?.detail).toContain(site.fingerprint256.slice(0, 23));
    });

    it('keeps the API token from any other certificate', async () => {
      const run = await startRun(
        {
          profile: profileOf(nginx.ports.good, { fingerprint256: other, apiToken: { ask: true } }),
          secrets: { apiToken: 'api_secret' },
          caPem: root.certificatePem,
        },
        { tool: TOOL, steps: ['console'], stateDirectory: null },
      );
      await run.done;
      expect(run.state().checks[`console/api-token/127.0.0.1:${nginx.ports.good}`]).toMatchObject({
        status: 'skipped',
        reason: expect.stringContaining('proved with its certificate who it is'),
      });
    });

    it('is an alarm where it leads nowhere', async () => {
      const profile = profileOf(nginx.ports.good, { fingerprint256: other });
      expect(
        await conclude(profile, makeAuthority({ commonName: 'Site Root' }).certificatePem),
      ).toMatchObject([
        { cause: 'tls-inspected', severity: 'error', explains: ['certificate-authority-untrusted'] },
      ]);
    });
  });

  /** Between the client and nginx; `take` gets what the client has sent so far and says what is done with it. */
  function device(
    take: (sent: Buffer) => 'waits' | 'passes' | 'resets' | 'closes' | 'loses',
  ): Promise<number> {
    const server = createServer((client) => {
      const upstream = connect(nginx.ports.good, '127.0.0.1');
      let sent: Buffer = Buffer.alloc(0);
      let isPassing = false;
      client.on('data', (bytes: Buffer) => {
        if (isPassing) return void upstream.write(bytes);
        sent = Buffer.concat([sent, bytes]);
        const verdict = take(sent);
        if (verdict === 'passes') {
          isPassing = true;
          upstream.write(sent);
        } else if (verdict === 'resets') client.resetAndDestroy();
        else if (verdict === 'closes') client.end();
      });
      upstream.on('data', (bytes: Buffer) => client.write(bytes));
      end(client, upstream);
      end(upstream, client);
    });
    relays.push(server);
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  }

  const end = (one: Socket, other: Socket): void => {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  };

  describe('a device on the way', () => {
    it.each(['resets', 'closes', 'loses'] as const)('that %s what names the site is named', async (act) => {
      const port = await device((sent) => {
        const hello = readClientHello(sent);
        if (hello === undefined) return 'waits';
        return hello?.servername === 'localhost' ? act : 'passes';
      });
      const [finding, ...rest] = await conclude(profileOf(port));
      expect(rest).toEqual([]);
      expect(finding).toMatchObject({ cause: 'tls-name-blocked', confidence: 0.9 });
      expect(finding?.detail).toMatch(
        /one without a servername gets TLSv1\.3 .* one for example\.com gets TLSv1\.3/,
      );
    });

    it.each(['resets', 'loses'] as const)(
      'that %s what does not fit into one packet is named',
      async (act) => {
        const segmentBytes = 1460;
        const port = await device((sent) => {
          if (sent.length > segmentBytes) return act;
          return readClientHello(sent) === undefined ? 'waits' : 'passes';
        });
        // By its address: no name is sent, so there is none to compare.
        const [finding, ...rest] = await conclude(profileOf(port, { address: '127.0.0.1' }));
        expect(rest).toEqual([]);
        expect(finding?.cause).toBe('path-mtu-black-hole');
        expect(finding?.detail).toContain('cannot take a ClientHello in two packets');
      },
    );

    it.each(['resets', 'loses'] as const)('that %s everything is told from both', async (act) => {
      const findings = await conclude(profileOf(await device(() => act)));
      expect(findings.map(({ cause }) => cause)).toEqual([
        act === 'resets' ? 'closed-on-accept' : 'tls-no-answer',
      ]);
      expect(findings[0]?.detail).toMatch(/end alike|got nothing either/);
    });

    it('that lets everything pass is no fault', async () => {
      expect(await conclude(profileOf(await device(() => 'passes')))).toEqual([]);
    });
  });
});

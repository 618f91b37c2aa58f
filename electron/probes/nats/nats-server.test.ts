import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NatsOutcome, natsOutcomeSchema } from '../../contract/outcomes/nats.ts';
import { isNatsServerMissing, type NatsServer, startNatsServer } from '../testing/nats-server.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { issue, makeAuthority } from '../testing/test-certificates.ts';
import { natsGreeting } from './nats.ts';

const root = makeAuthority({ commonName: 'Test Root' });
const site = issue(root, { dnsNames: ['console.test'], ipAddresses: ['127.0.0.1'] });
const FILES = {
  'site.pem': site.fullChainPem,
  'site.key': site.privateKeyPem,
  'root.pem': root.certificatePem,
};

async function greet(port: number): Promise<NatsOutcome> {
  const input = { address: '127.0.0.1', port, servername: 'console.test', caPem: root.certificatePem };
  return natsOutcomeSchema.parse(await natsGreeting.run(input, testContext(4000)));
}

const judged = (outcome: NatsOutcome) => natsGreeting.judge(outcome);

describe.skipIf(isNatsServerMissing())('against nats-server', () => {
  let plain: NatsServer<'client' | 'monitoring' | 'route' | 'gateway' | 'websocket'>;
  let token: NatsServer<'client'>;
  let tls: NatsServer<'client'>;
  let verify: NatsServer<'client'>;
  let limited: NatsServer<'client'>;
  let leaf: NatsServer<'client' | 'leaf'>;
  const servers = (): readonly NatsServer<string>[] => [plain, token, tls, verify, limited, leaf];

  beforeAll(async () => {
    const tlsBlock = (directory: string, more = '') =>
      `tls { cert_file: "${directory}/site.pem", key_file: "${directory}/site.key"${more} }`;
    [plain, token, tls, verify, limited, leaf] = await Promise.all([
      startNatsServer({
        ports: ['client', 'monitoring', 'route', 'gateway', 'websocket'],
        config: ({ client, monitoring, route, gateway, websocket }) => `
          listen: "127.0.0.1:${client}"
          http: "127.0.0.1:${monitoring}"
          cluster { name: x, listen: "127.0.0.1:${route}" }
          gateway { name: x, listen: "127.0.0.1:${gateway}" }
          websocket { listen: "127.0.0.1:${websocket}", no_tls: true }`,
      }),
      startNatsServer({
        ports: ['client'],
        config: ({ client }) => `listen: "127.0.0.1:${client}"\nauthorization { token: "secret" }`,
      }),
      startNatsServer({
        ports: ['client'],
        files: FILES,
        config: ({ client }, directory) =>
          `listen: "127.0.0.1:${client}"\n${tlsBlock(directory)}\nauthorization { token: "secret" }`,
      }),
      startNatsServer({
        ports: ['client'],
        files: FILES,
        config: ({ client }, directory) =>
          `listen: "127.0.0.1:${client}"\n${tlsBlock(directory, `, ca_file: "${directory}/root.pem", verify: true`)}`,
      }),
      startNatsServer({
        ports: ['client'],
        config: ({ client }) => `listen: "127.0.0.1:${client}"\nmax_connections: 1`,
      }),
      startNatsServer({
        ports: ['client', 'leaf'],
        config: ({ client, leaf: at }) =>
          `listen: "127.0.0.1:${client}"\nleafnodes { listen: "127.0.0.1:${at}" }`,
      }),
    ]);
  });
  afterAll(() => Promise.all(servers().map((server) => server.stop())));

  it('gets PONG where nobody has to log in', async () => {
    const outcome = await greet(plain.ports.client);
    expect(outcome).toMatchObject({
      code: 'ready',
      info: { authRequired: false, tlsRequired: false, proto: 1, port: plain.ports.client },
      tls: { attempted: false },
      lastSent: 'connect',
    });
    expect(judged(outcome)).toMatchObject({
      status: 'passed',
      reason: `NATS ${outcome.info?.version} at 127.0.0.1:${plain.ports.client} answered PING with PONG`,
    });
    expect(outcome.raw.map(({ direction, what }) => `${direction} ${what}`)).toEqual([
      'received first octets',
      'sent CONNECT and PING',
      'received first octets',
    ]);
  });

  it('calls a server that wants a login healthy, in clear and over TLS', async () => {
    const clear = await greet(token.ports.client);
    expect(clear).toMatchObject({
      code: 'needs-login',
      errText: 'Authorization Violation',
      info: { authRequired: true },
    });
    expect(judged(clear).status).toBe('passed');
    const secured = await greet(tls.ports.client);
    expect(secured).toMatchObject({
      code: 'needs-login',
      info: { tlsRequired: true },
      tls: { attempted: true, first: false, version: 'TLSv1.3' },
    });
    expect(secured.tls.libraryVerdict).toBeUndefined();
    expect(judged(secured)).toMatchObject({
      status: 'passed',
      reason: expect.stringContaining('over TLSv1.3'),
    });
  });

  it('sees that a client certificate is wanted, though the handshake seems to succeed', async () => {
    const outcome = await greet(verify.ports.client);
    expect(outcome).toMatchObject({
      code: 'client-certificate-required',
      info: { tlsVerify: true },
      tls: { requestsClientCertificate: true, alert: { level: 2 } },
    });
    expect(judged(outcome).status).toBe('failed');
  });

  it('sees that the server takes no more clients', async () => {
    const holder = connect(limited.ports.client, '127.0.0.1');
    try {
      await new Promise((resolve) => holder.once('data', resolve));
      expect(await greet(limited.ports.client)).toMatchObject({
        code: 'connection-limit',
        errText: 'maximum connections exceeded',
      });
    } finally {
      holder.destroy();
    }
  });

  it('tells the ports for other servers from the one for clients', async () => {
    expect(await greet(plain.ports.route)).toMatchObject({ code: 'wrong-port', listener: 'route' });
    expect(await greet(plain.ports.gateway)).toMatchObject({ code: 'wrong-port', listener: 'gateway' });
    const atLeaf = await greet(leaf.ports.leaf);
    expect(atLeaf).toMatchObject({ code: 'wrong-port', listener: 'leaf-node' });
    expect(judged(atLeaf)).toEqual({
      status: 'failed',
      reason: `127.0.0.1:${leaf.ports.leaf} is a NATS server's leaf node port, not its port for clients ("attempted to connect to leaf node port")`,
    });
    // It was never taken for another server.
    expect(leaf.log()).not.toMatch(/Leafnode connection created for account/i);
  });

  it('knows the monitoring port by what it says of itself', async () => {
    expect(await greet(plain.ports.monitoring)).toMatchObject({
      code: 'wrong-port',
      listener: 'monitoring',
      firstLine: 'HTTP/1.1 200 OK',
    });
  });

  it('knows a WebSocket port only as HTTP', async () => {
    expect(await greet(plain.ports.websocket)).toMatchObject({
      code: 'http',
      firstLine: 'HTTP/1.1 400 Bad Request',
    });
  });

  it('never publishes nor subscribes', async () => {
    const outcome = await greet(plain.ports.client);
    const sent = outcome.raw.filter(({ direction }) => direction === 'sent');
    const text = sent.map(({ base64 }) => Buffer.from(base64, 'base64').toString('latin1')).join('');
    expect(text).toMatch(/^CONNECT \{[^\r\n]*\}\r\nPING\r\n$/);
    expect(text).not.toMatch(/user|pass|token/);
  });
});

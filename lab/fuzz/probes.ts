import { type Outcome, outcomeSchema } from '../../electron/contract/outcomes/outcome.ts';
import { httpGet } from '../../electron/probes/http/http.ts';
import { ldapLook } from '../../electron/probes/ldap/ldap.ts';
import { ldapBind } from '../../electron/probes/ldap/ldap-bind.ts';
import { natsGreeting } from '../../electron/probes/nats/nats.ts';
import { pacFile } from '../../electron/probes/pac/pac.ts';
import { plainHttp } from '../../electron/probes/plain-http/plain-http.ts';
import type { ProbeContext } from '../../electron/probes/probe.ts';
import { throughProxy } from '../../electron/probes/proxy/proxy.ts';
import { syslogReach } from '../../electron/probes/syslog/syslog.ts';
import {
  bindResponse,
  searchDone,
  searchEntry,
  searchReference,
} from '../../electron/probes/testing/ldap-answers.ts';
import { testContext } from '../../electron/probes/testing/tcp-test-context.ts';
import { rawServer } from '../../electron/probes/testing/tls-loopback-servers.ts';
import { tlsHandshake } from '../../electron/probes/tls/tls.ts';
import { tlsHello } from '../../electron/probes/tls/tls-hello.ts';
import { mutate, pieces } from './mutate.ts';

/** A probe that meets a server which sends it good messages gone bad. */
export interface FuzzedProbe {
  readonly name: string;
  /** What a good server sends, or the start of it. */
  readonly seeds: readonly Uint8Array[];
  run(address: string, port: number, context: ProbeContext): Promise<Outcome>;
}

const text = (value: string): Buffer => Buffer.from(value, 'utf8');

const directory = (address: string, port: number) => ({
  address,
  port,
  security: 'plain' as const,
  servername: null,
  expectedName: address,
});

const tunnel = (scheme: 'http' | 'socks5', address: string, port: number) => ({
  proxy: { scheme, host: address, port },
  address,
  target: { host: 'console.test', port: 4222, protocol: 'nats' as const },
});

/** Every probe that reads a stream. A new one is one entry. */
export const FUZZED_PROBES: readonly FuzzedProbe[] = [
  {
    name: 'nats',
    seeds: [
      text('INFO {"version":"2.9.10","port":4222}\r\nPONG\r\n'),
      text("-ERR 'maximum connections exceeded'\r\n"),
    ],
    run: (address, port, context) => natsGreeting.run({ address, port, servername: null }, context),
  },
  {
    name: 'tls',
    seeds: [Buffer.from([21, 3, 3, 0, 2, 2, 40]), text('HTTP/1.1 400 Bad Request\r\n\r\n')],
    run: (address, port, context) =>
      tlsHandshake.run({ address, port, servername: 'console.test', expectedName: 'console.test' }, context),
  },
  {
    name: 'http',
    seeds: [Buffer.from([22, 3, 3, 0, 4, 2, 0, 0, 0])],
    run: (address, port, context) => httpGet.run({ address, port, host: 'console.test' }, context),
  },
  {
    name: 'tls-hello',
    seeds: [Buffer.from([21, 3, 3, 0, 2, 2, 70]), text('SSH-2.0-OpenSSH_9.2\r\n')],
    run: (address, port, context) =>
      tlsHello.run({ address, port, servername: 'console.test', variants: ['no-name', 'large'] }, context),
  },
  {
    name: 'proxy http',
    seeds: [text('HTTP/1.1 200 OK\r\n\r\n'), text('HTTP/1.1 407 No\r\nProxy-Authenticate: NTLM\r\n\r\n')],
    run: (address, port, context) => throughProxy.run(tunnel('http', address, port), context),
  },
  {
    name: 'proxy socks5',
    seeds: [Buffer.from([5, 0, 5, 0, 0, 1, 10, 0, 0, 5, 1, 187])],
    run: (address, port, context) => throughProxy.run(tunnel('socks5', address, port), context),
  },
  {
    name: 'plain-http',
    seeds: [
      text(
        'HTTP/1.1 302 Found\r\nLocation: http://portal.test/\r\nVia: 1.1 proxy\r\nContent-Length: 2\r\n\r\nhi',
      ),
    ],
    run: (address, port, context) =>
      plainHttp.run({ role: 'console', url: `http://console.test:${port}/`, address }, context),
  },
  {
    name: 'pac',
    seeds: [
      text(
        'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nfunction FindProxyForURL(u, h) { return "PROXY a:1" }',
      ),
    ],
    run: (address, port, context) =>
      pacFile.run(
        {
          url: `http://${address}:${port}/proxy.pac`,
          namedBy: ['profile'],
          host: 'console.test',
          ports: [443],
        },
        context,
      ),
  },
  {
    name: 'ldap',
    seeds: [Buffer.concat([searchEntry(1, '', { namingContexts: ['DC=x'] }), searchDone(1)])],
    run: (address, port, context) => ldapLook.run(directory(address, port), context),
  },
  {
    name: 'ldap-bind',
    seeds: [
      Buffer.concat([
        bindResponse(1, 0),
        searchEntry(2, 'DC=x'),
        searchDone(2),
        searchEntry(3, 'CN=pc'),
        searchReference(3, 'ldap://child.example.com/DC=child'),
        searchDone(3, 0, {}, 'cookie'),
      ]),
      bindResponse(1, 49, { message: 'data 52e' }),
    ],
    run: (address, port, context) =>
      ldapBind.run(
        { ...directory(address, port), username: 'reader', baseDn: 'DC=x' },
        { ...context, secrets: { bindPassword: 'Secret-7f3a' } },
      ),
  },
  {
    name: 'syslog',
    seeds: [text('220 smtp.example.com ESMTP\r\n')],
    run: (address, port, context) =>
      syslogReach.run({ address, port, transport: 'tcp', servername: null, expectedName: address }, context),
  },
];

/** Short: what is tried is that the deadline holds, not how long it is. */
const DEADLINE_MS = 250;

/**
 * Runs one probe against a server that sends a changed message in pieces and then ends by FIN, by RST, or not at all. Throws when
 * the outcome is none of the contract's.
 */
export async function meetHostileServer(probe: FuzzedProbe, random: () => number): Promise<void> {
  const seed = probe.seeds[Math.floor(random() * probe.seeds.length)] ?? Buffer.alloc(0);
  const message = mutate(seed, random);
  const parts = pieces(message, random);
  const ending = random();
  const server = await rawServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.resume();
    for (const part of parts) socket.write(part);
    if (ending < 0.35) socket.end();
    else if (ending < 0.6) socket.resetAndDestroy();
  });
  try {
    const outcome = await probe.run('127.0.0.1', server.port, testContext(DEADLINE_MS));
    outcomeSchema.parse(outcome);
  } finally {
    await server.close();
  }
}

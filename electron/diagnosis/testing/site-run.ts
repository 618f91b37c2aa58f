import { type StepId, stepSchema } from '../../contract/checks.ts';
import type { RunEvent } from '../../contract/events.ts';
import { isIpv4 } from '../../contract/host-name.ts';
import type { ResolverOutcome, ResolverQuestion, SystemLookupOutcome } from '../../contract/outcomes/dns.ts';
import type { HostOutcome } from '../../contract/outcomes/host.ts';
import type { HttpOutcome } from '../../contract/outcomes/http.ts';
import type { NatsOutcome } from '../../contract/outcomes/nats.ts';
import type { Outcome } from '../../contract/outcomes/outcome.ts';
import type { SyslogOutcome } from '../../contract/outcomes/syslog.ts';
import type { SyslogAnswer } from '../../contract/outcomes/syslog-message.ts';
import type { TcpOutcome } from '../../contract/outcomes/tcp.ts';
import type { Certificate, TlsOutcome } from '../../contract/outcomes/tls.ts';
import type { Profile } from '../../contract/profile.ts';
import { type RunState, reduceRun } from '../../contract/run-state.ts';
import { endpoint } from '../../contract/spoken.ts';
import { directoryStatus, HOST_NAME } from './directory-run.ts';
import { idOf, statusOf, TASKS_PORT } from './made-up-rows.ts';

/** The moment at which the made-up runs take place. */
const RUN_AT = '2026-06-01T12:00:00.000Z';

const SYSLOG_NAME = 'syslog.example.com';

/** A Console profile with the default ports, and what a test changes of it. */
export const siteProfile = (console: Partial<NonNullable<Profile['console']>> = {}): Profile => ({
  schema: 'airway.profile/1',
  name: 'Site',
  vantage: 'asset',
  console: { address: HOST_NAME, ...console },
});

/** A profile with nothing but a receiver; without more, UDP 514. */
export const syslogProfile = (syslog: Partial<NonNullable<Profile['syslog']>> = {}): Profile => ({
  schema: 'airway.profile/1',
  name: 'Site',
  vantage: 'console',
  syslog: {
    address: SYSLOG_NAME,
    port: 514,
    transport: 'udp',
    format: 'rfc5424',
    framing: 'octet-counting',
    ...syslog,
  },
});

/** The default profile with a Responder step, and so with the port for real-time tasks. */
export const responderProfile = (console: Partial<NonNullable<Profile['console']>> = {}): Profile => ({
  ...siteProfile(console),
  responder: {},
});

const stepOf = (id: string): StepId => stepSchema.catch('console').parse(id.split('/')[0]);

/** A finished run in which these outcomes were observed, in row order, and what somebody said of the test message since. */
export function siteRun(
  outcomes: readonly Outcome[],
  profile: Profile = siteProfile(),
  answer?: SyslogAnswer,
): RunState {
  const events: RunEvent[] = [
    {
      type: 'run-started',
      atMs: 0,
      runId: '20260601-120000-abcdef',
      startedAt: RUN_AT,
      tool: { name: 'airway', version: '0.0.0' },
      vantage: profile.vantage,
      hostname: 'asset-7',
      platform: 'linux',
      profile,
      steps: ['host', 'console'],
    },
    ...outcomes.map((outcome): RunEvent => {
      const { id, subject } = idOf(outcome, profile);
      const target = 'address' in outcome ? endpoint(outcome.address, outcome.port) : id;
      return {
        type: 'check-finished',
        atMs: 100,
        id,
        check: {
          id,
          step: stepOf(id),
          probe: outcome.kind,
          title: id,
          target,
          subject,
          deadlineMs: 4000,
        },
        status: directoryStatus(outcome, profile, statusOf(outcome)),
        elapsedMs: outcome.elapsedMs,
        outcome,
      };
    }),
    { type: 'run-finished', atMs: 4200, finishedAt: '2026-06-01T12:00:04.200Z', ended: 'completed' },
    ...(answer === undefined
      ? []
      : [{ type: 'syslog-answered' as const, atMs: 4200, answeredAt: '2026-06-01T12:05:00.000Z', answer }]),
  ];
  return reduceRun(events);
}

export const lookup = (
  addresses: readonly string[],
  more: Partial<SystemLookupOutcome> = {},
): SystemLookupOutcome => ({
  kind: 'system-lookup',
  code: addresses.length > 0 ? 'resolved' : 'not-found',
  hostname: HOST_NAME,
  addresses: addresses.map((address) => ({ address, family: isIpv4(address) ? 4 : 6 })),
  hostsFile: { path: '/etc/hosts', readable: true, entries: [] },
  elapsedMs: 3,
  ...more,
});

export function resolver(
  address: string,
  code: ResolverQuestion['code'],
  addresses: readonly string[] = [],
  more: Partial<ResolverOutcome> = {},
): ResolverOutcome {
  const question = (type: 'A' | 'AAAA'): ResolverQuestion => ({
    type,
    code: code === 'answered' && type === 'AAAA' ? 'no-data' : code,
    rcodeName: code === 'servfail' ? 'SERVFAIL' : code === 'nxdomain' ? 'NXDOMAIN' : 'NOERROR',
    addresses: type === 'A' ? [...addresses] : [],
    cnames: [],
    transport: 'udp',
    isTruncated: false,
    attempts: 2,
    elapsedMs: 5,
  });
  return {
    kind: 'resolver',
    code,
    hostname: HOST_NAME,
    resolver: { address, port: 53 },
    questions: [question('A'), question('AAAA')],
    raw: [],
    elapsedMs: 5,
    ...more,
  };
}

export const tcp = (
  address: string,
  port: number,
  code: TcpOutcome['code'] = 'open',
  more: Partial<TcpOutcome> = {},
): TcpOutcome => ({
  kind: 'tcp',
  code,
  address,
  port,
  family: isIpv4(address) ? 4 : 6,
  hasRetransmitSignature: false,
  elapsedMs: code === 'filtered' ? 4000 : 5,
  ...more,
});

export const certificate = (more: Partial<Certificate> = {}): Certificate => ({
  subject: `CN=${HOST_NAME}`,
  issuer: 'CN=Example CA,O=Example',
  commonName: HOST_NAME,
  issuerCommonName: 'Example CA',
  serial: '01',
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2027-01-01T00:00:00.000Z',
  dnsNames: [HOST_NAME],
  ipAddresses: [],
  hasSan: true,
  isCa: false,
  isSelfSigned: false,
  keyType: 'rsa',
  keyBits: 2048,
  signatureAlgorithm: 'sha256WithRSAEncryption',
  fingerprint256: 'AA:BB',
  pem: '',
  ...more,
});

export const tls = (address: string, port: number, more: Partial<TlsOutcome> = {}): TlsOutcome => ({
  kind: 'tls',
  code: 'established',
  address,
  port,
  servername: HOST_NAME,
  expectedName: HOST_NAME,
  bytesReceived: 3000,
  version: 'TLSv1.3',
  cipher: 'TLS_AES_256_GCM_SHA384',
  chain: [certificate()],
  chainSource: 'wire',
  trust: [{ store: 'os', code: 'trusted' }],
  faults: [],
  raw: [],
  timings: {},
  elapsedMs: 12,
  ...more,
});

/** A handshake that did not come about: no certificate was seen. */
export const noTls = (address: string, port: number, more: Partial<TlsOutcome>): TlsOutcome =>
  tls(address, port, { chain: [], chainSource: 'none', trust: [], bytesReceived: 0, ...more });

export const http = (
  address: string,
  port: number,
  status: number | undefined = 200,
  more: Partial<HttpOutcome> = {},
): HttpOutcome => ({
  kind: 'http',
  code: 'answered',
  url: `https://${HOST_NAME}/`,
  address,
  port,
  hostHeader: HOST_NAME,
  ...(status === undefined ? {} : { status }),
  headers: {},
  redirects: [],
  signature: { code: 'unknown' },
  bodyBytes: 10,
  isBodyCut: false,
  bodyStart: '',
  raw: [],
  timings: {},
  elapsedMs: 20,
  ...more,
});

export const nats = (
  address: string,
  code: NatsOutcome['code'] = 'needs-login',
  more: Partial<NatsOutcome> = {},
): NatsOutcome => ({
  kind: 'nats',
  code,
  address,
  port: TASKS_PORT,
  servername: HOST_NAME,
  lastSent: 'connect',
  bytesReceived: 300,
  tls: { attempted: false, first: false },
  raw: [],
  timings: {},
  elapsedMs: 8,
  ...more,
});

export const host = (more: Partial<HostOutcome> = {}): HostOutcome => ({
  kind: 'host',
  code: 'described',
  hostname: 'asset-7',
  os: { platform: 'linux', release: '6', version: '', arch: 'x64' },
  runtime: { node: '24', openssl: '3', isBoringssl: false },
  interfaces: [
    { name: 'eth0', isInternal: false, addresses: [{ address: '10.0.0.7', family: 4, prefixLength: 24 }] },
  ],
  routes: [{ destination: '0.0.0.0/0', gateway: '10.0.0.1', interfaceName: 'eth0' }],
  resolvers: ['10.0.0.53'],
  searchDomains: [],
  proxyVariables: {},
  trustVariables: {},
  clock: { utc: RUN_AT, timeZone: 'UTC', offsetMinutes: 0 },
  unreadable: [],
  elapsedMs: 2,
  ...more,
});

/** What one receiver did; the transport is that of the code, for codes that say it. */
export function syslog(
  address: string,
  code: SyslogOutcome['code'],
  more: Partial<SyslogOutcome> = {},
): SyslogOutcome {
  const transport = code.startsWith('udp') ? 'udp' : /tls/.test(code) ? 'tls' : 'tcp';
  return {
    kind: 'syslog',
    code,
    address,
    port: 514,
    transport,
    ...(transport === 'udp' ? { datagramsSent: code === 'udp-unconfirmed' ? 4 : 1 } : {}),
    bytesReceived: 0,
    raw: [],
    timings: {},
    elapsedMs: code === 'udp-unconfirmed' ? 1100 : 5,
    ...more,
  };
}

/** One healthy address of the Console on both ports. */
export const healthyEnd = (address: string): Outcome[] =>
  [443, 8443].flatMap((port): Outcome[] => [tcp(address, port), tls(address, port), http(address, port)]);

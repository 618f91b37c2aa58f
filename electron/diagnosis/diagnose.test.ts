import { describe, expect, it } from 'vitest';
import type { CauseId } from '../contract/cause-ids.ts';
import { CAUSE_IDS } from '../contract/cause-ids.ts';
import { type Finding, findingSchema } from '../contract/findings.ts';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { SyslogAnswer } from '../contract/outcomes/syslog-message.ts';
import type { Profile } from '../contract/profile.ts';
import { diagnose, unexplainedFailures } from './diagnose.ts';
import { RULED_CAUSES, RULES } from './rules/registry.ts';
import { BOTH_WAYS_TABLE, PROXY_HEALTHY } from './testing/both-ways-cases.ts';
import { DIRECTORY_TABLE, HEALTHY_DIRECTORIES } from './testing/directory-cases.ts';
import { HEALTHY_MACHINES, MACHINE_TABLE } from './testing/machine-cases.ts';
import { PATH_HEALTHY, PATH_ROWS } from './testing/path-rows.ts';
import { PROXY_TABLE } from './testing/proxy-cases.ts';
import { REAL_TIME_HEALTHY, REAL_TIME_ROWS } from './testing/real-time-rows.ts';
import {
  certificate,
  healthyEnd,
  host,
  http,
  lookup,
  noTls,
  resolver,
  siteProfile,
  siteRun,
  syslog,
  syslogProfile,
  tcp,
  tls,
} from './testing/site-run.ts';
import {
  byTcp,
  control,
  HEALTHY_RECEIVERS,
  RECEIVER,
  refused,
  S,
  SYSLOG_TABLE,
} from './testing/syslog-cases.ts';
import { HEALTHY_MESSAGES, MESSAGE_TABLE } from './testing/syslog-message-cases.ts';
import { GREETING_HEALTHY, GREETING_ROWS } from './testing/tls-greeting-cases.ts';
import { HEALTHY_WAYS, WAY_TABLE } from './testing/way-cases.ts';

const A = '10.0.0.5';
const RESOLVED = [host(), lookup([A]), resolver('10.0.0.53', 'answered', [A])];

const causesOf = (outcomes: readonly Outcome[], profile?: Profile): CauseId[] =>
  diagnose(siteRun(outcomes, profile)).map(({ cause }) => cause);

/** Both ports show the same handshake fault. */
const bothTls = (more: Parameters<typeof tls>[2]): Outcome[] =>
  [443, 8443].flatMap((port): Outcome[] => [tcp(A, port), tls(A, port, more), http(A, port)]);
const bothNoTls = (more: Parameters<typeof noTls>[2]): Outcome[] =>
  [443, 8443].flatMap((port): Outcome[] => [tcp(A, port), noTls(A, port, more)]);
const bothHttp = (status: number | undefined, more: Parameters<typeof http>[3] = {}): Outcome[] =>
  [443, 8443].flatMap((port): Outcome[] => [tcp(A, port), tls(A, port), http(A, port, status, more)]);
const fatal = (number: number, name: string, more: Parameters<typeof noTls>[2] = {}) =>
  bothNoTls({
    code: 'alert',
    bytesReceived: 7,
    alert: { level: 2, number, name, afterHandshake: false },
    ...more,
  });

const TABLE: readonly (readonly [CauseId, readonly Outcome[], Profile?, SyslogAnswer?])[] = [
  ['port-closed', [...RESOLVED, tcp(A, 443, 'refused'), tcp(A, 8443, 'refused')]],
  ['port-closed', [...RESOLVED, tcp(A, 443, 'refused'), ...healthyEnd(A).slice(3)]],
  ['port-filtered', [...RESOLVED, tcp(A, 443, 'filtered'), ...healthyEnd(A).slice(3)]],
  ['host-filtered', [...RESOLVED, tcp(A, 443, 'filtered'), tcp(A, 8443, 'filtered')]],
  [
    'firewall-rejects',
    [
      ...RESOLVED,
      tcp(A, 443, 'rejected', { error: { errno: 'EHOSTUNREACH' }, origin: 'network' }),
      ...healthyEnd(A).slice(3),
    ],
  ],
  [
    'host-unreachable',
    [
      ...RESOLVED,
      ...[443, 8443].map((port) =>
        tcp(A, port, 'unreachable', { elapsedMs: 3100, error: { errno: 'EHOSTUNREACH' }, origin: 'network' }),
      ),
    ],
  ],
  [
    'no-route',
    [
      ...RESOLVED,
      ...[443, 8443].map((port) =>
        tcp(A, port, 'unreachable', { error: { errno: 'ENETUNREACH' }, origin: 'this-machine' }),
      ),
    ],
  ],
  [
    'blocked-on-this-machine',
    [
      ...RESOLVED,
      tcp(A, 443, 'cannot-tell', { error: { errno: 'EPERM' }, origin: 'this-machine' }),
      tcp(A, 8443, 'cannot-tell', { error: { errno: 'EPERM' }, origin: 'this-machine' }),
    ],
  ],
  [
    'sockets-exhausted',
    [
      ...RESOLVED,
      tcp(A, 443, 'cannot-tell', { error: { errno: 'EMFILE' }, origin: 'this-machine' }),
      tcp(A, 8443, 'cannot-tell', { error: { errno: 'EMFILE' }, origin: 'this-machine' }),
    ],
  ],
  ['alternate-port-blocked', [...RESOLVED, ...healthyEnd(A).slice(0, 3), tcp(A, 8443, 'filtered')]],
  ['alternate-port-blocked', [...RESOLVED, ...healthyEnd(A).slice(0, 3), tcp(A, 8443, 'refused')]],
  [
    'ipv6-broken',
    [
      host(),
      lookup([A, 'fd00::5']),
      resolver('10.0.0.53', 'answered', [A]),
      ...healthyEnd(A),
      tcp('fd00::5', 443, 'filtered'),
      tcp('fd00::5', 8443, 'filtered'),
    ],
  ],
  [
    'address-dead',
    [
      host(),
      lookup([A, '10.0.0.6']),
      resolver('10.0.0.53', 'answered', [A, '10.0.0.6']),
      ...healthyEnd(A),
      tcp('10.0.0.6', 443, 'filtered'),
      tcp('10.0.0.6', 8443, 'filtered'),
    ],
  ],
  [
    'packet-loss',
    [
      ...RESOLVED,
      ...[443, 8443].flatMap((port): Outcome[] => [
        tcp(A, port, 'open', { elapsedMs: 1020, hasRetransmitSignature: true }),
        tls(A, port),
        http(A, port),
      ]),
    ],
  ],
  ['closed-on-accept', [...RESOLVED, ...bothNoTls({ code: 'closed', closedBeforeHello: true })]],
  ['closed-on-accept', [...RESOLVED, ...bothNoTls({ code: 'reset', closedBeforeHello: false })]],
  [
    'docker-subnet-conflict',
    [
      host({
        routes: [
          { destination: '0.0.0.0/0', interfaceName: 'eth0' },
          { destination: '10.0.0.0/24', interfaceName: 'docker0' },
        ],
      }),
      lookup([A]),
      resolver('10.0.0.53', 'answered', [A]),
      tcp(A, 443, 'unreachable', { elapsedMs: 3100, origin: 'network' }),
      tcp(A, 8443, 'unreachable', { elapsedMs: 3100, origin: 'network' }),
    ],
  ],
  [
    'network-down',
    [
      host({
        interfaces: [
          { name: 'lo', isInternal: true, addresses: [{ address: '127.0.0.1', family: 4, prefixLength: 8 }] },
        ],
      }),
      lookup([], { code: 'try-again' }),
      resolver('10.0.0.53', 'unreachable'),
    ],
  ],
  ['name-not-found', [host(), lookup([]), resolver('10.0.0.53', 'nxdomain')]],
  [
    'name-not-found',
    [
      host(),
      lookup([], { code: 'try-again' }),
      resolver('10.0.0.53', 'nxdomain'),
      resolver('10.0.0.54', 'silent'),
    ],
  ],
  ['name-not-found', [host(), lookup([], { code: 'no-address' }), resolver('10.0.0.53', 'no-data')]],
  ['name-not-found', [host(), lookup([])]],
  [
    'name-not-found',
    [host(), lookup([], { code: 'timed-out', hostname: 'nowhere.invalid' }), resolver('10.0.0.53', 'silent')],
    siteProfile({ address: 'nowhere.invalid' }),
  ],
  ['resolver-silent', [host(), lookup([], { code: 'try-again' }), resolver('10.0.0.53', 'silent')]],
  ['resolver-down', [host(), lookup([], { code: 'try-again' }), resolver('10.0.0.53', 'port-closed')]],
  ['resolver-failing', [host(), lookup([], { code: 'try-again' }), resolver('10.0.0.53', 'servfail')]],
  ['resolver-refuses', [host(), lookup([], { code: 'try-again' }), resolver('10.0.0.53', 'refused')]],
  ['dns-tcp-blocked', [host(), lookup([], { code: 'try-again' }), resolver('10.0.0.53', 'tcp-blocked')]],
  [
    'resolvers-disagree',
    [
      host(),
      lookup([A]),
      resolver('10.0.0.53', 'answered', [A]),
      resolver('10.0.0.54', 'nxdomain'),
      ...healthyEnd(A),
    ],
  ],
  [
    'resolvers-disagree',
    [
      host(),
      lookup([A]),
      resolver('10.0.0.53', 'answered', [A]),
      resolver('10.0.0.54', 'answered', ['10.0.0.6']),
      ...healthyEnd(A),
      ...healthyEnd('10.0.0.6'),
    ],
  ],
  [
    'hosts-file-override',
    [
      host(),
      lookup(['10.0.0.6'], {
        hostsFile: {
          path: '/etc/hosts',
          readable: true,
          entries: [{ line: 3, address: '10.0.0.6', names: ['console.example.com'] }],
        },
      }),
      resolver('10.0.0.53', 'answered', [A]),
      ...healthyEnd('10.0.0.6'),
      ...healthyEnd(A),
    ],
  ],
  [
    'dns-wildcard',
    [
      host(),
      lookup([A]),
      resolver('10.0.0.53', 'answered', [A], {
        wildcard: { hostname: 'airway-12345678.example.com', addresses: [A] },
      }),
      ...healthyEnd(A),
    ],
  ],
  [
    'dns-sinkhole',
    [
      host(),
      lookup(['0.0.0.0']),
      resolver('10.0.0.53', 'answered', ['0.0.0.0']),
      tcp('0.0.0.0', 443, 'refused'),
      tcp('0.0.0.0', 8443, 'refused'),
    ],
  ],
  [
    'synthetic-address',
    [
      host(),
      lookup(['198.18.0.5']),
      resolver('10.0.0.53', 'answered', ['198.18.0.5']),
      ...healthyEnd('198.18.0.5'),
    ],
  ],
  ['tls-no-answer', [...RESOLVED, ...bothNoTls({ code: 'silent' })]],
  [
    'plain-http-on-tls-port',
    [
      ...RESOLVED,
      ...bothNoTls({
        code: 'not-tls',
        bytesReceived: 100,
        plaintext: { protocol: 'http', firstLine: 'HTTP/1.1 400 Bad Request' },
      }),
    ],
  ],
  [
    'wrong-service',
    [
      ...RESOLVED,
      ...bothNoTls({
        code: 'not-tls',
        bytesReceived: 20,
        plaintext: { protocol: 'ssh', firstLine: 'SSH-2.0-OpenSSH_9.2' },
      }),
    ],
  ],
  ['tls-version-too-old', [...RESOLVED, ...fatal(70, 'protocol_version')]],
  [
    'tls-version-too-old',
    [
      ...RESOLVED,
      ...bothNoTls({
        code: 'failed',
        version: 'TLSv1',
        bytesReceived: 90,
        error: { errno: 'ERR_SSL_UNSUPPORTED_PROTOCOL' },
      }),
    ],
  ],
  ['tls-no-common-cipher', [...RESOLVED, ...fatal(40, 'handshake_failure')]],
  ['tls-name-not-served', [...RESOLVED, ...fatal(112, 'unrecognized_name')]],
  ['client-certificate-required', [...RESOLVED, ...fatal(116, 'certificate_required')]],
  [
    'client-certificate-required',
    [...RESOLVED, ...fatal(40, 'handshake_failure', { requestsClientCertificate: true })],
  ],
  [
    'client-certificate-required',
    [
      ...RESOLVED,
      ...bothHttp(400, {
        signature: { code: 'client-certificate', quote: 'No required SSL certificate was sent' },
      }),
    ],
  ],
  [
    'tls-inspected',
    [
      ...RESOLVED,
      ...bothTls({
        faults: ['untrusted-authority'],
        trust: [],
        chain: [certificate({ issuer: 'CN=FG100,O=Fortinet', issuerCommonName: 'FG100' })],
      }),
    ],
  ],
  [
    'certificate-self-signed',
    [...RESOLVED, ...bothTls({ faults: ['self-signed'], chain: [certificate({ isSelfSigned: true })] })],
  ],
  [
    'certificate-expired',
    [
      ...RESOLVED,
      ...bothTls({ faults: ['expired'], chain: [certificate({ notAfter: '2026-05-01T00:00:00.000Z' })] }),
    ],
  ],
  [
    'certificate-not-yet-valid',
    [
      ...RESOLVED,
      ...bothTls({
        faults: ['not-yet-valid'],
        chain: [certificate({ notBefore: '2026-07-01T00:00:00.000Z' })],
      }),
    ],
  ],
  [
    'certificate-expires-soon',
    [
      ...RESOLVED,
      ...bothTls({
        faults: ['expires-soon'],
        chain: [certificate({ notAfter: '2026-06-11T12:00:00.000Z' })],
      }),
    ],
  ],
  [
    'certificate-authority-untrusted',
    [
      ...RESOLVED,
      ...bothTls({ faults: ['untrusted-authority'], trust: [{ store: 'os', code: 'untrusted' }] }),
    ],
  ],
  [
    'certificate-chain-incomplete',
    [...RESOLVED, ...bothTls({ faults: ['incomplete-chain'], trust: [{ store: 'os', code: 'untrusted' }] })],
  ],
  [
    'certificate-name-mismatch',
    [
      ...RESOLVED,
      ...bothTls({ faults: ['name-mismatch'], chain: [certificate({ dnsNames: ['other.example.com'] })] }),
    ],
  ],
  [
    'certificate-without-san',
    [
      ...RESOLVED,
      ...bothTls({
        faults: ['without-san', 'name-mismatch'],
        chain: [certificate({ hasSan: false, dnsNames: [] })],
      }),
    ],
  ],
  ['certificate-trusted-by-os-only', [...RESOLVED, ...bothTls({ faults: ['trusted-by-os-only'] })]],
  [
    'certificate-weak',
    [...RESOLVED, ...bothTls({ faults: ['weak-key'], chain: [certificate({ keyBits: 1024 })] })],
  ],
  [
    'clock-wrong',
    [
      ...RESOLVED,
      ...[443, 8443].flatMap((port): Outcome[] => [
        tcp(A, port),
        tls(A, port, { faults: ['expired'], chain: [certificate({ notAfter: '2026-05-01T00:00:00.000Z' })] }),
        http(A, port, 200, { clockOffsetMs: -60 * 86_400_000 }),
      ]),
    ],
  ],
  ['console-backend-down', [...RESOLVED, ...bothHttp(502, { statusText: 'Bad Gateway' })]],
  ['console-backend-down', [...RESOLVED, ...bothHttp(undefined, { code: 'closed' })]],
  ['console-backend-hung', [...RESOLVED, ...bothHttp(504)]],
  ['console-backend-hung', [...RESOLVED, ...bothHttp(undefined, { code: 'silent' })]],
  [
    'web-filter-page',
    [...RESOLVED, ...bothHttp(403, { signature: { code: 'web-filter', product: 'FortiGuard' } })],
  ],
  [
    'redirected-elsewhere',
    [
      ...RESOLVED,
      ...bothHttp(302, {
        redirects: [
          {
            url: 'https://console.example.com/',
            status: 302,
            location: 'https://login.example.net/',
            followed: false,
            toOtherHost: true,
          },
        ],
      }),
    ],
  ],
  [
    'invalid-host-header',
    [
      ...RESOLVED,
      ...bothHttp(403, { signature: { code: 'invalid-host-header', quote: 'Invalid Host Header' } }),
    ],
  ],
  [
    'not-the-console',
    [...RESOLVED, ...bothHttp(200, { signature: { code: 'default-page', product: 'nginx' } })],
  ],
  [
    'api-token-rejected',
    [...RESOLVED, ...healthyEnd(A), http(A, 443, 401, { kind: 'api-token', token: { code: 'rejected' } })],
  ],
  ...REAL_TIME_ROWS,
  ...PATH_ROWS,
  ...GREETING_ROWS,
  ...PROXY_TABLE,
  ...BOTH_WAYS_TABLE,
  ...DIRECTORY_TABLE,
  ...WAY_TABLE,
];

/** Every row, whichever file it is in. */
const ALL_ROWS: readonly (readonly [CauseId, readonly Outcome[], Profile?, SyslogAnswer?])[] = [
  ...TABLE,
  ...SYSLOG_TABLE,
  ...MESSAGE_TABLE,
  ...MACHINE_TABLE,
];

const HEALTHY: readonly (readonly [string, readonly Outcome[], Profile?, SyslogAnswer?])[] = [
  ['by name', [...RESOLVED, ...healthyEnd(A)]],
  ['by address', [host(), ...healthyEnd(A)], siteProfile({ address: A })],
  [
    'on loopback, bound to one of its two addresses',
    [
      host(),
      lookup(['::1', '127.0.0.1'], { hostname: 'localhost' }),
      ...healthyEnd('127.0.0.1'),
      tcp('::1', 443, 'refused'),
      tcp('::1', 8443, 'refused'),
    ],
    siteProfile({ address: 'localhost' }),
  ],
  [
    'without network, on loopback',
    [host({ interfaces: [] }), ...healthyEnd('127.0.0.1')],
    siteProfile({ address: '127.0.0.1' }),
  ],
  [
    'dual stack, from a machine without IPv6',
    [
      host(),
      lookup([A, 'fd00::5']),
      resolver('10.0.0.53', 'answered', [A]),
      ...healthyEnd(A),
      tcp('fd00::5', 443, 'unreachable', { error: { errno: 'ENETUNREACH' }, origin: 'this-machine' }),
      tcp('fd00::5', 8443, 'unreachable', { error: { errno: 'ENETUNREACH' }, origin: 'this-machine' }),
    ],
  ],
  [
    'by the hosts file, with resolvers that are silent',
    [
      host(),
      lookup([A], {
        hostsFile: {
          path: '/etc/hosts',
          readable: true,
          entries: [{ line: 3, address: A, names: ['console.example.com'] }],
        },
      }),
      resolver('10.0.0.53', 'silent'),
      ...healthyEnd(A),
    ],
  ],
  [
    'one late SYN',
    [
      ...RESOLVED,
      tcp(A, 443, 'open', { hasRetransmitSignature: true, elapsedMs: 1010 }),
      ...healthyEnd(A).slice(1),
    ],
  ],
  [
    'token accepted on one port only',
    [
      ...RESOLVED,
      ...healthyEnd(A),
      http(A, 443, 404, { kind: 'api-token', token: { code: 'rejected' } }),
      http(A, 8443, 200, { kind: 'api-token', token: { code: 'accepted' } }),
    ],
  ],
  [
    'alternate port not used',
    [host(), ...healthyEnd(A).slice(0, 3)],
    siteProfile({ address: A, ports: { alternate: null } }),
  ],
  ...REAL_TIME_HEALTHY,
  ...PATH_HEALTHY,
  ...GREETING_HEALTHY,
  ...PROXY_HEALTHY,
  ...HEALTHY_DIRECTORIES,
  ...HEALTHY_WAYS,
];

describe('diagnosis', () => {
  for (const [index, [cause, outcomes, profile, answer]] of ALL_ROWS.entries())
    it(`names ${cause} first and alone (row ${index + 1})`, () => {
      const findings = diagnose(siteRun(outcomes, profile, answer));
      expect(findings.map((finding) => finding.cause)).toEqual([cause]);
      expect(findings[0]?.evidence.length).toBeGreaterThan(0);
      for (const finding of findings) findingSchema.parse(finding);
      expect(findings[0]?.detail).not.toMatch(/undefined|NaN|\[object/);
    });

  for (const [what, outcomes, profile, answer] of [
    ...HEALTHY,
    ...HEALTHY_RECEIVERS,
    ...HEALTHY_MESSAGES,
    ...HEALTHY_MACHINES,
  ])
    it(`finds nothing on a healthy site: ${what}`, () => {
      const state = siteRun(outcomes, profile, answer);
      const findings = diagnose(state);
      expect(findings.map(({ cause }) => cause)).toEqual([]);
      expect(unexplainedFailures(state, findings).map(({ id }) => id)).toEqual([]);
    });

  it('has a row in this table for every cause that it can name', () => {
    expect([...RULED_CAUSES].sort()).toEqual([...new Set(ALL_ROWS.map(([cause]) => cause))].sort());
  });

  it('puts two independent faults in order, errors before warnings', () => {
    const expired = {
      faults: ['expired' as const],
      chain: [certificate({ notAfter: '2026-05-01T00:00:00.000Z' })],
    };
    expect(
      causesOf([...RESOLVED, tcp(A, 443), tls(A, 443, expired), http(A, 443), tcp(A, 8443, 'filtered')]),
    ).toEqual(['certificate-expired', 'alternate-port-blocked']);
    expect(
      causesOf([
        ...RESOLVED,
        ...bothTls({
          faults: ['expired', 'name-mismatch'],
          chain: [certificate({ notAfter: '2026-05-01T00:00:00.000Z' })],
        }),
      ]),
    ).toEqual(['certificate-expired', 'certificate-name-mismatch']);
  });

  it('silences what a lower layer explains, and says so', () => {
    const [first, ...rest] = diagnose(
      siteRun([
        host({ interfaces: [] }),
        lookup([], { code: 'try-again' }),
        resolver('10.0.0.53', 'silent'),
        resolver('10.0.0.54', 'port-closed'),
      ]),
    );
    expect(rest).toEqual([]);
    expect(first).toMatchObject({
      cause: 'network-down',
      explains: expect.arrayContaining(['resolver-silent', 'resolver-down']),
    });
    expect(first?.explainsChecks).toContain('console/resolver/10.0.0.53:53');
  });

  it('lowers a failing resolver to a warning while names still resolve', () => {
    const [first] = diagnose(siteRun([...RESOLVED, resolver('10.0.0.54', 'silent'), ...healthyEnd(A)]));
    expect(first).toMatchObject({ cause: 'resolver-silent', severity: 'warning' });
  });

  it('fills the remedy with what was seen', () => {
    const text = JSON.stringify(
      diagnose(siteRun([...RESOLVED, tcp(A, 443, 'refused'), tcp(A, 8443, 'refused')]))[0]?.remedy,
    );
    expect(text).toContain('443');
    expect(text).not.toMatch(/\bPORT\b/);
  });

  it('says when a failed check has no cause, and does not call it healthy', () => {
    const state = siteRun([
      ...RESOLVED,
      ...bothNoTls({ code: 'failed', bytesReceived: 5, error: { errno: 'ERR_SSL_ODD' } }),
    ]);
    const findings = diagnose(state);
    expect(findings).toEqual([]);
    expect(unexplainedFailures(state, findings).map(({ id }) => id)).toEqual([
      `console/tls/${A}:443`,
      `console/tls/${A}:8443`,
    ]);
  });

  it('says of silence on UDP what leans to which side, as information', () => {
    const findingsOf = (code: 'closed' | 'silent', more: Outcome) =>
      diagnose(siteRun([...RECEIVER, syslog(S, 'udp-unconfirmed', control(code)), more], syslogProfile()));
    const [open] = findingsOf('closed', tcp(S, 514));
    expect(open).toMatchObject({ severity: 'info', subject: 'syslog:514/udp' });
    expect(open?.detail).toMatch(/was refused, so this one is open or filtered by itself.*the host is up\.$/);
    const [unknown] = findingsOf('silent', tcp(S, 514, 'filtered'));
    expect(unknown?.detail).toMatch(/was silent too/);
  });

  it('tells each fault of a receiver beside a healthy Console, and the other way round', () => {
    const both = { ...siteProfile(), syslog: syslogProfile().syslog };
    const filtered: Outcome[] = [tcp(A, 443, 'filtered'), tcp(A, 8443, 'filtered')];
    const receiver = [lookup([S], { hostname: 'syslog.example.com' }), syslog(S, 'udp-closed', refused)];
    expect(causesOf([...RESOLVED, ...healthyEnd(A), ...receiver], both)).toEqual(['syslog-udp-closed']);
    const byTcpToo = { ...both, syslog: byTcp.syslog };
    expect(causesOf([...RESOLVED, ...filtered, tcp(S, 514, 'filtered')], byTcpToo)).toEqual([
      'host-filtered',
      'port-filtered',
    ]);
    expect(causesOf([...RESOLVED, ...filtered, tcp(S, 514), syslog(S, 'tcp-open')], byTcpToo)).toEqual([
      'host-filtered',
    ]);
  });

  it('blames a silent resolver for the name of the receiver too', () => {
    const state = siteRun(
      [
        host(),
        lookup([], { code: 'try-again' }),
        resolver('10.0.0.53', 'silent'),
        lookup([], { code: 'try-again', hostname: 'syslog.example.com' }),
      ],
      { ...siteProfile(), ...(byTcp.syslog === undefined ? {} : { syslog: byTcp.syslog }) },
    );
    const findings = diagnose(state);
    expect(findings.map(({ cause }) => cause)).toEqual(['resolver-silent']);
    expect(unexplainedFailures(state, findings)).toEqual([]);
  });

  it('is calmer where one address of the receiver works', () => {
    const [first] = diagnose(
      siteRun(
        [...RECEIVER, syslog(S, 'udp-unconfirmed'), syslog('10.0.0.15', 'udp-closed', refused)],
        syslogProfile(),
      ),
    );
    expect(first).toMatchObject({ cause: 'syslog-udp-closed', severity: 'warning' });
  });

  it('says nothing of a run that has not begun', () => {
    expect(diagnose({ ...siteRun([]), run: null })).toEqual([]);
  });
});

/** Causes that leave nothing to compare with: a machine without a network has seen nothing else. */
const ALONE: ReadonlySet<CauseId> = new Set(['network-down']);

describe('every error', () => {
  const errors = ALL_ROWS.flatMap(([cause, outcomes, profile, answer], index) =>
    diagnose(siteRun(outcomes, profile, answer))
      .filter(({ severity }) => severity === 'error')
      .map((finding) => [`${cause} (row ${index + 1})`, finding] as const),
  );

  it.each(errors)('names what it is not: %s', (_row, { cause, ruledOut }) => {
    expect(ruledOut.length).toBeGreaterThanOrEqual(ALONE.has(cause) ? 0 : 1);
    expect(new Set(ruledOut).size).toBe(ruledOut.length);
    for (const sentence of ruledOut) expect(sentence).toMatch(/^not [^:]+: \S/);
  });

  it.each(errors)('has a form for whoever fixes it, unless that is the engineer: %s', (_row, { remedy }) => {
    const { form, owner } = remedy;
    expect(form?.to).toBe(owner === 'engineer' ? undefined : owner);
    for (const row of form?.rows ?? []) {
      expect(row.length).toBe(form?.columns.length);
      // Words that stand for what was not seen would be riddles to who gets the message.
      expect(row.join(' | ')).not.toMatch(
        /\b(?:HOST|ADDRESS|PORT|NAME|RESOLVER|DOMAIN|DC|ACCOUNT|BASE_DN|PROXY_URL|PAC_URL|TOKEN)\b(?!=)/,
      );
      expect(row.join(' | ')).not.toMatch(/as it was typed|that was tried|in question/);
    }
  });

  it.each(errors)('quotes in title and detail what it was seen on: %s', (_row, { cause, title, detail }) => {
    if (!ALONE.has(cause)) expect(title).toMatch(/: \S/);
    expect(detail).not.toMatch(/SYN|undefined/);
    // The same sentence twice says nothing more.
    const sentences = detail.split(/(?<=\.) (?=[A-Z0-9[])/);
    expect(new Set(sentences).size, detail).toBe(sentences.length);
  });
});

describe('the rules', () => {
  it('leave no cause without a rule but these; the list may only shrink', () => {
    const notYetRuled = CAUSE_IDS.filter((id) => !RULED_CAUSES.has(id));
    expect(notYetRuled).toMatchInlineSnapshot(`[]`);
  });

  it('explain only causes other than their own', () => {
    for (const rule of RULES)
      expect(rule.explains.filter((cause) => cause === rule.cause && rule.explains.length === 1)).toEqual([]);
  });

  it('never turn a random mix of outcomes into an exception or an illegal finding', () => {
    const pool: readonly Outcome[] = ALL_ROWS.flatMap(([, outcomes]) => outcomes);
    for (let seed = 0; seed < 200; seed += 1) {
      const mix = pool.filter((_, index) => (index * 7919 + seed * 104729) % 13 === 0);
      const profile = { ...siteProfile(), ...(seed % 2 === 0 ? syslogProfile() : byTcp) };
      const findings: Finding[] = diagnose(siteRun(mix, profile));
      for (const finding of findings) findingSchema.parse(finding);
    }
  });
});

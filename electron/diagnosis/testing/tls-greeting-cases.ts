import type { CauseId } from '../../contract/cause-ids.ts';
import type { Outcome } from '../../contract/outcomes/outcome.ts';
import type { TlsOutcome } from '../../contract/outcomes/tls.ts';
import type { Greeting, HelloVariant, TlsHelloOutcome } from '../../contract/outcomes/tls-hello.ts';
import type { Profile } from '../../contract/profile.ts';
import {
  certificate,
  healthyEnd,
  host,
  http,
  lookup,
  noTls,
  resolver,
  siteProfile,
  syslog,
  syslogProfile,
  tcp,
  tls,
} from './site-run.ts';

const A = '10.0.0.5';
const RECEIVER = '10.0.0.14';
const HOST_NAME = 'console.example.com';
const RESOLVED = [host(), lookup([A]), resolver('10.0.0.53', 'answered', [A])];

type Answer = Partial<Greeting> & { readonly code: Greeting['code'] };

const ACCEPTED: Answer = {
  code: 'server-hello',
  version: 'TLSv1.3',
  cipher: 'TLS_AES_128_GCM_SHA256',
  isCipherOutdated: false,
  bytesReceived: 1200,
};
const RETRY: Answer = { code: 'retry', version: 'TLSv1.3', bytesReceived: 99 };
const SILENT: Answer = { code: 'silent', elapsedMs: 3500 };
const RESET: Answer = { code: 'reset', endedBeforeHello: false };
const alert = (number: number, name: string): Answer => ({
  code: 'alert',
  alert: { level: 2, number, name },
  bytesReceived: 7,
});
const chose = (version: string, cipher: string, isCipherOutdated = false): Answer => ({
  ...ACCEPTED,
  version,
  cipher,
  isCipherOutdated,
});

/** What one address did to these greetings. */
function hello(
  address: string,
  port: number,
  answers: Partial<Record<HelloVariant, Answer>>,
): TlsHelloOutcome {
  const greetings = Object.entries(answers).map(
    ([variant, answer]): Greeting => ({
      variant: variant as HelloVariant,
      servername: variant === 'no-name' ? null : variant === 'other-name' ? 'example.com' : HOST_NAME,
      sizeBytes: variant === 'large' ? 1750 : 240,
      bytesReceived: 0,
      elapsedMs: 12,
      ...answer,
    }),
  );
  const accepted = greetings.filter(({ code }) => code === 'server-hello' || code === 'retry').length;
  return {
    kind: 'tls-hello',
    code: accepted === 0 ? 'none-accepted' : accepted === greetings.length ? 'all-accepted' : 'some-accepted',
    address,
    port,
    greetings,
    raw: [],
    elapsedMs: 12,
  };
}

/** Both ports show this handshake, and did this to the greetings. */
const bothGreeted = (
  handshake: Partial<TlsOutcome>,
  answers: Partial<Record<HelloVariant, Answer>>,
): Outcome[] => [
  ...RESOLVED,
  ...[443, 8443].flatMap((port): Outcome[] => [
    tcp(A, port),
    noTls(A, port, handshake),
    hello(A, port, answers),
  ]),
];

const refused = (number: number, name: string): Partial<TlsOutcome> => ({
  code: 'alert',
  bytesReceived: 7,
  alert: { level: 2, number, name, afterHandshake: false },
});

const silentHandshake: Partial<TlsOutcome> = { code: 'silent', elapsedMs: 5000 };
const others = { 'no-name': ACCEPTED, 'other-name': ACCEPTED };

const FORTINET = { issuer: 'CN=FG100,O=Fortinet', issuerCommonName: 'FG100' };
const EXPECTED = Array(32).fill('AB').join(':');
const OTHER = Array(32).fill('CD').join(':');
/** Trusted by this machine's own store alone, beside a CA file of the profile that does not know it. */
const ADDED_ROOT: TlsOutcome['trust'] = [
  { store: 'runtime', code: 'untrusted', roots: 150 },
  { store: 'os', code: 'trusted', anchor: 'CN=Example Root', roots: 151 },
  { store: 'profile', code: 'untrusted', roots: 1 },
];
const PRIVATE_ROOT: TlsOutcome['trust'] = [
  { store: 'runtime', code: 'untrusted', roots: 150 },
  { store: 'os', code: 'untrusted', roots: 150 },
  { store: 'profile', code: 'trusted', anchor: 'CN=Example Root', roots: 1 },
];

const onBoth = (more: Partial<TlsOutcome>): Outcome[] => [
  ...RESOLVED,
  ...[443, 8443].flatMap((port): Outcome[] => [tcp(A, port), tls(A, port, more), http(A, port)]),
];
const withSyslog = (profile: Profile): Profile => {
  const { syslog: receiver } = syslogProfile({ transport: 'tls', port: 6514 });
  return receiver === undefined ? profile : { ...profile, syslog: receiver };
};
const receiverShows = (more: Parameters<typeof certificate>[0], trust: TlsOutcome['trust']): Outcome[] => [
  lookup([RECEIVER], { hostname: 'syslog.example.com' }),
  tcp(RECEIVER, 6514),
  syslog(RECEIVER, 'tls-open', { port: 6514, version: 'TLSv1.3', chain: [certificate(more)], trust }),
];

/** A handshake that is cut without a word, and a greeting that is cut alike. */
const CUTS: readonly (readonly [Partial<TlsOutcome>, Answer])[] = [
  [{ code: 'reset', closedBeforeHello: false }, RESET],
  [
    { code: 'closed', closedBeforeHello: false },
    { code: 'closed', endedBeforeHello: false },
  ],
  [silentHandshake, SILENT],
];

type Row = readonly [CauseId, readonly Outcome[], Profile?];

/** Runs in which greetings were compared, or certificates of several places, with the one cause that each shows. */
export const GREETING_ROWS: readonly Row[] = [
  // Cut or silent for this name only.
  ...CUTS.map(
    ([handshake, cut]): Row => [
      'tls-name-blocked',
      bothGreeted(handshake, { small: cut, large: cut, 'short-answer': cut, ...others }),
    ],
  ),
  [
    'tls-name-blocked',
    bothGreeted(
      { code: 'reset', closedBeforeHello: false },
      { small: RESET, large: RESET, 'short-answer': RESET, 'other-name': ACCEPTED, 'no-name': RESET },
    ),
  ],
  [
    'tls-name-blocked',
    bothGreeted(refused(49, 'access_denied'), {
      small: alert(49, 'access_denied'),
      'up-to-1.2': alert(49, 'access_denied'),
      ...others,
    }),
  ],
  // Large greetings get lost on the way to the server.
  [
    'path-mtu-black-hole',
    bothGreeted(silentHandshake, { small: ACCEPTED, large: SILENT, 'short-answer': RETRY, ...others }),
  ],
  [
    'path-mtu-black-hole',
    bothGreeted(
      { code: 'reset', closedBeforeHello: false },
      { small: ACCEPTED, large: RESET, 'short-answer': RETRY, ...others },
    ),
  ],
  // The flight with the certificate gets lost on the way back.
  [
    'path-mtu-black-hole',
    bothGreeted(silentHandshake, {
      small: SILENT,
      large: SILENT,
      'short-answer': RETRY,
      'no-name': SILENT,
      'other-name': SILENT,
    }),
  ],
  [
    'path-mtu-black-hole',
    bothGreeted(silentHandshake, {
      small: SILENT,
      large: SILENT,
      'short-answer': alert(70, 'protocol_version'),
    }),
  ],
  [
    'path-mtu-black-hole',
    [
      ...RESOLVED,
      ...[443, 8443].flatMap((port): Outcome[] => [
        tcp(A, port),
        noTls(A, port, { ...silentHandshake, version: 'TLSv1.2', bytesReceived: 93 }),
      ]),
    ],
  ],
  // Nothing is answered at all, or all alike: what was named without greetings stays.
  [
    'tls-no-answer',
    bothGreeted(silentHandshake, {
      small: SILENT,
      large: SILENT,
      'short-answer': SILENT,
      'no-name': SILENT,
      'other-name': SILENT,
    }),
  ],
  [
    'tls-no-answer',
    bothGreeted(silentHandshake, { small: ACCEPTED, large: ACCEPTED, 'short-answer': RETRY, ...others }),
  ],
  [
    'closed-on-accept',
    bothGreeted(
      { code: 'reset', closedBeforeHello: false },
      { small: RESET, large: RESET, 'short-answer': RESET, 'no-name': RESET, 'other-name': RESET },
    ),
  ],
  // Versions and suites.
  [
    'tls-version-too-old',
    bothGreeted(refused(70, 'protocol_version'), {
      small: alert(70, 'protocol_version'),
      'no-name': alert(70, 'protocol_version'),
      'up-to-1.0': chose('TLSv1', 'TLS_RSA_WITH_AES_128_CBC_SHA'),
      'up-to-1.1': chose('TLSv1.1', 'TLS_RSA_WITH_AES_128_CBC_SHA'),
      'up-to-1.2': chose('TLSv1.1', 'TLS_RSA_WITH_AES_128_CBC_SHA'),
    }),
  ],
  [
    'tls-version-too-old',
    bothGreeted(refused(40, 'handshake_failure'), {
      small: alert(40, 'handshake_failure'),
      'up-to-1.2': chose('TLSv1', 'TLS_RSA_WITH_RC4_128_SHA', true),
    }),
  ],
  [
    'tls-no-common-cipher',
    bothGreeted(refused(40, 'handshake_failure'), {
      small: alert(40, 'handshake_failure'),
      'up-to-1.2': chose('TLSv1.2', 'TLS_RSA_WITH_RC4_128_SHA', true),
    }),
  ],
  [
    'tls-no-common-cipher',
    bothGreeted(refused(70, 'protocol_version'), {
      small: alert(70, 'protocol_version'),
      'up-to-1.2': chose('TLSv1.2', 'TLS_RSA_WITH_RC4_128_SHA', true),
    }),
  ],
  [
    'tls-no-common-cipher',
    bothGreeted(refused(40, 'handshake_failure'), {
      small: alert(40, 'handshake_failure'),
      'up-to-1.2': alert(40, 'handshake_failure'),
      'no-name': alert(40, 'handshake_failure'),
    }),
  ],
  [
    'tls-name-not-served',
    bothGreeted(refused(112, 'unrecognized_name'), { small: alert(112, 'unrecognized_name'), ...others }),
  ],
  // Certificates that are not the site's own.
  [
    'tls-inspected',
    onBoth({
      trust: [{ store: 'os', code: 'untrusted' }],
      faults: ['untrusted-authority'],
      chain: [certificate({ fingerprint256: OTHER })],
    }),
    siteProfile({ fingerprint256: EXPECTED }),
  ],
  [
    'tls-inspected',
    onBoth({ trust: PRIVATE_ROOT, chain: [certificate({ fingerprint256: OTHER })] }),
    siteProfile({ fingerprint256: EXPECTED }),
  ],
  ['tls-inspected', onBoth({ trust: ADDED_ROOT, faults: ['trusted-by-os-only'] })],
  [
    'tls-inspected',
    onBoth({
      trust: [{ store: 'os', code: 'untrusted' }],
      faults: ['untrusted-authority'],
      chain: [
        certificate({ issuer: 'CN=Corp SSL Inspection CA', issuerCommonName: 'Corp SSL Inspection CA' }),
      ],
    }),
  ],
  [
    'tls-inspected',
    [
      ...RESOLVED,
      tcp(A, 443),
      tls(A, 443, {
        trust: ADDED_ROOT.slice(0, 2),
        faults: ['trusted-by-os-only'],
        chain: [
          certificate({
            issuer: 'CN=Office CA',
            issuerCommonName: 'Office CA',
            fingerprint256: OTHER,
            publicKey256: OTHER,
          }),
        ],
      }),
      http(A, 443),
      ...healthyEnd(A)
        .slice(3)
        .map((one) =>
          one.kind === 'tls'
            ? { ...one, trust: [{ store: 'runtime' as const, code: 'trusted' as const }] }
            : one,
        ),
    ],
  ],
  [
    'tls-inspected',
    [
      ...onBoth({
        trust: ADDED_ROOT.slice(0, 2),
        faults: ['trusted-by-os-only'],
        chain: [certificate({ publicKey256: EXPECTED })],
      }),
      ...receiverShows({ publicKey256: EXPECTED, fingerprint256: OTHER }, ADDED_ROOT.slice(0, 2)),
    ],
    withSyslog(siteProfile()),
  ],
  // A chain that fits the profile in name only is looked at as any other.
  [
    'certificate-authority-untrusted',
    onBoth({
      trust: [
        { store: 'os', code: 'untrusted' },
        { store: 'profile', code: 'untrusted' },
      ],
      faults: ['untrusted-authority'],
    }),
  ],
];

/** Runs in which nothing is wrong. */
export const GREETING_HEALTHY: readonly (readonly [string, readonly Outcome[], Profile?])[] = [
  [
    'a slow server whose greetings were compared meanwhile',
    [
      ...RESOLVED,
      ...healthyEnd(A),
      hello(A, 443, { small: SILENT, 'no-name': alert(112, 'unrecognized_name') }),
    ],
  ],
  ['a private authority that the profile names', onBoth({ trust: PRIVATE_ROOT })],
  [
    'a private authority in the profile that signs for every service',
    [...onBoth({ trust: PRIVATE_ROOT }), ...receiverShows({}, PRIVATE_ROOT)],
    withSyslog(siteProfile()),
  ],
  [
    'the certificate that the profile expects, whoever issued it',
    onBoth({
      trust: PRIVATE_ROOT.slice(0, 2),
      chain: [certificate({ ...FORTINET, fingerprint256: EXPECTED })],
    }),
    siteProfile({ fingerprint256: EXPECTED.replaceAll(':', '').toLowerCase() }),
  ],
];

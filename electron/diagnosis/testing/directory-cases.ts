import type { CauseId } from '../../contract/cause-ids.ts';
import type { Outcome } from '../../contract/outcomes/outcome.ts';
import type { Profile } from '../../contract/profile.ts';
import { DISCOVERY_ROWS } from './directory-discovery-cases.ts';
import { HEALTHY_DIRECTORY, RECORDS, without } from './directory-healthy.ts';
import {
  bind,
  D,
  DC,
  directoryProfile,
  look,
  ping,
  plain,
  refusedWith,
  result,
  srv,
  starttls,
} from './directory-outcomes.ts';
import { REFERRAL_PORT } from './directory-run.ts';
import { certificate, healthyEnd, http, lookup, noTls, resolver, siteProfile, tcp, tls } from './site-run.ts';

const inClear = (...rest: readonly Outcome[]): Outcome[] => [
  ...RECORDS,
  tcp(D, 389),
  tcp(D, 636),
  ping(),
  look('plain'),
  ...rest,
];
const HOUR = 3_600_000;
const SUB_CODES: readonly (readonly [CauseId, string])[] = [
  ['bind-wrong-password', '52e'],
  ['bind-no-such-user', '525'],
  ['bind-outside-hours', '530'],
  ['bind-workstation-denied', '531'],
  ['bind-password-expired', '532'],
  ['bind-account-disabled', '533'],
  ['bind-account-expired', '701'],
  ['bind-password-must-change', '773'],
  ['bind-account-locked', '775'],
  ['bind-wrong-password', '80090346'],
];

/** Console and directory of one site. */
const both: Profile = { ...siteProfile(), ...directoryProfile() };
const A = '10.0.0.5';
const CONSOLE = [lookup([A]), resolver('10.0.0.53', 'answered', [A])];

type Row = readonly [CauseId, readonly Outcome[], Profile];

/** Runs of the Active Directory step, each with the one cause that has to be named. */
export const DIRECTORY_TABLE: readonly Row[] = [
  ...SUB_CODES.map(([cause, data]): Row => [cause, without(refusedWith(data)), directoryProfile()]),
  ['bind-wrong-password', without(refusedWith(undefined)), directoryProfile()],
  ['bind-no-such-user', without(bind('bind-refused', [result('bind', 32)])), directoryProfile()],
  [
    'bind-name-form',
    without(refusedWith('52e', { bind: { nameForm: 'bare', isEncrypted: true } })),
    directoryProfile({ username: 'air' }),
  ],
  ['bind-name-form', without(bind('bind-refused', [result('bind', 34)])), directoryProfile()],
  [
    'anonymous-bind-only',
    without(bind('anonymous-only', [result('bind', 0), result('base', 1)])),
    directoryProfile(),
  ],
  [
    'base-dn-missing',
    without(bind('base-refused', [result('base', 32, { matchedDn: 'DC=example,DC=com' })])),
    directoryProfile(),
  ],
  ['base-dn-missing', without(bind('base-refused', [result('organizational-unit', 34)])), directoryProfile()],
  ['base-dn-missing', without(bind('base-refused', [result('base', 50)])), directoryProfile()],
  [
    'referral-elsewhere',
    without(bind('base-refused', [result('base', 10, { referrals: ['ldap://other.example.com/'] })])),
    directoryProfile(),
  ],
  [
    'referral-dead',
    [
      ...without(bind('ready', [], { referrals: ['ldap://referred.example.com/'] })),
      lookup(['10.0.0.99'], { hostname: 'referred.example.com' }),
      tcp('10.0.0.99', REFERRAL_PORT, 'filtered'),
    ],
    directoryProfile(),
  ],
  [
    'referral-dead',
    [
      ...without(bind('base-refused', [result('base', 10)])),
      lookup([], { hostname: 'referred.example.com' }),
    ],
    directoryProfile(),
  ],
  [
    'referral-dead',
    [...without(bind('ready', [])), tcp('10.0.0.99', REFERRAL_PORT, 'refused')],
    directoryProfile(),
  ],
  [
    'ldap-signing-required',
    inClear(
      bind(
        'bind-refused',
        [result('bind', 8, { diagnosticMessage: 'BindSimple: Transport encryption required.' })],
        { security: 'plain' },
      ),
    ),
    plain,
  ],
  [
    'ldap-encryption-required',
    inClear(bind('bind-refused', [result('bind', 13)], { security: 'plain' })),
    plain,
  ],
  [
    'ldap-encryption-required',
    [
      ...RECORDS,
      tcp(D, 389),
      tcp(D, 636, 'refused'),
      look('plain', 'root-dse-refused', { results: [result('root-dse', 13)], bytesReceived: 40 }),
    ],
    plain,
  ],
  ...[2, 52, 1].map(
    (code): Row => [
      'starttls-unsupported',
      inClear(
        look('starttls', 'starttls-refused', { results: [result('starttls', code)], bytesReceived: 40 }),
      ),
      starttls,
    ],
  ),
  [
    'starttls-unsupported',
    inClear(
      look('starttls', 'tls-failed', {
        bytesReceived: 40,
        tls: { code: 'reset', chain: [], chainSource: 'none', trust: [], faults: [] },
      }),
    ),
    starttls,
  ],
  [
    'certificate-expired',
    inClear(
      look('starttls', 'ready', {
        tls: {
          code: 'established',
          chain: [certificate({ notAfter: '2026-05-01T00:00:00.000Z' })],
          chainSource: 'wire',
          trust: [],
          faults: ['expired'],
        },
      }),
    ),
    starttls,
  ],
  [
    'certificate-name-mismatch',
    without(
      tls(D, 636, { expectedName: D, faults: ['name-mismatch'], chain: [certificate({ dnsNames: [DC] })] }),
    ),
    directoryProfile(),
  ],
  [
    'ldaps-no-certificate',
    [
      ...RECORDS,
      tcp(D, 389),
      tcp(D, 636),
      ping(),
      look('plain'),
      noTls(D, 636, { code: 'reset', closedBeforeHello: false }),
    ],
    directoryProfile(),
  ],
  [
    'ldaps-no-certificate',
    [...RECORDS, tcp(D, 389, 'filtered'), tcp(D, 636), ping('silent'), noTls(D, 636, { code: 'closed' })],
    directoryProfile(),
  ],
  [
    'closed-on-accept',
    [...RECORDS, tcp(D, 389), tcp(D, 636), ping(), noTls(D, 636, { code: 'reset', closedBeforeHello: true })],
    directoryProfile(),
  ],
  ['closed-on-accept', [...RECORDS, tcp(D, 389), tcp(D, 636), look('plain', 'reset')], plain],
  [
    'wrong-service',
    [
      ...RECORDS,
      tcp(D, 389),
      tcp(D, 636),
      look('plain', 'not-ldap', { foreign: { protocol: 'ssh', firstLine: 'SSH-2.0-OpenSSH_9.6' } }),
    ],
    plain,
  ],
  ['wrong-service', [...RECORDS, tcp(D, 389), tcp(D, 636), look('plain', 'not-ldap')], plain],
  [
    'tls-no-answer',
    [...RECORDS, tcp(D, 389), tcp(D, 636), ping(), look('plain'), noTls(D, 636, { code: 'silent' })],
    directoryProfile(),
  ],
  ...DISCOVERY_ROWS,
  [
    'domain-clock-skew',
    [
      ...without(look('plain', 'ready', { clockOffsetMs: -HOUR })).filter(({ kind }) => kind !== 'ldap'),
      look('plain', 'ready', { clockOffsetMs: -HOUR }),
      look('ldaps', 'ready', { clockOffsetMs: -HOUR }),
    ],
    directoryProfile(),
  ],
  [
    'domain-clock-skew',
    [
      ...CONSOLE,
      ...healthyEnd(A).map((one) => (one.kind === 'http' ? { ...one, clockOffsetMs: 300 } : one)),
      ...HEALTHY_DIRECTORY.map((one) => (one.kind === 'ldap' ? { ...one, clockOffsetMs: HOUR } : one)),
    ],
    both,
  ],
  [
    'clock-wrong',
    [
      ...CONSOLE,
      ...[443, 8443].flatMap((port): Outcome[] => [
        tcp(A, port),
        tls(A, port),
        http(A, port, 200, { clockOffsetMs: HOUR }),
      ]),
      ...HEALTHY_DIRECTORY.map((one) => (one.kind === 'ldap' ? { ...one, clockOffsetMs: HOUR } : one)),
    ],
    both,
  ],
  [
    'not-active-directory',
    [
      ...RECORDS,
      tcp(D, 389),
      tcp(D, 636, 'refused'),
      ping('port-closed'),
      look('plain', 'ready', {
        rootDse: {
          namingContexts: ['dc=example,dc=com'],
          supportedCapabilities: [],
          supportedSaslMechanisms: [],
          supportedLdapVersions: ['3'],
          offersStartTls: false,
          vendorName: 'OpenLDAP',
        },
      }),
      { ...refusedWith(undefined, { security: 'plain' }) },
    ],
    plain,
  ],
  [
    'not-active-directory',
    [
      ...RECORDS,
      tcp(D, 389),
      tcp(D, 636),
      look('plain', 'root-dse-refused', { results: [result('root-dse', 1)], bytesReceived: 30 }),
    ],
    plain,
  ],
  [
    'distant-domain-controller',
    [
      ...without(ping('answered', D, { clientSite: 'Paris', isClosest: false })),
      srv('answered', { 'dc9.example.com': '10.9.0.9' }, { site: 'Paris' }),
    ],
    directoryProfile(),
  ],
];

/** Directories of which nothing is to be said. */
export const HEALTHY_DIRECTORIES: readonly (readonly [string, readonly Outcome[], Profile])[] = [
  ['a directory over LDAPS', HEALTHY_DIRECTORY, directoryProfile()],
  [
    'a directory over LDAPS whose port 389 is closed to this machine',
    [...RECORDS, tcp(D, 389, 'filtered'), tcp(D, 636), ping('silent'), ...HEALTHY_DIRECTORY.slice(6)],
    directoryProfile(),
  ],
  ['a directory in clear', inClear(bind('ready', [], { security: 'plain' })), plain],
  [
    'a directory in clear whose LDAPS is closed',
    [...RECORDS, tcp(D, 389), tcp(D, 636, 'refused'), ping(), look('plain')],
    plain,
  ],
  ['a directory with STARTTLS', inClear(look('starttls')), starttls],
  [
    'a directory whose subordinate references lead to servers that answer',
    [
      ...without(bind('ready', [], { referrals: ['ldap://referred.example.com/'] })),
      lookup(['10.0.0.99'], { hostname: 'referred.example.com' }),
      tcp('10.0.0.99', REFERRAL_PORT),
    ],
    directoryProfile(),
  ],
  [
    'a domain controller of the next site that is the closest one',
    without(ping('answered', D, { clientSite: 'Potsdam', isClosest: true })),
    directoryProfile(),
  ],
  ['Console and directory', [...CONSOLE, ...healthyEnd(A), ...HEALTHY_DIRECTORY], both],
];

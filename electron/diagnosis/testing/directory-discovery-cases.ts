import type { CauseId } from '../../contract/cause-ids.ts';
import type { Outcome } from '../../contract/outcomes/outcome.ts';
import type { Profile } from '../../contract/profile.ts';
import { HEALTHY_DIRECTORY, over, RECORDS, without } from './directory-healthy.ts';
import { D, D2, D3, DC, DOMAIN, directoryProfile, look, named, ping, srv } from './directory-outcomes.ts';
import { host, lookup, tcp } from './site-run.ts';

const THREE = { [DC]: D, 'dc2.example.com': D2, 'dc3.example.com': D3 };

/** Runs in which a domain controller is not found or not reached, each with the one cause that has to be named. */
export const DISCOVERY_ROWS: readonly (readonly [CauseId, readonly Outcome[], Profile])[] = [
  [
    'port-closed',
    [...RECORDS, tcp(D, 389), tcp(D, 636, 'refused'), ping(), look('plain')],
    directoryProfile(),
  ],
  [
    'port-filtered',
    [...RECORDS, tcp(D, 389), tcp(D, 636, 'filtered'), ping(), look('plain')],
    directoryProfile(),
  ],
  [
    'port-filtered',
    [...RECORDS, tcp(D, 389, 'filtered'), tcp(D, 636, 'filtered'), ping('silent')],
    directoryProfile(),
  ],
  [
    'port-filtered',
    [
      host(),
      srv('answered', THREE),
      ...[D, D2, D3].flatMap((address) => [tcp(address, 389, 'filtered'), tcp(address, 636, 'filtered')]),
    ],
    directoryProfile(),
  ],
  // One of three has LDAPS blocked, and is there otherwise.
  [
    'port-filtered',
    [
      host(),
      srv('answered', THREE),
      ...over(D),
      ...over(D2),
      tcp(D3, 389),
      tcp(D3, 636, 'filtered'),
      ping('answered', D3),
    ],
    directoryProfile(),
  ],
  [
    'firewall-rejects',
    [
      ...RECORDS,
      tcp(D, 389),
      tcp(D, 636, 'rejected', { error: { errno: 'EHOSTUNREACH' }, origin: 'network' }),
      ping(),
    ],
    directoryProfile(),
  ],
  [
    'domain-controller-dead',
    [
      host(),
      srv('answered', THREE),
      ...over(D),
      ...over(D2),
      tcp(D3, 389, 'filtered'),
      tcp(D3, 636, 'filtered'),
      ping('silent', D3),
    ],
    directoryProfile(),
  ],
  [
    'domain-controller-dead',
    [
      host(),
      srv('answered', { [DC]: D, 'old.example.com': '' }),
      ...over(),
      lookup([], { hostname: 'old.example.com' }),
    ],
    directoryProfile(),
  ],
  ['name-not-found', [host(), lookup([], { hostname: DC })], directoryProfile({ servers: [DC] })],
  ['cldap-blocked', without(ping('silent')), directoryProfile()],
  ['cldap-blocked', without(ping('port-closed')), directoryProfile()],
  [
    'blocked-on-this-machine',
    [
      ...RECORDS,
      tcp(D, 389),
      tcp(D, 636),
      { ...ping('blocked-locally'), error: { errno: 'EPERM' } },
      look('plain'),
    ],
    directoryProfile(),
  ],
  [
    'domain-name-wrong',
    [
      host(),
      lookup([D], { hostname: DC }),
      srv('nxdomain'),
      ...over().filter(({ kind }) => kind !== 'cldap'),
      ping('other-domain'),
    ],
    directoryProfile({ servers: [DC], domain: 'example.con' }),
  ],
  [
    'domain-name-wrong',
    [host(), lookup([D], { hostname: DC }), ...over().filter(({ kind }) => kind !== 'cldap')],
    directoryProfile({ servers: [DC], domain: 'example.con' }),
  ],
  ['srv-records-missing', [host(), srv('nxdomain'), lookup([], { hostname: DOMAIN })], directoryProfile()],
  [
    'srv-records-missing',
    [
      host(),
      srv('no-data'),
      lookup(['203.0.113.9'], { hostname: DOMAIN }),
      tcp('203.0.113.9', 389, 'filtered'),
      tcp('203.0.113.9', 636, 'filtered'),
    ],
    directoryProfile(),
  ],
  [
    'srv-records-missing',
    [
      host(),
      srv('nxdomain'),
      lookup([D], { hostname: DOMAIN }),
      tcp(D, 389),
      tcp(D, 636),
      ping(),
      look('plain'),
    ],
    directoryProfile(),
  ],
  ['srv-records-missing', [host(), srv('nxdomain'), lookup([D], { hostname: DC }), ...over()], named],
  [
    'srv-records-missing',
    [...HEALTHY_DIRECTORY, srv('nxdomain', {}, { resolver: { address: '8.8.8.8', port: 53 } })],
    directoryProfile(),
  ],
  ['resolver-silent', [host(), srv('silent', {}, { attempts: 2 })], directoryProfile()],
  ['resolver-down', [host(), srv('port-closed')], directoryProfile()],
  ['resolver-failing', [host(), srv('servfail', {}, { rcode: 2 })], directoryProfile()],
  ['resolver-failing', [host(), srv('malformed')], directoryProfile()],
  ['resolver-refuses', [host(), srv('refused')], directoryProfile()],
  ['dns-tcp-blocked', [host(), srv('tcp-blocked')], directoryProfile()],
];

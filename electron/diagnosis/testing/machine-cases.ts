import type { CauseId } from '../../contract/cause-ids.ts';
import type { Outcome } from '../../contract/outcomes/outcome.ts';
import type { Profile } from '../../contract/profile.ts';
import {
  asset,
  assetConfig,
  disk,
  exclusions,
  firewall,
  folder,
  ntp,
  OTHER_NAME,
  siteRoutes,
  vpnWay,
  way,
} from './machine-rows.ts';
import {
  certificate,
  healthyEnd,
  host,
  http,
  lookup,
  nats,
  resolver,
  responderProfile,
  syslogProfile,
  tcp,
  tls,
} from './site-run.ts';

const A = '10.0.0.5';
const S = '10.0.0.14';
const HOUR = 3_600_000;
const FACTS: readonly Outcome[] = [host(), lookup([A]), resolver('10.0.0.53', 'answered', [A])];
const SITE: readonly Outcome[] = [...FACTS, ...healthyEnd(A), tcp(A, 4222), nats(A)];
const profile = responderProfile();
const SILENT: readonly Outcome[] = [...FACTS, ...[443, 8443, 4222].map((port) => tcp(A, port, 'filtered'))];
const withSyslog: Profile = { ...profile, ...pick(syslogProfile({ transport: 'tcp', address: S })) };
const workstation: Profile = { ...profile, vantage: 'workstation' };

function pick({ syslog }: Profile): Pick<Profile, 'syslog'> {
  return syslog === undefined ? {} : { syslog };
}

const dated = (offsetMs: number): Outcome[] =>
  [443, 8443].flatMap((port): Outcome[] => [
    tcp(A, port),
    tls(A, port),
    http(A, port, 200, { clockOffsetMs: offsetMs }),
  ]);

const CONTAINER = way('172.17.0.53', {
  interfaceName: 'br-0a1b2c3d4e5f',
  interfaceKind: 'container',
  product: 'Docker',
});

const gone: Partial<ReturnType<typeof asset>> = {
  code: 'not-found',
  services: [],
  folders: [{ path: '/opt/binalyze/air/agent', role: 'install', state: 'absent' }],
  configs: [],
};

/** Runs in which this machine is at fault, each with the one cause that has to be named. */
export const MACHINE_TABLE: readonly (readonly [CauseId, readonly Outcome[], Profile])[] = [
  ['vpn-route', [...SILENT, siteRoutes(vpnWay(A))], profile],
  ['vpn-route', [...SILENT, siteRoutes(vpnWay(A), way(S)), tcp(S, 514)], withSyslog],
  [
    'vpn-route',
    [...SILENT, siteRoutes(way(A), { ...vpnWay(S), interfaceKind: 'tunnel' }), tcp(S, 514)],
    withSyslog,
  ],
  // Something behind the VPN answers, or the target is on this link: the VPN is not the cause.
  ['host-filtered', [...SILENT, siteRoutes(vpnWay(A), vpnWay(S)), tcp(S, 514)], withSyslog],
  [
    'host-filtered',
    [...SILENT, siteRoutes({ ...way(A), gateway: undefined }, vpnWay(S)), tcp(S, 514)].map(plain),
    withSyslog,
  ],
  ['host-filtered', [...SILENT, siteRoutes(way(A))], profile],
  [
    'bundle-not-writable',
    [...SITE, folder({ code: 'read-only', errno: 'EROFS', otherFolder: '/tmp' })],
    profile,
  ],
  ['bundle-not-writable', [...SITE, folder(), disk('full', 4e6, 'airway')], profile],
  [
    'responder-service-stopped',
    [
      ...SITE,
      asset({
        code: 'stopped',
        services: [
          { name: 'Binalyze.AIR.Agent.service', state: 'failed', start: 'disabled', result: 'exit-code' },
        ],
      }),
    ],
    profile,
  ],
  [
    'responder-service-stopped',
    [
      ...SITE,
      asset({ code: 'stopped', services: [{ name: 'binalyze', state: 'stopped', start: 'unknown' }] }),
    ],
    profile,
  ],
  ['responder-not-installed', [...SITE, asset(gone)], profile],
  [
    'responder-address-mismatch',
    [...SITE, asset({ configs: [assetConfig(OTHER_NAME)] }), lookup(['10.9.9.9'], { hostname: OTHER_NAME })],
    profile,
  ],
  [
    'responder-address-mismatch',
    [
      ...SITE,
      asset({ configs: [assetConfig(OTHER_NAME)] }),
      lookup([], { hostname: OTHER_NAME, code: 'try-again' }),
    ],
    profile,
  ],
  ['responder-address-mismatch', [...SITE, asset({ configs: [assetConfig('10.9.9.9')] })], profile],
  [
    'console-address-mismatch',
    [
      ...SITE.filter(({ kind }) => kind !== 'tls'),
      ...[443, 8443].map((port) =>
        tls(A, port, { chain: [certificate({ dnsNames: [OTHER_NAME, 'console.example.com'] })] }),
      ),
      asset({ configs: [assetConfig(OTHER_NAME)] }),
      lookup([A], { hostname: OTHER_NAME }),
    ],
    profile,
  ],
  ['asset-disk-full', [...SITE, asset(), disk('full', 20e6)], profile],
  [
    'exclusions-missing',
    [...SITE, asset(), exclusions({ code: 'missing', folders: [{ path: '/opt', isExcluded: false }] })],
    profile,
  ],
  ['clock-wrong', [...FACTS, ...dated(3 * HOUR), ntp(3 * HOUR)], profile],
  ['clock-wrong', [...SITE, ntp(-2 * HOUR)], profile],
  [
    'docker-subnet-conflict',
    [...FACTS, ...healthyEnd(A), resolver('172.17.0.53', 'silent'), siteRoutes(CONTAINER)],
    profile,
  ],
];

/** An exact optional that was set to undefined is left out, as a probe leaves it out. */
function plain(outcome: Outcome): Outcome {
  return JSON.parse(JSON.stringify(outcome)) as Outcome;
}

/** Machines of which nothing is to be said. */
export const HEALTHY_MACHINES: readonly (readonly [string, readonly Outcome[], Profile])[] = [
  ['through a VPN that works', [...SITE, siteRoutes(vpnWay(A))], profile],
  ['a firewall that is on', [...SITE, firewall(), folder(), disk('enough', 9e9, 'airway')], profile],
  [
    'a Responder that runs and is excluded',
    [...SITE, asset(), exclusions(), disk('low', 9e8), siteRoutes(way(A))],
    profile,
  ],
  [
    'a Responder that is set to the address behind the name',
    [...SITE, asset({ configs: [assetConfig(A)] })],
    profile,
  ],
  [
    'a folder that did not answer in time',
    [...SITE, folder({ code: 'failed', errno: 'ETIMEDOUT' })],
    profile,
  ],
  ['a time server that agrees', [...FACTS, ...dated(200), ntp(150)], profile],
  [
    'one server with a wrong clock, and a time server that agrees',
    [...FACTS, ...dated(3 * HOUR), ntp(4)],
    profile,
  ],
  ['a workstation without a Responder', [...SITE, asset(gone)], workstation],
];

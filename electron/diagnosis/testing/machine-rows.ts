import type {
  DiskSpaceOutcome,
  FirewallOutcome,
  FolderAccessOutcome,
  SiteRoute,
  SiteRoutesOutcome,
} from '../../contract/outcomes/machine.ts';
import type { NtpOutcome } from '../../contract/outcomes/ntp.ts';
import type { Outcome } from '../../contract/outcomes/outcome.ts';
import type { ExclusionListOutcome, ResponderAssetOutcome } from '../../contract/outcomes/responder-asset.ts';
import { endpoint } from '../../contract/spoken.ts';

/** In made-up runs, the name that only the Responder's configuration knows. */
export const OTHER_NAME = 'air.example.com';

const INSTALL = '/opt/binalyze/air/agent';
const SERVICE = 'Binalyze.AIR.Agent.service';

/** Row of an outcome of this machine; undefined for those of services. */
export function machineRow(outcome: Outcome): { id: string; subject: string } | undefined {
  switch (outcome.kind) {
    case 'site-routes':
      return { id: 'host/route/console', subject: 'host' };
    case 'firewall-state':
      return { id: 'host/firewall', subject: 'host' };
    case 'folder-access':
      return { id: 'host/folder', subject: 'host' };
    case 'ntp':
      return { id: `host/ntp/${endpoint(outcome.address, outcome.port)}`, subject: 'host' };
    case 'disk-space':
      return outcome.volumes[0]?.role === 'responder'
        ? { id: 'responder/disk', subject: 'responder' }
        : { id: 'host/disk', subject: 'host' };
    case 'responder-asset':
      return { id: 'responder/asset', subject: 'responder' };
    case 'exclusion-list':
      return { id: 'responder/exclusions', subject: 'responder' };
    default:
      return undefined;
  }
}

/** The status that the probes give these rows: of all their codes one is a failure. */
export const statusOfMachine = ({
  code,
}: ResponderAssetOutcome | DiskSpaceOutcome | FolderAccessOutcome): 'failed' | 'passed' =>
  code === 'stopped' || code === 'full' ? 'failed' : 'passed';

/** The way to one address: by eth0 through a gateway, unless told. */
export const way = (address: string, more: Partial<SiteRoute> = {}): SiteRoute => ({
  address,
  gateway: '10.0.0.1',
  interfaceName: 'eth0',
  interfaceKind: 'physical',
  sourceAddress: '10.0.0.7',
  isLocal: false,
  ...more,
});

/** The way to one address through a VPN. */
export const vpnWay = (address: string): SiteRoute => ({
  address,
  interfaceName: 'tun0',
  interfaceKind: 'vpn',
  product: 'OpenVPN',
  sourceAddress: '10.8.0.6',
  isLocal: false,
});

export const siteRoutes = (...routes: SiteRoute[]): SiteRoutesOutcome => ({
  kind: 'site-routes',
  code: 'routed',
  routes,
  unreadable: [],
  elapsedMs: 3,
});

export const firewall = (more: Partial<FirewallOutcome> = {}): FirewallOutcome => ({
  kind: 'firewall-state',
  code: 'on',
  firewalls: [{ name: 'ufw', isEnabled: true, inbound: 'block', outbound: 'allow' }],
  unreadable: [],
  elapsedMs: 4,
  ...more,
});

export const folder = (more: Partial<FolderAccessOutcome> = {}): FolderAccessOutcome => ({
  kind: 'folder-access',
  code: 'writable',
  path: '/home/engineer/.local/state/airway',
  elapsedMs: 1,
  ...more,
});

/** Room on the volume of the Responder, or of Airway's own folder. */
export const disk = (
  code: DiskSpaceOutcome['code'],
  freeBytes: number,
  role: 'responder' | 'airway' = 'responder',
): DiskSpaceOutcome => ({
  kind: 'disk-space',
  code,
  volumes: [
    {
      path: role === 'responder' ? INSTALL : '/home/engineer/.local/state/airway',
      role,
      totalBytes: 40e9,
      freeBytes,
      availableBytes: freeBytes,
    },
  ],
  elapsedMs: 1,
});

export const ntp = (clockOffsetMs: number, more: Partial<NtpOutcome> = {}): NtpOutcome => ({
  kind: 'ntp',
  code: 'answered',
  address: '10.0.0.123',
  port: 123,
  version: 4,
  stratum: 2,
  clockOffsetMs,
  delayMs: 3,
  raw: [],
  elapsedMs: 4,
  ...more,
});

/** A Responder that runs, set to the Console of the default profile. */
export const asset = (more: Partial<ResponderAssetOutcome> = {}): ResponderAssetOutcome => ({
  kind: 'responder-asset',
  code: 'running',
  services: [{ name: SERVICE, state: 'running', start: 'automatic' }],
  servicesLookedFor: [SERVICE],
  folders: [{ path: INSTALL, role: 'install', state: 'there' }],
  configs: [assetConfig('console.example.com')],
  logs: [],
  logCount: 0,
  unreadable: [],
  elapsedMs: 9,
  ...more,
});

/** A configuration that names one Console. */
export const assetConfig = (host: string): ResponderAssetOutcome['configs'][number] => ({
  path: `${INSTALL}/config.yml`,
  keys: ['ConsoleAddress', 'Token'],
  addresses: [{ key: 'ConsoleAddress', host, about: 'console' }],
});

export const exclusions = (more: Partial<ExclusionListOutcome> = {}): ExclusionListOutcome => ({
  kind: 'exclusion-list',
  code: 'excluded',
  product: 'Microsoft Defender',
  folders: [{ path: INSTALL, isExcluded: true }],
  entryCount: 3,
  unreadable: [],
  elapsedMs: 20,
  ...more,
});

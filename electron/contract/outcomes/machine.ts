import { z } from 'zod';
import { interfaceKindSchema } from './host.ts';

const unreadable = z.array(z.string().max(200)).max(16);

const siteRouteSchema = z.object({
  address: z.string().max(64),
  /** The most specific entry that fits, in CIDR form, where the system says which one it takes. */
  destination: z.string().max(64).optional(),
  gateway: z.string().max(64).optional(),
  interfaceName: z.string().max(64).optional(),
  /** What the driver calls itself (Windows only). */
  interfaceDescription: z.string().max(120).optional(),
  interfaceKind: interfaceKindSchema.optional(),
  /** The VPN client or container engine that makes such interfaces, where the name gives it away. */
  product: z.string().max(80).optional(),
  /** The address that this machine puts into packets for the target. */
  sourceAddress: z.string().max(64).optional(),
  /** True where the target is one of this machine's own addresses. */
  isLocal: z.boolean(),
  /** Why no packet would leave: ENETUNREACH, EACCES (a prohibit route) ... */
  errno: z.string().max(100).optional(),
});
export type SiteRoute = z.infer<typeof siteRouteSchema>;

/**
 * Which way this machine takes to addresses of the site, from its routing table; no packet is sent.
 * `routed` a way to each · `no-route` none to at least one of them · `unreadable` the system did not say.
 */
export const siteRoutesOutcomeSchema = z.object({
  kind: z.literal('site-routes'),
  code: z.enum(['routed', 'no-route', 'unreadable']),
  routes: z.array(siteRouteSchema).max(16),
  unreadable,
  elapsedMs: z.number().min(0),
});
export type SiteRoutesOutcome = z.infer<typeof siteRoutesOutcomeSchema>;

const actionSchema = z.enum(['allow', 'block', 'not-configured']);

const firewallSchema = z.object({
  /** `Windows Firewall, Domain profile`, `ufw`, `firewalld`, `nftables`, `application firewall`. */
  name: z.string().max(80),
  isEnabled: z.boolean(),
  /** What happens to packets that no rule is about. */
  inbound: actionSchema.optional(),
  outbound: actionSchema.optional(),
});
export type FirewallState = z.infer<typeof firewallSchema>;

/**
 * Host firewalls as far as they can be read without administrator rights. `on` at least one is on · `off` those that were read
 * are off · `none` no firewall that is known was found · `unreadable` nothing could be read.
 */
export const firewallOutcomeSchema = z.object({
  kind: z.literal('firewall-state'),
  code: z.enum(['on', 'off', 'none', 'unreadable']),
  firewalls: z.array(firewallSchema).max(16),
  unreadable,
  elapsedMs: z.number().min(0),
});
export type FirewallOutcome = z.infer<typeof firewallOutcomeSchema>;

const volumeSchema = z.object({
  /** The folder in question. */
  path: z.string().max(1024),
  role: z.enum(['responder', 'airway']),
  /** The folder that was measured: the nearest one above `path` that exists. */
  measuredAt: z.string().max(1024).optional(),
  totalBytes: z.number().min(0).optional(),
  /** Free to administrators and services, such as the Responder. */
  freeBytes: z.number().min(0).optional(),
  /** Free to this user. */
  availableBytes: z.number().min(0).optional(),
  /** Files that can still be made; absent where the file system has no such limit. */
  freeFiles: z.number().min(0).optional(),
  errno: z.string().max(100).optional(),
});
export type Volume = z.infer<typeof volumeSchema>;

/**
 * Room on the volumes of some folders (statfs). `full` next to nothing is left on at least one · `low` less than a collection of
 * evidence usually needs · `enough` · `unreadable` no volume could be measured.
 */
export const diskSpaceOutcomeSchema = z.object({
  kind: z.literal('disk-space'),
  code: z.enum(['enough', 'low', 'full', 'unreadable']),
  volumes: z.array(volumeSchema).max(8),
  elapsedMs: z.number().min(0),
});
export type DiskSpaceOutcome = z.infer<typeof diskSpaceOutcomeSchema>;

/**
 * How a folder took a file: `writable` · `no-right` EACCES, EPERM · `read-only` EROFS · `full` ENOSPC, EDQUOT · `missing` there is
 * no such folder, and it could not be made · `failed` anything else.
 */
const folderCodeSchema = z.enum(['writable', 'no-right', 'read-only', 'full', 'missing', 'failed']);
export type FolderCode = z.infer<typeof folderCodeSchema>;

/** Whether Airway's own folder takes files, tried with one small file that is removed again; `code` is that of the folder. */
export const folderAccessOutcomeSchema = z.object({
  kind: z.literal('folder-access'),
  code: folderCodeSchema,
  path: z.string().max(1024),
  errno: z.string().max(100).optional(),
  /** Another folder that did take the file, where the first did not. */
  otherFolder: z.string().max(1024).optional(),
  elapsedMs: z.number().min(0),
});
export type FolderAccessOutcome = z.infer<typeof folderAccessOutcomeSchema>;

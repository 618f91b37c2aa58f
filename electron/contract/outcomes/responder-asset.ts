import { z } from 'zod';

const serviceSchema = z.object({
  name: z.string().max(256),
  displayName: z.string().max(256).optional(),
  /** `unknown` where it is there and its state could not be read. */
  state: z.enum(['running', 'stopped', 'failed', 'starting', 'stopping', 'paused', 'unknown']),
  /** `unknown` where the system did not say. */
  start: z.enum(['automatic', 'manual', 'disabled', 'unknown']),
  /** How it ended, as the system counts it: an exit code, or a word of systemd's such as `exit-code`. */
  result: z.string().max(80).optional(),
});
export type AssetService = z.infer<typeof serviceSchema>;

const folderSchema = z.object({
  path: z.string().max(1024),
  role: z.enum(['install', 'watchdog']),
  state: z.enum(['there', 'absent', 'unreadable']),
  errno: z.string().max(100).optional(),
});
export type AssetFolder = z.infer<typeof folderSchema>;

const configSchema = z.object({
  path: z.string().max(1024),
  /** Names of all keys, as `parent.child`; their values are not kept. */
  keys: z.array(z.string().max(120)).max(64),
  /** Hosts that keys about an address hold; any other value is left out, and user info is cut. */
  addresses: z
    .array(
      z.object({
        key: z.string().max(120),
        host: z.string().max(253),
        port: z.int().optional(),
        /** `console`: the key says that it is the Console's · `address`: some address · `proxy`. */
        about: z.enum(['console', 'address', 'proxy']),
      }),
    )
    .max(16),
});
export type AssetConfig = z.infer<typeof configSchema>;

/**
 * What there is of a Responder on this machine.
 * `running` its service runs · `stopped` its service is there and does not run · `no-service` its folder is there, and no service
 * of the names that were looked for · `not-found` neither, and everything was readable · `cannot-tell` what would decide could
 * not be read.
 */
export const responderAssetOutcomeSchema = z.object({
  kind: z.literal('responder-asset'),
  code: z.enum(['running', 'stopped', 'no-service', 'not-found', 'cannot-tell']),
  services: z.array(serviceSchema).max(16),
  servicesLookedFor: z.array(z.string().max(256)).max(16),
  folders: z.array(folderSchema).max(16),
  version: z.object({ value: z.string().max(80), source: z.string().max(80) }).optional(),
  configs: z.array(configSchema).max(4),
  /** Log files by name, size and date, the latest first. Their contents are not read. */
  logs: z
    .array(
      z.object({ path: z.string().max(1024), sizeBytes: z.number().min(0), modifiedAt: z.string().max(40) }),
    )
    .max(32),
  logCount: z.int().min(0),
  unreadable: z.array(z.string().max(200)).max(16),
  elapsedMs: z.number().min(0),
});
export type ResponderAssetOutcome = z.infer<typeof responderAssetOutcomeSchema>;

/**
 * Whether endpoint protection leaves the Responder's folders alone, as far as its list can be read.
 * `excluded` all of them · `missing` at least one is not on the list · `no-rights` the list is for administrators ·
 * `no-product` no product was found whose list can be read · `unreadable` anything else stood in the way.
 */
export const exclusionListOutcomeSchema = z.object({
  kind: z.literal('exclusion-list'),
  code: z.enum(['excluded', 'missing', 'no-rights', 'no-product', 'unreadable']),
  product: z.string().max(80).optional(),
  /** The folders that matter. Other entries of the list are counted and not kept. */
  folders: z.array(z.object({ path: z.string().max(1024), isExcluded: z.boolean() })).max(16),
  entryCount: z.int().min(0),
  unreadable: z.array(z.string().max(200)).max(16),
  elapsedMs: z.number().min(0),
});
export type ExclusionListOutcome = z.infer<typeof exclusionListOutcomeSchema>;

import { z } from 'zod';

/** Version of a file that names places of logs. */
export const LOG_PLACES_SCHEMA = 'airway.log-places/1';

const placeSchema = z.strictObject({
  /** Folder of the bundle that its files go into, below `logs/`. */
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'expected lower-case letters, digits and dashes'),
  /** Whose logs these are, as a row of the bundle says it. */
  what: z.string().min(1).max(120),
  os: z.array(z.enum(['win32', 'linux', 'darwin'])).min(1),
  /** Absolute; `%NAME%` and `${NAME}` stand for variables of the environment, and one `*` for any one folder. */
  folder: z.string().min(1).max(1024),
  /** Patterns below the folder with forward slashes; `*` stands for any part of one name. */
  files: z.array(z.string().min(1).max(255)).min(1).max(32),
});

/** A place where a program may have its logs. */
export type LogPlace = z.infer<typeof placeSchema>;

/** A file beside the profile, or named by an option: its places come to the ones below, or replace those of the same id and folder. */
export const logPlacesSchema = z.strictObject({
  schema: z.literal(LOG_PLACES_SCHEMA, { error: `expected ${LOG_PLACES_SCHEMA}` }),
  places: z.array(placeSchema).max(200),
});

/** Names under which logs are kept in a folder of a program, itself and rotated copies of it. */
const LOGS = ['*.log', '*.log.[0-9]', 'log/*.log', 'logs/*.log', 'logs/*.log.[0-9]', 'Logs/*.log'];

const responder = (
  os: LogPlace['os'],
  folder: string,
  what = 'Logs of the Responder',
  id = 'responder',
): LogPlace => ({ id, what, os, folder, files: LOGS });

/**
 * Candidates of which any may be missing: the vendor names the folders of the Responder for exclusions from virus scanners and not
 * where its logs are; the Console's is that of a 2023 installation. What was looked for and not found is listed in the bundle.
 */
export const LOG_PLACES: readonly LogPlace[] = [
  responder(['win32'], 'C:\\Program Files (x86)\\Binalyze\\AIR\\agent'),
  responder(['win32'], 'C:\\ProgramData\\.binalyze-air', 'Logs of the watchdog of the Responder', 'watchdog'),
  responder(['win32'], 'C:\\Program Files\\Cisco\\Forensics\\AIR', 'Logs of the Responder (Cisco)'),
  responder(['win32'], 'C:\\ProgramData\\.cisco-forensics', 'Logs of the watchdog (Cisco)', 'watchdog'),
  responder(['linux', 'darwin'], '/opt/binalyze/air/agent'),
  responder(
    ['linux', 'darwin'],
    '/usr/share/.binalyze-air',
    'Logs of the watchdog of the Responder',
    'watchdog',
  ),
  responder(
    ['darwin'],
    '/usr/local/share/.binalyze-air',
    'Logs of the watchdog of the Responder',
    'watchdog',
  ),
  responder(['linux', 'darwin'], '/opt/cisco/forensics/air', 'Logs of the Responder (Cisco)'),
  responder(['linux', 'darwin'], '/usr/share/.cisco-forensics', 'Logs of the watchdog (Cisco)', 'watchdog'),
  responder(['linux'], '/opt/binalyze/air/relay', 'Logs of a relay server', 'relay'),
  ...[
    '/opt/binalyze-air',
    '/opt/binalyze/air-console',
    '/root/binalyze-air',
    '/home/*/binalyze-air',
    '/srv/binalyze-air',
  ].map(
    (install): LogPlace => ({
      id: 'console',
      what: 'Logs of the Console',
      os: ['linux'],
      folder: `${install}/volumes/app/binalyze-air/logs`,
      files: ['*.log', '*.log.[0-9]', '*/*.log'],
    }),
  ),
];

/** The places to look at: the built-in ones and those of a file, which win where they name the same folder for the same id. */
export function withOwnPlaces(own: readonly LogPlace[]): readonly LogPlace[] {
  const isReplaced = (place: LogPlace): boolean =>
    own.some(({ id, folder }) => id === place.id && folder === place.folder);
  return [...own, ...LOG_PLACES.filter((place) => !isReplaced(place))];
}

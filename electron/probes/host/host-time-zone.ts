import { readlink } from 'node:fs/promises';

const ZONE = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,2}$/;

/**
 * Name of this machine's time zone, such as `Europe/Istanbul`. Taken from where /etc/localtime points to when that names one:
 * asking the runtime loads its whole locale data, which holds every other probe up for 20 ms.
 */
export async function timeZoneOf(environment: Readonly<Record<string, string | undefined>>): Promise<string> {
  if (environment['TZ'] === undefined && process.platform !== 'win32') {
    const zone = zoneOfPath(await readlink('/etc/localtime').catch(() => ''));
    if (zone !== undefined) return zone;
  }
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The zone that a path into the zone database names: what follows `zoneinfo/`. */
export function zoneOfPath(path: string): string | undefined {
  const zone = /\/zoneinfo(?:\.default)?\/(?:posix\/|right\/)?(.{1,60})$/.exec(path)?.[1];
  return zone !== undefined && ZONE.test(zone) ? zone : undefined;
}

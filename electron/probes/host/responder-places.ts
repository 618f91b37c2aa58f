import { posix, win32 } from 'node:path';
import places from './data/responder-places.json' with { type: 'json' };

/** What the profile says of the Responder in place of the usual names; both replace, they do not add. */
export interface ResponderSettings {
  readonly serviceName?: string | undefined;
  readonly installFolder?: string | undefined;
}

/**
 * Where a Responder may be on one operating system. Names and folders are candidates from public sources, never a claim: a site
 * may have others, and the profile then names them.
 */
export interface ResponderPlaces {
  readonly services: readonly string[];
  readonly serviceFolders: readonly string[];
  readonly install: readonly string[];
  readonly watchdog: readonly string[];
  /** Configuration files; `{INSTALL}` stands for the folder that was found. */
  readonly configs: readonly string[];
  readonly packages: readonly string[];
  /** Services with other names that are taken for the Responder's as well; empty where the profile names the service. */
  readonly servicePattern: string;
}

const KNOWN: Readonly<Record<string, ResponderPlaces>> = places;

/** Candidates for a platform; undefined for one on which no Responder is known. */
export function responderPlaces(
  platform: NodeJS.Platform,
  settings: ResponderSettings = {},
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ResponderPlaces | undefined {
  const known = KNOWN[platform];
  if (known === undefined) return undefined;
  const { serviceName, installFolder } = settings;
  const expanded = (paths: readonly string[]): string[] => [
    ...new Set(paths.flatMap((path) => expand(path, environment) ?? [])),
  ];
  return {
    ...known,
    services:
      serviceName === undefined
        ? known.services
        : [platform === 'linux' && !/\.service$/.test(serviceName) ? `${serviceName}.service` : serviceName],
    servicePattern: serviceName === undefined ? known.servicePattern : '',
    install: installFolder === undefined ? expanded(known.install) : [withoutSlash(installFolder)],
    watchdog: installFolder === undefined ? expanded(known.watchdog) : [],
    configs:
      installFolder === undefined
        ? known.configs
        : known.configs.filter((path) => path.startsWith('{INSTALL}')),
  };
}

/** `%ProgramFiles%` by the environment; undefined where that has no such variable. */
function expand(path: string, environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const match = /^%([^%]+)%(.*)$/s.exec(path);
  if (match === null) return path;
  const [, name = '', rest = ''] = match;
  const found = Object.entries(environment).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  return found === undefined ? undefined : `${found}${rest}`;
}

const withoutSlash = (folder: string): string =>
  folder.length > 3 && /[\\/]$/.test(folder) ? folder.slice(0, -1) : folder;

/** Joins by the rules of the platform that the folder is of, whatever machine this is. */
export const joinFor = (folder: string, name: string): string =>
  /^[A-Za-z]:/.test(folder) ? win32.join(folder, name) : posix.join(folder, name);

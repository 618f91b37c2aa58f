import { serviceInWords } from '../../contract/machine-words.ts';
import type { ResponderAssetOutcome } from '../../contract/outcomes/responder-asset.ts';
import type { RecordedSystem } from '../../contract/recorded-system.ts';
import { listed } from '../../contract/spoken.ts';
import { defineProbe, type ProbeContext, type Verdict } from '../probe.ts';
import { elapsedBetween } from '../tcp/tcp-timing.ts';
import { withinDeadline } from './host-deadline.ts';
import { readTextFile } from './host-text-file.ts';
import { responderConfig } from './responder-config.ts';
import { listLogs, lookAtFolder } from './responder-files.ts';
import {
  joinFor,
  type ResponderPlaces,
  type ResponderSettings,
  responderPlaces,
} from './responder-places.ts';
import { type ReadServices, readServices } from './responder-services.ts';
import { readVersion } from './responder-version.ts';
import { systemCommands } from './system-commands.ts';

const CONFIG_LIMIT_BYTES = 262_144;

export interface ResponderAssetInput extends ResponderSettings {
  readonly recorded?: RecordedSystem | undefined;
}

/**
 * What there is of a Responder on this machine: service, folders, version, keys of its configuration, log files. Names and folders
 * are candidates; nothing of the Responder is run, and no value that may be a secret is kept.
 */
export const responderAsset = defineProbe<ResponderAssetInput, ResponderAssetOutcome>({
  id: 'responder-asset',
  deadlineMs: 4000,
  awaiting: () => "the Responder's service and folders on this machine",
  run,
  judge,
});

async function run(input: ResponderAssetInput, context: ProbeContext): Promise<ResponderAssetOutcome> {
  const startedAt = context.now();
  const commands = systemCommands(context, input.recorded);
  const places = responderPlaces(commands.platform, input);
  if (places === undefined)
    return {
      ...EMPTY,
      unreadable: [`not known where a Responder would be on ${commands.platform}`],
      elapsedMs: elapsedBetween(startedAt, context.now()),
    };
  const within = async <T extends object>(work: Promise<T>): Promise<T | undefined> =>
    withinDeadline(work, context.deadlineMs, context.signal);
  const [services, files, version] = await Promise.all([
    within(readServices(commands, places)),
    within(readFiles(places, context.signal)),
    within(readVersion(commands, places).then((found) => ({ found }))),
  ]);
  const read = services ?? {
    services: [],
    lookedFor: places.services,
    unreadable: ['service: no answer in time'],
  };
  const seen = files ?? {
    folders: [],
    configs: [],
    logs: [],
    count: 0,
    unreadable: ['folders: no answer in time'],
  };
  return {
    kind: 'responder-asset',
    code: codeOf(read, seen),
    services: [...read.services],
    servicesLookedFor: read.lookedFor.slice(0, 16).map((name) => name.slice(0, 256)),
    folders: seen.folders.slice(0, 16),
    ...(version?.found === undefined ? {} : { version: version.found }),
    configs: seen.configs.slice(0, 4),
    logs: [...seen.logs],
    logCount: seen.count,
    unreadable: [...read.unreadable, ...seen.unreadable].map((text) => text.slice(0, 200)).slice(0, 16),
    elapsedMs: elapsedBetween(startedAt, context.now()),
  };
}

const EMPTY = {
  kind: 'responder-asset' as const,
  code: 'cannot-tell' as const,
  services: [],
  servicesLookedFor: [],
  folders: [],
  configs: [],
  logs: [],
  logCount: 0,
};

type Files = Awaited<ReturnType<typeof readFiles>>;

async function readFiles(places: ResponderPlaces, signal: AbortSignal) {
  const folders = await Promise.all([
    ...places.install.map((path) => lookAtFolder(path, 'install')),
    ...places.watchdog.map((path) => lookAtFolder(path, 'watchdog')),
  ]);
  const there = folders.filter(({ state }) => state === 'there').map(({ path }) => path);
  const install = folders.filter(({ state, role }) => state === 'there' && role === 'install');
  const paths = places.configs.flatMap((path) =>
    path.startsWith('{INSTALL}')
      ? install.map((folder) => joinFor(folder.path, path.slice('{INSTALL}'.length + 1)))
      : path,
  );
  const [configs, logs] = await Promise.all([
    Promise.all(paths.slice(0, 4).map(readConfig)),
    listLogs(there, signal),
  ]);
  return {
    folders,
    configs: configs.flatMap(({ config }) => config ?? []),
    logs: logs.logs,
    count: logs.count,
    unreadable: [
      ...folders.flatMap(({ path, errno }) => (errno === undefined ? [] : [`${path} (${errno})`])),
      ...configs.flatMap(({ why }) => why ?? []),
      ...logs.unreadable,
    ],
  };
}

async function readConfig(path: string) {
  const file = await readTextFile(path, CONFIG_LIMIT_BYTES);
  if (file.isReadable) return { config: responderConfig(path, file.text) };
  return file.errno === 'ENOENT' ? {} : { why: `configuration: ${path} (${file.errno})` };
}

function codeOf(
  { services: all, lookedFor, unreadable }: ReadServices,
  { folders }: Files,
): ResponderAssetOutcome['code'] {
  // A service with a name that only looks alike, such as a watchdog's, speaks where none of the known names is there.
  const known = all.filter(({ name }) => lookedFor.includes(name));
  const services = known.length > 0 ? known : all;
  if (services.some(({ state }) => state === 'running' || state === 'starting')) return 'running';
  if (services.some(({ state }) => state === 'unknown')) return 'cannot-tell';
  if (services.length > 0) return 'stopped';
  const isHidden = unreadable.length > 0 || folders.some(({ state }) => state === 'unreadable');
  if (isHidden || folders.length === 0) return 'cannot-tell';
  return folders.some(({ state, role }) => state === 'there' && role === 'install')
    ? 'no-service'
    : 'not-found';
}

function judge(outcome: ResponderAssetOutcome): Verdict {
  const { code, services, servicesLookedFor, folders, unreadable } = outcome;
  const there = folders.filter(({ state, role }) => state === 'there' && role === 'install');
  const names = listed(servicesLookedFor);
  const unread = unreadable.length === 0 ? '' : `; not read: ${unreadable.join('; ')}`;
  const rest = `${facts(outcome)}${unread}`;
  switch (code) {
    case 'running':
      return { status: 'passed', reason: `${listed(services.map(serviceInWords))}${rest}` };
    case 'stopped':
      return { status: 'failed', reason: `${listed(services.map(serviceInWords))}${rest}` };
    case 'no-service':
      return {
        status: 'warned',
        reason: `${listed(there.map(({ path }) => path))} is there, and no service of these names: ${names}${rest}`,
      };
    case 'not-found': {
      const paths = listed(folders.filter(({ role }) => role === 'install').map(({ path }) => path));
      return { status: 'passed', reason: `no service of these names: ${names}; no folder ${paths}` };
    }
    case 'cannot-tell':
      return {
        status: 'skipped',
        reason: `whether a Responder runs here could not be read: ${unreadable.join('; ')}${facts(outcome)}`,
      };
  }
}

function facts({ version, configs, logs, logCount }: ResponderAssetOutcome): string {
  const set = configs.flatMap(({ addresses }) => addresses).find(({ about }) => about === 'console');
  const [latest] = logs;
  return [
    version === undefined ? '' : `; version ${version.value}`,
    set === undefined ? '' : `; set to ${set.host}`,
    latest === undefined
      ? ''
      : `; ${logCount} log ${logCount === 1 ? 'file' : 'files'}, the last written ${latest.modifiedAt}`,
  ].join('');
}

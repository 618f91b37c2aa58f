import { readdir, stat } from 'node:fs/promises';
import type { AssetService } from '../../contract/outcomes/responder-asset.ts';
import { systemErrorOf } from '../tcp/tcp-system-error.ts';
import { joinFor, type ResponderPlaces } from './responder-places.ts';
import { cimServicesOf, launchdService, systemdServices, windowsService } from './service-answers.ts';
import { type SystemCommands, whyUnanswered } from './system-commands.ts';

/** The Responder's services that are there, the names that were looked for, and what could not be read. */
export interface ReadServices {
  readonly services: readonly AssetService[];
  readonly lookedFor: readonly string[];
  readonly unreadable: readonly string[];
}

/** Asks the service manager of the platform. Never rejects. */
export async function readServices(commands: SystemCommands, places: ResponderPlaces): Promise<ReadServices> {
  switch (commands.platform) {
    case 'linux':
      return onLinux(commands, places);
    case 'win32':
      return onWindows(commands, places);
    case 'darwin':
      return onMacos(commands, places);
    default:
      return { services: [], lookedFor: [], unreadable: [`services: not known on ${commands.platform}`] };
  }
}

async function onLinux(commands: SystemCommands, places: ResponderPlaces): Promise<ReadServices> {
  const { services: names, servicePattern } = places;
  const lookedFor = [...names, ...(servicePattern === '' ? [] : [servicePattern])];
  const [answer, files] = await Promise.all([
    commands.ask('services', { SERVICES: lookedFor }),
    commands.isRecorded ? [] : filesOfServices(places),
  ]);
  const found =
    answer.isAnswered && answer.exitCode === 0
      ? systemdServices(answer.text).filter((service) => isResponder(service, names))
      : [];
  // systemd is not asked, or is not what started this machine: then a file that is there says only that there is a service.
  const others = files
    .filter((name) => !found.some((one) => one.name === name || one.name === `${name}.service`))
    .map((name): AssetService => ({ name, state: 'unknown', start: 'unknown' }));
  const hasSystemd = answer.isAnswered && answer.exitCode === 0;
  const isWithoutManager = !hasSystemd && (answer.isAnswered || answer.why === 'not-found');
  return {
    services: [...found, ...(hasSystemd ? [] : others)].slice(0, 16),
    lookedFor,
    // Without systemd a service would have a start script, and those were looked at.
    unreadable:
      hasSystemd || (isWithoutManager && others.length === 0)
        ? []
        : [`state of the service: ${isWithoutManager ? 'systemd does not run here' : whyUnanswered(answer)}`],
  };
}

/** Other services of the same vendor may bear its name: a relay is not the Responder, unless the profile says so. */
const isResponder = ({ name }: AssetService, candidates: readonly string[]): boolean =>
  candidates.includes(name) || !/relay/i.test(name);

/** Names of candidates that have a unit file or a start script. */
async function filesOfServices({ services, serviceFolders }: ResponderPlaces): Promise<string[]> {
  const paths = serviceFolders.flatMap((folder) =>
    services.map((name) => joinFor(folder, folder === '/etc/init.d' ? name.replace(/\.service$/, '') : name)),
  );
  const there = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        () => [path.slice(path.lastIndexOf('/') + 1)],
        () => [],
      ),
    ),
  );
  return [...new Set(there.flat())];
}

/** `sc query` exits with the number of the error: 1060 no such service. */
const ERROR_SERVICE_DOES_NOT_EXIST = 1060;

async function onWindows(commands: SystemCommands, places: ResponderPlaces): Promise<ReadServices> {
  const asksOthers = places.servicePattern === '' && places.services.length === 1;
  const [known, alike] = await Promise.all([
    Promise.all(places.services.map((name) => askWindows(commands, name))),
    asksOthers ? undefined : commands.ask('services-alike'),
  ]);
  const services = known.flatMap(({ service }) => service ?? []);
  const others = alike?.isAnswered === true && alike.exitCode === 0 ? cimServicesOf(alike.text) : undefined;
  for (const other of others ?? []) {
    if (!isResponder(other, places.services)) continue;
    const at = services.findIndex(({ name }) => name.toLowerCase() === other.name.toLowerCase());
    const first = services[at];
    if (first === undefined) services.push(other);
    else services[at] = { ...first, ...(other.displayName === undefined ? {} : other) };
  }
  const unreadable = known.flatMap(({ why }) => why ?? []);
  if (alike !== undefined && others === undefined && services.length === 0)
    unreadable.push(`services with other names: ${whyUnanswered(alike)}`);
  return {
    services: services.slice(0, 16),
    lookedFor: [...places.services, ...(asksOthers ? [] : ['*Binalyze*', '*AIR Responder*'])],
    unreadable,
  };
}

async function askWindows(
  commands: SystemCommands,
  name: string,
): Promise<{ readonly service?: AssetService | undefined; readonly why?: string }> {
  const [query, config] = await Promise.all([
    commands.ask('service', { SERVICE: name }),
    commands.ask('service-start', { SERVICE: name }),
  ]);
  if (query.isAnswered && query.exitCode === ERROR_SERVICE_DOES_NOT_EXIST) return {};
  const service =
    query.isAnswered && query.exitCode === 0
      ? windowsService(name, query.text, config.isAnswered ? config.text : '')
      : undefined;
  return service === undefined ? { why: `service ${name}: ${whyUnanswered(query)}` } : { service };
}

/** `launchctl print` exits with 113 for a label that is not loaded. */
const LAUNCHD_NOT_FOUND = 113;

async function onMacos(commands: SystemCommands, places: ResponderPlaces): Promise<ReadServices> {
  const [folder = '/Library/LaunchDaemons'] = places.serviceFolders;
  const listing = commands.isRecorded ? { labels: [] } : await labelsIn(folder, places.servicePattern);
  const labels = [...new Set([...places.services, ...listing.labels])].slice(0, 8);
  const answers = await Promise.all(
    labels.map(async (label) => ({ label, answer: await commands.ask('service', { SERVICE: label }) })),
  );
  const services: AssetService[] = [];
  const unreadable: string[] = listing.why === undefined ? [] : [`${folder}: ${listing.why}`];
  for (const { label, answer } of answers) {
    const service =
      answer.isAnswered && answer.exitCode === 0 ? launchdService(label, answer.text) : undefined;
    if (service !== undefined) services.push(service);
    // Its file is there and launchd does not have it: it is not loaded, so it does not run.
    else if (answer.isAnswered && answer.exitCode === LAUNCHD_NOT_FOUND) {
      if (listing.labels.includes(label)) services.push({ name: label, state: 'stopped', start: 'unknown' });
    } else unreadable.push(`service ${label}: ${whyUnanswered(answer)}`);
  }
  return {
    services,
    lookedFor: [...labels, ...(places.servicePattern === '' ? [] : [`${folder}/*binalyze*.plist`])],
    unreadable,
  };
}

async function labelsIn(
  folder: string,
  pattern: string,
): Promise<{ readonly labels: readonly string[]; readonly why?: string }> {
  if (pattern === '') return { labels: [] };
  try {
    const wanted = new RegExp(pattern.replace('(?i)', ''), 'i');
    const names = await readdir(folder);
    return {
      labels: names
        .filter((name) => name.endsWith('.plist') && wanted.test(name) && /^[\w.-]{1,200}$/.test(name))
        .map((name) => name.slice(0, -'.plist'.length))
        .slice(0, 8),
    };
  } catch (error) {
    const { errno } = systemErrorOf(error);
    return errno === 'ENOENT' ? { labels: [] } : { labels: [], why: errno };
  }
}

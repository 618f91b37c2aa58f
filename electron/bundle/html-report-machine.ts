import { firewallInWords, routeInWords, serviceInWords, volumeInWords } from '../contract/machine-words.ts';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { Report } from '../contract/report.ts';

/** A fact of the machine with its lines. */
export type MachineFact = readonly [name: string, lines: readonly string[]];

/** What was read of the machine beyond its own settings; a fact that no check of the run was about is left out. */
export function machineFacts(report: Report): readonly MachineFact[] {
  const outcomes = report.checks.flatMap(({ outcome }) => outcome ?? []);
  const facts: MachineFact[] = [
    ['Ways to the site', outcomes.flatMap(waysIn)],
    ['Firewall', outcomes.flatMap(firewallsIn)],
    ['Disk', outcomes.flatMap((one) => (one.kind === 'disk-space' ? one.volumes.map(volumeInWords) : []))],
    ['Responder', outcomes.flatMap(responderIn)],
    ['Exclusions for the Responder', outcomes.flatMap(exclusionsIn)],
    ['Log files of the Responder', outcomes.flatMap(logsIn)],
  ];
  return facts.filter(([, lines]) => lines.length > 0);
}

function waysIn(outcome: Outcome): string[] {
  if (outcome.kind !== 'site-routes') return [];
  return [...outcome.routes.map(routeInWords), ...outcome.unreadable.map(unread)];
}

function firewallsIn(outcome: Outcome): string[] {
  if (outcome.kind !== 'firewall-state') return [];
  if (outcome.code === 'none') return ['none that is known was found'];
  return [...outcome.firewalls.map(firewallInWords), ...outcome.unreadable.map(unread)];
}

function responderIn(outcome: Outcome): string[] {
  if (outcome.kind !== 'responder-asset') return [];
  const { services, servicesLookedFor, folders, version, configs, unreadable } = outcome;
  return [
    ...(services.length === 0 ? [`no service of these names: ${servicesLookedFor.join(', ')}`] : []),
    ...services.map(serviceInWords),
    ...folders.map(({ path, role, state, errno }) => {
      const why = errno === undefined ? '' : ` (${errno})`;
      return `${role} folder ${path}: ${state}${why}`;
    }),
    ...(version === undefined ? [] : [`version ${version.value} (${version.source})`]),
    ...configs.flatMap(({ path, keys, addresses }) => [
      `${path}: ${keys.length === 0 ? 'no key was recognised' : `keys ${keys.join(', ')}`}`,
      ...addresses.map(
        ({ key, host, port }) => `${key}: ${host}${port === undefined ? '' : ` port ${port}`}`,
      ),
    ]),
    ...unreadable.map(unread),
  ];
}

function exclusionsIn(outcome: Outcome): string[] {
  if (outcome.kind !== 'exclusion-list') return [];
  const { code, product, folders, unreadable } = outcome;
  if (code === 'no-product') return ['no product was found whose list can be read'];
  return [
    ...folders.map(
      ({ path, isExcluded }) =>
        `${path}: ${isExcluded ? 'excluded' : 'not excluded'} by ${product ?? 'the product'}`,
    ),
    ...unreadable.map(unread),
  ];
}

function logsIn(outcome: Outcome): string[] {
  if (outcome.kind !== 'responder-asset') return [];
  return outcome.logs.map(({ path, sizeBytes, modifiedAt }) => `${path}: ${sizeBytes} bytes, ${modifiedAt}`);
}

const unread = (what: string): string => `not read: ${what}`;

import { type RunEvent, runEventSchema } from '../contract/events.ts';
import type { Report } from '../contract/report.ts';
import { renderHtmlReport } from './html-report.ts';
import { renderProfileFile, withoutLogins } from './profile-file.ts';
import type { DocumentScrubber } from './scrub-document.ts';

/** Characters of events that are gathered before they go on, so that a long run is not a million small writes. */
const EVENT_CHUNK_CHARACTERS = 64 * 1024;

/** What a collector gives: the file's text in pieces, or why there is nothing to write. */
type Collected =
  | { readonly kind: 'text'; readonly chunks: Iterable<string> | AsyncIterable<string> }
  | { readonly kind: 'absent'; readonly why: string };

/** One file of a bundle and what makes it. A collector that throws costs its own file and never the bundle. */
export interface Collector {
  readonly name: string;
  /** What the file is for: a row of README.txt and of the manifest. */
  readonly what: string;
  collect(): Collected;
}

/** The collectors of a run in the order of their files. `report` must be scrubbed already; events are scrubbed one by one here. */
export function runCollectors(
  report: Report,
  events: Iterable<RunEvent> | AsyncIterable<RunEvent>,
  scrubber: DocumentScrubber,
): readonly Collector[] {
  return [
    {
      name: 'report.json',
      what: 'The whole run for programs: checks, outcomes and findings (airway.report/1).',
      collect: () => text(prettyJson(report)),
    },
    {
      name: 'report.html',
      what: 'The same run for people: opens in any browser, prints on A4.',
      collect: () => text(renderHtmlReport(report)),
    },
    {
      name: 'events.ndjson',
      what: 'What happened and when, one event a line; Airway can conclude from it again.',
      collect: () => ({ kind: 'text', chunks: eventLines(events, scrubber) }),
    },
    {
      name: 'host.json',
      what: 'The machine that the run was made from: OS, interfaces, routes, resolvers, proxies, clock.',
      collect: () => hostFacts(report),
    },
    {
      name: 'profile.yaml',
      what: 'The site that was checked, without secrets; usable again with airway check --profile.',
      collect: () => text(renderProfileFile(report.profile, report.practice !== undefined)),
    },
  ];
}

/** Indented JSON with a line break at the end, as people diff it. */
export function prettyJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

const text = (whole: string): Collected => ({ kind: 'text', chunks: [whole] });

function hostFacts(report: Report): Collected {
  const check = report.checks.find(({ outcome }) => outcome?.kind === 'host');
  if (check?.outcome !== undefined) return text(prettyJson(check.outcome));
  const attempted = report.checks.find(({ probe }) => probe === 'host');
  const why = attempted?.reason === undefined ? '' : ` (${attempted.reason})`;
  return { kind: 'absent', why: `the check that describes this machine has no result in this run${why}` };
}

async function* eventLines(
  events: Iterable<RunEvent> | AsyncIterable<RunEvent>,
  scrubber: DocumentScrubber,
): AsyncGenerator<string> {
  let pending = '';
  try {
    for await (const event of events) {
      pending += `${JSON.stringify(scrubber.scrub(runEventSchema, withoutEventLogins(event)))}\n`;
      if (pending.length < EVENT_CHUNK_CHARACTERS) continue;
      const chunk = pending;
      pending = '';
      yield chunk;
    }
  } catch (error) {
    // What was read before the list broke is whole lines, and worth keeping.
    if (pending !== '') yield pending;
    throw error;
  }
  if (pending !== '') yield pending;
}

function withoutEventLogins(event: RunEvent): RunEvent {
  return event.type === 'run-started' ? { ...event, profile: withoutLogins(event.profile) } : event;
}

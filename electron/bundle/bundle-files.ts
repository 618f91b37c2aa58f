import { type RunEvent, runEventSchema } from '../contract/events.ts';
import type { Report } from '../contract/report.ts';
import type { BundleRedaction } from './bundle-redaction.ts';
import { certificateFiles } from './certificate-files.ts';
import { exchangeFiles, type TextFile } from './exchange-files.ts';
import { renderHtmlReport } from './html-report.ts';
import { renderMarkdownReport } from './markdown-report.ts';
import { renderProfileFile, withoutLogins } from './profile-file.ts';

/** Characters of events that are gathered before they go on, so that a long run is not a million small writes. */
const EVENT_CHUNK_CHARACTERS = 64 * 1024;

/** What a collector gives: the file's text in pieces, or why there is nothing to write. */
export type Collected =
  | {
      readonly kind: 'text';
      readonly chunks: Iterable<string> | AsyncIterable<string | Buffer>;
      readonly cut?: Cut;
    }
  | { readonly kind: 'absent'; readonly why: string };

/** How much of a file is in the bundle: its end, from a byte on. */
export interface Cut {
  readonly fromByte: number;
  readonly sizeBytes: number;
}

/** One file of a bundle and what makes it. A collector that throws costs its own file and never the bundle. */
export interface Collector {
  readonly name: string;
  /** What the file is for: a row of README.txt and of the manifest. */
  readonly what: string;
  collect(): Collected | Promise<Collected>;
}

/** A run as it goes into a bundle. `report` must be redacted already; events are redacted one by one on their way. */
export interface CollectedRun {
  readonly report: Report;
  readonly events: Iterable<RunEvent> | AsyncIterable<RunEvent>;
}

/** The collectors of the run that a bundle is about, in the order of their files. */
export function runCollectors(
  { report, events }: CollectedRun,
  redaction: BundleRedaction,
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
      name: 'report.md',
      what: 'The same in short, to be pasted into a ticket.',
      collect: () => text(renderMarkdownReport(report)),
    },
    eventsCollector('events.ndjson', events, redaction),
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
    ...[...exchangeFiles(report), ...certificateFiles(report)].map(wholeFile),
  ];
}

/** The collectors of another run, below a folder of its own. */
export function otherRunCollectors(
  { report, events }: CollectedRun,
  redaction: BundleRedaction,
): readonly Collector[] {
  const folder = `runs/${report.run.id}`;
  const day = report.run.startedAt.slice(0, 10);
  return [
    {
      name: `${folder}/report.json`,
      what: `The run of ${day} for programs.`,
      collect: () => text(prettyJson(report)),
    },
    {
      name: `${folder}/report.html`,
      what: `The run of ${day} for people.`,
      collect: () => text(renderHtmlReport(report)),
    },
    eventsCollector(`${folder}/events.ndjson`, events, redaction),
  ];
}

function eventsCollector(
  name: string,
  events: CollectedRun['events'],
  redaction: BundleRedaction,
): Collector {
  return {
    name,
    what: 'What happened and when, one event a line; Airway can conclude from it again.',
    collect: () => ({ kind: 'text', chunks: eventLines(name, events, redaction) }),
  };
}

const wholeFile = ({ name, what, text: whole }: TextFile): Collector => ({
  name,
  what,
  collect: () => text(whole),
});

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
  file: string,
  events: CollectedRun['events'],
  redaction: BundleRedaction,
): AsyncGenerator<string> {
  let pending = '';
  try {
    for await (const event of events) {
      pending += `${JSON.stringify(redaction.document<RunEvent>(file, runEventSchema, withoutEventLogins(event)))}\n`;
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

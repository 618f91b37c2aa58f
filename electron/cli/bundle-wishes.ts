import { type Command, InvalidArgumentError } from 'commander';
import type { BundleInput, BundleOptions } from '../bundle/assemble-bundle.ts';
import type { CollectedRun } from '../bundle/bundle-files.ts';
import type { LogPlace } from '../bundle/logs/log-places.ts';
import {
  type BundleChoices,
  bundleChoicesSchema,
  DEFAULT_BUNDLE_CHOICES,
} from '../contract/bundle-preview.ts';
import { ok, type Result, refused } from '../contract/result.ts';
import { openSealing, readText, type Sealing, type SealingFlags, withSealing } from './sealing.ts';

/** What may be wanted of a bundle, as it is given on the command line. */
export interface BundleFlags extends SealingFlags {
  case?: string;
  note?: string;
  logs?: boolean;
  logPlaces?: string;
  logLimit?: number;
  keepIdentities?: boolean;
  hidePrivateAddresses?: boolean;
  hide?: string[];
  leaveOut?: string[];
  otherRun?: string[];
}

/** What is wanted of a bundle, read and found possible. */
export interface BundleWishes {
  readonly choices: BundleChoices;
  readonly caseNumber?: string | undefined;
  readonly note?: string | undefined;
  readonly otherRuns: readonly CollectedRun[];
  /** Places of logs from a file of the user's own. */
  readonly ownPlaces: readonly LogPlace[];
  /** Most bytes of logs; the usual limits without it. */
  readonly logBytes?: number | undefined;
  readonly sealing: Sealing;
}

const LONGEST_CASE = 60;
const LONGEST_NOTE = 4000;
/** A shorter word would hit ordinary text everywhere. */
const SHORTEST_WORD = 3;

function megabytes(text: string): number {
  const value = Number(text);
  if (!/^\d{1,6}$/.test(text) || value < 1)
    throw new InvalidArgumentError('expected whole megabytes from 1 on.');
  return value;
}

const oneMore = (text: string, before: string[] | undefined): string[] => [...(before ?? []), text];

/** Adds the options to a command that writes a bundle, in a group of their own in its help. */
export const withBundleWishes = (command: Command): Command =>
  withSealing(
    command
      .optionsGroup('Options of the bundle:')
      .option('--case <number>', 'number of the support case')
      .option('--note <text>', 'what support should know besides')
      .option('--logs', 'take logs of the Console and the Responder from this machine along (the default)')
      .option('--no-logs', 'take no logs along')
      .option('--log-places <file>', 'further places of logs: YAML or JSON, schema airway.log-places/1')
      .option(
        '--log-limit <MB>',
        'most of all logs together (default: 200, and 20 of the end of one)',
        megabytes,
      )
      .option('--keep-identities', 'leave names and addresses as they are; secrets are replaced all the same')
      .option('--hide-private-addresses', 'replace addresses of private networks too')
      .option('--hide <word>', 'a further word to replace wherever it stands; may be given again', oneMore)
      .option(
        '--leave-out <name>',
        'a file to leave out, by its name in the bundle; may be given again',
        oneMore,
      )
      .option('--other-run <id>', 'a further kept run to take along; may be given again', oneMore),
  );

/**
 * Reads what the options ask for before anything is checked or written, so that a mistake costs nothing. `bundle` is false where no
 * bundle is asked for. Refuses with a sentence that names the option.
 */
export async function openBundleWishes(flags: BundleFlags, bundle: boolean): Promise<Result<BundleWishes>> {
  const sealing = await openSealing(flags, bundle ? 'bundle' : undefined);
  if (!sealing.ok) return sealing;
  const given = givenWishes(flags);
  if (!bundle && given.length > 0)
    return refused('no-bundle', `${given.join(', ')}: for a bundle, and none is asked for`);
  if ((flags.case ?? '').length > LONGEST_CASE)
    return refused('long-case', `--case: a case number has at most ${LONGEST_CASE} characters`);
  if ((flags.note ?? '').length > LONGEST_NOTE)
    return refused('long-note', `--note: a note has at most ${LONGEST_NOTE} characters`);
  const choices = choicesOf(flags);
  if (!choices.ok) return choices;
  const ownPlaces = flags.logPlaces === undefined ? ok([]) : await readPlaces(flags.logPlaces);
  if (!ownPlaces.ok) return ownPlaces;
  const otherRuns: CollectedRun[] = [];
  for (const id of new Set(choices.value.otherRuns)) {
    const { openKeptRun } = await import('./open-kept-run.ts');
    const kept = await openKeptRun(id);
    if (!kept.ok) return refused(kept.error.code, `--other-run ${kept.error.message}`);
    otherRuns.push(kept.value);
  }
  return ok({
    choices: choices.value,
    caseNumber: flags.case,
    note: flags.note,
    otherRuns,
    ownPlaces: ownPlaces.value,
    logBytes: flags.logLimit === undefined ? undefined : flags.logLimit * 1024 * 1024,
    sealing: sealing.value,
  });
}

/** The wishes as the bundle takes them. Logs of this machine say nothing of a run that was made elsewhere, or on a practice site. */
export async function bundleOrder(
  run: CollectedRun,
  { choices, caseNumber, note, otherRuns, ownPlaces, logBytes, sealing }: BundleWishes,
  secrets: readonly string[],
): Promise<{ readonly input: BundleInput; readonly options: BundleOptions }> {
  const { logsOfThisMachine } = await import('../bundle/log-files.ts');
  const { identities, keepsPrivateAddresses, words, leaveOut } = choices;
  return {
    input: {
      ...run,
      otherRuns: otherRuns.filter(({ report }) => report.run.id !== run.report.run.id),
      createdAt: new Date().toISOString(),
      ...(caseNumber === undefined ? {} : { caseNumber }),
      ...(note === undefined ? {} : { note }),
    },
    options: {
      secrets,
      redaction: { identities, keepsPrivateAddresses, words },
      leaveOut,
      ...(choices.logs ? { logs: logsOfThisMachine(ownPlaces, logBytes) } : {}),
      ...sealing,
    },
  };
}

/** Those of the options that ask for something, as they were written. */
function givenWishes(flags: BundleFlags): string[] {
  const options: readonly [string, unknown][] = [
    ['--case', flags.case],
    ['--note', flags.note],
    [flags.logs === false ? '--no-logs' : '--logs', flags.logs],
    ['--log-places', flags.logPlaces],
    ['--log-limit', flags.logLimit],
    ['--keep-identities', flags.keepIdentities],
    ['--hide-private-addresses', flags.hidePrivateAddresses],
    ['--hide', flags.hide],
    ['--leave-out', flags.leaveOut],
    ['--other-run', flags.otherRun],
  ];
  return options.filter(([, value]) => value !== undefined).map(([option]) => option);
}

const OPTION_OF: Readonly<Record<string, string>> = {
  words: '--hide: at most 50 words of at most 100 characters',
  leaveOut: '--leave-out: at most 1000 names of at most 255 characters',
  otherRuns: '--other-run: at most 10 ids of runs, as airway runs shows them',
};

function choicesOf(flags: BundleFlags): Result<BundleChoices> {
  const short = (flags.hide ?? []).find((word) => word.trim().length < SHORTEST_WORD);
  if (short !== undefined)
    return refused(
      'short-word',
      `--hide: ${JSON.stringify(short)} is shorter than ${SHORTEST_WORD} characters`,
    );
  const parsed = bundleChoicesSchema.safeParse({
    ...DEFAULT_BUNDLE_CHOICES,
    identities: flags.keepIdentities !== true,
    keepsPrivateAddresses: flags.hidePrivateAddresses !== true,
    words: flags.hide ?? [],
    logs: flags.logs !== false,
    leaveOut: flags.leaveOut ?? [],
    otherRuns: flags.otherRun ?? [],
  });
  if (parsed.success) return ok(parsed.data);
  const option = String(parsed.error.issues[0]?.path[0] ?? '');
  return refused('bad-choice', OPTION_OF[option] ?? 'the options of the bundle cannot be combined');
}

async function readPlaces(path: string): Promise<Result<readonly LogPlace[]>> {
  const text = await readText('--log-places', path);
  if (!text.ok) return text;
  const { parseLogPlaces } = await import('../bundle/logs/log-places-file.ts');
  const places = parseLogPlaces(text.value);
  return places.ok ? places : refused(places.error.code, `--log-places: ${path}: ${places.error.message}`);
}

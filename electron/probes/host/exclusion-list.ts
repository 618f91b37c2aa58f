import { stat } from 'node:fs/promises';
import type { ExclusionListOutcome } from '../../contract/outcomes/responder-asset.ts';
import type { RecordedSystem } from '../../contract/recorded-system.ts';
import { listed } from '../../contract/spoken.ts';
import { defineProbe, type ProbeContext, type Verdict } from '../probe.ts';
import { elapsedBetween } from '../tcp/tcp-timing.ts';
import { defenderExclusions, type ExclusionList, isExcluded, mdatpExclusions } from './exclusion-answers.ts';
import { withinDeadline } from './host-deadline.ts';
import { type ResponderSettings, responderPlaces } from './responder-places.ts';
import { type CommandAnswer, type SystemCommands, systemCommands, whyUnanswered } from './system-commands.ts';

export interface ExclusionListInput extends ResponderSettings {
  readonly recorded?: RecordedSystem | undefined;
}

/**
 * Whether Microsoft Defender leaves the Responder's folders alone, where its list may be read. Only folders that are there are
 * looked for; the list itself is not kept. Other products show theirs to nobody but their own console.
 */
export const exclusionList = defineProbe<ExclusionListInput, ExclusionListOutcome>({
  id: 'exclusion-list',
  deadlineMs: 4000,
  awaiting: () => 'the exclusion list of the endpoint protection',
  run,
  judge,
});

const PRODUCT = 'Microsoft Defender';

async function run(input: ExclusionListInput, context: ProbeContext): Promise<ExclusionListOutcome> {
  const startedAt = context.now();
  const commands = systemCommands(context, input.recorded);
  const [folders, read] = await Promise.all([
    withinDeadline(foldersThere(commands, input), context.deadlineMs, context.signal),
    readList(commands),
  ]);
  const { list, answer } = read;
  const entries = list === undefined || list === 'hidden' ? [] : list.entries;
  const rows = (folders ?? []).map((path) => ({ path, isExcluded: isExcluded(path, entries) }));
  const code = codeOf(list, answer, rows);
  const hasList = code === 'excluded' || code === 'missing';
  return {
    kind: 'exclusion-list',
    code,
    ...(code === 'no-product' ? {} : { product: PRODUCT }),
    folders: hasList ? rows.slice(0, 16) : [],
    entryCount: entries.length,
    unreadable:
      code === 'no-rights'
        ? [`${PRODUCT}: its exclusions are shown to administrators only`]
        : code === 'unreadable'
          ? [
              rows.length === 0
                ? "none of the Responder's folders is there"
                : `${PRODUCT}: ${whyUnanswered(answer)}`,
            ]
          : [],
    elapsedMs: elapsedBetween(startedAt, context.now()),
  };
}

function codeOf(
  list: ExclusionList,
  answer: CommandAnswer,
  folders: ExclusionListOutcome['folders'],
): ExclusionListOutcome['code'] {
  if (!answer.isAnswered && answer.why === 'not-found') return 'no-product';
  if (list === 'hidden' || (!answer.isAnswered && answer.why === 'no-rights')) return 'no-rights';
  if (list === undefined || folders.length === 0) return 'unreadable';
  return folders.every((one) => one.isExcluded) ? 'excluded' : 'missing';
}

async function readList(
  commands: SystemCommands,
): Promise<{ readonly list: ExclusionList; readonly answer: CommandAnswer }> {
  const isWindows = commands.platform === 'win32';
  const answer = await commands.ask(isWindows ? 'exclusions-defender' : 'exclusions-mdatp');
  if (!answer.isAnswered || answer.exitCode !== 0) return { list: undefined, answer };
  return { list: isWindows ? defenderExclusions(answer.text) : mdatpExclusions(answer.text), answer };
}

async function foldersThere(commands: SystemCommands, settings: ResponderSettings): Promise<string[]> {
  const places = responderPlaces(commands.platform, settings);
  const paths = [...(places?.install ?? []), ...(places?.watchdog ?? [])];
  const there = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        (found) => (found.isDirectory() ? [path] : []),
        () => [],
      ),
    ),
  );
  return there.flat();
}

function judge({ code, product, folders, entryCount, unreadable }: ExclusionListOutcome): Verdict {
  switch (code) {
    case 'excluded':
      return {
        status: 'passed',
        reason: `${product ?? ''} leaves ${listed(folders.map(({ path }) => path))} alone`,
      };
    case 'missing': {
      const missing = listed(folders.filter((one) => !one.isExcluded).map(({ path }) => path));
      return {
        status: 'passed',
        reason: `${missing} is not on the exclusion list of ${product ?? 'the product'} (entries: ${entryCount})`,
      };
    }
    case 'no-product':
      return { status: 'skipped', reason: 'no endpoint protection was found whose exclusions can be read' };
    case 'no-rights':
    case 'unreadable':
      return { status: 'skipped', reason: `could not be read: ${unreadable.join('; ')}` };
  }
}

import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { isLoopbackAddress } from '../../contract/host-name.ts';
import type { PacOutcome } from '../../contract/outcomes/pac.ts';
import { byPort, wayWords } from '../../contract/proxy-words.ts';
import { said } from '../../contract/spoken.ts';
import { withinDeadline } from '../host/host-deadline.ts';
import { defineProbe, type ProbeContext, type Verdict } from '../probe.ts';
import { elapsedBetween } from '../tcp/tcp-timing.ts';
import { fetchPac } from './pac-fetch.ts';
import { shownPacUrl } from './pac-url.ts';

/** Which file to ask, for the ways to the Console. */
export interface PacInput {
  readonly url: string;
  /** Sources of the settings that name it. */
  readonly namedBy: readonly string[];
  readonly host: string;
  readonly ports: readonly number[];
  /** The profile's CA file, PEM. */
  readonly caPem?: string;
}

/** One proxy configuration file: fetched, and asked for the ways to the Console. */
export const pacFile = defineProbe<PacInput, PacOutcome>({
  id: 'pac',
  deadlineMs: 3000,
  awaiting: ({ url }) => `the proxy configuration file ${shownPacUrl(url)}`,
  run,
  judge,
});

async function run(input: PacInput, context: ProbeContext): Promise<PacOutcome> {
  const startedAt = context.now();
  const endsAtMs = startedAt + context.deadlineMs;
  const { host, ports } = input;
  const fetched = await fetchPac(input.url, input.caPem, {
    signal: context.signal,
    endsAtMs,
    now: () => context.now(),
  });
  const common = {
    kind: 'pac' as const,
    url: shownPacUrl(input.url),
    namedBy: input.namedBy.map((source) => source.slice(0, 40)).slice(0, 8),
    host,
    fetch: fetched.facts,
    start: fetched.text.slice(0, 500).toWellFormed(),
    ...(fetched.error === undefined ? {} : { error: fetched.error }),
    ...(fetched.reason === undefined ? {} : { reason: fetched.reason }),
  };
  const elapsedMs = (): number => elapsedBetween(startedAt, context.now());
  if (fetched.code !== 'fetched')
    return {
      ...common,
      code: fetched.code,
      answers: [],
      lookups: [],
      evaluationMs: 0,
      elapsedMs: elapsedMs(),
    };
  context.progress(`what ${common.url} says for ${host}`);
  const evaluatedAt = context.now();
  const leftMs = (): number => endsAtMs - context.now();
  // Loaded with the first file: most sites have none.
  const { evaluatePac } = await import('./pac-evaluate.ts');
  const evaluation = await evaluatePac(fetched.text, {
    host,
    ports,
    ownAddresses: ownAddresses(),
    nowMs: context.wallClock(),
    now: () => context.now(),
    resolve: (hostname) => addressesOf(hostname, leftMs(), context.signal),
    isOver: () => context.signal.aborted || leftMs() <= 0,
  });
  return {
    ...common,
    ...evaluation,
    evaluationMs: elapsedBetween(evaluatedAt, context.now()),
    elapsedMs: elapsedMs(),
  };
}

/** As the system resolves it; a name that is not known in time counts as unknown. */
async function addressesOf(
  hostname: string,
  milliseconds: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const found = lookup(hostname, { all: true }).then(
    (addresses) => addresses.map(({ address }) => address),
    () => [],
  );
  return (await withinDeadline<string[]>(found, milliseconds, signal)) ?? [];
}

/** Addresses of this machine besides loopback, which files look at to tell where they are. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses = []) => addresses.map(({ address }) => address))
    .filter((address) => !isLoopbackAddress(address) && !address.startsWith('fe80:'));
}

function judge(outcome: PacOutcome): Verdict {
  const { code } = outcome;
  const status = code === 'usable' ? 'passed' : code === 'not-evaluated' ? 'warned' : 'failed';
  return { status, reason: `${pacSentence(outcome)}.` };
}

function pacSentence(outcome: PacOutcome): string {
  const { url, fetch, reason, line, error, answers, host } = outcome;
  const atLine = line === undefined ? '' : ` at line ${line}`;
  const why = reason === undefined ? '' : `: ${reason}`;
  switch (outcome.code) {
    case 'usable':
      return `${url} says for ${host}: ${answerWords(answers)} (${fetch.sizeBytes} bytes in ${said(fetch.elapsedMs)})`;
    case 'not-fetched':
      return `${url} could not be fetched (${error?.errno ?? 'no answer'} after ${said(fetch.elapsedMs)})`;
    case 'http-error':
      return `${url} was answered with HTTP ${fetch.status ?? ''} and no file`;
    case 'refused':
      return `${url} is not fetched${why}`;
    case 'too-large':
      return `${url} is larger than 1 MB, which browsers refuse`;
    case 'too-many-redirects':
      return `${url} was ${reason ?? 'sent on too often'}`;
    case 'not-a-script':
      return `${url} gave no script${why}`;
    case 'syntax-error':
      return `${url} has a syntax error${atLine}${why}`;
    case 'no-function':
      return `${url} has no function FindProxyForURL`;
    case 'threw':
      return `${url} failed${atLine} with an exception${why}`;
    case 'bad-result':
      return `${url} gave no list of proxies${why}`;
    case 'exhausted':
      return `${url} did not come to an end${atLine}${why}`;
    case 'not-evaluated':
      return `${url} was fetched and could not be carried out by Airway${atLine}${why}`;
  }
}

const answerWords = (answers: PacOutcome['answers']): string =>
  byPort(answers.map(({ port, ways }) => ({ port, words: ways.map(wayWords).join(', then ') })));

import { randomBytes } from 'node:crypto';
import { type RawExchange, rawExchange } from '../../contract/evidence.ts';
import type { ResolverOutcome, ResolverQuestion } from '../../contract/outcomes/dns.ts';
import { defineProbe, type ProbeContext } from '../probe.ts';
import { elapsedBetween } from '../tcp/tcp-timing.ts';
import { isAskable } from './dns-message.ts';
import type { ResolverAddress, ResolverAsk } from './resolver-ask.ts';
import { askQuestion } from './resolver-question.ts';
import { codeOfBoth, resolverVerdict } from './resolver-verdict.ts';

/** A name, the resolver to ask for it, and whether to ask for a made-up neighbour of the name too. */
interface ResolverInput {
  readonly hostname: string;
  readonly resolver: ResolverAddress;
  readonly checkWildcard?: boolean;
}

const RAW_LIMIT = 12;

/** The made-up name is no evidence of its own and nobody waits for it. */
const UNTOLD: Pick<ResolverAsk, 'record' | 'progress'> = {
  record: () => undefined,
  progress: () => undefined,
};

/** How long a finished answer waits for the one to the made-up name, which was asked at the same time. */
const WILDCARD_GRACE_MS = 200;

/** Below this many labels the parent is a public suffix or a whole intranet, whose catch-all says nothing of the site. */
const WILDCARD_MIN_LABELS = 3;

/**
 * One resolver asked directly by packet, A and AAAA at the same time from two sockets. The machine's own lookup has caches, a
 * hosts file and a search list in front of it, and names neither the resolver that failed nor how.
 */
export const resolverQuery = defineProbe<ResolverInput, ResolverOutcome>({
  id: 'resolver',
  deadlineMs: 4000,
  awaiting: ({ hostname, resolver }) => `the answer of ${resolver.address} for ${hostname}`,
  run,
  judge: resolverVerdict,
});

async function run(
  { hostname, resolver, checkWildcard }: ResolverInput,
  context: ProbeContext,
): Promise<ResolverOutcome> {
  if (!isAskable(hostname)) throw new RangeError(`not a name that DNS can be asked for: ${hostname}`);
  const startedAt = context.now();
  const raw: RawExchange[] = [];
  const ended = new AbortController();
  const common: Omit<ResolverAsk, 'id' | 'question' | 'record' | 'progress'> = {
    resolver,
    signal: AbortSignal.any([context.signal, ended.signal]),
    now: () => context.now(),
    startedAt,
    deadlineAt: startedAt + context.deadlineMs,
  };
  const told: Pick<ResolverAsk, 'record' | 'progress'> = {
    record: (direction, what, bytes) => {
      if (raw.length < RAW_LIMIT)
        raw.push(rawExchange(direction, elapsedBetween(startedAt, context.now()), what, bytes));
    },
    progress: (awaiting) => context.progress(awaiting),
  };
  const ask = (name: string, to: typeof told): Promise<ResolverQuestion[]> =>
    Promise.all(
      (['A', 'AAAA'] as const).map((type) => askQuestion({ ...common, ...to, question: { name, type } })),
    );
  try {
    const madeUp = checkWildcard === true ? neighbourOf(hostname) : undefined;
    const main = ask(hostname, told);
    const beside =
      madeUp === undefined ? undefined : ask(madeUp, UNTOLD).then((answers) => catchAll(madeUp, answers));
    const questions = await main;
    const elapsedMs = elapsedBetween(startedAt, context.now());
    const code = codeOfBoth(questions);
    const wildcard = code === 'answered' && beside !== undefined ? await withinGrace(beside) : undefined;
    return {
      kind: 'resolver',
      code,
      hostname,
      resolver: { address: resolver.address, port: resolver.port },
      questions,
      ...(wildcard === undefined ? {} : { wildcard }),
      raw,
      elapsedMs,
    };
  } finally {
    ended.abort();
  }
}

/** A name beside `hostname` that nobody has made: `airway-1f9c02ab.example.com` for `console.example.com`. */
function neighbourOf(hostname: string): string | undefined {
  const labels = hostname.replace(/\.$/, '').split('.');
  if (labels.length < WILDCARD_MIN_LABELS) return undefined;
  const name = [`airway-${randomBytes(4).toString('hex')}`, ...labels.slice(1)].join('.');
  return isAskable(name) ? name : undefined;
}

/** What the made-up name resolved to; undefined when the resolver gave no word on it. */
function catchAll(hostname: string, answers: readonly ResolverQuestion[]): ResolverOutcome['wildcard'] {
  const isKnown = answers.some(
    ({ code }) => code === 'answered' || code === 'no-data' || code === 'nxdomain',
  );
  if (!isKnown) return undefined;
  return { hostname, addresses: answers.flatMap(({ addresses }) => addresses).slice(0, 256) };
}

function withinGrace<T>(work: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), WILDCARD_GRACE_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

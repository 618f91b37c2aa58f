import { Script } from 'node:vm';
import type { PacOutcome } from '../../contract/outcomes/pac.ts';
import type { PacMachine } from './pac-machine.ts';
import { installLanguage, native } from './pac-natives.ts';
import { parsePac } from './pac-parser.ts';
import { readPacResult } from './pac-result.ts';
import { PacRun } from './pac-run.ts';
import { type PacSurroundings, standardFunctions } from './pac-standard.ts';
import { type PacProgram, PacSyntaxError } from './pac-syntax.ts';
import {
  PacBudget,
  PacExhausted,
  PacFunction,
  PacNeedsName,
  PacObject,
  PacThrown,
  PacUnsupported,
  type Value,
} from './pac-values.ts';

/** What one call of FindProxyForURL may use: a few times what the longest lists of real sites need. */
const STEP_LIMIT = 1_000_000;
const MEMORY_LIMIT_BYTES = 16_000_000;
/** All the steps take a twentieth of it, unless the machine is very busy. */
const CALL_LIMIT_MS = 1000;
/** Names that one file may have looked up; each is a question to a resolver. */
const NAME_LIMIT = 16;

type Answer = PacOutcome['answers'][number];

/** What came of carrying a file out. */
export type PacEvaluation = Pick<PacOutcome, 'code' | 'answers' | 'lookups' | 'reason' | 'line'>;

export interface PacQuestions {
  readonly host: string;
  readonly ports: readonly number[];
  readonly ownAddresses: readonly string[];
  readonly nowMs: number;
  /** Monotonic milliseconds. */
  now(): number;
  /** Looks a name up; an empty list where it does not resolve. Resolves in time, whatever happens. */
  resolve(hostname: string): Promise<readonly string[]>;
  /** True once nobody waits any more. */
  isOver(): boolean;
}

/**
 * Asks a PAC file for the ways to the Console on each port. The file is carried out by our own interpreter over values of our own:
 * there is nothing of this process that it could reach, and every step and every byte is counted. A name that it wants looked
 * up ends the attempt; it is looked up and the attempt made anew.
 */
export async function evaluatePac(source: string, questions: PacQuestions): Promise<PacEvaluation> {
  const names = new Map<string, readonly string[]>();
  const answers: Answer[] = [];
  const ended = (code: PacEvaluation['code'], more: Partial<PacEvaluation> = {}): PacEvaluation => ({
    code,
    answers,
    lookups: [...names].map(([hostname, addresses]) => ({
      hostname,
      addresses: [...addresses].slice(0, 16),
    })),
    ...more,
  });
  const program = readProgram(source);
  if (!('body' in program)) return ended(program.code, program);
  for (const port of questions.ports) {
    for (;;) {
      // Others have their turn between two attempts.
      await new Promise((resolve) => setImmediate(resolve));
      if (questions.isOver()) return ended('exhausted', { reason: 'the file was not done at the deadline' });
      const attempt = attemptOnce(program, port, names, questions);
      if (attempt.needs !== undefined) {
        if (names.size >= NAME_LIMIT)
          return ended('exhausted', { reason: `the file looks up more than ${NAME_LIMIT} names` });
        names.set(attempt.needs, await questions.resolve(attempt.needs));
      } else if (attempt.answer !== undefined) {
        answers.push(attempt.answer);
        break;
      } else return ended(attempt.code, attempt);
    }
  }
  return ended('usable');
}

type Failed = { readonly code: PacEvaluation['code']; readonly reason: string; readonly line?: number };

/** What browsers call an error in the file is one; what only our reader does not know says nothing against it. */
export function readProgram(source: string): PacProgram | Failed {
  const broken = syntaxErrorOf(source);
  if (broken !== undefined) return broken;
  try {
    return parsePac(source);
  } catch (error) {
    if (error instanceof PacSyntaxError)
      return { code: 'not-evaluated', reason: error.message.slice(0, 300), line: error.line };
    if (error instanceof RangeError) return { code: 'not-evaluated', reason: 'nested too deep' };
    throw error;
  }
}

/** The JavaScript engine reads the file, and does not run it. */
function syntaxErrorOf(source: string): Failed | undefined {
  try {
    new Script(source, { filename: 'pac' });
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // No end of brackets within brackets: browsers give up as well.
    if (error instanceof RangeError) return { code: 'exhausted', reason: EXHAUSTED.depth };
    const line = Number(/^pac:(\d+)/.exec(error.stack ?? '')?.[1] ?? 0);
    return {
      code: 'syntax-error',
      reason: error.message.slice(0, 300).toWellFormed(),
      ...(line > 0 ? { line } : {}),
    };
  }
}

type Attempt = Partial<Failed> & {
  readonly code: PacEvaluation['code'];
  readonly answer?: Answer;
  readonly needs?: string;
};

/** Carries a file out once for one port: an answer, a failure, or a name that has to be looked up first (`needs`). */
export function attemptOnce(
  program: PacProgram,
  port: number,
  names: PacSurroundings['names'],
  { host, ownAddresses, nowMs, now }: Pick<PacQuestions, 'host' | 'ownAddresses' | 'nowMs' | 'now'>,
): Attempt {
  const budget = new PacBudget({
    steps: STEP_LIMIT,
    bytes: MEMORY_LIMIT_BYTES,
    endsAtMs: now() + CALL_LIMIT_MS,
    now,
  });
  const machine = new PacRun(budget);
  const bracketed = host.includes(':') ? `[${host}]` : host;
  const url = `https://${bracketed}${port === 443 ? '' : `:${port}`}/`;
  try {
    installLanguage(machine, nowMs);
    for (const [name, method] of Object.entries(standardFunctions({ names, ownAddresses, nowMs })))
      machine.globals.declare(
        name,
        native(machine, (self, given) => method(machine, self, given)),
      );
    machine.load(program);
    const find = findFunction(machine);
    if (find === undefined) return { code: 'no-function', reason: 'there is no function FindProxyForURL' };
    return answerOf(machine.call(find, undefined, [url, host]), port, url);
  } catch (error) {
    return failureOf(error, machine);
  }
}

/** Windows prefers the one with Ex, which others do not know; a file has both or the plain one. */
function findFunction({ globals }: PacMachine): PacFunction | undefined {
  for (const name of ['FindProxyForURL', 'FindProxyForURLEx']) {
    const found = globals.find(name)?.value;
    if (found instanceof PacFunction) return found;
  }
  return undefined;
}

function answerOf(value: Value, port: number, url: string): Attempt {
  if (value !== null && typeof value !== 'string')
    return {
      code: 'bad-result',
      reason: `FindProxyForURL returned ${value instanceof PacObject ? 'an object' : String(value)} for port ${port}, and no text`,
    };
  const result = value ?? '';
  const { ways, unread } = readPacResult(result);
  if (ways.length === 0)
    return {
      code: 'bad-result',
      reason: `FindProxyForURL returned "${(unread[0] ?? '').toWellFormed()}" for port ${port}, which is no list of proxies`,
    };
  return {
    code: 'usable',
    answer: { port, url, ways: [...ways], result: result.slice(0, 500).toWellFormed() },
  };
}

function failureOf(error: unknown, machine: PacMachine): Attempt {
  const at = machine.line > 0 ? { line: machine.line } : {};
  if (error instanceof PacNeedsName) return { code: 'exhausted', needs: error.hostname };
  if (error instanceof PacThrown) return { code: 'threw', reason: thrownWords(error.value), ...at };
  if (error instanceof PacUnsupported)
    return { code: 'not-evaluated', reason: error.message.slice(0, 300).toWellFormed(), ...at };
  // A slow machine is no fault of the file.
  if (error instanceof PacExhausted && error.what === 'time')
    return { code: 'not-evaluated', reason: EXHAUSTED.time, ...at };
  if (error instanceof PacExhausted) return { code: 'exhausted', reason: EXHAUSTED[error.what], ...at };
  // The call stack ended before our own count did.
  if (error instanceof RangeError) return { code: 'exhausted', reason: EXHAUSTED.depth, ...at };
  throw error;
}

const EXHAUSTED: Readonly<Record<PacExhausted['what'], string>> = {
  steps: `more than ${STEP_LIMIT} steps and no end`,
  time: `no end within ${CALL_LIMIT_MS} ms`,
  memory: `more than ${MEMORY_LIMIT_BYTES / 1_000_000} MB of memory`,
  depth: 'calls, brackets or objects inside each other without an end',
};

function thrownWords(value: Value): string {
  const text =
    value instanceof PacObject
      ? [value.get('name'), value.get('message')].filter((part) => typeof part === 'string').join(': ')
      : String(value);
  return (text === '' ? 'an object' : text).slice(0, 300).toWellFormed();
}

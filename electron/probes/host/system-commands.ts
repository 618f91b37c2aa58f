import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { RecordedSystem } from '../../contract/recorded-system.ts';
import linux from './data/commands-linux.json' with { type: 'json' };
import macos from './data/commands-macos.json' with { type: 'json' };
import windows from './data/commands-windows.json' with { type: 'json' };
import { withinDeadline } from './host-deadline.ts';

/** No answer that is read here is near this long. */
const OUTPUT_LIMIT_BYTES = 262_144;

/**
 * What a program of the operating system answered: its standard output with the exit code, or why there is none. `not-found` no
 * such program here · `no-rights` this user may not run it · `timed-out` · `too-long` · `cancelled` · `failed` anything else.
 */
export type CommandAnswer =
  | { readonly isAnswered: true; readonly text: string; readonly exitCode: number }
  | {
      readonly isAnswered: false;
      readonly why: 'not-found' | 'no-rights' | 'timed-out' | 'too-long' | 'cancelled' | 'failed';
    };

/** Values for the places in a command, such as `{ADDRESS}`; a place that stands alone takes a list as several arguments. */
type CommandValues = Readonly<Record<string, string | readonly string[]>>;

/** The commands of one operating system, by id. They only read. */
export interface SystemCommands {
  readonly platform: NodeJS.Platform;
  /** True where the answers were recorded elsewhere: then no file of this machine stands in for one. */
  readonly isRecorded: boolean;
  /** Never rejects. */
  ask(
    id: string,
    values?: CommandValues,
    variables?: Readonly<Record<string, string>>,
  ): Promise<CommandAnswer>;
}

interface Command {
  readonly programs: readonly string[];
  readonly args: readonly string[];
}

const COMMANDS: Readonly<Record<string, Readonly<Record<string, Command>>>> = {
  linux,
  darwin: macos,
  win32: windows,
};

/** How long a command may take, and what ends it early. */
interface Bounds {
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
}

/** The commands of the machine that Airway runs on, each bounded in time and size; or the answers of a recorded one. */
export function systemCommands(bounds: Bounds, recorded?: RecordedSystem): SystemCommands {
  if (recorded !== undefined) return recordedCommands(recorded);
  const { platform } = process;
  return {
    platform,
    isRecorded: false,
    ask: async (id, values = {}, variables = {}) => {
      const command = COMMANDS[platform]?.[id];
      if (command === undefined) return { isAnswered: false, why: 'not-found' };
      const args = filled(command.args, values);
      const programs = filled(command.programs, { SYSTEM: systemFolder() });
      // Looked for first: to start what is not there costs as much as to start what is.
      const program = programs.find((path) => existsSync(path));
      if (program === undefined) return { isAnswered: false, why: 'not-found' };
      await turnToStart();
      return runProgram(program, args, variables, bounds);
    },
  };
}

function recordedCommands({ platform, answers }: RecordedSystem): SystemCommands {
  return {
    platform,
    isRecorded: true,
    ask: async (id, values = {}) => {
      const [first] = Object.values(values).flat();
      const text = answers[`${id} ${first ?? ''}`] ?? answers[id];
      if (text === undefined) return { isAnswered: false, why: 'not-found' };
      const exit = /^exit (\d+)\n/.exec(text);
      return exit === null
        ? { isAnswered: true, text, exitCode: 0 }
        : { isAnswered: true, text: text.slice(exit[0].length), exitCode: Number(exit[1]) };
    },
  };
}

/** Why there is no answer, as it stands beside what was asked for. */
export function whyUnanswered(answer: CommandAnswer): string {
  if (answer.isAnswered) return `unexpected output, exit code ${answer.exitCode}`;
  return WORDS[answer.why];
}

const WORDS = {
  'not-found': 'no such program here',
  'no-rights': 'no rights',
  'timed-out': 'no answer in time',
  'too-long': 'more output than is read',
  cancelled: 'cancelled',
  failed: 'the program could not be run',
} as const;

const systemFolder = (): string => `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32`;

/** Puts values in their places. Every value is one argument of its own or a part of one: no shell ever reads them. */
function filled(texts: readonly string[], values: CommandValues): string[] {
  return texts.flatMap((text) => {
    const alone = /^\{([A-Z]+)\}$/.exec(text)?.[1];
    const value = alone === undefined ? undefined : values[alone];
    if (value !== undefined) return value;
    return text.replace(/\{([A-Z]+)\}/g, (place, name: string) => {
      const part = values[name];
      return typeof part === 'string' ? part : place;
    });
  });
}

let lastTurn: Promise<void> = Promise.resolve();

/**
 * Starting a program holds this process up for some milliseconds. So they start one by one, and between two of them every
 * socket is looked after: the times of other probes contain one start at the most.
 */
function turnToStart(): Promise<void> {
  lastTurn = lastTurn.then(() => new Promise((resolve) => setImmediate(resolve)));
  return lastTurn;
}

/**
 * Runs one program to its end, without a shell and with few of this process' variables. Whatever it does costs one deadline and
 * 256 KB. Never rejects.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
  { signal, deadlineMs }: Bounds,
): Promise<CommandAnswer> {
  const work = new Promise<CommandAnswer>((resolve) => {
    const options = {
      encoding: 'utf8' as const,
      maxBuffer: OUTPUT_LIMIT_BYTES,
      timeout: deadlineMs,
      killSignal: 'SIGKILL' as const,
      windowsHide: true,
      env: { ...environment(), ...variables },
      signal,
    };
    try {
      execFile(program, [...args], options, (error, text) => resolve(read(error, text)));
    } catch {
      // A value that no argument can hold, such as one with a NUL.
      resolve({ isAnswered: false, why: 'failed' });
    }
  });
  // A process that the system cannot end would be waited for.
  const answer = await withinDeadline(work, deadlineMs, signal);
  return answer ?? { isAnswered: false, why: signal.aborted ? 'cancelled' : 'timed-out' };
}

function read(error: Error | null, text: string): CommandAnswer {
  if (error === null) return { isAnswered: true, text, exitCode: 0 };
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code === 'number') return { isAnswered: true, text, exitCode: code };
  if (code === 'ENOENT') return { isAnswered: false, why: 'not-found' };
  if (code === 'EACCES' || code === 'EPERM') return { isAnswered: false, why: 'no-rights' };
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return { isAnswered: false, why: 'too-long' };
  if (code === 'ABORT_ERR') return { isAnswered: false, why: 'cancelled' };
  if (Reflect.get(error, 'killed') === true) return { isAnswered: false, why: 'timed-out' };
  return { isAnswered: false, why: 'failed' };
}

/** What programs of the system need to run. A secret that stands in another variable is none of their business. */
const PASSED_ON: ReadonlySet<string> = new Set([
  'APPDATA',
  'COMPUTERNAME',
  'COMSPEC',
  'LOCALAPPDATA',
  'NUMBER_OF_PROCESSORS',
  'OS',
  'PATHEXT',
  'PROCESSOR_ARCHITECTURE',
  'PROGRAMDATA',
  'PROGRAMFILES',
  'PROGRAMFILES(X86)',
  'SYSTEMDRIVE',
  'SYSTEMROOT',
  'TEMP',
  'TMP',
  'USERPROFILE',
  'WINDIR',
]);

function environment(): NodeJS.ProcessEnv {
  if (process.platform !== 'win32')
    return { LANG: 'C', LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/' };
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => PASSED_ON.has(name.toUpperCase())),
  );
}

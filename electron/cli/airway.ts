#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { CauseId } from '../contract/cause-ids.ts';
import { STEP_IDS, type StepId } from '../contract/checks.ts';
import { makeRoomForLookups } from '../session/lookup-threads.ts';
import { TOOL } from '../session/tool.ts';
import { addBundleCommand } from './bundle-command.ts';
import { type BundleFlags, openBundleWishes, withBundleWishes } from './bundle-wishes.ts';
import { EXIT, refuse } from './exit-codes.ts';
import { addReadingCommands } from './reading-commands.ts';
import { addReferenceCommands } from './reference/reference-commands.ts';

makeRoomForLookups();

const EXAMPLES = `
Examples:
  airway check --profile site.yaml
  airway check --profile site.yaml --step console --json -
  airway check --profile site.yaml --bundle case-4711.zip --html report.html
  airway check --practice certificate-expired,alternate-port-blocked
  airway check --profile site.yaml --send-syslog-test
                                           also send one marked message to the syslog receiver
  airway practice --list
  airway report --html again.html          the last run once more, from what was kept
  airway bundle --dry-run                  what the bundle of the last run would hold; without --dry-run it is written
  airway open case-4711.zip                a bundle, concluded again by this version
  airway diff before.zip after.zip         what changed from one run to another
  airway serve                             the wizard, in a browser on this machine

Exit codes: 0 healthy · 4 warnings only · 3 problems found · 2 bad usage or profile · 1 Airway itself failed · 130 interrupted

Airway only looks: it changes nothing, sends no telemetry, sends no syslog message unless told to, and never writes a password or token to disk.`;

const asStep = (text: string, before: StepId[] | undefined): StepId[] => {
  const step = STEP_IDS.find((id) => id === text);
  if (step === undefined) throw new InvalidArgumentError(`expected one of ${STEP_IDS.join(', ')}.`);
  return [...(before ?? []), step];
};

async function asFaults(given: string | true, command: Command): Promise<CauseId[]> {
  if (given === true) return [];
  const { parseFaults } = await import('../../lab/practice/faults.ts');
  const parsed = parseFaults(given);
  return parsed.ok
    ? [...parsed.value]
    : command.error(`error: --practice: ${parsed.error.message}`, { exitCode: EXIT.badUsage });
}

const withOutputs = (command: Command): Command =>
  withBundleWishes(
    command
      .option('--json <file>', 'write the report as JSON; - is standard output')
      .option('--junit <file>', 'write the checks and findings as JUnit XML')
      .option('--html <file>', 'write the report as one HTML file')
      .option('--bundle <file.zip>', 'write the diagnostic bundle for the support case')
      .option(
        '--requests <folder>',
        'write what each team is asked for: text, Markdown and CSV, one file a team',
      )
      .option('--quiet', 'print nothing but errors'),
  );

interface OutputFlags extends BundleFlags {
  json?: string;
  junit?: string;
  html?: string;
  bundle?: string;
  requests?: string;
  quiet?: boolean;
}

/** One line of what the program runs on; `airway version` has all parts, also as JSON. The first line of `--version` is Airway's own. */
function libraryVersions(): string {
  const { node, openssl = 'unknown', v8, uv, zlib } = process.versions;
  return `Node ${node}, OpenSSL ${openssl}, V8 ${v8}, uv ${uv}, zlib ${zlib}, ${process.platform}-${process.arch}`;
}

function program(finish: (code: number) => void): Command {
  const root = new Command('airway')
    .description(
      'Names the cause when an AIR Console, its Responders, Active Directory and Syslog cannot talk to each other.',
    )
    .version(`${TOOL.version}\n${libraryVersions()}`)
    .showHelpAfterError('(airway --help shows examples)')
    .addHelpText('after', EXAMPLES)
    .exitOverride();

  const checkCommand = root
    .command('check')
    .description('run the checks that a profile asks for, and name the cause of what fails')
    .addOption(
      new Option('--profile <file>', 'the site to check: YAML or JSON, schema airway.profile/1').conflicts(
        'practice',
      ),
    )
    .option('--practice [faults]', 'check a practice site on loopback instead, with the named faults')
    .addOption(
      new Option('--step <name>', 'check only this step; may be given again')
        .choices(STEP_IDS)
        .argParser(asStep),
    )
    .option(
      '--send-syslog-test',
      'send one test message to the syslog receiver, which stores it: it names Airway, this machine and the run',
    );
  withOutputs(checkCommand).action(
    async (
      flags: OutputFlags & {
        profile?: string;
        practice?: string | true;
        step?: StepId[];
        sendSyslogTest?: boolean;
      },
    ) => {
      if (flags.profile === undefined && flags.practice === undefined)
        return checkCommand.error('error: name a site with --profile FILE, or --practice to try Airway out', {
          exitCode: EXIT.badUsage,
        });
      const practice =
        flags.practice === undefined ? undefined : await asFaults(flags.practice, checkCommand);
      const wishes = await openBundleWishes(flags, flags.bundle !== undefined);
      if (!wishes.ok) return finish(refuse(wishes.error.message));
      const { check } = await import('./check.ts');
      finish(
        await check({
          profile: flags.profile,
          practice,
          steps: flags.step ?? STEP_IDS,
          sendSyslogTest: flags.sendSyslogTest === true,
          json: flags.json,
          junit: flags.junit,
          html: flags.html,
          bundle: flags.bundle,
          wishes: wishes.value,
          requests: flags.requests,
          quiet: flags.quiet === true,
        }),
      );
    },
  );

  root
    .command('practice')
    .description('show the faults that the practice site can have')
    .option('--list', 'list them (what this command does anyway)')
    .action(async () => {
      const { PRACTICE_FAULTS } = await import('../../lab/practice/faults.ts');
      const width = Math.max(...PRACTICE_FAULTS.map(({ id }) => id.length));
      for (const { id, title } of PRACTICE_FAULTS) process.stdout.write(`${id.padEnd(width)}  ${title}\n`);
      finish(EXIT.healthy);
    });

  withOutputs(
    root
      .command('report [run]')
      .description('conclude a kept run again and write its files; without an id, the last one'),
  ).action(async (run: string | undefined, flags: OutputFlags) => {
    const wishes = await openBundleWishes(flags, flags.bundle !== undefined);
    if (!wishes.ok) return finish(refuse(wishes.error.message));
    const { reportRun } = await import('./kept-runs.ts');
    finish(await reportRun(run, { ...flags, wishes: wishes.value }, flags.quiet === true));
  });

  root
    .command('runs')
    .description('list the runs that are kept on this machine')
    .action(async () => {
      const { listRuns } = await import('./kept-runs.ts');
      finish(await listRuns());
    });

  root
    .command('serve')
    .description('the wizard in a browser, on loopback only, with a one-time link')
    .option('--port <number>', 'port on 127.0.0.1 (default: any free one)', (text) => {
      const port = Number(text);
      if (!Number.isInteger(port) || port < 1 || port > 65535)
        throw new InvalidArgumentError('expected a port from 1 to 65535.');
      return port;
    })
    .option('--open <file.zip>', 'begin with this bundle')
    .action(async ({ port, open }: { port?: number; open?: string }) => {
      const { serveWizard } = await import('./serve-wizard.ts');
      finish(await serveWizard(port, open));
    });

  addBundleCommand(root, finish);
  addReadingCommands(root, finish);
  addReferenceCommands(root, EXAMPLES, finish);
  return root;
}

/** The terminal host. Answers the exit code of the process. */
async function main(argv: readonly string[]): Promise<number> {
  let code: number = EXIT.healthy;
  try {
    await program((finished) => {
      code = finished;
    }).parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0 && error.code === 'commander.invalidArgument')
      process.stderr.write(`airway: ${error.message}\n`);
    return error.exitCode === 0 ? EXIT.healthy : EXIT.badUsage;
  }
  return code;
}

// A reader that went away (| head) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

main(process.argv).then(
  (code) => leave(code),
  (error: unknown) => {
    process.stderr.write(
      `airway: Airway itself failed: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    leave(EXIT.airwayFailed);
  },
);

/** Leaves once everything written has been handed over. */
function leave(code: number): void {
  process.exitCode = code;
  process.stdout.write('', () => process.stderr.write('', () => exitNow(code)));
}

/**
 * A name lookup under way cannot be stopped, and a process that exits waits for it: with silent resolvers for many seconds
 * beyond every deadline. Where the platform can put another program in this one's place, that ends the wait.
 */
function exitNow(code: number): void {
  const isLookupPending = process.getActiveResourcesInfo().includes('GetAddrInfoReqWrap');
  if (isLookupPending && process.platform !== 'win32' && typeof process.execve === 'function') {
    // The function is marked experimental; its warning is for developers and not for the engineer's screen.
    process.removeAllListeners('warning');
    try {
      process.execve('/bin/sh', ['sh', '-c', `exit ${code}`], {});
    } catch {
      // No shell at that place: the slow way out is still a way out.
    }
  }
  process.exit(code);
}

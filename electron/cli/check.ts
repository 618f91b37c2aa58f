import type { CauseId } from '../contract/cause-ids.ts';
import type { StepId } from '../contract/checks.ts';
import { type LoadedProfile, loadProfileFile } from '../run/profile-file.ts';
import { stateDirectory } from '../run/state-directory.ts';
import { type RunSite, type StartedRun, secretValues, startRun } from '../session/start-run.ts';
import { TOOL } from '../session/tool.ts';
import { deliver } from './deliver.ts';
import { EXIT, refuse } from './exit-codes.ts';
import { catchInterrupts, type Interrupts } from './interrupts.ts';
import { type OutputPaths, whyOutputsFail } from './outputs.ts';
import { showProgress } from './progress.ts';
import { openTerminal } from './terminal.ts';

export interface CheckOptions extends OutputPaths {
  readonly profile?: string | undefined;
  /** Faults of the practice site; an empty list is the healthy one. */
  readonly practice?: readonly CauseId[] | undefined;
  readonly steps: readonly StepId[];
  /** Agrees to one test message to the syslog receiver. */
  readonly sendSyslogTest: boolean;
  readonly quiet: boolean;
}

interface Site extends RunSite {
  readonly stop: () => Promise<void>;
}

/** `airway check`: reads the profile, runs the checks, prints the findings, writes the files, answers the exit code. */
export async function check(options: CheckOptions): Promise<number> {
  const progressTerminal = openTerminal(process.stderr, options.quiet);
  const why = await whyOutputsFail(options);
  if (why !== undefined) return refuse(why);
  const site =
    options.practice === undefined
      ? await openProfile(options.profile ?? '')
      : await openPractice(options.practice);
  if (typeof site === 'string') return refuse(site);
  if (options.sendSyslogTest && site.profile.syslog === undefined)
    return refuse(
      '--send-syslog-test: the profile has no syslog section, so there is no receiver to send to',
    );
  const progress = showProgress(progressTerminal);
  const interrupts = catchInterrupts();
  try {
    const run = await startRun(site, {
      tool: TOOL,
      steps: options.steps,
      stateDirectory: stateDirectory(),
      practice: options.practice === undefined ? undefined : { faults: options.practice },
      sendSyslogTest: options.sendSyslogTest,
      onEvent: progress.onEvent,
    });
    await untilEnd(run, interrupts);
    progress.end();
    if (run.notKept !== undefined) process.stderr.write(`airway: ${run.notKept}\n`);
    const delivered = await deliver({
      state: run.state(),
      events: run.events,
      paths: options,
      quiet: options.quiet,
      secrets: secretValues(site.secrets),
      signal: interrupts.signal,
    });
    if (delivered === undefined) return EXIT.airwayFailed;
    if (delivered.hasFailedOutput && run.notKept === undefined)
      process.stderr.write(
        `airway: the results are kept; write them elsewhere with: airway report ${run.runId} --bundle FILE.zip\n`,
      );
    return delivered.code;
  } finally {
    progress.end();
    interrupts.release();
    await site.stop();
  }
}

/** Waits for the run; the first Ctrl-C ends it and keeps what was learned, the next one ends the writing of files. */
async function untilEnd(run: StartedRun, interrupts: Interrupts) {
  interrupts.first(() => run.cancel());
  // Somebody was faster than the start of the run.
  if (interrupts.signal.aborted) run.cancel();
  try {
    return await run.done;
  } finally {
    interrupts.first(undefined);
  }
}

async function openProfile(path: string): Promise<Site | string> {
  const loaded = loadProfileFile(path);
  if (!loaded.ok) return loaded.error.message;
  for (const warning of loaded.value.warnings) process.stderr.write(`airway: warning: ${warning}\n`);
  const secrets = await withAskedSecrets(loaded.value);
  return { profile: loaded.value.profile, secrets, caPem: loaded.value.caPem, stop: async () => undefined };
}

async function withAskedSecrets({ secrets, toAsk }: LoadedProfile): Promise<LoadedProfile['secrets']> {
  const filled: { -readonly [K in keyof typeof secrets]: (typeof secrets)[K] } = { ...secrets };
  for (const field of toAsk) {
    const { askSecret } = await import('./ask-secret.ts');
    const answer = await askSecret(
      field === 'console.apiToken' ? 'API token of the Console' : 'Password for Active Directory',
    );
    if (answer === undefined)
      process.stderr.write(
        `airway: warning: ${field} was to be typed in and was not; what needs it is not checked\n`,
      );
    else if (field === 'console.apiToken') filled.apiToken = answer;
    else filled.bindPassword = answer;
  }
  return filled;
}

async function openPractice(faults: readonly CauseId[]): Promise<Site> {
  const { startPracticeSite } = await import('../../lab/practice/practice-site.ts');
  const site = await startPracticeSite(faults);
  return { ...site, stop: () => site.stop() };
}

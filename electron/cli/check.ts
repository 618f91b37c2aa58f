import type { CauseId } from '../contract/cause-ids.ts';
import type { StepId } from '../contract/checks.ts';
import { buildReport } from '../contract/report.ts';
import { diagnose, unexplainedFailures } from '../diagnosis/diagnose.ts';
import { type LoadedProfile, loadProfileFile } from '../run/profile-file.ts';
import { stateDirectory } from '../run/state-directory.ts';
import { prepareRun, type RunSite, type StartedRun, secretValues, startRun } from '../session/start-run.ts';
import { TOOL } from '../session/tool.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { type OutputPaths, whyOutputsFail, writeOutputs } from './outputs.ts';
import { printFindings } from './print-findings.ts';
import { showProgress } from './progress.ts';
import { openTerminal } from './terminal.ts';

export interface CheckOptions extends OutputPaths {
  readonly profile?: string | undefined;
  /** Faults of the practice site; an empty list is the healthy one. */
  readonly practice?: readonly CauseId[] | undefined;
  readonly steps: readonly StepId[];
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
  await prepareRun(site.caPem);
  const progress = showProgress(progressTerminal);
  let run: StartedRun | undefined;
  try {
    run = startRun(site, {
      tool: TOOL,
      steps: options.steps,
      stateDirectory: stateDirectory(),
      practice: options.practice === undefined ? undefined : { faults: options.practice },
      onEvent: progress.onEvent,
    });
    const ended = await untilEnd(run);
    progress.end();
    if (run.notKept !== undefined) process.stderr.write(`airway: ${run.notKept}\n`);
    const state = run.state();
    const findings = diagnose(state);
    const unexplained = unexplainedFailures(state, findings);
    const report = buildReport(
      state,
      findings,
      unexplained.map(({ id }) => id),
    );
    if (report === undefined) return EXIT.airwayFailed;
    // With the JSON on standard output nothing else may be there: people read the other stream.
    printFindings(
      openTerminal(options.json === '-' ? process.stderr : process.stdout, options.quiet),
      report,
      unexplained,
    );
    const { written, failed } = await writeOutputs(options, report, run.events, secretValues(site.secrets));
    for (const path of written) progressTerminal.line(`written: ${path}`);
    for (const reason of failed) process.stderr.write(`airway: ${reason}\n`);
    if (failed.length > 0 && run.notKept === undefined)
      process.stderr.write(
        `airway: the results are kept; write them elsewhere with: airway report ${run.runId} --bundle FILE.zip\n`,
      );
    const statuses = unexplained.map((row) => (row.phase === 'finished' ? { status: row.status } : {}));
    const code = exitCodeOf(ended, findings, statuses);
    return failed.length > 0 && code !== EXIT.interrupted ? EXIT.airwayFailed : code;
  } finally {
    progress.end();
    await site.stop();
  }
}

/** Waits for the run; the first Ctrl-C ends it and keeps what was learned, a second one leaves at once. */
async function untilEnd(run: StartedRun) {
  let isAsked = false;
  const interrupt = () => {
    if (isAsked) process.exit(EXIT.interrupted);
    isAsked = true;
    run.cancel();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    return await run.done;
  } finally {
    // Writing the files afterwards can be interrupted as well, and then means: leave.
    isAsked = true;
  }
}

function refuse(message: string): number {
  process.stderr.write(`airway: ${message}\n`);
  return EXIT.badUsage;
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
  return { profile: site.profile, secrets: site.secrets, caPem: site.caPem, stop: () => site.stop() };
}

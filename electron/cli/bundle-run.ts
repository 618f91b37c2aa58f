import { whyNotWritable } from '../bundle/atomic-file.ts';
import { bundleName } from '../bundle/bundle-name.ts';
import { whyWriteFailed } from '../bundle/write-failure.ts';
import { otherFolderSentence } from '../session/other-folder.ts';
import { secretValues } from '../session/start-run.ts';
import { type BundleWishes, bundleOrder } from './bundle-wishes.ts';
import { EXIT, refuse } from './exit-codes.ts';
import { catchInterrupts } from './interrupts.ts';
import { openKeptRun } from './open-kept-run.ts';
import { openTerminal } from './terminal.ts';
import { writeBundleFile, writtenSentences } from './write-bundle-file.ts';

export interface BundleCommand {
  /** Where the bundle goes; named after site and run in the current folder without it. */
  readonly path?: string | undefined;
  /** The last run without it. */
  readonly runId?: string | undefined;
  readonly wishes: BundleWishes;
  readonly dryRun: boolean;
  readonly quiet: boolean;
}

/**
 * `airway bundle`: writes the bundle of a kept run, or shows what would be in it. Exit codes: 0 written or shown · 2 bad usage,
 * nothing was written · 1 it could not be written · 130 interrupted, nothing was written.
 */
export async function bundleRun({ path, runId, wishes, dryRun, quiet }: BundleCommand): Promise<number> {
  const kept = await openKeptRun(runId);
  if (!kept.ok) return refuse(kept.error.message);
  const { report } = kept.value;
  const secrets = secretValues({});
  const interrupts = catchInterrupts();
  const { signal } = interrupts;
  const target = path ?? bundleName(report.profile.name, report.run.id);
  try {
    if (dryRun) {
      const { showDryRun } = await import('./dry-run.ts');
      const { input, options } = await bundleOrder(kept.value, wishes, secrets);
      await showDryRun(input, { ...options, signal }, target);
      return EXIT.healthy;
    }
    const why = await whyNotWritable(target);
    if (why !== undefined) return refuse(`${why}${await otherFolderSentence(target)}`);
    const written = await writeBundleFile(kept.value, target, wishes, { secrets, quiet, signal });
    const notes = openTerminal(process.stderr, quiet);
    for (const sentence of writtenSentences(written)) notes.line(`written: ${sentence}`);
    return EXIT.healthy;
  } catch (error) {
    process.stderr.write(`airway: ${whyWriteFailed(target, error)} ${keptSentence(report.run.id)}\n`);
    return signal.aborted ? EXIT.interrupted : EXIT.airwayFailed;
  } finally {
    interrupts.release();
  }
}

/** What to do when a file of a kept run could not be written. */
const keptSentence = (runId: string): string =>
  `The results are kept; write them elsewhere with: airway bundle --run ${runId} FILE.zip`;

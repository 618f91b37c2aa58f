import type { Command } from 'commander';
import { type BundleFlags, openBundleWishes, withBundleWishes } from './bundle-wishes.ts';
import { refuse } from './exit-codes.ts';

/** The command that writes the bundle of a run that is over. */
export function addBundleCommand(root: Command, finish: (code: number) => void): void {
  withBundleWishes(
    root
      .command('bundle [file.zip]')
      .description(
        'write the diagnostic bundle of a kept run for the support case: without secrets, and with placeholders in place of names',
      )
      .option('--run <id>', 'a kept run, as airway runs shows it (default: the last one)')
      .option('--dry-run', 'show what would be in it and what is replaced, and write nothing')
      .option('--quiet', 'print nothing but errors'),
  ).action(
    async (
      path: string | undefined,
      flags: BundleFlags & { run?: string; dryRun?: boolean; quiet?: boolean },
    ) => {
      const wishes = await openBundleWishes(flags, true);
      if (!wishes.ok) return finish(refuse(wishes.error.message));
      const { bundleRun } = await import('./bundle-run.ts');
      finish(
        await bundleRun({
          path,
          runId: flags.run,
          wishes: wishes.value,
          dryRun: flags.dryRun === true,
          quiet: flags.quiet === true,
        }),
      );
    },
  );
}

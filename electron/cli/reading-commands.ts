import type { Command } from 'commander';
import type { DiffOptions } from './diff-runs.ts';
import type { OpenOptions } from './open-bundle.ts';
import type { VerifyOptions } from './verify-bundle.ts';

const withIdentity = (command: Command): Command =>
  command.option('--identity <file>', 'file of the private age key, for a bundle that is encrypted');

/** The commands of whoever receives bundles: they read what others made, and trust nothing in it. */
export function addReadingCommands(root: Command, finish: (code: number) => void): void {
  withIdentity(root.command('open <file.zip>'))
    .description(
      'conclude the run in a bundle again, by this version, and show what was concluded otherwise then',
    )
    .option('--json <file>', 'write the report as JSON; - is standard output')
    .option('--junit <file>', 'write the checks and findings as JUnit XML')
    .option('--html <file>', 'write the report as one HTML file')
    .option('--quiet', 'print nothing but errors')
    .action(async (file: string, options: OpenOptions) => {
      const { openBundle } = await import('./open-bundle.ts');
      finish(await openBundle(file, options));
    });

  withIdentity(root.command('verify <file.zip>'))
    .description(
      'check every sum of a bundle and its signature: exit code 0 nothing is wrong, 3 problems found',
    )
    .option('--trust <cert.pem>', "the signer's certificate, or that of the authority which it must lead to")
    .action(async (file: string, options: VerifyOptions) => {
      const { verifyBundle } = await import('./verify-bundle.ts');
      finish(await verifyBundle(file, options));
    });

  withIdentity(root.command('diff <before> <after>'))
    .description(
      'what changed between two runs, each a bundle or the id of a kept run: exit code 0 nothing, 4 something, 3 a new problem',
    )
    .option('--json', 'print the changes as JSON')
    .action(async (before: string, after: string, options: DiffOptions) => {
      const { diffRuns } = await import('./diff-runs.ts');
      finish(await diffRuns(before, after, options));
    });
}

import { Argument, type Command } from 'commander';
import { TOOL } from '../../session/tool.ts';
import { EXIT } from '../exit-codes.ts';
import { commandsOf } from './commands.ts';
import { SHELLS, type Shell } from './completion.ts';

/** The commands that speak of the program itself; `notes` end the man page. */
export function addReferenceCommands(root: Command, notes: string, finish: (code: number) => void): void {
  root
    .command('version')
    .description('versions of all parts: Airway, its schemas, Node and the libraries in it')
    .option('--json', 'print them as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { versionParts } = await import('./version-parts.ts');
      const parts = versionParts();
      const lines = Object.entries(parts).map(([name, version]) => `${name.padEnd(8)} ${version}\n`);
      process.stdout.write(json === true ? `${JSON.stringify(parts, null, 2)}\n` : lines.join(''));
      finish(EXIT.healthy);
    });

  root
    .command('completion')
    .description('print the completion script for a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .action(async (shell: Shell) => {
      const { completionScript } = await import('./completion.ts');
      process.stdout.write(completionScript(shell, commandsOf(root)));
      finish(EXIT.healthy);
    });

  root
    .command('man')
    .description('print the man page: airway man > airway.1')
    .action(async () => {
      const { manPage } = await import('./man-page.ts');
      const { version } = TOOL;
      process.stdout.write(
        manPage({ version, description: root.description(), commands: commandsOf(root), notes }),
      );
      finish(EXIT.healthy);
    });
}

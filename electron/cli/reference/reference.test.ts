import { spawnSync } from 'node:child_process';
import { Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { commandsOf } from './commands.ts';
import { completionScript, SHELLS } from './completion.ts';
import { manPage } from './man-page.ts';
import { addReferenceCommands } from './reference-commands.ts';
import { versionParts } from './version-parts.ts';

const root = new Command('airway');
root
  .command('check')
  .description("what isn't right")
  .option('--profile <file>', 'the site')
  .addOption(new Option('--step <name>', 'one step').choices(['console', 'syslog']));
root.command('open <file.zip>').description('a bundle');
addReferenceCommands(root, '.Examples:\n  airway check', () => undefined);
const commands = commandsOf(root);

describe('completion', () => {
  it.each(SHELLS)('names every command and option in %s', (shell) => {
    const script = completionScript(shell, commands);
    for (const { name, options } of commands) {
      expect(script).toContain(name);
      for (const option of options)
        expect(script).toContain(shell === 'fish' ? option.name.slice(2) : option.name);
    }
  });

  it.each([
    [['airway', 'ch'], 'check'],
    [['airway', 'check', '--pro'], '--profile'],
    [['airway', 'check', '--step', ''], 'console syslog'],
    [['airway', 'completion', 'f'], 'fish'],
  ])('bash completes %j', (words, expected) => {
    const ask = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _airway; echo "\${COMPREPLY[*]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', `${completionScript('bash', commands)}\n${ask}`]);
    expect([stdout.toString().trim(), stderr.toString()]).toEqual([expected, '']);
  });
});

it('the man page escapes what roff would read as its own', () => {
  const page = manPage({ version: '1', description: 'x', commands, notes: '.Examples\na\\b' });
  expect(page).toContain('\n\\&.Examples\na\\eb\n');
  expect(page).toContain('.SS "airway open <file.zip>"');
  expect(page).toContain('.B "\\-\\-profile <file>"');
});

it('names the parts', () => {
  expect(versionParts()).toMatchObject({ node: process.versions.node, form: 'on an installed Node' });
});

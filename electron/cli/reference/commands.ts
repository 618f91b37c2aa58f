import type { Argument, Command, Option } from 'commander';

/** What may stand after an option or in the place of an argument. */
export type ValueKind = 'none' | 'file' | 'folder' | 'text' | { readonly oneOf: readonly string[] };

/** One option as it is typed, with its dashes. */
interface OptionEntry {
  readonly name: string;
  /** As usage shows it: `--profile <file>`. */
  readonly usage: string;
  readonly description: string;
  readonly value: ValueKind;
}

/** One command of the program. */
export interface CommandEntry {
  readonly name: string;
  readonly description: string;
  /** Arguments as usage shows them: `<before> <after>`; empty where there are none. */
  readonly usage: string;
  readonly options: readonly OptionEntry[];
  readonly arguments: readonly ValueKind[];
}

const HELP: OptionEntry = { name: '--help', usage: '--help', description: 'display help', value: 'none' };

/** The program's commands and options as they are defined for parsing: what completion and the man page say cannot differ from it. */
export function commandsOf(root: Command): readonly CommandEntry[] {
  return root.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    usage: command.registeredArguments.map(argumentUsage).join(' '),
    options: [...command.options.filter(({ hidden }) => !hidden).map(optionEntry), HELP],
    arguments: command.registeredArguments.map(argumentKind),
  }));
}

const optionEntry = (option: Option): OptionEntry => ({
  name: option.long ?? option.flags,
  usage: option.flags,
  description: option.description,
  value: option.required || option.optional ? kindOf(option.flags, option.argChoices) : 'none',
});

const argumentUsage = (one: Argument): string => (one.required ? `<${one.name()}>` : `[${one.name()}]`);

const argumentKind = (one: Argument): ValueKind => kindOf(`<${one.name()}>`, one.argChoices);

/** By the placeholder, which is what the engineer sees as well: a file is named as one. */
function kindOf(flags: string, choices: readonly string[] | undefined): ValueKind {
  if (choices !== undefined) return { oneOf: choices };
  if (/<folder>/.test(flags)) return 'folder';
  return /<(?:file|before|after|[\w-]+\.\w+)/.test(flags) ? 'file' : 'text';
}

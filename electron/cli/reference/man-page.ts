import type { CommandEntry } from './commands.ts';

export interface ManPageParts {
  readonly version: string;
  readonly description: string;
  readonly commands: readonly CommandEntry[];
  /** The examples and what follows them in `--help`, as they are. */
  readonly notes: string;
}

/** The man page `airway(1)` in roff, with the macros of man(7). */
export function manPage({ version, description, commands, notes }: ManPageParts): string {
  const lines = [
    `.TH AIRWAY 1 "" "airway ${roff(version)}" "User Commands"`,
    '.SH NAME',
    `airway \\- ${roff(description)}`,
    '.SH SYNOPSIS',
    '.B airway',
    '.I command',
    '.RI [ option ...]',
    '.SH COMMANDS',
    ...commands.flatMap(commandLines),
    '.SH NOTES',
    '.nf',
    ...notes.trim().split('\n').map(roff),
    '.fi',
  ];
  return `${lines.join('\n')}\n`;
}

function commandLines(command: CommandEntry): string[] {
  return [
    `.SS ${quoted(`airway ${command.name} ${command.usage}`.trim())}`,
    roff(command.description),
    ...command.options.flatMap(({ usage, description }) => ['.TP', `.B ${quoted(usage)}`, roff(description)]),
  ];
}

const quoted = (text: string): string => `"${roff(text).replaceAll('"', '\\(dq')}"`;

/** Text that roff shows as it is: no escape, no request at the beginning of a line, dashes that can be copied. */
const roff = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(
      /[^\x20-\x7e]/gu,
      (one) => `\\[u${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
    )
    .replace(/^(?=[.'])/, '\\&');

import type { CommandEntry, ValueKind } from './commands.ts';

/** Shells that a completion script can be written for. */
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof SHELLS)[number];

/** The completion script for a shell; how to load it stands in its first lines. */
export function completionScript(shell: Shell, commands: readonly CommandEntry[]): string {
  return { bash, zsh, fish, powershell }[shell](commands);
}

/** What a shell with single quotes reads as this very text; names and descriptions are our own, and still quoted. */
const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const choicesOf = (value: ValueKind): readonly string[] => (typeof value === 'object' ? value.oneOf : []);
const names = (command: CommandEntry): string => command.options.map(({ name }) => name).join(' ');

function bash(commands: readonly CommandEntry[]): string {
  const values = commands.flatMap((command) =>
    command.options
      .filter(({ value }) => value !== 'none')
      .map(({ name, value }) => `    ${command.name}:${name}) ${bashValue(value)}; return ;;`),
  );
  const words = commands.map((command) => {
    const [first] = command.arguments;
    const rest = first === undefined ? ':' : bashValue(first);
    return `    ${command.name}) if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W ${quote(names(command))} -- "$cur")); else ${rest}; fi ;;`;
  });
  return `# Completion for bash. Load it with: source <(airway completion bash)
_airway() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W ${quote([...commands.map(({ name }) => name), '--help', '--version'].join(' '))} -- "$cur"))
    return
  fi
  case $command:$prev in
${values.join('\n')}
  esac
  case $command in
${words.join('\n')}
  esac
}
complete -F _airway airway
`;
}

function bashValue(value: ValueKind): string {
  if (typeof value === 'object') return `COMPREPLY=($(compgen -W ${quote(value.oneOf.join(' '))} -- "$cur"))`;
  if (value !== 'file' && value !== 'folder') return ':';
  return `compopt -o filenames; mapfile -t COMPREPLY < <(compgen ${value === 'file' ? '-f' : '-d'} -- "$cur")`;
}

function zsh(commands: readonly CommandEntry[]): string {
  const described = commands.map(({ name, description }) => `    ${quote(`${name}:${description}`)}`);
  const cases = commands.map((command) => {
    const options = command.options.map(({ name, description, value }) =>
      quote(`*${name}[${zshText(description)}]${value === 'none' ? '' : `:value:${zshValue(value)}`}`),
    );
    const places = command.arguments.map((value) => quote(`:argument:${zshValue(value)}`));
    return `    ${command.name}) _arguments ${[...options, ...places].join(' ')} ;;`;
  });
  return `#compdef airway
# Completion for zsh. Load it with: source <(airway completion zsh), or keep it as _airway in a folder of $fpath
_airway() {
  local -a commands
  commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = _airway ]; then _airway "$@"; else compdef _airway airway; fi
`;
}

const zshText = (text: string): string => text.replaceAll(/[[\]:\\]/g, String.raw`\$&`);

function zshValue(value: ValueKind): string {
  if (typeof value === 'object') return `(${value.oneOf.join(' ')})`;
  if (value === 'file') return '_files';
  return value === 'folder' ? '_files -/' : ' ';
}

function fish(commands: readonly CommandEntry[]): string {
  const lines = commands.flatMap((command) => {
    const inside = `complete -c airway -n ${quote(`__fish_seen_subcommand_from ${command.name}`)}`;
    const first = command.arguments[0];
    return [
      `complete -c airway -f -n __fish_use_subcommand -a ${command.name} -d ${quote(command.description)}`,
      ...command.options.map(
        ({ name, description, value }) =>
          `${inside} -l ${name.slice(2)} -d ${quote(description)}${fishValue(value)}`,
      ),
      ...(first === 'file' ? [`${inside} -F`] : []),
      ...(choicesOf(first ?? 'none').length > 0
        ? [`${inside} -f -a ${quote(choicesOf(first ?? 'none').join(' '))}`]
        : []),
    ];
  });
  return `# Completion for fish. Load it with: airway completion fish | source\n${lines.join('\n')}\n`;
}

function fishValue(value: ValueKind): string {
  if (value === 'none') return '';
  if (typeof value === 'object') return ` -x -a ${quote(value.oneOf.join(' '))}`;
  if (value === 'folder') return ` -x -a '(__fish_complete_directories)'`;
  return value === 'file' ? ' -r -F' : ' -x';
}

function powershell(commands: readonly CommandEntry[]): string {
  const list = (texts: readonly string[]): string =>
    `@(${texts.map((text) => `'${text.replaceAll("'", "''")}'`).join(', ')})`;
  const options = commands.map((one) => `    '${one.name}' = ${list(one.options.map(({ name }) => name))}`);
  const values = commands.flatMap((command) => [
    ...command.options
      .filter(({ value }) => choicesOf(value).length > 0)
      .map(({ name, value }) => `    '${command.name} ${name}' = ${list(choicesOf(value))}`),
    ...command.arguments
      .slice(0, 1)
      .filter((value) => choicesOf(value).length > 0)
      .map((value) => `    '${command.name} ${command.name}' = ${list(choicesOf(value))}`),
  ]);
  return `# Completion for PowerShell. Load it with: airway completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName airway -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $options = @{
${options.join('\n')}
  }
  $values = @{
${values.join('\n')}
  }
  $words = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
  if ($wordToComplete -ne '') { $words = @($words | Select-Object -SkipLast 1) }
  if ($words.Count -lt 2) { $offered = ${list([...commands.map(({ name }) => name), '--help', '--version'])} }
  elseif ($values.ContainsKey("$($words[1]) $($words[-1])")) { $offered = $values["$($words[1]) $($words[-1])"] }
  else { $offered = $options[$words[1]] }
  $offered | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}

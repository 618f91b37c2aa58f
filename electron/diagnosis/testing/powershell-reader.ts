import cmdlets from './powershell-cmdlets.json' with { type: 'json' };

/** Cmdlets that the catalogue uses, with parameters of theirs as Microsoft documents them (learn.microsoft.com/powershell). */
const CMDLETS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(cmdlets).map(([name, parameters]) => [
    name,
    new Set(parameters.map((parameter) => parameter.toLowerCase())),
  ]),
);

/** Programs of Windows that are called beside cmdlets. */
export const KNOWN_PROGRAMS = [
  'certutil',
  'curl.exe',
  'dcdiag',
  'ipconfig',
  'netsh',
  'nltest',
  'pathping',
  'ping',
  'tracert',
  'w32tm',
] as const;

/** about_CommonParameters, as far as they are of use here. */
const COMMON = new Set(['erroraction', 'verbose', 'confirm', 'whatif']);

/** about_Operators: comparison, logic and text. */
const OPERATORS = new Set([
  'eq',
  'ne',
  'gt',
  'lt',
  'ge',
  'le',
  'like',
  'match',
  'contains',
  'in',
  'and',
  'or',
  'not',
  'join',
  'split',
  'replace',
]);

const VERB_NOUN = /^[A-Z][a-z]+-[A-Z][A-Za-z0-9]+$/;

/**
 * What in a line of PowerShell is not known to exist: cmdlets, parameters, programs, operators; and quotes that stay open. It reads
 * words, not the whole language: enough for one line that was written to be copied.
 */
export function powershellFaults(command: string): string[] {
  const bare = withoutTexts(command);
  if (bare === undefined) return ['a quote is open'];
  return bare
    .split(/[|;{}()]/)
    .map((part) => part.trim().replace(/^\$\w+\s*=\s*/, ''))
    .filter((part) => part !== '')
    .flatMap(faultsOfPart);
}

/** The line with every quoted text replaced by a mark. */
function withoutTexts(command: string): string | undefined {
  const bare = command.replace(/'(?:[^']|'')*'|"(?:[^"`]|`.)*"/g, '⊡');
  return /['"]/.test(bare) ? undefined : bare;
}

function faultsOfPart(part: string): string[] {
  const [first = '', ...words] = part.split(/\s+/);
  const dashed = words.filter((word) => /^-[A-Za-z]/.test(word)).map((word) => word.slice(1));
  if (VERB_NOUN.test(first)) {
    const known = CMDLETS.get(first);
    if (known === undefined) return [`no cmdlet that is known: ${first}`];
    return dashed
      .filter((name) => !known.has(name.toLowerCase()) && !COMMON.has(name.toLowerCase()))
      .map((name) => `${first} has no parameter -${name}`);
  }
  if (/^[a-z][\w.]*$/.test(first) && !/^(?:n|e)=/.test(first))
    return KNOWN_PROGRAMS.some((program) => program === first) ? [] : [`no program that is known: ${first}`];
  // What goes on after a pair of brackets or braces: parameters of the cmdlet before it, or an expression.
  const inExpression = [first, ...words]
    .filter((word) => /^-[A-Za-z]/.test(word))
    .map((word) => word.slice(1));
  return inExpression
    .filter((name) => !OPERATORS.has(name.toLowerCase()) && !isParameterOfAny(name))
    .map((name) => `no operator: -${name}`);
}

const isParameterOfAny = (name: string): boolean =>
  [...CMDLETS.values()].some((known) => known.has(name.toLowerCase()));

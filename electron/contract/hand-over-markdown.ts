import { OS_WORDS } from './finding-words.ts';
import { type RequestForm, spokenSteps } from './findings.ts';
import { commandLines, type HandOver, type Matter, oneLine } from './hand-over.ts';

/** A hand-over as Markdown with tables (GitHub Flavored Markdown §4.10) for a wiki or a ticket; it ends with a line feed. */
export function handOverMarkdown({ title, matters }: HandOver): string {
  const [only, ...others] = matters;
  const lines =
    others.length === 0
      ? [`# ${escapedMarkdown(title)}`, '', ...matterLines(only)]
      : [
          `# ${escapedMarkdown(title)}`,
          ...matters.flatMap((matter, index) => [
            '',
            `## ${index + 1}. ${escapedMarkdown(matter.title)}`,
            '',
            ...matterLines(matter),
          ]),
        ];
  return `${lines.join('\n')}\n`;
}

/**
 * Text from anywhere as Markdown that reads as that text: every mark that could begin markup is escaped (CommonMark §2.4), and a
 * mark at the beginning of a line as well, where it could begin a list, a heading or a quotation.
 */
export function escapedMarkdown(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]<>|~&$]/g, '\\$&')
    .replace(/^[-+#=:]/, '\\$&')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2');
}

function matterLines({ form, steps }: Matter): string[] {
  const { reason, columns, rows, evidence, observed } = form;
  return [
    ...(reason === '' ? [] : [`**Why:** ${escapedMarkdown(reason)}`, '']),
    tableRow(columns.map(escapedMarkdown)),
    tableRow(columns.map(() => '---')),
    ...rows.map((row) => tableRow(columns.map((_, index) => escapedMarkdown(row[index] ?? '')))),
    ...(evidence.length === 0
      ? []
      : ['', '**Seen**', '', ...evidence.map((text) => `- ${escapedMarkdown(text)}`)]),
    ...stepLines(steps),
    '',
    escapedMarkdown(observed),
  ];
}

const tableRow = (cells: RequestForm['columns']): string => `| ${cells.join(' | ')} |`;

function stepLines(steps: Matter['steps']): string[] {
  if (steps.length === 0) return [];
  return [
    '',
    '**How it is done and checked**',
    ...spokenSteps(steps).flatMap(({ text, variants }, index) => [
      '',
      `${index + 1}. ${escapedMarkdown(text)}`,
      ...variants.flatMap(({ command, os }) => {
        if (command === undefined) return [];
        const indent = ' '.repeat(`${index + 1}. `.length);
        return [
          ...(os === undefined ? [] : ['', `${indent}${OS_WORDS[os]}:`]),
          '',
          ...fenced(command).map((line) => `${indent}${line}`.trimEnd()),
        ];
      }),
    ]),
  ];
}

/** A code block whose fence is longer than any run of backticks in it (CommonMark §4.5). */
function fenced(command: string): string[] {
  const longest = Math.max(2, ...(command.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return [fence, ...commandLines(command), fence];
}

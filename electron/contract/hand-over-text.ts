import { OS_WORDS } from './finding-words.ts';
import { type RequestForm, spokenSteps } from './findings.ts';
import { commandLines, type HandOver, type Matter, oneLine } from './hand-over.ts';

/** A hand-over as plain text for a mail or a ticket; it ends with a line feed. */
export function handOverText({ title, matters }: HandOver): string {
  const [only, ...others] = matters;
  if (others.length === 0) return `${[...formLines(only.form), ...stepLines(only)].join('\n')}\n`;
  const head = oneLine(title);
  return `${[
    head,
    '='.repeat(head.length),
    ...matters.flatMap((matter, index) => [
      '',
      `${index + 1}. ${oneLine(matter.title)}`,
      '',
      ...formLines(matter.form),
      ...stepLines(matter),
    ]),
  ].join('\n')}\n`;
}

/** One form as plain text, without a line feed at its end. */
export const requestText = (form: RequestForm): string => formLines(form).join('\n');

/** What all rows have in common is said once; then each row has what it has for itself. */
function formLines({ title, reason, columns, rows, evidence, observed }: RequestForm): string[] {
  const cells = rows.map((row) => columns.map((_, index) => oneLine(row[index] ?? '')));
  const isCommon = columns.map((_, index) => cells.every((row) => row[index] === cells[0]?.[index]));
  const labels = columns.map((column) => `${oneLine(column)}:`);
  const width = Math.max(...labels.map(({ length }) => length)) + 1;
  const lines = (row: readonly string[], common: boolean): string[] =>
    row.flatMap((cell, index) =>
      cell === '' || isCommon[index] !== common ? [] : [`${(labels[index] ?? '').padEnd(width)}${cell}`],
    );
  const [first = []] = cells;
  const own =
    cells.length === 1
      ? []
      : cells.flatMap((row, index) => ['', `${index + 1} of ${cells.length}`, ...lines(row, false)]);
  return [
    oneLine(title),
    '',
    ...lines(first, true),
    ...own,
    ...(reason === '' ? [] : ['', `Why: ${oneLine(reason)}`]),
    ...(evidence.length === 0 ? [] : ['', 'Seen:', ...evidence.map((text) => `- ${oneLine(text)}`)]),
    '',
    oneLine(observed),
  ];
}

function stepLines({ steps }: Matter): string[] {
  if (steps.length === 0) return [];
  return [
    '',
    'How it is done and checked:',
    ...spokenSteps(steps).flatMap(({ text, variants }, index) => [
      `${index + 1}. ${oneLine(text)}`,
      ...variants.flatMap(({ command, os }) => {
        if (command === undefined) return [];
        const label = os === undefined ? '' : `${OS_WORDS[os]}: `;
        return commandLines(command).map((line, at) => `   ${at === 0 ? label : ''}${line}`.trimEnd());
      }),
    ]),
  ];
}

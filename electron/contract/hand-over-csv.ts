import { type HandOver, oneLine } from './hand-over.ts';

/**
 * A hand-over as CSV (RFC 4180: CRLF, quoted where needed): a head with the names of the columns, then one record for each rule or
 * setting. Spreadsheets take cells that begin with certain marks for formulas; those cells are prefixed with an apostrophe.
 */
export function handOverCsv({ matters }: HandOver): string {
  const columns = [...new Set(matters.flatMap(({ form }) => form.columns))];
  const records = matters.flatMap(({ form }) =>
    form.rows.map((row) => columns.map((column) => row[form.columns.indexOf(column)] ?? '')),
  );
  return [columns, ...records].map((record) => `${record.map(cell).join(',')}\r\n`).join('');
}

/** What spreadsheets read as the beginning of a formula, the full-width forms among them. */
const FORMULA = /^[=+\-@＝＋－＠]/;

function cell(text: string): string {
  const line = oneLine(text);
  const harmless = FORMULA.test(line) ? `'${line}` : line;
  return /[",]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

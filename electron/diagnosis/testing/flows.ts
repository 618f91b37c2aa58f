import type { RequestForm } from '../../contract/findings.ts';

/** The flows of a form as `host address protocol port`, one a row. */
export function flowsOf(form: RequestForm | undefined): string[] {
  if (form === undefined) return [];
  const cell = (row: readonly string[], column: string): string => row[form.columns.indexOf(column)] ?? '';
  return form.rows.map((row) =>
    ['Destination', 'Destination address', 'Protocol', 'Port']
      .map((column) => cell(row, column))
      .filter((text) => text !== '')
      .join(' '),
  );
}

import type { RawExchange } from '../contract/evidence.ts';
import type { Report } from '../contract/report.ts';
import { isText } from './redaction/redact-document.ts';

/** One file of a bundle as a whole text. */
export interface TextFile {
  readonly name: string;
  readonly what: string;
  readonly text: string;
}

const HEX_COLUMNS = 16;

/** What went over the wire, one file for each check that kept any of it. `report` is redacted already. */
export function exchangeFiles(report: Report): readonly TextFile[] {
  const files: TextFile[] = [];
  for (const { title, target, outcome, id } of report.checks) {
    const exchanges = outcome !== undefined && 'raw' in outcome ? outcome.raw : undefined;
    if (exchanges === undefined || exchanges.length === 0) continue;
    const number = String(files.length + 1).padStart(3, '0');
    files.push({
      name: `exchanges/${number}-${slugOf(id)}.txt`,
      what: `What went over the wire: ${title}, ${target}`.slice(0, 300),
      text: [`${title}: ${target}`, ...exchanges.flatMap(exchangeLines)].join('\n'),
    });
  }
  return files;
}

function exchangeLines({ direction, atMs, what, base64, omittedBytes }: RawExchange): string[] {
  const bytes = Buffer.from(base64, 'base64');
  const size = bytes.length + omittedBytes;
  const omitted =
    omittedBytes === 0
      ? []
      : bytes.length === 0
        ? ['(no text; left out, because names in it cannot be replaced)']
        : [`(${omittedBytes} more bytes were not kept)`];
  const body = bytes.length === 0 ? [] : isText(bytes) ? [bytes.toString('utf8').trimEnd()] : hexLines(bytes);
  return ['', `--- ${direction}, ${Math.round(atMs)} ms, ${what}, ${size} bytes`, ...body, ...omitted, ''];
}

function hexLines(bytes: Buffer): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += HEX_COLUMNS) {
    const row = bytes.subarray(at, at + HEX_COLUMNS);
    const hex = [...row].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const marks = row.toString('latin1').replace(/[^\x20-\x7e]/g, '.');
    lines.push(`${at.toString(16).padStart(4, '0')}  ${hex.padEnd(3 * HEX_COLUMNS)} ${marks}`);
  }
  return lines;
}

/** A part of a file name that every file system takes. */
export const slugOf = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80);

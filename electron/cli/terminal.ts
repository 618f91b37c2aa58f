import { styleText } from 'node:util';
import type { CheckStatus } from '../contract/checks.ts';

type Style = Parameters<typeof styleText>[0];

/** Where human text goes, with what that place can show. */
export interface Terminal {
  readonly stream: NodeJS.WriteStream;
  /** Redraws lines in place: a person sits there. */
  readonly isLive: boolean;
  readonly columns: number;
  style(style: Style, text: string): string;
  line(text?: string): void;
}

/** Columns are held between what a narrow window and a readable paragraph allow. */
const MIN_COLUMNS = 40;
const MAX_COLUMNS = 100;

export function openTerminal(stream: NodeJS.WriteStream, isQuiet = false): Terminal {
  const isLive = stream.isTTY === true && process.env['TERM'] !== 'dumb' && !isQuiet;
  return {
    stream,
    isLive,
    get columns() {
      return Math.min(MAX_COLUMNS, Math.max(MIN_COLUMNS, stream.columns ?? MAX_COLUMNS));
    },
    style: (style, text) => styleText(style, text, { stream, validateStream: true }),
    line: (text = '') => {
      if (!isQuiet) stream.write(`${text}\n`);
    },
  };
}

/** Control and direction characters would let what a server sent move the cursor or turn the line: they are shown as dots. */
export const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, '·');

/** Breaks a paragraph at spaces; a word longer than the line, such as a command, is left whole so that it can be copied. */
export function wrap(text: string, columns: number, indent = ''): string {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(/\s+/)) {
    if (current !== '' && current.length + 1 + word.length > columns - indent.length) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  lines.push(current);
  return lines.map((line, index) => (index === 0 ? line : `${indent}${line}`)).join('\n');
}

/** Mark and word of a status: never the colour alone. */
export const STATUS_MARKS: Readonly<Record<CheckStatus, { mark: string; word: string; style: Style }>> = {
  passed: { mark: '✓', word: 'passed', style: 'green' },
  warned: { mark: '!', word: 'warned', style: 'yellow' },
  failed: { mark: '✗', word: 'failed', style: 'red' },
  skipped: { mark: '–', word: 'not checked', style: 'dim' },
  error: { mark: '?', word: 'could not check', style: 'magenta' },
};

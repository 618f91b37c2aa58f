import { oneLine } from '../hand-over.ts';
import type { Look, Shape } from './picture.ts';

/** Longest text that a picture holds at all, cut or not: names come from anywhere. */
const LONGEST = 300;
/** Mean width of a letter of the system's font, as a share of its size; wide scripts take the whole of it. */
const NARROW = 0.56;
const WIDE =
  /[\u1100-\u115f\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/u;

/** A text of any origin as one clean line of bounded length. */
export const cleaned = (text: string): string => {
  const line = oneLine(text.slice(0, 4 * LONGEST));
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1).toWellFormed()}…` : line;
};

const SIZES: Partial<Record<Look, number>> = { title: 13, strong: 13, label: 13, quiet: 12, small: 12 };

const letterWidth = (letter: string, size: number): number => size * (WIDE.test(letter) ? 1 : NARROW);

/** Width of a text in units of a picture, guessed: nothing is measured, so that a picture is the same everywhere. */
export function textWidth(text: string, look: Look): number {
  let width = 0;
  for (const letter of text) width += letterWidth(letter, SIZES[look] ?? 12);
  return width;
}

/** As much of a line as has room, with an ellipsis where something is missing. */
function fitted(line: string, look: Look, room: number): string {
  if (textWidth(line, look) <= room) return line;
  let kept = '';
  let left = room - letterWidth('…', SIZES[look] ?? 12);
  for (const letter of line) {
    left -= letterWidth(letter, SIZES[look] ?? 12);
    if (left < 0) break;
    kept += letter;
  }
  return `${kept.trimEnd()}…`;
}

interface Place {
  readonly x: number;
  readonly y: number;
  /** Units that the text may take; what does not fit is cut. */
  readonly room: number;
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** A text in its place. `whole` is always given, so that what is cut can be read where the pointer rests. */
export function label(look: Look, text: string, { x, y, room, anchor = 'start' }: Place): Shape {
  const line = cleaned(text);
  return { kind: 'text', look, x, y, anchor, text: fitted(line, look, room), whole: line };
}

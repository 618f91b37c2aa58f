import { at, type PictureStatus, type Shape } from './picture.ts';

const GLYPHS: Readonly<Record<PictureStatus, (x: number, y: number) => string>> = {
  passed: (x, y) => `M${x - 3.5} ${y + 0.2}l2.4 2.5 4.6-5`,
  failed: (x, y) => `M${x - 3} ${y - 3}l6 6M${x + 3} ${y - 3}l-6 6`,
  warned: (x, y) => `M${x} ${y - 3.5}v4.4M${x} ${y + 3.4}v.2`,
  error: (x, y) => `M${x - 1.9} ${y - 1.6}a2 2 0 1 1 2.9 1.8c-.7.4-1 .7-1 1.4M${x} ${y + 3.6}v.2`,
  running: (x, y) => `M${x - 3.4} ${y}h.2M${x} ${y}h.2M${x + 3.4} ${y}h.2`,
  harmless: (x, y) => `M${x - 3.2} ${y}h6.4`,
  skipped: (x, y) => `M${x - 3.2} ${y}h6.4`,
};

const OUTLINES: Readonly<Record<PictureStatus, (x: number, y: number) => string>> = {
  passed: circle,
  running: circle,
  harmless: circle,
  skipped: circle,
  // An octagon, a triangle and a square: told apart without colour.
  failed: (x, y) => `M${x - 3.3} ${y - 8}h6.6l4.7 4.7v6.6l-4.7 4.7h-6.6l-4.7-4.7v-6.6z`,
  warned: (x, y) => `M${x} ${y - 9.2}l9.4 16.6h-18.8z`,
  error: (x, y) => `M${x - 7.5} ${y - 7.5}h15v15h-15z`,
};

function circle(x: number, y: number): string {
  return `M${x - 7.5} ${y}a7.5 7.5 0 1 0 15 0a7.5 7.5 0 1 0-15 0z`;
}

/** A status as a shape that is told apart without colour, 16 units wide, around a point. */
export function statusMark(status: PictureStatus, x: number, y: number): Shape[] {
  return [
    { kind: 'path', look: `mark-${status}`, d: OUTLINES[status](at(x), at(y)) },
    { kind: 'path', look: 'glyph', d: GLYPHS[status](at(x), at(status === 'warned' ? y + 1.6 : y)) },
  ];
}

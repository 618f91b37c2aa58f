import type { ChainWords } from '../chain-picture.ts';
import type { LatencyWords } from '../latency-picture.ts';
import type { Picture, Shape } from '../picture.ts';
import type { TimelineWords } from '../run-timeline.ts';
import type { SiteMapWords } from '../site-map.ts';

/** Words that show what they were asked for. */
export const MAP_WORDS: SiteMapWords = {
  title: 'map',
  description: (working, tried, failed) => `${working} of ${tried}; ${failed.join(' | ')}`,
  here: 'here',
  group: (id) => id,
  status: (status) => status,
  portsFailed: (troubled, ports) => `${troubled} of ${ports} failed`,
  more: (count) => `and ${count} more`,
  columns: { place: 'place', result: 'result', seen: 'seen' },
};
export const TIMELINE_WORDS: TimelineWords = {
  title: 'time line',
  description: (checks, length, late) => `${checks} in ${length}, ${late} late`,
  subject: (subject) => subject,
  status: (status) => status,
  layer: (layer) => layer,
  duration: (ms) => `${Math.round(ms)} ms`,
  more: (count) => `and ${count} more`,
  deadline: 'deadline',
  columns: { check: 'check', result: 'result', start: 'start', time: 'time' },
};
export const CHAIN_WORDS: ChainWords = {
  title: 'chain',
  description: (sent, faults) => `${sent} sent: ${faults.join(', ')}`,
  role: (role) => role,
  fault: (fault) => fault,
  issuedBy: (issuer) => `by ${issuer}`,
  notSent: (isTrusted) => (isTrusted ? 'trusted here' : 'in no store'),
  missing: 'missing',
  itself: 'itself',
  day: (iso) => iso.slice(0, 10),
  now: 'now',
  columns: { certificate: 'certificate', issuer: 'issuer', valid: 'valid', wrong: 'wrong' },
};
export const LATENCY_WORDS: LatencyWords = {
  title: 'latency',
  description: (series, rounds) => `${series} over ${rounds}`,
  status: (status) => status,
  duration: (ms) => `${Math.round(ms)} ms`,
  more: (count) => `and ${count} more`,
  columns: { check: 'check' },
};

/** All shapes of a picture, those of its places among them. */
export const allShapes = (shapes: readonly Shape[]): Exclude<Shape, { kind: 'place' }>[] =>
  shapes.flatMap((shape) => (shape.kind === 'place' ? allShapes(shape.shapes) : [shape]));

/** Everything that is written in a picture, in order. */
export const textsOf = (picture: Picture): string[] =>
  allShapes(picture.shapes).flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []));

/** What is wrong with a picture whatever it shows: a number that is none, a shape outside, a text of several lines or without an end. */
export function faultsOf({ width, height, shapes, table, description }: Picture): string[] {
  const faults: string[] = [];
  const inside = (x: number, y: number, what: string) => {
    if (!(x >= -6 && x <= width + 6 && y >= -6 && y <= height + 6)) faults.push(`${what} at ${x} ${y}`);
  };
  for (const shape of allShapes(shapes)) {
    if (shape.kind === 'path' && !/^[MLHVQmlhvcaz\d\s.,-]+$/.test(shape.d)) faults.push(`path ${shape.d}`);
    if (shape.kind === 'box') {
      inside(shape.x, shape.y, shape.look);
      inside(shape.x + shape.width, shape.y + shape.height, shape.look);
    }
    if (shape.kind === 'text') {
      inside(shape.x, shape.y, shape.look);
      for (const text of [shape.text, shape.whole ?? ''])
        if (text.length > 300 || /[\p{Cc}\u2028\u2029]/u.test(text))
          faults.push(`text ${JSON.stringify(text)}`);
    }
  }
  if (!Number.isFinite(height) || height > 6000) faults.push(`height ${height}`);
  if (table.rows.some((row) => row.length !== table.columns.length)) faults.push('a ragged table');
  if (description.length > 4000) faults.push('a long description');
  return faults;
}

import { at, PICTURE_WIDTH, type Picture, type PictureStatus, type Shape } from './picture.ts';
import { weightOf } from './picture-run.ts';
import { cleaned, label } from './picture-text.ts';
import { statusMark } from './status-mark.ts';
import { axisMarks } from './time-axis.ts';

/** One time that something took: in a round of a watch, in an earlier run, or in one of several attempts. */
export interface Measured {
  /** When or which one, in words: `14:05`, `2nd`. */
  readonly when: string;
  /** Undefined where it was not measured in this round. */
  readonly ms: number | undefined;
  readonly status: PictureStatus;
}

/** One check over several rounds. */
export interface LatencySeries {
  readonly title: string;
  readonly checkIds: readonly string[];
  readonly measured: readonly Measured[];
}

/** What the picture says, in the language of whoever reads it. */
export interface LatencyWords {
  readonly title: string;
  /** Checks that are shown, and rounds. */
  description(series: number, rounds: number): string;
  status(status: PictureStatus): string;
  duration(ms: number): string;
  more(count: number): string;
  readonly columns: { readonly check: string };
}

/** Most checks that have a line; the gravest come first. */
const MOST_SERIES = 6;
/** Most rounds; of more, the latest. */
const MOST_ROUNDS = 24;
const LABELS = 236;
const END = PICTURE_WIDTH - 76;
const LINE = 50;
const HEAD = 26;
const TOP = 10;

/** How long each check took from round to round, one small line for each. Undefined below two rounds. */
export function latencyPicture(series: readonly LatencySeries[], words: LatencyWords): Picture | undefined {
  const whole = series.map((one) => ({ ...one, measured: one.measured.slice(-MOST_ROUNDS) }));
  const rounds = Math.max(0, ...whole.map(({ measured }) => measured.length));
  if (rounds < 2) return undefined;
  const shown = whole.toSorted((one, other) => worst(one) - worst(other)).slice(0, MOST_SERIES);
  const step = (END - LABELS - 24) / (rounds - 1);
  const x = (index: number): number => at(LABELS + 12 + index * step);
  const shapes: Shape[] = shown.map((one, index) => line(one, HEAD + index * LINE, { x, words, rounds }));
  let bottom = HEAD + shown.length * LINE;
  if (whole.length > shown.length) {
    shapes.push(
      label('quiet', words.more(whole.length - shown.length), { x: 0, y: bottom + 14, room: LABELS }),
    );
    bottom += 22;
  }
  const heads = whole.find(({ measured }) => measured.length === rounds)?.measured ?? [];
  return {
    width: PICTURE_WIDTH,
    height: bottom,
    title: words.title,
    description: words.description(shown.length, rounds),
    shapes: [...roundMarks(heads, x, bottom), ...shapes],
    table: {
      columns: [words.columns.check, ...heads.map(({ when }) => cleaned(when))],
      rows: shown.map(({ title, measured }) => [
        cleaned(title),
        ...measured.map(({ ms, status }) =>
          ms === undefined ? words.status(status) : `${words.duration(ms)}, ${words.status(status)}`,
        ),
      ]),
    },
  };
}

const worst = ({ measured }: LatencySeries): number =>
  Math.min(...measured.map(({ status }) => weightOf(status)), 99);

/** The times of day of the rounds; where they stand too close, some of them. */
function roundMarks(heads: readonly Measured[], x: (index: number) => number, bottom: number): Shape[] {
  const every = Math.max(1, Math.ceil(heads.length / 6));
  return heads.flatMap(({ when }, index): Shape[] => [
    { kind: 'path', look: 'grid', d: `M${x(index)} ${HEAD - 6}V${bottom - 6}` },
    ...(index % every === 0
      ? [label('small', when, { x: x(index), y: 12, room: 70, anchor: 'middle' })]
      : []),
  ]);
}

interface Drawing {
  readonly x: (index: number) => number;
  readonly words: LatencyWords;
  readonly rounds: number;
}

function line({ title, measured, checkIds }: LatencySeries, y: number, { x, words, rounds }: Drawing): Shape {
  const known = measured.flatMap(({ ms }) => (ms === undefined ? [] : [ms]));
  const end = axisMarks(Math.max(...known, 1)).at(-1) ?? 1;
  const base = y + LINE - 14;
  const height = LINE - 14 - TOP;
  const first = rounds - measured.length;
  const points = measured.map(({ ms, status }, index) => ({
    x: x(first + index),
    y: at(ms === undefined ? base : base - (Math.min(ms, end) / end) * height),
    isKnown: ms !== undefined,
    status,
  }));
  const last = measured.at(-1);
  const path = points
    .map((point, index) =>
      point.isKnown
        ? `${index === 0 || points[index - 1]?.isKnown !== true ? 'M' : 'L'}${point.x} ${point.y}`
        : '',
    )
    .join('');
  return {
    kind: 'place',
    name: cleaned(
      `${title}. ${measured
        .map(({ when, ms, status }) =>
          [when, ms === undefined ? '' : words.duration(ms), words.status(status)].join(' '),
        )
        .join(', ')}`,
    ),
    checkIds,
    shapes: [
      { kind: 'box', look: 'hit', x: 0, y: at(y + 2), width: PICTURE_WIDTH, height: LINE - 6, radius: 4 },
      label('label', title, { x: 6, y: at(y + 27), room: LABELS - 62 }),
      label('small', words.duration(end), { x: LABELS - 2, y: at(y + TOP + 9), room: 50, anchor: 'end' }),
      { kind: 'path', look: 'row-line', d: `M${LABELS} ${at(base)}H${END}M${LABELS} ${at(y + TOP)}H${END}` },
      ...(path === '' ? [] : [{ kind: 'path' as const, look: 'series' as const, d: path }]),
      ...points.flatMap((point) => statusMark(point.status, point.x, point.y)),
      ...(last === undefined
        ? []
        : [
            label('strong', last.ms === undefined ? words.status(last.status) : words.duration(last.ms), {
              x: PICTURE_WIDTH - 4,
              y: at(y + 27),
              room: 70,
              anchor: 'end',
            }),
          ]),
    ],
  };
}

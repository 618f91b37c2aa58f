import { type Phase, phasesOf } from './check-phases.ts';
import { at, PICTURE_WIDTH, type Picture, type PictureStatus, type Shape } from './picture.ts';
import { type PictureCheck, type PictureRun, weightOf } from './picture-run.ts';
import { cleaned, label, textWidth } from './picture-text.ts';
import { statusMark } from './status-mark.ts';
import { axisMarks } from './time-axis.ts';

/** What the time line says, in the language of whoever reads it. */
export interface TimelineWords {
  readonly title: string;
  /** Checks that have a bar, how long the run took in words, and checks that waited until their deadline. */
  description(checks: number, length: string, late: number): string;
  subject(subject: string): string;
  status(status: PictureStatus): string;
  layer(layer: Phase['layer']): string;
  duration(ms: number): string;
  /** `and 12 more checks`. */
  more(count: number): string;
  readonly deadline: string;
  readonly columns: {
    readonly check: string;
    readonly result: string;
    readonly start: string;
    readonly time: string;
  };
}

/** Most rows that are drawn; of what is beyond, each group keeps the gravest and the longest checks. */
const MOST_ROWS = 120;
const HEAD = 46;
const GROUP = 28;
const ROW = 22;
const LABELS = 290;
const BARS_END = PICTURE_WIDTH - 66;
const BAR_HEIGHT = 10;
/** A check of a millisecond must still be seen. */
const NARROWEST = 2.5;
/** From here on a check has waited as long as it may. */
const LATE = 0.97;

interface Group {
  readonly subject: string;
  readonly checks: readonly PictureCheck[];
  readonly more: readonly PictureCheck[];
}

/**
 * When in the run each check went through which layer, by subject and in the order of the rows, with its deadline. Checks that
 * were not made, or that an earlier run made, have no place in the time of this one. Undefined where there is no other.
 */
export function runTimeline(run: PictureRun, words: TimelineWords): Picture | undefined {
  const made = run.checks.filter(
    ({ status, seenAt, probe }) => status !== 'skipped' && seenAt === undefined && probe !== 'none',
  );
  if (made.length === 0) return undefined;
  const groups = groupsOf(made);
  const lastMs = Math.max(...made.map(({ startedMs, elapsedMs }) => startedMs + elapsedMs));
  const marks = axisMarks(lastMs);
  const scale: Scale = { perMs: (BARS_END - LABELS) / (marks.at(-1) ?? 1), marks, words };
  const shapes: Shape[] = [];
  let y = HEAD;
  for (const group of groups) {
    shapes.push(label('title', words.subject(group.subject), { x: 0, y: y + 19, room: PICTURE_WIDTH }));
    y += GROUP;
    for (const check of group.checks) {
      shapes.push(row(check, y, scale));
      y += ROW;
    }
    if (group.more.length > 0) {
      shapes.push(
        label('quiet', words.more(group.more.length), { x: 22, y: at(y + ROW / 2 + 4), room: LABELS - 30 }),
      );
      y += ROW;
    }
  }
  const late = made.filter(isLate).length;
  return {
    width: PICTURE_WIDTH,
    height: y + 6,
    title: words.title,
    description: words.description(made.length, words.duration(lastMs), late),
    shapes: [...axis(y, scale), ...legend(made, words), ...shapes],
    table: {
      columns: [words.columns.check, words.columns.result, words.columns.start, words.columns.time],
      rows: groups.flatMap(({ checks }) =>
        checks.map((check) => [
          cleaned(check.title),
          words.status(check.status),
          words.duration(check.startedMs),
          words.duration(check.elapsedMs),
        ]),
      ),
    },
  };
}

interface Scale {
  readonly perMs: number;
  readonly marks: readonly number[];
  readonly words: TimelineWords;
}

const isLate = ({ elapsedMs, deadlineMs }: PictureCheck): boolean =>
  deadlineMs > 0 && elapsedMs >= deadlineMs * LATE;

function groupsOf(checks: readonly PictureCheck[]): Group[] {
  const bySubject = new Map<string, PictureCheck[]>();
  for (const check of checks) {
    const own = bySubject.get(check.subject);
    if (own === undefined) bySubject.set(check.subject, [check]);
    else own.push(check);
  }
  const groups = [...bySubject].slice(0, MOST_ROWS / 2);
  const share = Math.max(1, Math.floor(MOST_ROWS / groups.length));
  const isAll = checks.length <= MOST_ROWS;
  return groups.map(([subject, own]) => {
    if (isAll || own.length <= share) return { subject, checks: own, more: [] };
    const kept = new Set(
      own
        .toSorted(
          (one, other) => weightOf(one.status) - weightOf(other.status) || other.elapsedMs - one.elapsedMs,
        )
        .slice(0, share),
    );
    return {
      subject,
      checks: own.filter((check) => kept.has(check)),
      more: own.filter((check) => !kept.has(check)),
    };
  });
}

function row(check: PictureCheck, y: number, { perMs, words }: Scale): Shape {
  const { title, status, startedMs, elapsedMs, deadlineMs, id } = check;
  const middle = y + ROW / 2;
  const x = (ms: number): number => at(Math.min(LABELS + ms * perMs, BARS_END));
  const phases: readonly Phase[] =
    status === 'running' ? [{ layer: 'other', fromMs: startedMs, lengthMs: elapsedMs }] : phasesOf(check);
  const drawn = phases.length > 0 ? phases : [{ layer: 'other' as const, fromMs: startedMs, lengthMs: 0 }];
  const bars = drawn.map(({ layer, fromMs, lengthMs }): Shape => {
    const width = Math.max(NARROWEST, lengthMs * perMs);
    return {
      kind: 'box',
      look: `bar-${layer}`,
      x: at(Math.min(x(fromMs), BARS_END - width)),
      y: at(middle - BAR_HEIGHT / 2),
      width: at(Math.min(width, BARS_END - LABELS)),
      height: BAR_HEIGHT,
      radius: 1.5,
    };
  });
  const deadlineX = LABELS + (startedMs + deadlineMs) * perMs;
  const hasDeadline = deadlineMs > 0 && deadlineX <= BARS_END + 0.5;
  return {
    kind: 'place',
    name: cleaned(
      `${title}. ${words.status(status)}. ${phases
        .map(({ layer, lengthMs }) => `${words.layer(layer)} ${words.duration(lengthMs)}`)
        .join(', ')}`,
    ),
    checkIds: [id],
    shapes: [
      { kind: 'box', look: 'hit', x: 0, y: at(y + 1), width: PICTURE_WIDTH, height: ROW - 2, radius: 4 },
      ...statusMark(status, 8, middle),
      label('small', title, { x: 22, y: at(middle + 4), room: LABELS - 34 }),
      ...bars,
      ...(hasDeadline
        ? [
            {
              kind: 'path' as const,
              look: isLate(check) ? ('deadline-met' as const) : ('deadline' as const),
              d: `M${at(deadlineX)} ${at(middle - 7)}v14`,
            },
          ]
        : []),
      label('small', words.duration(elapsedMs), {
        x: PICTURE_WIDTH,
        y: at(middle + 4),
        room: PICTURE_WIDTH - BARS_END,
        anchor: 'end',
      }),
    ],
  };
}

function axis(bottom: number, { perMs, marks, words }: Scale): Shape[] {
  return marks.flatMap((ms, index): Shape[] => {
    const x = at(LABELS + ms * perMs);
    return [
      { kind: 'path', look: 'grid', d: `M${x} ${HEAD - 8}V${bottom}` },
      label('small', words.duration(ms), {
        x,
        y: HEAD - 14,
        room: 80,
        anchor: index === 0 ? 'start' : index === marks.length - 1 ? 'end' : 'middle',
      }),
    ];
  });
}

/** The layers that occur, and the mark of a deadline where one was waited for. */
function legend(checks: readonly PictureCheck[], words: TimelineWords): Shape[] {
  const seen = new Set(checks.flatMap((check) => phasesOf(check).map(({ layer }) => layer)));
  const shapes: Shape[] = [];
  let x = 0;
  for (const layer of ['dns', 'tcp', 'tls', 'http', 'other'] as const) {
    if (!seen.has(layer)) continue;
    const word = words.layer(layer);
    shapes.push(
      { kind: 'box', look: `bar-${layer}`, x: at(x), y: 3, width: 10, height: 10, radius: 2 },
      label('small', word, { x: at(x + 14), y: 12, room: 90 }),
    );
    x += 14 + Math.min(90, textWidth(word, 'small')) + 16;
  }
  if (checks.some(isLate))
    shapes.push(
      { kind: 'path', look: 'deadline-met', d: `M${at(x + 2)} 1v14` },
      label('small', words.deadline, { x: at(x + 9), y: 12, room: 120 }),
    );
  return shapes;
}

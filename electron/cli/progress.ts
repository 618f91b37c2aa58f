import type { CheckStatus } from '../contract/checks.ts';
import type { RunEvent } from '../contract/events.ts';
import type { RunState } from '../contract/run-state.ts';
import { checksInOrder } from '../contract/run-state.ts';
import { printable, STATUS_MARKS, type Terminal } from './terminal.ts';

/** Waits that are shown at once; more would push finished rows out of sight. */
const LIVE_LINES = 6;
const REDRAW_MS = 100;

/** Shows a run as it goes. On a terminal, what is awaited is redrawn below the finished rows; elsewhere each row is one line. */
export interface Progress {
  onEvent(event: RunEvent, state: RunState): void;
  /** Clears what was drawn in place. */
  end(): void;
}

const secondsOf = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

export function showProgress(terminal: Terminal, now: () => number = () => performance.now()): Progress {
  const startedAt = now();
  let state: RunState | undefined;
  let drawn = 0;
  let timer: NodeJS.Timeout | undefined;

  const clear = () => {
    if (drawn > 0) terminal.stream.write(`\u001b[${drawn}A\u001b[0J`);
    drawn = 0;
  };

  const draw = () => {
    if (!terminal.isLive || state === undefined) return;
    const waits = checksInOrder(state).flatMap((check) => {
      if (check.phase !== 'running') return [];
      const elapsed = Math.max(0, now() - startedAt - check.startedMs);
      return [
        `  waiting for ${printable(check.awaiting)}, ${secondsOf(elapsed)} of ${secondsOf(check.deadlineMs)}`,
      ];
    });
    const more = waits.length - LIVE_LINES;
    const lines = more > 0 ? [...waits.slice(0, LIVE_LINES), `  and ${more} more`] : waits;
    clear();
    for (const line of lines)
      terminal.stream.write(`${terminal.style('dim', line.slice(0, terminal.columns))}\n`);
    drawn = lines.length;
  };

  if (terminal.isLive) timer = setInterval(draw, REDRAW_MS);

  return {
    onEvent: (event, next) => {
      state = next;
      if (event.type !== 'check-finished') return;
      const check = next.checks[event.id];
      if (check?.phase !== 'finished') return;
      clear();
      terminal.line(row(terminal, check.status, check.title, check.reason, check.elapsedMs));
      draw();
    },
    end: () => {
      clearInterval(timer);
      clear();
    },
  };
}

function row(
  terminal: Terminal,
  status: CheckStatus,
  title: string,
  reason: string | undefined,
  elapsedMs: number,
): string {
  const { mark, word, style } = STATUS_MARKS[status];
  const time = status === 'skipped' ? '' : terminal.style('dim', ` · ${Math.round(elapsedMs)} ms`);
  const why = reason === undefined ? '' : `: ${printable(reason).replace(/[.]$/, '')}`;
  return `${terminal.style(style, `${mark} ${word}`)}  ${printable(title)}${why}${time}`;
}

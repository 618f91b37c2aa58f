import type { ChannelNews, NotifyChannel } from '../contract/channels.ts';
import type { Notice } from '../contract/desktop-words.ts';
import type { RunEvent } from '../contract/events.ts';
import type { Finding } from '../contract/findings.ts';
import { EMPTY_RUN, type RunState, reduceRun } from '../contract/run-state.ts';

/** How far a run is for the task bar: a part of 1, or no run at all. */
export type TaskBarProgress = number | 'none';

export interface SignalSurroundings {
  setProgress(progress: TaskBarProgress): void;
  /** Whether the user has the window before them. */
  isLooking(): boolean;
  notify(notice: Notice): void;
}

/** More checks come up while a run goes on; its bar never goes back, and is full only at the end. */
const MOST_WHILE_RUNNING = 0.97;

/** Follows the news of runs for those who look elsewhere: the task bar's progress, and one notification at the end. */
export class RunSignals {
  readonly #surroundings: SignalSurroundings;
  #runId: string | undefined;
  #state: RunState = EMPTY_RUN;
  #progress = 0;
  #awaitsConclusion = false;
  #isRound = false;

  constructor(surroundings: SignalSurroundings) {
    this.#surroundings = surroundings;
  }

  /** Told of everything that the page is told. */
  hear<C extends NotifyChannel>(channel: C, news: ChannelNews<C>): void {
    if (channel === 'run-events') this.#hearEvents(news as ChannelNews<'run-events'>);
    if (channel === 'run-findings') this.#hearFindings(news as ChannelNews<'run-findings'>);
  }

  #hearEvents({ runId, events }: ChannelNews<'run-events'>): void {
    const start = events.find((event) => event.type === 'run-started');
    if (start !== undefined) {
      this.#runId = runId;
      this.#state = EMPTY_RUN;
      this.#progress = 0;
      // A round of a watch comes every few seconds; the page says what a watch has seen.
      this.#isRound = isRoundOfWatch(start);
      this.#awaitsConclusion = !this.#isRound;
    }
    if (runId !== this.#runId) return;
    const wasRunning = this.#state.phase !== 'finished';
    this.#state = reduceRun(events, this.#state);
    // A bar that fills every few seconds for as long as somebody waits says nothing.
    if (this.#isRound) return;
    if (this.#state.phase === 'running') this.#surroundings.setProgress(this.#advance());
    else if (wasRunning && this.#state.phase === 'finished') this.#surroundings.setProgress('none');
  }

  #advance(): number {
    const checks = Object.values(this.#state.checks);
    const finished = checks.filter(({ phase }) => phase === 'finished').length;
    const part = checks.length === 0 ? 0 : finished / checks.length;
    this.#progress = Math.min(MOST_WHILE_RUNNING, Math.max(this.#progress, part));
    return this.#progress;
  }

  #hearFindings({ runId, findings }: ChannelNews<'run-findings'>): void {
    if (runId !== this.#runId || this.#state.phase !== 'finished' || !this.#awaitsConclusion) return;
    this.#awaitsConclusion = false;
    // Whoever cancelled it knows.
    if (this.#state.ended !== 'completed' || this.#surroundings.isLooking()) return;
    this.#surroundings.notify({
      title: this.#state.run?.profile.name.slice(0, 80) ?? 'Airway',
      body: conclusionWords(findings),
    });
  }
}

const isRoundOfWatch = (start: RunEvent): boolean =>
  start.type === 'run-started' && start.watchRound !== undefined;

function conclusionWords(findings: readonly Finding[]): string {
  const grave = findings.filter(({ severity }) => severity !== 'info');
  const [first, ...others] = grave;
  if (first === undefined) return 'No fault found.';
  const rest = others.length === 0 ? '' : ` And ${others.length} more.`;
  return `${first.title.slice(0, 180)}.${rest}`;
}

import { hostname } from 'node:os';
import { checkFaults, PRACTICE_FAULTS } from '../../lab/practice/faults.ts';
import type { LogPlace } from '../bundle/logs/log-places.ts';
import type { CauseId } from '../contract/cause-ids.ts';
import type {
  ChannelNews,
  HostHandlers,
  NotifyChannel,
  RunConclusions,
  RunRequest,
  RunSnapshot,
  RunSummary,
} from '../contract/channels.ts';
import type { StepId } from '../contract/checks.ts';
import type { RunEvent } from '../contract/events.ts';
import type { SyslogAnswer } from '../contract/outcomes/syslog-message.ts';
import { ok, type Result, refused } from '../contract/result.ts';
import { type RunState, reduceRun, sentSyslogToken } from '../contract/run-state.ts';
import { appendToJournal, readJournal } from '../run/journal.ts';
import { journalPath } from '../run/journal-path.ts';
import { summarizeJournal } from '../run/journal-summary.ts';
import { listRunIds, removeRun } from '../run/kept-runs.ts';
import { whyNotAuthority } from '../run/profile-file.ts';
import { parseProfileText } from '../run/profile-text.ts';
import { stateDirectory } from '../run/state-directory.ts';
import { RUNNABLE_STEPS, type SkippedStep } from '../steps/steps.ts';
import { BundleDesk, type BundleTarget } from './bundle-desk.ts';
import { concludeRun } from './conclude.ts';
import { withoutDesktop } from './desktop-only.ts';
import { OpenedBundles } from './opened-bundles.ts';
import { PracticeGround } from './practice-ground.ts';
import { type RunSite, type StartedRun, secretValues, startRun } from './start-run.ts';
import { TOOL } from './tool.ts';

/** Findings follow the events at most this often while results stream in. */
const DIAGNOSE_EVERY_MS = 120;
/** Events are handed on together: a page need not be told of each row by itself. */
const BATCH_MS = 30;

export interface SessionOptions {
  readonly host: 'desktop' | 'browser';
  emit<C extends NotifyChannel>(channel: C, news: ChannelNews<C>): void;
  readonly bundleTarget: BundleTarget;
  /** Where logs of the Console and the Responder are looked for; where they usually are unless told. */
  readonly logPlaces?: readonly LogPlace[];
  readonly stateDirectory?: string;
  /** What Chromium would do for a URL, in the form of a PAC result. */
  readonly resolveProxy?: (url: string) => Promise<string>;
}

/** What desktop and browser host share: one handler for each channel, and the runs behind them. */
export function createSession(options: SessionOptions): {
  readonly handlers: HostHandlers;
  /** Opens a bundle that this program was started with: the page begins with it. */
  openBundle(path: string): Promise<Result<{ runId: string }>>;
  close(): Promise<void>;
} {
  const session = new Session(options);
  return {
    handlers: {
      'app-info': async () => ({
        tool: TOOL,
        host: options.host,
        hostname: hostname(),
        platform: process.platform,
        locale: Intl.DateTimeFormat().resolvedOptions().locale,
        practiceFaults: PRACTICE_FAULTS.map(({ id, title }) => ({ id, title })),
        ...session.begunWith(),
      }),
      'profile-read': async ({ text }) => {
        const parsed = parseProfileText(text);
        if (!parsed.ok) return parsed;
        const { profile, literalSecrets, references, warnings } = parsed.value;
        return ok({
          profile,
          warnings,
          secretsGiven: Object.keys(literalSecrets) as (keyof typeof literalSecrets)[],
          secretsToAsk: references.map(({ field, reference }) => ({ field, reference })),
        });
      },
      'run-start': (request) => session.start(request),
      'run-cancel': async ({ runId }) => session.cancel(runId),
      'run-open': ({ runId }) => session.open(runId),
      'run-list': () => session.list(),
      'syslog-answer': ({ runId, answer }) => session.answerSyslog(runId, answer),
      'run-delete': async ({ runId }) => session.remove(runId),
      'bundle-upload': ({ atByte, base64 }) => session.bundles.takePiece(atByte, base64),
      'bundle-open': ({ fileName }) => session.bundles.openUpload(fileName),
      'bundle-save': (asked) => session.withBundle(asked.runId, (desk) => desk.save(asked)),
      'bundle-preview': (asked) => session.withBundle(asked.runId, (desk) => desk.preview(asked)),
      'bundle-page': (asked) => session.withBundle(asked.runId, (desk) => desk.page(asked)),
      'bundle-cancel': () => session.desk.cancel(),
      'sealing-check': (sealing) => session.desk.checkSealing(sealing),
      ...withoutDesktop,
    },
    openBundle: (path) => session.openBundle(path),
    close: () => session.close(),
  };
}

/** What a page is told of a run besides its events. */
function conclusionsOf(runId: string, state: RunState): RunConclusions {
  const { findings, unexplained } = concludeRun(state);
  return { runId, findings, unexplained: unexplained.map(({ id }) => id) };
}

const READ_ONLY = refused(
  'read-only',
  'This run came out of a bundle; it can be read, and nothing can be added to it.',
);

interface LiveRun {
  readonly run: StartedRun;
  /** Values that nothing of this run may hold: its own secrets, and those of the runs that it continues. */
  readonly guarded: readonly string[];
}

/** How a run is made, besides its site. */
interface Launch {
  readonly steps: readonly StepId[];
  readonly skipped?: readonly SkippedStep[] | undefined;
  readonly continues?: string | undefined;
  readonly watchRound?: number | undefined;
  readonly practice?: { readonly faults: readonly CauseId[] };
  readonly sendSyslogTest?: boolean | undefined;
}

class Session {
  readonly #options: SessionOptions;
  readonly #directory: string;
  readonly bundles = new OpenedBundles();
  readonly desk: BundleDesk;
  readonly #live = new Map<string, LiveRun>();
  #begunWith: string | undefined;
  readonly #practice = new PracticeGround(async (faults) => {
    // node-forge and the embedded servers are loaded only by those who practise.
    const { startPracticeSite } = await import('../../lab/practice/practice-site.ts');
    return startPracticeSite(faults);
  });
  /** Rounds of a watch that a later one stands for. A page may still show one of them until it has read the next. */
  readonly #superseded = new Set<string>();
  #isStarting = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#directory = options.stateDirectory ?? stateDirectory();
    this.desk = new BundleDesk({
      target: options.bundleTarget,
      logPlaces: options.logPlaces,
      eventsOf: (runId) => this.#eventsOf(runId),
      secrets: () => [...secretValues({}), ...[...this.#live.values()].flatMap(({ guarded }) => guarded)],
      emit: (progress) => options.emit('bundle-progress', progress),
    });
  }

  async start(request: RunRequest): Promise<Result<{ runId: string }>> {
    if (this.#isStarting || [...this.#live.values()].some(({ run }) => run.state().phase === 'running'))
      return refused('busy', 'A run is under way; cancel it or wait for its end.');
    // A second request may come while the practice site is still being set up.
    this.#isStarting = true;
    this.#forgetSuperseded();
    try {
      return await this.#start(request);
    } finally {
      this.#isStarting = false;
    }
  }

  async #start(request: RunRequest): Promise<Result<{ runId: string }>> {
    const { steps = RUNNABLE_STEPS, skipped, continues, watchRound } = request;
    const how = { steps, skipped, continues, watchRound };
    if ('practice' in request) {
      const { faults } = request.practice;
      const checked = checkFaults(faults);
      if (!checked.ok) return checked;
      const site = await this.#practice.site(faults, continues !== undefined);
      return ok({ runId: await this.#launch(site, { ...how, practice: { faults } }) });
    }
    const { caPem } = request.site;
    const problem = caPem === undefined ? undefined : whyNotAuthority(caPem);
    if (problem !== undefined) return refused('ca-unusable', `The authority file ${problem}.`);
    const { sendSyslogTest } = request;
    await this.#practice.stop();
    return ok({ runId: await this.#launch(request.site, { ...how, sendSyslogTest }) });
  }

  async #launch(site: RunSite, launch: Launch): Promise<string> {
    const { practice, continues, watchRound, ...how } = launch;
    const before = continues === undefined ? undefined : await this.#eventsOf(continues);
    const base = before?.ok === true ? reduceRun(before.value) : undefined;
    let batch: RunEvent[] = [];
    let flushTimer: NodeJS.Timeout | undefined;
    let diagnoseTimer: NodeJS.Timeout | undefined;
    const flush = () => {
      flushTimer = undefined;
      if (batch.length > 0) this.#options.emit('run-events', { runId: run.runId, events: batch });
      batch = [];
    };
    const tellFindings = () => {
      clearTimeout(diagnoseTimer);
      diagnoseTimer = undefined;
      this.#options.emit('run-findings', conclusionsOf(run.runId, run.state()));
    };
    const run: StartedRun = await startRun(site, {
      ...how,
      tool: TOOL,
      continues: base,
      watchRound,
      stateDirectory: this.#directory,
      practice,
      resolveProxy: this.#options.resolveProxy,
      onEvent: (event) => {
        batch.push(event);
        flushTimer ??= setTimeout(flush, BATCH_MS);
        if (event.type === 'check-finished') diagnoseTimer ??= setTimeout(tellFindings, DIAGNOSE_EVERY_MS);
      },
    });
    const inherited = continues === undefined ? [] : (this.#live.get(continues)?.guarded ?? []);
    const guarded = [...new Set([...inherited, ...secretValues(site.secrets)])];
    this.#live.set(run.runId, { run, guarded });
    void run.done.then(() => {
      clearTimeout(flushTimer);
      flush();
      tellFindings();
      if (practice !== undefined) this.#practice.rest();
      if (watchRound !== undefined && base?.run?.watchRound !== undefined)
        this.#superseded.add(base.run.runId);
    });
    return run.runId;
  }

  #forgetSuperseded(): void {
    for (const runId of this.#superseded) {
      this.#live.delete(runId);
      removeRun(this.#directory, runId);
    }
    this.#superseded.clear();
  }

  cancel(runId: string): Result<null> {
    const live = this.#live.get(runId);
    if (live === undefined) return refused('no-run', 'This run is not under way.');
    live.run.cancel();
    return ok(null);
  }

  async open(runId: string): Promise<Result<RunSnapshot>> {
    const events = await this.#eventsOf(runId);
    if (!events.ok) return events;
    const origin = this.bundles.get(runId)?.origin;
    return ok({
      ...conclusionsOf(runId, reduceRun(events.value)),
      events: events.value,
      ...(origin === undefined ? {} : { origin }),
    });
  }

  async openBundle(path: string): Promise<Result<{ runId: string }>> {
    const opened = await this.bundles.openFile(path);
    if (opened.ok) this.#begunWith = opened.value.runId;
    return opened;
  }

  begunWith(): { openedRunId?: string } {
    return this.#begunWith === undefined ? {} : { openedRunId: this.#begunWith };
  }

  /** Keeps what was said of the test message with the run, and concludes the run again with it. */
  async answerSyslog(runId: string, answer: SyslogAnswer): Promise<Result<null>> {
    if (this.bundles.get(runId) !== undefined) return READ_ONLY;
    const events = await this.#eventsOf(runId);
    if (!events.ok) return events;
    const state = reduceRun(events.value);
    if (sentSyslogToken(state) === undefined)
      return refused('no-syslog-test', 'No syslog test message was sent in this run.');
    const event = {
      type: 'syslog-answered' as const,
      atMs: state.lastMs,
      answeredAt: new Date().toISOString(),
      answer,
    };
    const live = this.#live.get(runId);
    try {
      if (live !== undefined) live.run.add(event);
      else appendToJournal(this.#directory, runId, event);
    } catch {
      return refused('not-kept', 'The answer could not be written to the record of this run.');
    }
    if (live === undefined) this.#options.emit('run-events', { runId, events: [event] });
    this.#options.emit('run-findings', conclusionsOf(runId, reduceRun([event], state)));
    return ok(null);
  }

  async #eventsOf(runId: string): Promise<Result<readonly RunEvent[]>> {
    const live = this.#live.get(runId);
    if (live !== undefined) return ok([...live.run.events]);
    const opened = this.bundles.get(runId);
    if (opened !== undefined) return ok(opened.events);
    const read = await readJournal(journalPath(this.#directory, runId));
    return read.ok ? ok(read.value.events) : read;
  }

  async list(): Promise<readonly RunSummary[]> {
    const ids = [...new Set([...this.#live.keys(), ...listRunIds(this.#directory)])]
      .filter((runId) => !this.#superseded.has(runId))
      .sort()
      .reverse();
    return ids.flatMap((runId) => this.#summaryOf(runId) ?? []);
  }

  /** Of a run of this session from memory, of a kept one from the two ends of its journal. */
  #summaryOf(runId: string): RunSummary | undefined {
    const state = this.#live.get(runId)?.run.state();
    const kept = summarizeJournal(journalPath(this.#directory, runId));
    const run = state?.run ?? kept?.start;
    if (run === undefined) return undefined;
    return {
      runId,
      name: run.profile.name,
      startedAt: run.startedAt,
      vantage: run.vantage,
      ended: state === undefined ? (kept?.ended ?? 'cut-off') : (state.ended ?? 'running'),
      isPractice: run.practice !== undefined,
      hostname: run.hostname,
      durationMs: state?.lastMs ?? kept?.lastMs ?? 0,
      ...(kept === undefined ? {} : { sizeBytes: kept.sizeBytes }),
      ...(run.watchRound === undefined ? {} : { watchRound: run.watchRound }),
    };
  }

  /** Removes a run that is over from this machine and from this session. */
  remove(runId: string): Result<null> {
    const live = this.#live.get(runId);
    if (live?.run.state().phase === 'running')
      return refused('busy', 'This run is under way; cancel it or wait for its end.');
    const removed = removeRun(this.#directory, runId);
    // One that could not be journalled is in this session alone.
    const isGone = removed.ok || removed.error.code === 'no-run';
    if (live === undefined || !isGone) return removed;
    this.#live.delete(runId);
    return ok(null);
  }

  /** What is done of a bundle of a run; one that came out of a bundle itself is only read. */
  async withBundle<T>(runId: string, work: (desk: BundleDesk) => Promise<Result<T>>): Promise<Result<T>> {
    return this.bundles.get(runId) === undefined ? work(this.desk) : READ_ONLY;
  }

  async close(): Promise<void> {
    for (const { run } of this.#live.values()) run.cancel();
    this.#forgetSuperseded();
    await Promise.all([this.#practice.stop(), this.bundles.close(), this.desk.cancel()]);
  }
}

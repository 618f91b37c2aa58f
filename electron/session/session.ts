import { hostname } from 'node:os';
import { checkFaults, PRACTICE_FAULTS } from '../../lab/practice/faults.ts';
import { writeBundle } from '../bundle/write-bundle.ts';
import { whyWriteFailed } from '../bundle/write-failure.ts';
import type {
  ChannelNews,
  HostHandlers,
  NotifyChannel,
  RunConclusions,
  RunRequest,
  RunSnapshot,
  RunSummary,
  SavedBundle,
} from '../contract/channels.ts';
import type { StepId } from '../contract/checks.ts';
import type { RunEvent } from '../contract/events.ts';
import type { SyslogAnswer } from '../contract/outcomes/syslog-message.ts';
import { ok, type Result, refused } from '../contract/result.ts';
import { type RunState, reduceRun, sentSyslogToken } from '../contract/run-state.ts';
import { appendToJournal, journalPath, listRunIds, readJournal } from '../run/journal.ts';
import { whyNotAuthority } from '../run/profile-file.ts';
import { parseProfileText } from '../run/profile-text.ts';
import { stateDirectory } from '../run/state-directory.ts';
import { RUNNABLE_STEPS } from '../steps/steps.ts';
import { concludeRun } from './conclude.ts';
import { otherFolderSentence } from './other-folder.ts';
import { type RunSite, type StartedRun, secretValues, startRun } from './start-run.ts';
import { TOOL } from './tool.ts';

/** Findings follow the events at most this often while results stream in. */
const DIAGNOSE_EVERY_MS = 120;
/** Events are handed on together: a page need not be told of each row by itself. */
const BATCH_MS = 30;
/** Most runs that one list shows. */
const LIST_LIMIT = 20;

export interface SessionOptions {
  readonly host: 'desktop' | 'browser';
  emit<C extends NotifyChannel>(channel: C, news: ChannelNews<C>): void;
  readonly bundleTarget: {
    /** Where to write; undefined when the user thought better of it. */
    choose(suggestedName: string): Promise<string | undefined>;
    /** What the renderer is told of the file that now stands there. */
    offer(written: {
      readonly path: string;
      readonly sizeBytes: number;
      readonly files: number;
    }): SavedBundle;
  };
  readonly stateDirectory?: string;
  /** What Chromium would do for a URL, in the form of a PAC result. */
  readonly resolveProxy?: (url: string) => Promise<string>;
}

/** What desktop and browser host share: one handler for each channel, and the runs behind them. */
export function createSession(options: SessionOptions): {
  readonly handlers: HostHandlers;
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
      'bundle-save': ({ runId, caseNumber, note }) => session.saveBundle(runId, caseNumber, note),
    },
    close: () => session.close(),
  };
}

/** What a page is told of a run besides its events. */
function conclusionsOf(runId: string, state: RunState): RunConclusions {
  const { findings, unexplained } = concludeRun(state);
  return { runId, findings, unexplained: unexplained.map(({ id }) => id) };
}

interface LiveRun {
  readonly run: StartedRun;
  readonly stopSite: () => Promise<void>;
  readonly secrets: RunSite['secrets'];
}

/** How a run is made, besides its site. */
interface Launch {
  readonly steps: readonly StepId[];
  readonly practice?: {
    readonly faults: readonly (typeof PRACTICE_FAULTS)[number]['id'][];
    readonly stop: () => Promise<void>;
  };
  readonly sendSyslogTest?: boolean | undefined;
}

class Session {
  readonly #options: SessionOptions;
  readonly #directory: string;
  readonly #live = new Map<string, LiveRun>();
  #isStarting = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#directory = options.stateDirectory ?? stateDirectory();
  }

  async start(request: RunRequest): Promise<Result<{ runId: string }>> {
    if (this.#isStarting || [...this.#live.values()].some(({ run }) => run.state().phase === 'running'))
      return refused('busy', 'A run is under way; cancel it or wait for its end.');
    // A second request may come while the practice site is still being set up.
    this.#isStarting = true;
    try {
      return await this.#start(request);
    } finally {
      this.#isStarting = false;
    }
  }

  async #start(request: RunRequest): Promise<Result<{ runId: string }>> {
    const steps = request.steps ?? RUNNABLE_STEPS;
    if ('practice' in request) {
      const { faults } = request.practice;
      const checked = checkFaults(faults);
      if (!checked.ok) return checked;
      // node-forge and the embedded servers are loaded only by those who practise.
      const { startPracticeSite } = await import('../../lab/practice/practice-site.ts');
      const site = await startPracticeSite(faults);
      return ok({
        runId: await this.#launch(site, { steps, practice: { faults, stop: () => site.stop() } }),
      });
    }
    const { caPem } = request.site;
    const problem = caPem === undefined ? undefined : whyNotAuthority(caPem);
    if (problem !== undefined) return refused('ca-unusable', `The authority file ${problem}.`);
    const { sendSyslogTest } = request;
    return ok({ runId: await this.#launch(request.site, { steps, sendSyslogTest }) });
  }

  async #launch(site: RunSite, { steps, practice, sendSyslogTest }: Launch): Promise<string> {
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
      tool: TOOL,
      steps,
      stateDirectory: this.#directory,
      practice,
      sendSyslogTest,
      resolveProxy: this.#options.resolveProxy,
      onEvent: (event) => {
        batch.push(event);
        flushTimer ??= setTimeout(flush, BATCH_MS);
        if (event.type === 'check-finished') diagnoseTimer ??= setTimeout(tellFindings, DIAGNOSE_EVERY_MS);
      },
    });
    this.#live.set(run.runId, {
      run,
      stopSite: practice?.stop ?? (async () => undefined),
      secrets: site.secrets,
    });
    void run.done.then(() => {
      clearTimeout(flushTimer);
      flush();
      tellFindings();
      return practice?.stop();
    });
    return run.runId;
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
    return ok({ ...conclusionsOf(runId, reduceRun(events.value)), events: events.value });
  }

  /** Keeps what was said of the test message with the run, and concludes the run again with it. */
  async answerSyslog(runId: string, answer: SyslogAnswer): Promise<Result<null>> {
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
    const read = await readJournal(journalPath(this.#directory, runId));
    return read.ok ? ok(read.value.events) : read;
  }

  async list(): Promise<readonly RunSummary[]> {
    const ids = [...new Set([...this.#live.keys(), ...listRunIds(this.#directory)])]
      .sort()
      .reverse()
      .slice(0, LIST_LIMIT);
    const summaries = await Promise.all(ids.map((runId) => this.#summaryOf(runId)));
    return summaries.filter((summary) => summary !== undefined);
  }

  async #summaryOf(runId: string): Promise<RunSummary | undefined> {
    const events = await this.#eventsOf(runId);
    if (!events.ok) return undefined;
    const state = reduceRun(events.value);
    if (state.run === null) return undefined;
    return {
      runId,
      name: state.run.profile.name,
      startedAt: state.run.startedAt,
      vantage: state.run.vantage,
      ended: state.ended ?? 'running',
      isPractice: state.run.practice !== undefined,
    };
  }

  async saveBundle(runId: string, caseNumber?: string, note?: string): Promise<Result<SavedBundle>> {
    const events = await this.#eventsOf(runId);
    if (!events.ok) return events;
    const { report } = concludeRun(reduceRun(events.value));
    if (report === undefined) return refused('no-run', 'This run has nothing to save yet.');
    let path: string | undefined;
    try {
      path = await this.#options.bundleTarget.choose(bundleName(report.profile.name, runId));
      if (path === undefined) return ok({ kind: 'cancelled' });
      const written = await writeBundle(
        {
          report,
          events: events.value,
          createdAt: new Date().toISOString(),
          ...(caseNumber === undefined || caseNumber === '' ? {} : { caseNumber }),
          ...(note === undefined || note === '' ? {} : { note }),
        },
        path,
        { secrets: secretValues(this.#live.get(runId)?.secrets ?? {}) },
      );
      return ok(this.#options.bundleTarget.offer(written));
    } catch (error) {
      return refused(
        'bundle-not-writable',
        `${whyWriteFailed(path ?? '', error)} The results are kept; choose another folder.${await otherFolderSentence(path ?? '')}`,
      );
    }
  }

  async close(): Promise<void> {
    const live = [...this.#live.values()];
    for (const { run } of live) run.cancel();
    await Promise.all(live.map(({ stopSite }) => stopSite()));
  }
}

/** `airway-practice-site-20261124-191027-3f9a1c.zip`: the site's name as far as every file system takes it. */
function bundleName(siteName: string, runId: string): string {
  const site = siteName
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, 40);
  return `airway-${site === '' ? 'site' : site}-${runId}.zip`;
}

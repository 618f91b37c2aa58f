import type { StateCreator } from 'zustand';
import { type CauseId, isCauseId } from '../../electron/contract/cause-ids.ts';
import type { RunConclusions, RunRequest } from '../../electron/contract/channels.ts';
import type { RunEvent } from '../../electron/contract/events.ts';
import type { Finding } from '../../electron/contract/findings.ts';
import type { SyslogAnswer } from '../../electron/contract/outcomes/syslog-message.ts';
import { type Refusal, type Result, refused } from '../../electron/contract/result.ts';
import { checksInOrder, EMPTY_RUN, type RunState, reduceRun } from '../../electron/contract/run-state.ts';
import { ask } from './ask.ts';
import { CHECK_STEPS, type CheckStep } from './check-steps.ts';
import { formsOf, profileOf } from './profile-forms.ts';
import { NOT_PRACTISED, requestOf } from './run-request.ts';
import type { StoreTools, WizardState } from './wizard-store.ts';

/** What a start will check: the site of the form, or the practice site. */
type Aim =
  | { readonly kind: 'site' }
  | {
      readonly kind: 'practice';
      readonly faults: readonly CauseId[];
      /** The part of the practice site that is checked. */
      readonly steps: readonly CheckStep[];
    };

/** What the store holds of the run on the screen. */
export interface RunSlice {
  readonly aim: Aim;
  readonly runId: string | null;
  /** Written by the shared reducer and by nothing else. */
  readonly run: RunState;
  readonly findings: readonly Finding[];
  /** Failed checks that nothing accounts for; null where the host did not say. */
  readonly unexplained: readonly string[] | null;
  readonly isStarting: boolean;
  readonly isCancelling: boolean;
  /** Why a run could not be started, cancelled or opened. */
  readonly runProblem: Refusal | null;
  /** Why what was found at the receiver could not be kept. */
  readonly answerProblem: Refusal | null;
  /** Turns to the site of the form; a run of another site leaves the screen and stays in the list of runs. */
  aimAtSite(): void;
  /** Takes the run off the screen; it stays where it is kept. */
  leaveRun(): void;
  startPractice(faults: readonly CauseId[], steps?: readonly CheckStep[]): Promise<void>;
  /** Starts what is aimed at: the given steps, or all. Does nothing while there is none that could be checked. */
  startRun(steps?: readonly CheckStep[]): Promise<void>;
  /** Starts a run that is not shown until `showRun`; gives its id, or why there is none. */
  startUnseen(steps: readonly CheckStep[], watchRound?: number): Promise<Result<{ runId: string }>>;
  cancelRun(): Promise<void>;
  /** Says what was found at the receiver; the host keeps it with the run and concludes again. */
  answerSyslog(answer: SyslogAnswer): Promise<void>;
  /** Takes a fault off the practice site; the next run is made on a new one. */
  mendPractice(fault: CauseId): void;
  /** Puts a run on the screen as it is known now; what is aimed at stays. */
  showRun(runId: string): Promise<void>;
  /** Shows a run that is kept. One that was chosen fills the form with its site, so that it can be run again. */
  openRun(runId: string, how: 'chosen' | 'restored'): Promise<void>;
  /** Reads the current run anew: news may have been missed. */
  resyncRun(): Promise<void>;
}

/**
 * `chosen` by somebody, for its site to be checked again · `restored` as it was on the screen before · `followed` made from here.
 */
type Opening = 'chosen' | 'restored' | 'followed';

/** News of either kind, in the order in which it came. */
interface News {
  readonly runId: string;
  readonly events: readonly RunEvent[];
  readonly conclusions: Conclusions | null;
}

type Conclusions = Pick<RunSlice, 'findings' | 'unexplained'>;

const concluded = (said: RunConclusions): Conclusions => ({
  findings: said.findings,
  unexplained: said.unexplained ?? null,
});

const NO_RUN = {
  runId: null,
  run: EMPTY_RUN,
  findings: [],
  unexplained: null,
  isCancelling: false,
  origin: null,
} as const;

/** The run on the screen: a fold over the host's events. */
export const runSlice =
  ({ api, schedule }: StoreTools): StateCreator<WizardState, [], [], RunSlice> =>
  (set, get) => {
    let waiting: RunEvent[] = [];
    /** While a run is being opened its news is kept as well: the snapshot may be older than some of it. */
    let early: News[] | null = null;
    let opening = 0;

    const flush = () => {
      const events = waiting;
      waiting = [];
      if (events.length > 0) set((state) => afterEvents(state, events));
    };
    api.listen('run-events', (news) => {
      early?.push({ ...news, conclusions: null });
      if (news.runId !== get().runId) return;
      if (waiting.length === 0) schedule(flush);
      waiting.push(...news.events);
    });
    api.listen('run-findings', (news) => {
      const conclusions = concluded(news);
      early?.push({ runId: news.runId, events: [], conclusions });
      if (news.runId === get().runId) set(conclusions);
    });

    const show = async (runId: string, how: Opening = 'restored'): Promise<void> => {
      const turn = ++opening;
      early ??= [];
      const answer = await ask(api.invoke('run-open', { runId }));
      if (turn !== opening) return;
      const missed = early.filter((news) => news.runId === runId);
      early = null;
      if (!answer.ok) return set({ runProblem: answer.error });
      waiting = [];
      const events = missed.flatMap((news) => news.events);
      const run = reduceRun(events, reduceRun(answer.value.events));
      set((state) => ({
        runId,
        run,
        ...(missed.findLast(({ conclusions }) => conclusions !== null)?.conclusions ??
          concluded(answer.value)),
        runProblem: null,
        answerProblem: null,
        isCancelling: state.isCancelling && run.phase === 'running',
        origin: answer.value.origin ?? null,
        // What somebody else's site was is not what is checked from here.
        ...(answer.value.origin === undefined ? aimOf(run, state, how) : {}),
      }));
    };

    const start = async (request: RunRequest, aim: Aim): Promise<void> => {
      if (get().isStarting) return;
      set({ isStarting: true, runProblem: null, aim });
      early = [];
      const answer = await ask(api.invoke('run-start', request));
      if (!answer.ok) {
        early = null;
        return set({ isStarting: false, runProblem: answer.error });
      }
      set({ ...NO_RUN, runId: answer.value.runId });
      get().forgetBundle();
      get().closeRows();
      await show(answer.value.runId, 'followed');
      set({ isStarting: false });
    };

    return {
      ...NO_RUN,
      aim: { kind: 'site' },
      isStarting: false,
      runProblem: null,
      answerProblem: null,
      aimAtSite: () => {
        void get().stopWatch();
        const isSameSite = get().origin === null && isRunOfForm(get());
        set({ aim: { kind: 'site' }, runProblem: null, ...(isSameSite ? {} : NO_RUN) });
        if (!isSameSite) get().forgetBundle();
      },
      leaveRun: () => {
        set({ ...NO_RUN, runProblem: null, answerProblem: null });
        get().forgetBundle();
        get().closeRows();
      },
      startPractice: async (faults, steps = CHECK_STEPS) => {
        await get().stopWatch();
        set({ aim: { kind: 'practice', faults: [...faults], steps } });
        await get().startRun();
      },
      startRun: async (steps) => {
        await get().stopWatch();
        const { aim, isStarting } = get();
        const request = requestOf(get(), { steps, isByHand: true });
        if (request === undefined || isStarting) return;
        // Consent is for one run: the next one asks again.
        if ('sendSyslogTest' in request) set({ sendsSyslogTest: false });
        await start(request, aim);
      },
      startUnseen: async (steps, watchRound) => {
        const request = requestOf(get(), { steps, isByHand: watchRound === undefined });
        if (request === undefined) return refused('nothing-to-check', '');
        const round = watchRound === undefined ? {} : { watchRound };
        return ask(api.invoke('run-start', { ...request, ...round }));
      },
      mendPractice: (fault) =>
        set(({ aim }) =>
          aim.kind === 'site' ? {} : { aim: { ...aim, faults: aim.faults.filter((each) => each !== fault) } },
        ),
      showRun: async (runId) => {
        if (runId !== get().runId) get().forgetBundle();
        await show(runId, 'followed');
      },
      answerSyslog: async (answer) => {
        const { runId } = get();
        if (runId === null) return;
        set({ answerProblem: null });
        const said = await ask(api.invoke('syslog-answer', { runId, answer }));
        if (!said.ok) set({ answerProblem: said.error });
      },
      cancelRun: async () => {
        const { runId, run } = get();
        if (runId === null || run.phase !== 'running') return;
        set({ isCancelling: true, runProblem: null });
        const answer = await ask(api.invoke('run-cancel', { runId }));
        if (!answer.ok) set({ isCancelling: false, runProblem: answer.error });
      },
      openRun: async (runId, how) => {
        if (runId !== get().runId) {
          void get().stopWatch();
          get().forgetBundle();
          get().closeRows();
        }
        await show(runId, how);
      },
      resyncRun: async () => {
        const { runId, isStarting } = get();
        if (runId !== null && !isStarting) await show(runId);
      },
    };
  };

/** True when the run on the screen is of the site that the forms name. */
export function isRunOfForm(state: WizardState): boolean {
  const { run } = state.run;
  if (run === null || run.practice !== undefined) return false;
  const { console, name } = profileOf(state, state);
  if (console === undefined && run.profile.console === undefined) return run.profile.name === name;
  return run.profile.console?.address === console?.address;
}

function afterEvents(state: WizardState, events: readonly RunEvent[]): Partial<WizardState> {
  const run = reduceRun(events, state.run);
  return { run, isCancelling: state.isCancelling && run.phase === 'running' };
}

/** A run that is opened again is what the next start repeats. What was typed gives way only to a run that was chosen. */
function aimOf(run: RunState, state: WizardState, how: Opening): Partial<WizardState> {
  if (run.run === null || how === 'followed') return {};
  const { practice, profile } = run.run;
  if (practice !== undefined) {
    const faults = practice.faults.filter(isCauseId);
    const left = checksInOrder(run).filter(
      (check) => check.phase === 'finished' && check.reason === NOT_PRACTISED,
    );
    const steps = CHECK_STEPS.filter((step) => left.every((check) => check.step !== step));
    return { aim: { kind: 'practice', faults, steps } };
  }
  const isTyped = how === 'restored' && hasTyped(state);
  return { aim: { kind: 'site' }, ...(isTyped ? {} : formsOf(profile, state.form)) };
}

const hasTyped = ({ form, directoryForm, syslogForm }: WizardState): boolean =>
  [form.address, directoryForm.domain, directoryForm.servers, syslogForm.address].some(
    (text) => text.trim() !== '',
  );

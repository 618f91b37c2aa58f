import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { CauseId } from '../contract/cause-ids.ts';
import type { StepId } from '../contract/checks.ts';
import type { RunEnd, RunEvent, Tool } from '../contract/events.ts';
import { type Profile, parseResolver, type Secrets } from '../contract/profile.ts';
import type { ProxySources } from '../contract/proxy-sources.ts';
import type { RecordedSystem } from '../contract/recorded-system.ts';
import { EMPTY_RUN, type RunState, reduceEvent } from '../contract/run-state.ts';
import { configuredResolvers } from '../probes/host/host.ts';
import { systemSources } from '../probes/proxy-settings/system-sources.ts';
import { newSyslogToken } from '../probes/syslog/syslog-message.ts';
import { prepareTls } from '../probes/tls/tls.ts';
import { runPlan } from '../run/engine.ts';
import { appendToJournal, type Journal, openJournal } from '../run/journal.ts';
import { withProxyLogin } from '../run/proxy-login-source.ts';
import { planRun, type SkippedStep } from '../steps/steps.ts';
import { carryOver } from './carry-over.ts';
import { eventGuard } from './guard-events.ts';

/** The site that a run is made on: a profile, with what may not stand in it beside it. */
export interface RunSite {
  readonly profile: Profile;
  readonly secrets: Secrets;
  readonly caPem?: string | undefined;
  /** The site's own consent to one test message: given by a practice site whose fault shows in nothing else. */
  readonly sendsSyslogTest?: boolean | undefined;
  /** The practice site's asset, in place of this machine's service manager. */
  readonly recorded?: RecordedSystem | undefined;
  /** Proxy settings in place of this machine's: the practice site brings its own. */
  readonly proxySources?: ProxySources | undefined;
}

export interface StartRunOptions {
  readonly tool: Tool;
  readonly steps: readonly StepId[];
  /** Steps that somebody left out, and why. */
  readonly skipped?: readonly SkippedStep[] | undefined;
  /** The run whose rows stand in for the steps that are not asked for, as it ended. */
  readonly continues?: RunState | undefined;
  /** Counts the rounds of a watch. */
  readonly watchRound?: number | undefined;
  /** Folder for the journal; null keeps the run in memory only. */
  readonly stateDirectory: string | null;
  readonly practice?: { readonly faults: readonly CauseId[] } | undefined;
  /** Agrees to one syslog test message, for this run alone; it stands in no profile. */
  readonly sendSyslogTest?: boolean | undefined;
  /** What Chromium would do for a URL; only the desktop host has one to ask. */
  readonly resolveProxy?: ProxySources['resolveProxy'];
  onEvent?(event: RunEvent, state: RunState): void;
}

/** A run under way. */
export interface StartedRun {
  readonly runId: string;
  readonly events: readonly RunEvent[];
  state(): RunState;
  cancel(): void;
  /** Takes an event that a person caused; the run may be over. It is kept like those of the run itself. */
  add(event: Extract<RunEvent, { type: 'syslog-answered' }>): void;
  readonly done: Promise<RunEnd>;
  /** Why the run is not kept on this machine, or not all of it; undefined while it is. */
  readonly notKept: string | undefined;
}

/** Each secret of a run by value, with the proxy login of the environment, for the last guard of what is written. */
export function secretValues({ apiToken, bindPassword, proxyLogin }: Secrets): string[] {
  const ofEnvironment = withProxyLogin({}, {}, process.env).secrets.proxyLogin;
  return [apiToken, bindPassword, proxyLogin?.password, ofEnvironment?.password].filter(
    (value) => value !== undefined,
  );
}

const basicLogin = ({ username, password }: NonNullable<Secrets['proxyLogin']>): string =>
  Buffer.from(`${username}:${password}`).toString('base64');

/** `20261124-191027-3f9a1c`: sorts by time and can be said on the telephone. */
function newRunId(at: Date): string {
  const [day = '', time = ''] = at.toISOString().split('T');
  return `${day.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${randomBytes(3).toString('hex')}`;
}

/**
 * Starts a run and returns as soon as its first checks are under way; events arrive through `onEvent` and in `events`. What the
 * first handshakes need is loaded before, so that no probe's time contains it. Never rejects for what a site does.
 */
export async function startRun(site: RunSite, options: StartRunOptions): Promise<StartedRun> {
  await prepareTls(site.caPem);
  const startedAt = new Date();
  const runId = newRunId(startedAt);
  const { profile, caPem } = site;
  const { secrets, loginProxy } = withProxyLogin(profile, site.secrets, process.env);
  const abort = new AbortController();
  const events: RunEvent[] = [];
  let state = EMPTY_RUN;
  const journal = tryJournal(options.stateDirectory, runId);

  const sendsSyslogTest =
    profile.syslog !== undefined && (options.sendSyslogTest === true || site.sendsSyslogTest === true);
  const own = profile.resolvers?.flatMap((text) => parseResolver(text) ?? []);
  const inputs = {
    resolvers: own ?? configuredResolvers(),
    caPem,
    hasApiToken: secrets.apiToken !== undefined,
    stateFolder: options.stateDirectory ?? undefined,
    recorded: site.recorded,
    proxySources: site.proxySources ?? systemSources(options.resolveProxy),
    loginProxy,
    hasBindPassword: secrets.bindPassword !== undefined && secrets.bindPassword !== '',
    ...(sendsSyslogTest
      ? {
          syslogTest: {
            token: newSyslogToken(),
            runId,
            hostname: hostname(),
            version: options.tool.version,
          },
        }
      : {}),
  };
  const { steps, practice, continues, watchRound, skipped } = options;
  const host = hostname().slice(0, 255);
  const next = { profile, steps, faults: practice?.faults, hostname: host, startedAt };
  const carried = continues === undefined ? undefined : carryOver(continues, next);
  const guard = eventGuard([
    ...secretValues(secrets),
    // As it goes over the wire, together with the user.
    ...(secrets.proxyLogin === undefined ? [] : [basicLogin(secrets.proxyLogin)]),
  ]);
  const append = (raw: RunEvent): void => {
    const event = guard(raw);
    events.push(event);
    state = reduceEvent(state, event);
    journal?.append(event);
    options.onEvent?.(event, state);
    // Before the first check of its own, so that those replace them.
    if (event.type === 'run-started') for (const row of carried?.events ?? []) append(row);
  };
  const plan = planRun(profile, inputs, steps, skipped);
  const done = runPlan({
    start: {
      runId,
      startedAt: startedAt.toISOString(),
      tool: options.tool,
      vantage: profile.vantage,
      hostname: host,
      platform: process.platform,
      profile,
      steps: [...steps],
      ...(practice === undefined ? {} : { practice: { faults: [...practice.faults] } }),
      ...(sendsSyslogTest ? { sendsSyslogTest } : {}),
      ...(continues?.run == null || carried?.events.length === 0 ? {} : { continues: continues.run.runId }),
      ...(watchRound === undefined ? {} : { watchRound }),
    },
    // A step whose rows are there is not said to be unchecked.
    plan: plan.filter(
      (node) =>
        node.kind !== 'skip' || node.info.probe !== 'none' || carried?.steps.has(node.info.step) !== true,
    ),
    secrets,
    append,
    signal: abort.signal,
  }).finally(() => journal.close());

  return {
    runId,
    events,
    state: () => state,
    cancel: () => abort.abort(),
    add: (event) => {
      append(event);
      if (state.phase === 'finished' && options.stateDirectory !== null && journal !== undefined)
        appendToJournal(options.stateDirectory, runId, event);
    },
    done,
    get notKept() {
      return journal.notKept();
    },
  };
}

/**
 * The journal of a run, which costs no run its results: where it cannot be written, from the start or from some event on (a full
 * disk), the run goes on in memory, and why is said.
 */
function tryJournal(
  stateDirectory: string | null,
  runId: string,
): Pick<Journal, 'append' | 'close'> & { notKept(): string | undefined } {
  let journal: Journal | undefined;
  let notKept: string | undefined;
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
      notKept ??= `this run is not kept on this machine: ${stateDirectory} cannot be written (${code})`;
      journal = undefined;
    }
  };
  attempt(() => {
    if (stateDirectory !== null) journal = openJournal(stateDirectory, runId);
  });
  return {
    append: (event) => {
      const open = journal;
      if (open !== undefined) attempt(() => open.append(event));
    },
    close: () => {
      const open = journal;
      if (open !== undefined) attempt(() => open.close());
    },
    notKept: () => notKept,
  };
}

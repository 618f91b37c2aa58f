import type { BundlePreview } from '../../electron/contract/bundle-preview.ts';
import type {
  HostHandlers,
  RunOrigin,
  RunRequest,
  RunSummary,
  SavedBundle,
} from '../../electron/contract/channels.ts';
import type { RunEvent } from '../../electron/contract/events.ts';
import type { Finding } from '../../electron/contract/findings.ts';
import { ok, type Result, refused } from '../../electron/contract/result.ts';
import { reduceRun } from '../../electron/contract/run-state.ts';
import { withoutDesktop } from '../../electron/session/desktop-only.ts';
import { type FakeHost, startFakeHost } from './fake-host.ts';
import { previewHandlers, SCRIPTED_PREVIEW } from './scripted-preview.ts';
import {
  cutOffRun,
  failingRun,
  healthyRun,
  type RunHead,
  SCRIPTED_PROFILE,
  type ScriptedRun,
  wideRun,
} from './scripted-runs.ts';

/** Which run a start plays. */
type Scenario = 'healthy' | 'failing' | 'wide';

interface Played {
  readonly head: RunHead;
  events: RunEvent[];
  findings: readonly Finding[];
  unexplained: readonly string[];
  /** There for a run that came out of a bundle. */
  readonly origin?: RunOrigin;
  cancel(): void;
}

/** What the next save of a bundle gives. */
type Save = () => Promise<Result<SavedBundle>>;

/** A fake host that plays scripted runs. */
export interface ScriptedHost extends FakeHost {
  scenario: Scenario;
  /** Rows of the `wide` scenario. */
  wideRows: number;
  /** Factor on the offsets of a script; 0 plays it at once. */
  speed: number;
  /** Runs that are still being played. */
  unfinished(): number;
  save: Save;
  /** What the bundle of any run would be. */
  preview: BundlePreview;
  /** What a cancel does to the save that is under way. */
  stopSave: () => void;
  /** What choosing a bundle gives: the scripted one, unless a test says otherwise. */
  openBundle: (fileName: string) => Result<{ runId: string }>;
}

const FAULTS = [
  { id: 'certificate-expired', title: 'The certificate has expired' },
  { id: 'alternate-port-blocked', title: 'Port 8443 is blocked' },
  { id: 'certificate-name-mismatch', title: 'The certificate is for another name' },
  { id: 'console-backend-down', title: 'The Console behind the web server is down' },
  { id: 'plain-http-on-tls-port', title: 'Plain HTTP is spoken on the TLS port' },
  { id: 'port-closed', title: 'The port is closed' },
] as const;

/** A save that ends well, as the browser host does it. */
export const readyToDownload: Save = async () =>
  ok({
    kind: 'download',
    url: '/bundle/1',
    fileName: 'airway-example-20260601.zip',
    sizeBytes: 48_210,
    files: 6,
    sha256: 'c0ffee'.padEnd(64, '0'),
  });

/** Starts a host that serves the wizard in `root` and plays scripted runs. One cut-off run lies there from before. */
export async function startScriptedHost(root: string, port = 0): Promise<ScriptedHost> {
  const runs = new Map<string, Played>();
  let count = 0;

  const play = (head: RunHead, script: ScriptedRun): void => {
    const played: Played = { head, events: [], findings: [], unexplained: [], cancel: () => undefined };
    runs.set(head.runId, played);
    const timers: NodeJS.Timeout[] = [];
    const conclude = (findings: readonly Finding[], unexplained: readonly string[]) => {
      Object.assign(played, { findings, unexplained });
      host.send('run-findings', { runId: head.runId, findings, unexplained });
    };
    const append = (events: RunEvent[]) => {
      played.events.push(...events);
      host.send('run-events', { runId: head.runId, events });
    };
    for (const [atMs, events] of Map.groupBy(script.events, ({ atMs }) => Math.floor(atMs / 30) * 30))
      timers.push(setTimeout(() => append(events), atMs * host.speed));
    for (const { atMs, findings } of script.findings)
      timers.push(setTimeout(() => conclude(findings, []), (atMs + 60) * host.speed));
    const lastMs = (script.events.at(-1)?.atMs ?? 0) + 90;
    timers.push(
      setTimeout(
        () => conclude(script.findings.at(-1)?.findings ?? [], script.unexplained),
        lastMs * host.speed,
      ),
    );
    played.cancel = () => {
      for (const timer of timers) clearTimeout(timer);
      const atMs = reduceRun(played.events).lastMs;
      append([{ type: 'run-finished', atMs, finishedAt: new Date().toISOString(), ended: 'cancelled' }]);
      const { checks } = reduceRun(played.events);
      const failed = script.unexplained.filter((id) => {
        const check = checks[id];
        return check?.phase === 'finished' && check.status === 'failed';
      });
      conclude(played.findings, failed);
    };
  };

  const start = (request: RunRequest): Result<{ runId: string }> => {
    count += 1;
    const runId = `20260601-12000${count}-fa4e`;
    const head: RunHead = {
      runId,
      startedAt: new Date().toISOString(),
      ...('practice' in request
        ? { profile: { ...SCRIPTED_PROFILE, name: 'Practice site' }, practice: request.practice }
        : { profile: request.site.profile }),
    };
    const scripts = {
      healthy: () => healthyRun(head),
      failing: () => failingRun(head),
      wide: () => wideRun(head, host.wideRows),
    };
    play(head, scripts[host.scenario]());
    return ok({ runId });
  };

  const handlers: HostHandlers = {
    'app-info': async () => ({
      tool: { name: 'airway', version: '0.1.0' },
      host: 'browser',
      hostname: 'asset-7',
      platform: 'linux',
      locale: 'en',
      practiceFaults: FAULTS,
    }),
    'profile-read': async ({ text }) =>
      text.includes('addres:')
        ? refused('bad-profile', 'unknown key “addres”: expected address, ports, caFile or apiToken', 4)
        : ok({
            profile: {
              ...SCRIPTED_PROFILE,
              console: { address: 'air.site.example', apiToken: { env: 'AIR_TOKEN' } },
            },
            warnings: ['console.apiToken is in plain text in the file; prefer {env: NAME}.'],
            secretsGiven: [],
            secretsToAsk: [{ field: 'console.apiToken', reference: { env: 'AIR_TOKEN' } }],
          }),
    'run-start': async (request) => start(request),
    'run-cancel': async ({ runId }) => {
      runs.get(runId)?.cancel();
      return ok(null);
    },
    'run-open': async ({ runId }) => {
      const run = runs.get(runId);
      if (run === undefined) return refused('no-run', 'There is no run of this name on this machine.');
      const { events, findings, unexplained, origin } = run;
      return ok({ runId, events, findings, unexplained, ...(origin === undefined ? {} : { origin }) });
    },
    'run-list': async () =>
      [...runs.values()]
        .filter(({ origin }) => origin === undefined)
        .map(summaryOf)
        .reverse(),
    'syslog-answer': async () => ok(null),
    'run-delete': async ({ runId }) => {
      runs.delete(runId);
      return ok(null);
    },
    'bundle-upload': async () => ok(null),
    'bundle-open': async ({ fileName }) => host.openBundle(fileName),
    'bundle-save': async () => host.save(),
    ...previewHandlers,
    'bundle-preview': async () => ok(host.preview),
    'bundle-cancel': async () => {
      host.stopSave();
      return null;
    },
    ...withoutDesktop,
  };

  const transport = await startFakeHost({ root, handlers, port });
  const host: ScriptedHost = Object.assign(transport, {
    scenario: 'failing' as Scenario,
    wideRows: 300,
    speed: 1,
    unfinished: () => [...runs.values()].filter(({ events }) => reduceRun(events).ended === null).length,
    save: readyToDownload,
    preview: SCRIPTED_PREVIEW,
    stopSave: () => undefined,
    openBundle: (fileName: string) => {
      const run = failingRun({ ...old, runId: OPENED });
      runs.set(OPENED, {
        head: old,
        events: [...run.events],
        findings: run.findings.at(-1)?.findings ?? [],
        unexplained: run.unexplained,
        origin: scriptedOrigin(fileName, run.findings.at(-1)?.findings ?? []),
        cancel: () => undefined,
      });
      return ok({ runId: OPENED });
    },
  });
  const old: RunHead = {
    runId: '20260601-140500-0ff',
    startedAt: '2026-06-01T14:05:00.000Z',
    profile: { ...SCRIPTED_PROFILE, console: { address: HOSTED } },
  };
  const cut = cutOffRun(old);
  runs.set(old.runId, {
    head: old,
    events: [...cut.events],
    findings: cut.findings[0]?.findings ?? [],
    unexplained: [],
    cancel: () => undefined,
  });
  return host;
}

const OPENED = 'bundle-5c1b';

const HOSTED = 'console.example.com';

function summaryOf({ head, events }: Played): RunSummary {
  return {
    runId: head.runId,
    name: head.profile.name,
    startedAt: head.startedAt,
    vantage: head.profile.vantage,
    ended: reduceRun(events).ended ?? 'running',
    isPractice: head.practice !== undefined,
    hostname: 'asset-7',
    durationMs: reduceRun(events).lastMs,
    sizeBytes: JSON.stringify(events).length,
  };
}

/** A signed bundle of an older version, which had taken the first cause for a warning and knew one cause that is gone. */
function scriptedOrigin(fileName: string, [first]: readonly Finding[]): RunOrigin {
  const side = (title: string, severity: 'error' | 'warning', isFirst: boolean) => ({
    title,
    detail: 'It was seen on 10.0.0.5:443.',
    severity,
    confidence: 0.9,
    isFirst,
  });
  return {
    fileName,
    createdAt: '2026-06-01T15:00:00.000Z',
    version: '0.0.9',
    caseNumber: '4711',
    note: 'Since the firewall was replaced on Monday.',
    signer: {
      subject: 'CN=Example GmbH',
      issuer: 'CN=Example Issuing CA',
      fingerprint256: Array.from({ length: 32 }, () => 'A7').join(':'),
    },
    files: [
      { name: 'report.json', sizeBytes: 48_210, what: 'The whole run for programs.' },
      { name: 'report.html', sizeBytes: 61_000, what: 'The same run for people.' },
      { name: 'events.ndjson', sizeBytes: 52_117, what: 'What happened and when.' },
    ],
    leftOut: [{ what: 'passwords and tokens', why: 'Airway never records them' }],
    differences: [
      ...(first === undefined
        ? []
        : [
            {
              cause: first.cause,
              subject: first.subject,
              before: side(first.title, 'warning', false),
              after: side(first.title, 'error', true),
            },
          ]),
      {
        cause: 'dns-wildcard',
        subject: 'dns',
        before: side('A wildcard answers for every name', 'error', true),
      },
    ],
  };
}

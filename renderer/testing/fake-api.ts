import {
  type AirwayApi,
  type ChannelNews,
  channels,
  type HostHandlers,
  type InvokeChannel,
  type NotifyChannel,
} from '../../electron/contract/channels.ts';
import { ok, refused } from '../../electron/contract/result.ts';
import { withoutDesktop } from '../../electron/session/desktop-only.ts';
import type { Connection, WizardApi } from '../api/wizard-api.ts';
import { previewHandlers } from './scripted-preview.ts';
import type { RunHead, ScriptedRun } from './scripted-runs.ts';

/** An API in memory whose answers and news a test decides. */
export interface FakeApi extends WizardApi {
  /** Replaced at will. */
  readonly handlers: HostHandlers;
  readonly asked: { readonly channel: InvokeChannel; readonly input: unknown }[];
  /** Puts a run where `run-open` and `run-list` find it. */
  keep(head: RunHead, script: ScriptedRun): void;
  tell<C extends NotifyChannel>(channel: C, news: ChannelNews<C>): void;
  connection(connection: Connection): void;
  /** Resolves when every question so far was answered and what follows from it was done. */
  settled(): Promise<void>;
}

/** Refuses inputs that do not fit the contract, as a host does. */
export function fakeApi(): FakeApi {
  const listeners = new Map<NotifyChannel, Set<(news: never) => void>>();
  const watchers = new Set<(connection: Connection) => void>();
  const asked: FakeApi['asked'] = [];
  const kept = new Map<string, { readonly head: RunHead; readonly script: ScriptedRun }>();
  const handlers: HostHandlers = {
    'app-info': async () => ({
      tool: { name: 'airway', version: '0.1.0' },
      host: 'browser',
      hostname: 'asset-7',
      platform: 'linux',
      locale: 'en',
      practiceFaults: [],
    }),
    'profile-read': async () => refused('bad-profile', 'expected address', 4),
    'run-start': async () => ok({ runId: 'run-1' }),
    'run-cancel': async () => ok(null),
    'run-open': async ({ runId }) => {
      const run = kept.get(runId);
      if (run === undefined) return refused('no-run', 'There is no such run.');
      const { events, findings, unexplained } = run.script;
      return ok({ runId, events, findings: findings.at(-1)?.findings ?? [], unexplained });
    },
    'run-list': async () =>
      [...kept.values()].map(({ head }) => ({
        runId: head.runId,
        name: head.profile.name,
        startedAt: head.startedAt,
        vantage: head.profile.vantage,
        ended: 'completed' as const,
        isPractice: head.practice !== undefined,
      })),
    'syslog-answer': async () => ok(null),
    'run-delete': async ({ runId }) => {
      kept.delete(runId);
      return ok(null);
    },
    'bundle-upload': async () => ok(null),
    'bundle-open': async () => ok({ runId: 'bundle-1' }),
    'bundle-save': async () => ok({ kind: 'cancelled' }),
    ...previewHandlers,
    ...withoutDesktop,
  };
  const invoke: AirwayApi['invoke'] = async (channel, input) => {
    asked.push({ channel, input });
    channels[channel].input.parse(input);
    return handlers[channel](input);
  };
  return {
    handlers,
    asked,
    invoke,
    listen: (channel, onNews) => {
      const own = listeners.get(channel) ?? new Set();
      listeners.set(channel, own.add(onNews as (news: never) => void));
      return () => own.delete(onNews as (news: never) => void);
    },
    onConnection: (listener) => {
      watchers.add(listener);
      listener('connected');
      return () => watchers.delete(listener);
    },
    keep: (head, script) => void kept.set(head.runId, { head, script }),
    tell: (channel, news) => {
      for (const listener of listeners.get(channel) ?? []) listener(news as never);
    },
    connection: (connection) => {
      for (const watcher of watchers) watcher(connection);
    },
    settled: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

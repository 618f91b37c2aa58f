import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ok, refused } from '../../electron/contract/result.ts';
import { withoutDesktop } from '../../electron/session/desktop-only.ts';
import { type FakeHost, startFakeHost } from '../testing/fake-host.ts';
import { NodeEventSource } from '../testing/node-event-source.ts';
import { previewHandlers } from '../testing/scripted-preview.ts';
import { browserApi, HostUnreachable } from './browser-api.ts';
import type { Connection, WizardApi } from './wizard-api.ts';

const APP = {
  tool: { name: 'airway', version: '0.1.0' },
  host: 'browser',
  hostname: 'asset-7',
  platform: 'linux',
  locale: 'en',
  practiceFaults: [],
} as const;

let host: FakeHost;
let sources: NodeEventSource[];

const handlers = {
  'app-info': async () => APP,
  'profile-read': async () => refused('bad-profile', 'expected address', 4),
  'run-start': async () => ok({ runId: 'run-1' }),
  'run-cancel': async () => ok(null),
  'run-open': async () => ok({ runId: 'run-1', events: [], findings: [] }),
  'run-list': async () => [],
  'syslog-answer': async () => ok(null),
  'run-delete': async () => ok(null),
  'bundle-upload': async () => ok(null),
  'bundle-open': async () => ok({ runId: 'bundle-1' }),
  'bundle-save': async () => ok({ kind: 'cancelled' as const }),
  ...previewHandlers,
  ...withoutDesktop,
};

function apiAt(baseUrl: string): WizardApi {
  return browserApi({
    baseUrl,
    fetch,
    openEventSource: (url) => {
      const source = new NodeEventSource(url);
      sources.push(source);
      return source;
    },
    reopenMs: 10,
  });
}

/** Every state of the connection that was told, in order. */
function watch(api: WizardApi): Connection[] {
  const told: Connection[] = [];
  api.onConnection((connection) => told.push(connection));
  return told;
}

beforeEach(async () => {
  sources = [];
  host = await startFakeHost({ handlers });
});

afterEach(async () => {
  for (const source of sources) source.close();
  await host.stop();
});

describe('questions', () => {
  it('posts the input and gives the answer', async () => {
    const api = apiAt(host.url);
    expect(await api.invoke('app-info', undefined)).toEqual(APP);
    expect(await api.invoke('run-open', { runId: 'run-1' })).toEqual(
      ok({ runId: 'run-1', events: [], findings: [] }),
    );
    expect(host.asked).toEqual([
      { channel: 'app-info', input: undefined },
      { channel: 'run-open', input: { runId: 'run-1' } },
    ]);
  });

  it('hands on a refusal of the host as a value', async () => {
    const answer = await apiAt(host.url).invoke('profile-read', { name: 'site.yaml', text: 'a: 1' });
    expect(answer).toEqual(refused('bad-profile', 'expected address', 4));
  });

  it('says that the host is lost when nothing listens', async () => {
    const gone = await startFakeHost({ handlers });
    const api = apiAt(gone.url);
    await gone.stop();
    const told = watch(api);
    await expect(api.invoke('app-info', undefined)).rejects.toThrow(HostUnreachable);
    expect(told.at(-1)).toBe('lost');
  });

  it('says that it is refused on a 401', async () => {
    const api = apiAt(host.url);
    host.refuse(true);
    const told = watch(api);
    await expect(api.invoke('app-info', undefined)).rejects.toThrow('refused');
    expect(told.at(-1)).toBe('refused');
  });

  it('treats a malformed answer as no answer', async () => {
    const bodies = ['no json', '[]', 'null', '{"other": 1}'];
    const server = createServer((_request, response) => response.end(bodies.shift()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const api = apiAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    for (let count = bodies.length; count > 0; count -= 1)
      await expect(api.invoke('app-info', undefined)).rejects.toThrow(HostUnreachable);
    server.closeAllConnections();
    server.close();
  });

  it('does not take a refused input for a lost host', async () => {
    const api = apiAt(host.url);
    const told = watch(api);
    const input = { runId: 'NOT A RUN ID' };
    await expect(api.invoke('run-open', input)).rejects.toMatchObject({ connection: 'connected' });
    expect(told).not.toContain('lost');
  });
});

describe('news', () => {
  it('reaches the listeners of its channel and no others', async () => {
    const api = apiAt(host.url);
    const events = vi.fn();
    const findings = vi.fn();
    api.listen('run-events', events);
    const stop = api.listen('run-findings', findings);
    await vi.waitFor(() => expect(host.streams).toBe(1));
    host.send('run-events', { runId: 'run-1', events: [] });
    await vi.waitFor(() => expect(events).toHaveBeenCalledWith({ runId: 'run-1', events: [] }));
    expect(findings).not.toHaveBeenCalled();
    stop();
    host.send('run-findings', { runId: 'run-1', findings: [] });
    host.send('run-events', { runId: 'run-2', events: [] });
    await vi.waitFor(() => expect(events).toHaveBeenCalledTimes(2));
    expect(findings).not.toHaveBeenCalled();
  });

  it('is followed by a word to read anew when the stream broke and came back', async () => {
    const api = apiAt(host.url);
    const told = watch(api);
    await vi.waitFor(() => expect(host.streams).toBe(1));
    const before = told.length;
    host.dropStreams();
    await vi.waitFor(() => expect(told.length).toBeGreaterThan(before));
    expect(told.every((connection) => connection === 'connected')).toBe(true);
  });

  it('asks to read anew when an event cannot be read', () => {
    const listeners = new Map<string, (event: { data?: unknown }) => void>();
    const api = browserApi({
      baseUrl: host.url,
      fetch,
      openEventSource: () => ({
        readyState: 1,
        addEventListener: (type, listener) => listeners.set(type, listener),
        close: () => undefined,
      }),
    });
    const events = vi.fn();
    api.listen('run-events', events);
    const told = watch(api);
    listeners.get('run-events')?.({ data: '{"runId": "run-1", "eve' });
    expect(events).not.toHaveBeenCalled();
    expect(told).toEqual(['connected', 'connected']);
  });

  it('tells the loss of a host, and its return', async () => {
    const api = apiAt(host.url);
    const told = watch(api);
    await vi.waitFor(() => expect(host.streams).toBe(1));
    const { port } = host;
    await host.stop();
    await vi.waitFor(() => expect(told.at(-1)).toBe('lost'));
    host = await startFakeHost({ handlers, port });
    await vi.waitFor(() => expect(told.at(-1)).toBe('connected'));
  });

  it('ends for good when the host was started anew and knows the page no more', async () => {
    const api = apiAt(host.url);
    const told = watch(api);
    await vi.waitFor(() => expect(host.streams).toBe(1));
    host.refuse(true);
    host.dropStreams();
    await vi.waitFor(() => expect(told.at(-1)).toBe('refused'));
    await vi.waitFor(() => expect(sources.every(({ readyState }) => readyState === 2)).toBe(true));
    expect(sources.length).toBe(1);
  });
});

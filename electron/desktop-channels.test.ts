import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ChannelNews, INVOKE_CHANNELS } from './contract/channels.ts';
import { QUESTION } from './contract/desktop-ipc.ts';
import { freePorts } from './probes/testing/free-ports.ts';
import { DesktopProgram, pageApi } from './testing/electron-stand-in/desktop-program.ts';
import type { ElectronStandIn } from './testing/electron-stand-in/electron-stand-in.ts';

let program: DesktopProgram;
/** For what changes nothing: one program that stays open. */
let shared: ElectronStandIn;
beforeAll(async () => {
  program = await DesktopProgram.build();
  shared = await program.open();
});
afterAll(() => program.remove());

describe('the channels', () => {
  it('come through one door', () => {
    expect(shared.ipcMain.channels).toEqual([QUESTION]);
  });

  it.each(INVOKE_CHANNELS)('have %s behind it', async (channel) => {
    const answer = await shared.page.invokeFrom(shared.page.mainFrame, QUESTION, channel, new Date(0));
    expect(answer).toMatchObject({ error: { code: 'bad-input' } });
    const again = await shared.page.invokeFrom(shared.page.mainFrame, QUESTION, channel, { no: 'such key' });
    expect(again).toMatchObject({ error: { code: 'bad-input', message: expect.stringContaining(channel) } });
  });

  it('answer the page through the preload script', async () => {
    const info = await pageApi(shared).invoke('app-info', undefined);
    expect(info).toMatchObject({ tool: { name: 'airway' }, host: 'desktop', platform: process.platform });
    expect(info.practiceFaults.length).toBeGreaterThan(0);
  });

  it('carry refusals as values', async () => {
    const api = pageApi(shared);
    expect(await api.invoke('run-cancel', { runId: 'nobody' })).toMatchObject({
      ok: false,
      error: { code: 'no-run' },
    });
    expect(
      await api.invoke('profile-read', { name: 'site.yaml', text: 'schema: airway.profile/9' }),
    ).toMatchObject({
      ok: false,
    });
  });

  it.each([
    ['another site', { url: 'https://attacker.example/', frameTreeNodeId: 1 }],
    ['a site that begins like ours', { url: 'app://airway.attacker.example/', frameTreeNodeId: 1 }],
    ['a file', { url: 'file:///tmp/page.html', frameTreeNodeId: 1 }],
    ['an empty frame', { url: 'about:blank', frameTreeNodeId: 1 }],
    ['a frame within the page', { url: 'app://airway/', frameTreeNodeId: 2 }],
    ['a frame that has gone', null],
  ])('refuse %s', async (_who, frame) => {
    const { webContents } = shared.window;
    const refusal = { ok: false, error: { code: 'untrusted-sender' } };
    expect(await webContents.invokeFrom(frame, QUESTION, 'app-info')).toMatchObject(refusal);
  });

  it('refuse a page that is not the window’s own', async () => {
    const electron = await program.open();
    const other = new electron.module.BrowserWindow().webContents;
    const ours = { url: 'app://airway/', frameTreeNodeId: 1 };
    expect(await other.invokeFrom(ours, QUESTION, 'app-info')).toMatchObject({
      ok: false,
      error: { code: 'untrusted-sender' },
    });
    expect(other.openWindow('https://example.com/')).toEqual({ action: 'deny' });
  });

  const circle: { own?: unknown } = {};
  circle.own = circle;
  it.each([
    ['a path instead of an id', 'run-open', { runId: '../../etc/passwd' }],
    ['a key too many', 'run-open', { runId: 'a', path: '/etc/passwd' }],
    ['nothing where something is needed', 'run-open', undefined],
    ['something where nothing is taken', 'app-info', {}],
    ['a text that is too long', 'profile-read', { name: 'a', text: 'x'.repeat(300_001) }],
    ['a text that is far too long', 'profile-read', { name: 'a', text: 'x'.repeat(3_000_000) }],
    ['a long list of nothing', 'run-start', { practice: { faults: new Array(100_000_000) } }],
    ['a circle', 'run-open', circle],
    ['a map', 'run-open', new Map([['runId', 'a']])],
    ['bytes', 'profile-read', { name: 'a', text: new Uint8Array(10) }],
    ['a date', 'run-open', { runId: new Date(0) }],
  ])('refuse %s', async (_what, channel, input) => {
    const { webContents } = shared.window;
    expect(await webContents.invokeFrom(webContents.mainFrame, QUESTION, channel, input)).toMatchObject({
      ok: false,
      error: { code: 'bad-input' },
    });
  });

  it('exist for the page only as far as the contract goes', async () => {
    const electron = shared;
    const api = electron.page.world.get('airway') as {
      invoke(channel: string): Promise<unknown>;
      listen(channel: string, onNews: () => void): void;
    };
    expect([...electron.page.world.keys()]).toEqual(['airway']);
    expect(Object.keys(api).sort()).toEqual(['invoke', 'listen', 'openDropped']);
    for (const name of ['run-everything', 'run-events', 'constructor', '__proto__', ''])
      await expect(api.invoke(name)).rejects.toThrow('Airway has no such channel');
    for (const name of ['app-info', 'anything', 'constructor'])
      expect(() => api.listen(name, () => undefined)).toThrow('Airway has no such news');
    for (const name of INVOKE_CHANNELS)
      await expect(electron.page.invokeFrom(electron.page.mainFrame, name)).rejects.toThrow(
        'No handler registered',
      );
  });
});

describe('news', () => {
  it('reaches the page without the event object, until it stops listening', async () => {
    const electron = shared;
    const heard: unknown[][] = [];
    const stop = pageApi(electron).listen('run-findings', (...given) => heard.push(given));
    electron.window.webContents.send('run-findings', { runId: 'a', findings: [] });
    expect(heard).toEqual([[{ runId: 'a', findings: [] }]]);
    stop();
    electron.window.webContents.send('run-findings', { runId: 'b', findings: [] });
    expect(heard).toHaveLength(1);
  });
});

describe('a run', () => {
  type Events = ChannelNews<'run-events'>['events'];

  async function finishedRun(electron: ElectronStandIn): Promise<{ runId: string; events: Events }> {
    const api = pageApi(electron);
    const events: Events[number][] = [];
    const finished = Promise.withResolvers<void>();
    api.listen('run-events', (news) => {
      events.push(...news.events);
      if (events.at(-1)?.type === 'run-finished') finished.resolve();
    });
    const started = await api.invoke('run-start', { practice: { faults: [] }, steps: ['console'] });
    if (!started.ok) throw new Error(started.error.message);
    await finished.promise;
    return { runId: started.value.runId, events };
  }

  it('that is started from the page tells it every event, and its bundle goes where the user says', async () => {
    const electron = await program.open();
    const { runId, events } = await finishedRun(electron);
    expect(events[0]).toMatchObject({ type: 'run-started', runId });
    expect(events.filter(({ type }) => type === 'check-finished').length).toBeGreaterThan(3);
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', ended: 'completed' });

    const api = pageApi(electron);
    expect(await api.invoke('bundle-save', { runId })).toEqual({ ok: true, value: { kind: 'cancelled' } });
    const [asked] = electron.system.dialogsShown;
    expect(asked?.defaultPath).toMatch(/^\/home\/engineer\/downloads\/airway-[a-z0-9-]+\.zip$/);
    expect(basename(asked?.defaultPath ?? '')).toContain(runId);

    const filePath = join(program.folder, 'case 4711.zip');
    electron.system.dialogAnswer = { canceled: false, filePath };
    const saved = await api.invoke('bundle-save', { runId, caseNumber: '4711' });
    expect(saved).toMatchObject({ ok: true, value: { kind: 'saved', path: filePath } });
    expect(readFileSync(filePath).subarray(0, 2).toString()).toBe('PK');

    const nowhere = join(program.folder, 'no such folder', 'case.zip');
    electron.system.dialogAnswer = { canceled: false, filePath: nowhere };
    expect(await api.invoke('bundle-save', { runId })).toMatchObject({
      ok: false,
      error: { code: 'bundle-not-writable' },
    });
    expect(existsSync(nowhere)).toBe(false);
    expect(electron.system.openedExternally).toEqual([]);
  });

  it('asks Chromium for its way to a real Console, and never for one of the practice site', async () => {
    const electron = await program.open((prepared) => {
      prepared.session.proxyAnswer = 'PROXY 127.0.0.1:9;DIRECT';
    });
    const { session } = electron;
    const api = pageApi(electron);
    const finished = Promise.withResolvers<void>();
    const events: Events[number][] = [];
    api.listen('run-events', (news) => {
      events.push(...news.events);
      if (events.at(-1)?.type === 'run-finished') finished.resolve();
    });
    const [port = 0, alternate = 0] = await freePorts(2);
    const pac = join(program.folder, 'proxy.pac');
    writeFileSync(pac, 'function FindProxyForURL(url, host) { return "DIRECT"; }');
    const profile = {
      schema: 'airway.profile/1' as const,
      name: 'Site',
      vantage: 'asset' as const,
      console: { address: '127.0.0.1', ports: { primary: port, alternate } },
      proxy: { pacUrl: pathToFileURL(pac).href },
    };
    await api.invoke('run-start', { site: { profile, secrets: {} }, steps: ['console'] });
    await finished.promise;
    expect(session.resolved).toEqual([`https://127.0.0.1:${port}/`, `https://127.0.0.1:${alternate}/`]);
    const row = events.find((event) => event.type === 'check-finished' && event.id === 'proxy/settings');
    expect(JSON.stringify(row)).toContain('"source":"chromium"');
    expect(JSON.stringify(row)).toContain('127.0.0.1:9');

    const file = events.find((event) => event.type === 'check-finished' && event.id.startsWith('proxy/pac/'));
    expect(file).toMatchObject({ status: 'passed', outcome: { code: 'usable' } });

    const practice = await finishedRun(electron);
    expect(practice.events.some((event) => JSON.stringify(event).includes('"chromium"'))).toBe(false);
    expect(session.resolved).toHaveLength(2);
  });

  it('that is under way is ended before the program quits', async () => {
    const electron = await program.open();
    const events: Events[number][] = [];
    pageApi(electron).listen('run-events', (news) => void events.push(...news.events));
    const started = await pageApi(electron).invoke('run-start', {
      practice: { faults: ['console-backend-hung'] },
    });
    expect(started.ok).toBe(true);
    electron.app.emit('window-all-closed');
    expect(electron.app.exitCode).toBeUndefined();
    await vi.waitFor(() => expect(electron.app.exitCode).toBe(0));
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ type: 'run-finished', ended: 'cancelled' }));
  });
});

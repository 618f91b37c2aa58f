import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import config from '../electron-builder.config.ts';
import { eventsOf, sampleReport } from './bundle/testing/sample-report.ts';
import { writeBundle } from './bundle/write-bundle.ts';
import type { ChannelNews, NotifyChannel } from './contract/channels.ts';
import { LINK_IDS } from './contract/desktop-words.ts';
import { DesktopProgram, pageApi } from './testing/electron-stand-in/desktop-program.ts';
import type { ElectronStandIn } from './testing/electron-stand-in/electron-stand-in.ts';

// What makes a program at home on a desktop, through the built main process and preload script.

const PROFILE = 'schema: airway.profile/1\nname: Site\nconsole: { address: air.example.com }\n';
let program: DesktopProgram;
let state: string;
beforeAll(async () => {
  program = await DesktopProgram.build();
  state = join(program.folder, 'state');
});
afterAll(() => program.remove());
beforeEach(() => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  rmSync(state, { recursive: true, force: true });
});

function put(name: string, text: string): string {
  const path = join(program.folder, name);
  writeFileSync(path, text);
  return path;
}
/** Everything that the page is told on a channel from now on. */
function listen<C extends NotifyChannel>(electron: ElectronStandIn, channel: C): ChannelNews<C>[] {
  const heard: ChannelNews<C>[] = [];
  pageApi(electron).listen(channel, (news) => heard.push(news));
  return heard;
}
/** Everything that the page is sent from its very beginning. */
function sentBy(electron: ElectronStandIn): unknown[][] {
  const sent: unknown[][] = [];
  electron.app.on('web-contents-created', (_event, page) => {
    vi.spyOn(page, 'send').mockImplementation((...given: unknown[]) => void sent.push(given));
  });
  return sent;
}
/** Runs the practice site with a fault, and waits for its conclusion. */
async function practise(electron: ElectronStandIn): Promise<string> {
  const findings = listen(electron, 'run-findings');
  const events = listen(electron, 'run-events');
  const started = await pageApi(electron).invoke('run-start', {
    practice: { faults: ['certificate-expired'] },
    steps: ['console'],
  });
  if (!started.ok) throw new Error(started.error.message);
  await vi.waitFor(() => expect(events.at(-1)?.events.at(-1)?.type).toBe('run-finished'), {
    timeout: 15_000,
  });
  await vi.waitFor(() => expect(findings.at(-1)?.findings.length).toBeGreaterThan(0));
  return started.value.runId;
}

describe('files', () => {
  it('of the command line are opened when the page is there', async () => {
    const path = put('site.airway.yaml', PROFILE);
    vi.spyOn(process, 'argv', 'get').mockReturnValue(['/opt/airway', '--inspect=0', path]);
    const electron = program.start();
    const sent = sentBy(electron);
    electron.app.becomeReady();
    await vi.waitFor(() =>
      expect(sent).toEqual([['file-opened', { kind: 'profile', name: 'site.airway.yaml', text: PROFILE }]]),
    );
  });

  it('of a second start come to the window that is open, which comes to the front', async () => {
    const electron = await program.open();
    const opened = listen(electron, 'file-opened');
    put('site.yaml', PROFILE);
    electron.app.emit('second-instance', {}, ['/opt/airway', 'site.yaml'], program.folder);
    await vi.waitFor(() => expect(opened).toMatchObject([{ kind: 'profile', name: 'site.yaml' }]));
    expect(electron.window.calls).toContain('focus');
  });

  it('that are double-clicked on macOS come as an event, also before the app is ready', async () => {
    const path = put('site.yaml', PROFILE);
    const electron = program.start();
    const sent = sentBy(electron);
    const preventDefault = vi.fn();
    electron.app.emit('open-file', { preventDefault }, path);
    electron.app.becomeReady();
    await vi.waitFor(() => expect(sent).toMatchObject([['file-opened', { text: PROFILE }]]));
    electron.app.emit('open-file', { preventDefault }, put('other.txt', 'text'));
    await vi.waitFor(() =>
      expect(sent.at(-1)).toMatchObject(['file-opened', { kind: 'refused', name: 'other.txt' }]),
    );
    expect(preventDefault).toHaveBeenCalledTimes(2);
  });

  it('that are dropped are opened by the path that the file manager gave, and none without', async () => {
    const electron = await program.open();
    const opened = listen(electron, 'file-opened');
    const [dropped, madeUp] = [new File([''], 'site.yaml'), new File([PROFILE], 'site.yaml')];
    electron.page.pathsOfFiles.set(dropped, put('site.yaml', PROFILE));
    pageApi(electron).openDropped?.(madeUp);
    pageApi(electron).openDropped?.(dropped);
    await vi.waitFor(() => expect(opened).toMatchObject([{ kind: 'profile', text: PROFILE }]));
  });

  it('are chosen in the dialog of the system, a bundle as well', async () => {
    const electron = await program.open();
    const opened = listen(electron, 'file-opened');
    electron.system.clickMenu('Open Profile or Bundle…');
    const report = sampleReport();
    const path = join(program.folder, 'case.zip');
    await writeBundle({ report, events: eventsOf(report), createdAt: '2026-03-02T09:20:00.000Z' }, path, {
      secrets: [],
    });
    electron.system.openAnswer = { canceled: false, filePaths: [path] };
    electron.system.clickMenu('Open Profile or Bundle…');
    await vi.waitFor(() => expect(opened).toMatchObject([{ kind: 'run', name: 'case.zip' }]));
    const [file] = opened;
    if (file?.kind !== 'run') throw new Error('no run');
    const run = await pageApi(electron).invoke('run-open', { runId: file.runId });
    expect(run).toMatchObject({ ok: true, value: { runId: file.runId, origin: { fileName: 'case.zip' } } });
  });
});

describe('the window', () => {
  it('comes back where it was closed', async () => {
    const electron = await program.open();
    electron.window.bounds = { x: 120, y: 80, width: 1400, height: 900 };
    electron.window.isLarge = true;
    electron.window.close();
    await vi.waitFor(() => expect(electron.app.exitCode).toBe(0));
    const again = await program.open();
    expect(again.window.options).toMatchObject({ x: 120, y: 80, width: 1400, height: 900 });
    expect(again.window.calls.slice(0, 2)).toEqual(['maximize', 'show']);
  });

  it('keeps its place when it has come to rest, and not while it is minimised', async () => {
    const electron = await program.open();
    electron.window.minimize();
    electron.window.emit('close');
    expect(existsSync(join(state, 'desktop.json'))).toBe(false);
    electron.window.restore();
    electron.window.emit('move');
    electron.window.emit('resize');
    await vi.waitFor(() => expect(existsSync(join(state, 'desktop.json'))).toBe(true));
  });

  it('turns dark with the system', async () => {
    const electron = await program.open();
    expect(electron.window.backgroundColor).toBe('#f4f6f8');
    electron.theme.turn(true);
    expect(electron.window.backgroundColor).toBe('#11151b');
  });
});

it('is known to Windows by the id that its installer gives the shortcut, or no notification is shown', async () => {
  const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue('win32');
  const electron = program.start();
  platform.mockRestore();
  expect(electron.app.userModelId).toBe(config.appId);
  expect(program.start().app.userModelId).toBeUndefined();
});

describe('a run', () => {
  it('shows in the task bar, and in a notification to whoever looks elsewhere', async () => {
    const electron = await program.open();
    electron.window.isInFront = false;
    await practise(electron);
    expect(electron.window.progress.at(-1)).toBe(-1);
    expect(Math.max(...electron.window.progress)).toBeGreaterThan(0.3);
    await vi.waitFor(() => expect(electron.system.notifications).toHaveLength(1));
    const [notification] = electron.system.notifications;
    expect(notification?.body).toContain('expired');
    notification?.emit('click', {});
    expect(electron.window.calls.slice(-2)).toEqual(['show', 'focus']);
  });

  it('that is watched is told of by the system, to whoever looks elsewhere and not too often', async () => {
    const electron = await program.open();
    const show = (title: string) =>
      pageApi(electron).invoke('notice-show', { title, body: '<b>Console</b>\nin order' });
    expect(await show('Read in the window')).toEqual({ ok: true, value: null });
    electron.window.isInFront = false;
    expect(await show('In order now')).toEqual({ ok: true, value: null });
    expect(await show('Again')).toMatchObject({ error: { code: 'too-soon' } });
    expect(electron.system.notifications).toMatchObject([
      { title: 'In order now', body: 'b Console /b  in order' },
    ]);
    electron.system.notifications[0]?.emit('click', {});
    expect(electron.window.calls.at(-1)).toBe('focus');

    const silent = await program.open((standIn) => {
      standIn.system.showsNotifications = false;
    });
    silent.window.isInFront = false;
    expect(await pageApi(silent).invoke('notice-show', { title: 'In order now', body: '' })).toMatchObject({
      error: { code: 'no-notifications' },
    });
  });

  it('is printed into a file of the user’s choice, by a window that can do nothing else', async () => {
    const electron = await program.open();
    electron.system.clickMenu('Save Report as PDF…');
    expect(electron.system.messagesShown.at(-1)?.message).toBe('There is no report yet.');
    const runId = await practise(electron);
    expect(await pageApi(electron).invoke('report-print', { runId })).toEqual({
      ok: true,
      value: { kind: 'cancelled' },
    });
    const filePath = join(program.folder, 'report.pdf');
    electron.system.dialogAnswer = { canceled: false, filePath };
    electron.system.clickMenu('Save Report as PDF…');
    await vi.waitFor(() => expect(electron.system.messagesShown.at(-1)?.detail).toBe(filePath));
    expect(readFileSync(filePath, 'utf8')).toMatch(/^%PDF of <!doctype html>[\s\S]*expired/);

    const printing = electron.windows.at(-1);
    expect(printing?.isDestroyed()).toBe(true);
    expect(printing?.options).toMatchObject({
      show: false,
      webPreferences: { javascript: false, sandbox: true, contextIsolation: true, devTools: false },
    });
    expect(printing?.options.webPreferences).not.toHaveProperty('preload');
    const [own] = electron.partitions.values();
    expect([...electron.partitions.keys()]).toEqual(['airway-print-1']);
    expect(await own?.request('app://airway/', 'mainFrame')).toBeUndefined();
    expect(await own?.request('https://attacker.example/', 'image')).toBeUndefined();
    expect(
      (await own?.request('app://print/', 'mainFrame'))?.headers.get('content-security-policy'),
    ).toContain('sandbox');
    expect(own?.isGranted('media')).toBe(false);

    const nowhere = join(program.folder, 'no such folder', 'report.pdf');
    electron.system.dialogAnswer = { canceled: false, filePath: nowhere };
    expect(await pageApi(electron).invoke('report-print', { runId })).toMatchObject({
      error: { code: 'report-not-writable' },
    });
    expect(await pageApi(electron).invoke('report-print', { runId: 'nobody' })).toMatchObject({
      error: { code: 'no-run' },
    });
  });
});

describe('the menu', () => {
  it('asks the page for what the page does', async () => {
    const electron = await program.open();
    const commands = listen(electron, 'menu-command');
    for (const label of ['Start', 'Cancel', 'Save Bundle…']) electron.system.clickMenu(label);
    expect(commands.map(({ command }) => command)).toEqual(['run-start', 'run-cancel', 'bundle-save']);
  });

  it('opens the links of the table, as the page does by their ids', async () => {
    const electron = await program.open();
    electron.system.clickMenu('Ports that AIR uses');
    for (const link of LINK_IDS)
      expect(await pageApi(electron).invoke('link-open', { link })).toEqual({
        ok: true,
        value: { kind: 'opened' },
      });
    expect(electron.system.openedExternally).toHaveLength(LINK_IDS.length + 1);
    for (const url of electron.system.openedExternally)
      expect(url).toMatch(/^https:\/\/kb\.binalyze\.com\/[a-z/-]+$/);
  });

  it('checks for updates only where somebody said where to ask', async () => {
    const labels = (electron: ElectronStandIn) => JSON.stringify(electron.system.applicationMenu);
    expect(labels(await program.open())).not.toContain('Check for Updates');
    vi.stubEnv('AIRWAY_UPDATE_FEED', 'https://intranet.invalid/latest.json');
    const asked = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('no such host'));
    const electron = await program.open();
    expect(asked).not.toHaveBeenCalled();
    electron.system.clickMenu('Check for Updates…');
    await vi.waitFor(() =>
      expect(electron.system.messagesShown.at(-1)?.detail).toBe(
        'intranet.invalid cannot be asked: the request failed.',
      ),
    );
    vi.stubEnv('AIRWAY_UPDATE_FEED', undefined);
  });
});

describe('secrets', () => {
  const LABEL = 'Remember Secrets on This Machine';
  const isChecked = (electron: ElectronStandIn) =>
    (electron.system.applicationMenu ?? [])
      .flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
      .find(({ label }) => label === LABEL)?.checked;
  const site = {
    profile: {
      schema: 'airway.profile/1' as const,
      name: 'Site',
      vantage: 'workstation' as const,
      console: { address: '127.0.0.1', ports: { primary: 9, alternate: null, tasks: null } },
    },
    secrets: { apiToken: 'geheim-4711' },
  };
  const run = async (electron: ElectronStandIn) => {
    const events = listen(electron, 'run-events');
    await pageApi(electron).invoke('run-start', { site, steps: ['console'] });
    await vi.waitFor(() => expect(events.at(-1)?.events.at(-1)?.type).toBe('run-finished'), {
      timeout: 15_000,
    });
  };

  it('are remembered only when that is switched on, and gone when it is switched off', async () => {
    const electron = await program.open();
    expect(isChecked(electron)).toBe(false);
    await run(electron);
    expect(existsSync(join(state, 'secrets.json'))).toBe(false);

    electron.system.clickMenu(LABEL);
    await vi.waitFor(() => expect(isChecked(electron)).toBe(true));
    await run(electron);
    await vi.waitFor(() => expect(existsSync(join(state, 'secrets.json'))).toBe(true));
    expect(readFileSync(join(state, 'secrets.json'), 'utf8')).not.toContain('geheim');

    electron.system.clickMenu(LABEL);
    await vi.waitFor(() => expect(isChecked(electron)).toBe(false));
    expect(existsSync(join(state, 'secrets.json'))).toBe(false);
  });

  it('are not remembered where nothing encrypts them, and it says so', async () => {
    const electron = await program.open((standIn) => {
      standIn.safeStorage.isAvailable = false;
    });
    electron.system.clickMenu(LABEL);
    await vi.waitFor(() =>
      expect(electron.system.messagesShown.at(-1)).toMatchObject({
        message: 'Secrets cannot be remembered on this machine.',
        detail: expect.stringContaining('key ring'),
      }),
    );
    expect(isChecked(electron)).toBe(false);
  });
});

it('says at the start that nothing can be kept, and opens all the same', async () => {
  writeFileSync(state, 'a file in its place');
  const electron = await program.open();
  await vi.waitFor(() => expect(electron.system.messagesShown[0]?.message).toContain('AIRWAY_STATE_DIR'));
  rmSync(state);
});

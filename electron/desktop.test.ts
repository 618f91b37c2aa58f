import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DesktopProgram, PAGE } from './testing/electron-stand-in/desktop-program.ts';
import type { ElectronStandIn } from './testing/electron-stand-in/electron-stand-in.ts';

let program: DesktopProgram;
/** For what changes nothing: one program that stays open. */
let shared: ElectronStandIn;
beforeAll(async () => {
  program = await DesktopProgram.build();
  shared = await program.open();
});
afterAll(() => program.remove());

describe('the start', () => {
  it('switches the sandbox on for every window before the app is ready', async () => {
    const electron = shared;
    expect(electron.app.before).toEqual(['enableSandbox', 'ready']);
    // Without it, the third of several names that no resolver answers for would wait for the first.
    expect(process.env['UV_THREADPOOL_SIZE']).toBe('24');
    expect(electron.session.protocol.privileged).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, codeCache: true } },
    ]);
  });

  it('makes one window that nothing of Node reaches', async () => {
    const { options } = shared.window;
    expect(options).toMatchObject({ show: false, minWidth: 1024, minHeight: 700 });
    expect(options.webPreferences).toEqual({
      preload: expect.stringMatching(/out-\d+\/desktop\/preload\.cjs$/),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
    });
  });

  it('has developer tools in a development copy only', async () => {
    const development = await program.open((electron) => {
      electron.app.isPackaged = false;
    });
    expect(development.window.options.webPreferences?.devTools).toBe(true);
  });

  it.each([
    ['light', false],
    ['dark', true],
  ])('paints the background of the %s wizard before the page does', async (_theme, isDark) => {
    const { window } = await program.open((electron) => {
      electron.theme.isDark = isDark;
    });
    const tokens = readFileSync(join(import.meta.dirname, '../renderer/styles/tokens.css'), 'utf8');
    const [, light, dark] = /--bg: light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/.exec(tokens) ?? [];
    expect(window.options.backgroundColor).toBe(isDark ? dark : light);
  });

  it('leaves the window to the Airway that is open already, which comes to the front', async () => {
    const second = program.start((electron) => {
      electron.app.hasLock = false;
    });
    second.app.becomeReady();
    expect(second.app.exitCode).toBe(0);
    expect(second.windows).toEqual([]);

    const first = await program.open();
    first.window.minimize();
    first.app.emit('second-instance', {}, ['/opt/airway'], '/home/engineer');
    expect(first.window.calls).toEqual(['show', 'restore', 'show', 'focus']);
  });

  it('says in words why it cannot start', async () => {
    const electron = program.start();
    rmSync(join(program.rendererDir, 'index.html'));
    electron.app.becomeReady();
    await vi.waitFor(() => expect(electron.app.exitCode).toBe(1));
    expect(electron.system.errorsShown).toEqual([
      expect.stringContaining('Airway could not start: The wizard is not built'),
    ]);
  });

  it('has a menu without reload, developer tools and links', async () => {
    const roles = JSON.stringify(shared.system.applicationMenu);
    expect(roles).toContain('editMenu');
    expect(roles).toContain('zoomIn');
    for (const role of ['viewMenu', 'reload', 'toggleDevTools', 'help']) expect(roles).not.toContain(role);
  });
});

describe('the page', () => {
  it('comes from our scheme, under the policy', async () => {
    const { session, window } = shared;
    expect(window.webContents.mainFrame.url).toBe('app://airway/');
    const page = await session.request('app://airway/', 'mainFrame');
    expect(await page?.text()).toBe(PAGE);
    expect(Object.fromEntries(page?.headers ?? [])).toEqual({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-dns-prefetch-control': 'off',
      'cross-origin-opener-policy': 'same-origin',
    });
    const script = await session.request('app://airway/assets/index-AbC1.js');
    expect(script?.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it.each([
    'app://airway/../outside.html',
    'app://airway/%2e%2e/outside.html',
    'app://airway/..%2foutside.html',
    'app://airway/assets/../../outside.html',
    'app://airway/..\\outside.html',
    'app://airway//etc/passwd',
    'app://airway/assets/nothing.js',
    'app://airway/constructor',
  ])('cannot have %s', async (url) => {
    const { session } = shared;
    const response = await session.request(url);
    expect(response?.status).toBe(404);
    expect(response?.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it.each([
    'app://elsewhere/index.html',
    'app://airway.example/index.html',
    'app://airway:80/index.html',
    'app://user@airway/index.html',
    'https://airway/index.html',
    'http://127.0.0.1:8080/',
    'file:///etc/passwd',
    'devtools://devtools/bundled/inspector.html',
    'data:text/html,<script>1</script>',
    'blob:app://airway/1',
    'ws://127.0.0.1/',
    'chrome://gpu',
  ])('is refused a request for %s', async (url) => {
    expect(await shared.session.request(url, 'mainFrame')).toBeUndefined();
  });

  it('may show a picture that stands in its own text', async () => {
    const electron = shared;
    let isCancelled: boolean | undefined;
    const details = { url: 'data:image/png;base64,AA==', resourceType: 'image' } as const;
    const all = { ...details, id: 1, method: 'GET', referrer: '', timestamp: 0, uploadData: [] };
    electron.session.webRequest.before?.(all, ({ cancel }) => (isCancelled = cancel));
    expect(isCancelled).toBe(false);
  });

  it('has no permission and no device, and downloads nothing', async () => {
    const { session } = shared;
    for (const permission of ['media', 'clipboard-read', 'geolocation', 'openExternal'] as const)
      expect(session.isGranted(permission)).toBe(false);
    expect(session.hasDevice()).toBe(false);
    const preventDefault = vi.fn();
    session.emit('will-download', { preventDefault }, { getURL: () => 'https://example.com/a.exe' });
    expect(preventDefault).toHaveBeenCalledTimes(1);
    expect(session.isSpellCheckerEnabled).toBe(false);
  });

  it('goes nowhere, opens nothing and embeds nothing', async () => {
    const electron = shared;
    const page = electron.page;
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])
      expect(page.isPrevented(event, { url: 'https://example.com/' }, {}, {})).toBe(true);
    for (const url of ['https://example.com/', 'app://airway/', 'file:///etc/passwd'])
      expect(page.openWindow(url)).toEqual({ action: 'deny' });
    expect(electron.system.openedExternally).toEqual([]);
  });

  it('is loaded again when it crashes, and given up when it crashes again at once', async () => {
    const electron = await program.open();
    const page = electron.page;
    page.emit('render-process-gone', {}, { reason: 'clean-exit' });
    expect(page.reloads).toBe(0);
    page.emit('render-process-gone', {}, { reason: 'oom' });
    expect(page.reloads).toBe(1);
    page.emit('render-process-gone', {}, { reason: 'crashed' });
    expect(page.reloads).toBe(1);
    expect(electron.system.errorsShown).toEqual([expect.stringContaining('crashed')]);
    await vi.waitFor(() => expect(electron.app.exitCode).toBe(0));
  });

  it('offers cut, copy and paste on a right click where there is something to edit', async () => {
    const electron = shared;
    const flags = { canCut: true, canCopy: true, canPaste: true, canSelectAll: true };
    const click = (isEditable: boolean, selectionText: string) => {
      electron.system.menus.length = 0;
      electron.window.webContents.emit('context-menu', {}, { isEditable, selectionText, editFlags: flags });
      return electron.system.menus.flat().flatMap(({ role }) => role ?? []);
    };
    expect(click(true, '')).toEqual(['cut', 'copy', 'paste', 'selectAll']);
    expect(click(false, 'port 4222')).toEqual(['copy']);
    expect(click(false, '')).toEqual([]);
  });
});

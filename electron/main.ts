import { join } from 'node:path';
import { app, type BrowserWindow, dialog, Menu, session } from 'electron';
import { handleChannels, sendNews } from './ipc.ts';
import { guardEverything, guardSession, PAGE_URL, registerPageScheme, servePage } from './security.ts';
import { makeRoomForLookups } from './session/lookup-threads.ts';
import { createSession, type SessionOptions } from './session/session.ts';
import { applicationMenu, bringToFront, createWindow, reviveAfterCrash } from './window.ts';

// The life of the desktop host. This file is built into out/desktop, beside its preload script and the renderer's folder.
const PRELOAD = join(import.meta.dirname, 'preload.cjs');
const RENDERER_DIR = join(import.meta.dirname, '..', 'renderer');
/** Runs end within a tenth of a second; whoever quits does not wait for what hangs. */
const CLOSE_LIMIT_MS = 3000;

makeRoomForLookups();
app.enableSandbox();
registerPageScheme();
guardEverything();
if (app.requestSingleInstanceLock()) app.whenReady().then(open).catch(failToStart);
else app.quit();

async function open(): Promise<void> {
  guardSession(session.defaultSession);
  servePage(RENDERER_DIR);
  Menu.setApplicationMenu(applicationMenu(process.platform));
  const window = createWindow({ preload: PRELOAD, isPackaged: app.isPackaged });
  const page = window.webContents;
  const runs = createSession({
    host: 'desktop',
    emit: (channel, news) => sendNews(page, channel, news),
    bundleTarget: bundleTarget(window),
    resolveProxy: (url) => session.defaultSession.resolveProxy(url),
  });
  handleChannels(runs.handlers, page);
  reviveAfterCrash(window, (reason) => {
    dialog.showErrorBox('Airway had to close', `Its page stopped twice (${reason}). Finished runs are kept.`);
    app.quit();
  });
  app.on('second-instance', () => bringToFront(window));
  app.on('window-all-closed', () => app.quit());
  quitAfter(() => runs.close());
  await window.loadURL(PAGE_URL);
}

/** Where a bundle goes is the user's choice in the system's own dialog; the page never names a path. */
function bundleTarget(window: BrowserWindow): SessionOptions['bundleTarget'] {
  return {
    choose: async (suggestedName) => {
      // The portable program on a memory stick proposes that stick.
      const folder = process.env['PORTABLE_EXECUTABLE_DIR'] ?? app.getPath('downloads');
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title: 'Save the diagnostic bundle',
        defaultPath: join(folder, suggestedName),
        filters: [{ name: 'Zip archive', extensions: ['zip'] }],
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      });
      return canceled || filePath === '' ? undefined : filePath;
    },
    offer: ({ path, sizeBytes, files }) => ({ kind: 'saved', path, sizeBytes, files }),
  };
}

/** Holds the end back until what is running has ended, so that its journal is complete. */
function quitAfter(close: () => Promise<void>): void {
  let isClosing = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (isClosing) return;
    isClosing = true;
    const limit = new Promise((resolve) => setTimeout(resolve, CLOSE_LIMIT_MS));
    // What fails to close ends with the process.
    Promise.race([close(), limit]).then(
      () => app.exit(0),
      () => app.exit(0),
    );
  });
}

function failToStart(error: unknown): void {
  dialog.showErrorBox('Airway could not start', error instanceof Error ? error.message : String(error));
  app.exit(1);
}

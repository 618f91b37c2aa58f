import { join } from 'node:path';
import { app, type BrowserWindow, dialog, safeStorage, session, shell } from 'electron';
import { createDesktopHost, type DesktopHost, type SaveQuestion } from './desktop/desktop-host.ts';
import { desktopSettings } from './desktop/desktop-settings.ts';
import { filesOfArguments } from './desktop/file-arguments.ts';
import { FileDoor } from './desktop/file-door.ts';
import type { Vault } from './desktop/remembered-secrets.ts';
import { whyNothingIsKept } from './desktop/start-problems.ts';
import { answerPage, sendNews } from './ipc.ts';
import { stateDirectory } from './run/state-directory.ts';
import { guardEverything, guardSession, PAGE_URL, registerPageScheme, servePage } from './security.ts';
import { makeRoomForLookups } from './session/lookup-threads.ts';
import { openRefusalLog } from './session/refusal-log.ts';
import { TOOL } from './session/tool.ts';
import {
  bringToFront,
  createWindow,
  notificationCentre,
  printHtml,
  reviveAfterCrash,
  setMenu,
  showProgress,
} from './window.ts';

// The life of the desktop host. This file is built into out/desktop, beside its preload script and the renderer's folder.
const PRELOAD = join(import.meta.dirname, 'preload.cjs');
const RENDERER_DIR = join(import.meta.dirname, '..', 'renderer');
/** Runs end within a tenth of a second; whoever quits does not wait for what hangs. */
const CLOSE_LIMIT_MS = 3000;
/** The packages' `appId`, by which Windows knows whose notifications and whose button in the task bar these are. */
const APP_ID = 'org.airway.desktop';

const directory = stateDirectory();
const onRefusal = openRefusalLog({ host: 'desktop', directory });
const door = new FileDoor(filesOfArguments(process.argv, process.cwd()));
let front: () => void = () => undefined;

makeRoomForLookups();
if (process.platform === 'win32') app.setAppUserModelId(APP_ID);
app.enableSandbox();
registerPageScheme();
guardEverything(onRefusal);
if (app.requestSingleInstanceLock()) {
  // On macOS the file that was double-clicked comes this way, and it may come before the app is ready.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    front();
    door.take([path]);
  });
  app.on('second-instance', (_event, argv, workingDirectory) => {
    front();
    door.take(filesOfArguments(argv, workingDirectory));
  });
  app.whenReady().then(open).catch(failToStart);
} else app.quit();

async function open(): Promise<void> {
  guardSession(session.defaultSession, onRefusal);
  servePage(RENDERER_DIR, onRefusal);
  app.setAboutPanelOptions({ applicationName: 'Airway', applicationVersion: TOOL.version });
  const settings = desktopSettings(directory);
  const window = createWindow({ preload: PRELOAD, isPackaged: app.isPackaged, settings });
  front = () => bringToFront(window);
  const host = hostOf(window);
  setMenu(host.menu());
  answerPage({
    page: window.webContents,
    handlers: host.handlers,
    onRefusal,
    onDropped: (path) => void host.openFiles([path]),
  });
  reviveAfterCrash(window, (reason) => {
    dialog.showErrorBox('Airway had to close', `Its page stopped twice (${reason}). Finished runs are kept.`);
    app.quit();
  });
  app.on('window-all-closed', () => app.quit());
  quitAfter(() => host.close());
  await window.loadURL(PAGE_URL);
  await door.connect((paths) => host.openFiles(paths));
  const problem = whyNothingIsKept(directory);
  if (problem !== undefined) await dialog.showMessageBox(window, { message: problem, type: 'warning' });
}

function hostOf(window: BrowserWindow): DesktopHost {
  const page = window.webContents;
  const host: DesktopHost = createDesktopHost({
    stateDirectory: directory,
    environment: process.env,
    onRefusal,
    notifications: notificationCentre,
    vault,
    emit: (channel, news) => sendNews(page, channel, news),
    askWhereToSave: (question) => askWhereToSave(window, question),
    askWhatToOpen: async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: 'Open a profile or a bundle',
        filters: [{ name: 'Profiles and bundles', extensions: ['yaml', 'yml', 'json', 'airway', 'zip'] }],
        properties: ['openFile'],
      });
      return canceled ? [] : filePaths;
    },
    say: (message, detail) => void dialog.showMessageBox(window, { message, detail }),
    printHtml,
    resolveProxy: (url) => session.defaultSession.resolveProxy(url),
    openExternal: (url) => shell.openExternal(url),
    bringToFront: () => bringToFront(window),
    isLooking: () => !window.isDestroyed() && window.isFocused(),
    setProgress: (progress) => showProgress(window, progress),
    refreshMenu: () => setMenu(host.menu()),
  });
  return host;
}

async function askWhereToSave(window: BrowserWindow, question: SaveQuestion): Promise<string | undefined> {
  // The portable program on a memory stick proposes that stick.
  const folder = process.env['PORTABLE_EXECUTABLE_DIR'] ?? app.getPath('downloads');
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: question.title,
    defaultPath: join(folder, question.suggestedName),
    filters: [{ name: question.kind.name, extensions: [question.kind.ending] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  return canceled || filePath === '' ? undefined : filePath;
}

const vault: Vault = {
  whyUnavailable: async () => {
    // Without a key ring Chromium would encrypt with a word that everybody knows.
    const isPlain = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
    const isAvailable = !isPlain && (await safeStorage.isAsyncEncryptionAvailable());
    return isAvailable ? undefined : 'The operating system offers no key ring to encrypt them with.';
  },
  encrypt: (text) => safeStorage.encryptStringAsync(text),
  decrypt: async (cipher) => (await safeStorage.decryptStringAsync(cipher)).result,
};

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

import {
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  Menu,
  Notification,
  nativeTheme,
  screen,
  type WebPreferences,
} from 'electron';
import type { KeptSettings } from './desktop/kept-settings.ts';
import { applicationMenu, editMenu, type MenuOptions } from './desktop/menu.ts';
import type { NotificationCentre } from './desktop/notifier.ts';
import type { TaskBarProgress } from './desktop/run-signals.ts';
import { LEAST_SIZE, placeWindow, type WindowState } from './desktop/window-state.ts';
import { PRINT_URL, printSession } from './security.ts';

/** The wizard's own background (`--bg`), so that nothing flashes before the first paint. */
const BACKGROUND = { light: '#f4f6f8', dark: '#11151b' } as const;
/** A page that crashes again so soon will go on crashing. */
const CRASH_AGAIN_MS = 10_000;
/** A window that is being dragged moves some hundred times; where it comes to rest is kept. */
const REST_MS = 500;
/** A report of thousands of checks is set within some seconds. */
const PRINT_LIMIT_MS = 30_000;

export interface WindowSurroundings {
  /** Absolute path of the built preload script. */
  readonly preload: string;
  readonly isPackaged: boolean;
  readonly settings: KeptSettings<{
    readonly window?: WindowState | undefined;
    readonly remembersSecrets: boolean;
  }>;
}

/** What the security of any page rests on, all of it stated although most of it is Electron's default. */
const SAFE_PREFERENCES = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
} as const satisfies WebPreferences;

/** Makes the window, which shows itself once its page is painted. Nothing is loaded yet. */
export function createWindow({ preload, isPackaged, settings }: WindowSurroundings): BrowserWindow {
  const workAreas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea);
  const { isMaximized, ...bounds } = placeWindow(settings.read().window, workAreas);
  const options: BrowserWindowConstructorOptions = {
    title: 'Airway',
    ...bounds,
    minWidth: Math.min(LEAST_SIZE.width, bounds.width),
    minHeight: Math.min(LEAST_SIZE.height, bounds.height),
    show: false,
    backgroundColor: background(),
    webPreferences: { ...SAFE_PREFERENCES, preload, devTools: !isPackaged },
  };
  const window = new BrowserWindow(options);
  window.once('ready-to-show', () => {
    if (isMaximized) window.maximize();
    window.show();
  });
  nativeTheme.on('updated', () => {
    if (!window.isDestroyed()) window.setBackgroundColor(background());
  });
  window.webContents.on('context-menu', (_event, params) => {
    const template = editMenu(params);
    if (template.length > 0) Menu.buildFromTemplate(template).popup({ window });
  });
  keepPlace(window, settings);
  return window;
}

const background = (): string => (nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light);

/** Keeps where the window is, whenever it has come to rest and when it closes. */
function keepPlace(window: BrowserWindow, settings: WindowSurroundings['settings']): void {
  let timer: NodeJS.Timeout | undefined;
  const keep = () => {
    clearTimeout(timer);
    if (window.isDestroyed() || window.isMinimized()) return;
    const { x, y, width, height } = window.getNormalBounds();
    try {
      settings.write({
        ...settings.read(),
        window: { bounds: { x, y, width, height }, isMaximized: window.isMaximized() },
      });
    } catch {
      // A folder that cannot be written was said at the start; the window then opens in the middle.
    }
  };
  const keepSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, REST_MS);
  };
  window.on('resize', keepSoon);
  window.on('move', keepSoon);
  window.on('close', keep);
}

/** Shows the window again, for whoever started Airway a second time or clicked a notification. */
export function bringToFront(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Loads a crashed page again: runs live in this process and lose nothing. Gives up when that does not help. */
export function reviveAfterCrash(window: BrowserWindow, giveUp: (reason: string) => void): void {
  let lastMs = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    const nowMs = performance.now();
    if (nowMs - lastMs < CRASH_AGAIN_MS) giveUp(reason);
    else window.webContents.reload();
    lastMs = nowMs;
  });
}

/** Sets the application's menu, also anew when something that it shows has changed. */
export function setMenu(options: Omit<MenuOptions, 'platform'>): void {
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(applicationMenu({ ...options, platform: process.platform })),
  );
}

/** Shows how far a run is in the task bar or dock. */
export function showProgress(window: BrowserWindow, progress: TaskBarProgress): void {
  // Electron takes -1 for none; a part of 0 would show an empty bar only on some systems.
  if (!window.isDestroyed()) window.setProgressBar(progress === 'none' ? -1 : Math.max(progress, 0.01));
}

/** The operating system's notifications. */
export const notificationCentre: NotificationCentre = {
  isSupported: () => Notification.isSupported(),
  show: (notice, onClick) => {
    const notification = new Notification({ ...notice, silent: true });
    notification.on('click', onClick);
    notification.show();
  },
};

let prints = 0;

/**
 * Sets one page of HTML on A4, in a window that nobody sees, without script, network or anything kept. Rejects with an Error when
 * it takes longer than half a minute.
 */
export async function printHtml(html: string): Promise<Uint8Array> {
  prints += 1;
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      ...SAFE_PREFERENCES,
      session: printSession(`airway-print-${prints}`, html),
      javascript: false,
      devTools: false,
    },
  });
  const limit = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => limit.reject(new Error('the report took too long to print')),
    PRINT_LIMIT_MS,
  );
  try {
    return await Promise.race([setPage(window), limit.promise]);
  } finally {
    clearTimeout(timer);
    window.destroy();
  }
}

async function setPage(window: BrowserWindow): Promise<Uint8Array> {
  await window.loadURL(PRINT_URL);
  return await window.webContents.printToPDF({
    pageSize: 'A4',
    printBackground: true,
    preferCSSPageSize: true,
    generateTaggedPDF: true,
    generateDocumentOutline: true,
  });
}

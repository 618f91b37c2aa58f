import {
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  type ContextMenuParams,
  Menu,
  type MenuItemConstructorOptions,
  nativeTheme,
} from 'electron';

/** The wizard's own background (`--bg`), so that nothing flashes before the first paint. */
const BACKGROUND = { light: '#f4f6f8', dark: '#11151b' } as const;
/** A page that crashes again so soon will go on crashing. */
const CRASH_AGAIN_MS = 10_000;

export interface WindowSurroundings {
  /** Absolute path of the built preload script. */
  readonly preload: string;
  readonly isPackaged: boolean;
  readonly isDark: boolean;
}

/** Options of the one window. Every default that the security of the page rests on is stated. */
function windowOptions(surroundings: WindowSurroundings): BrowserWindowConstructorOptions {
  const { preload, isPackaged, isDark } = surroundings;
  return {
    title: 'Airway',
    width: 1280,
    height: 860,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    backgroundColor: isDark ? BACKGROUND.dark : BACKGROUND.light,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !isPackaged,
    },
  };
}

/** Makes the window, which shows itself once its page is painted. Nothing is loaded yet. */
export function createWindow(surroundings: Omit<WindowSurroundings, 'isDark'>): BrowserWindow {
  const window = new BrowserWindow(
    windowOptions({ ...surroundings, isDark: nativeTheme.shouldUseDarkColors }),
  );
  window.once('ready-to-show', () => window.show());
  window.webContents.on('context-menu', (_event, params) => {
    const template = editMenu(params);
    if (template.length > 0) Menu.buildFromTemplate(template).popup({ window });
  });
  return window;
}

/** Shows the window again, for whoever started Airway a second time. */
export function bringToFront(window: BrowserWindow): void {
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

/** Electron's own menu has links to the Internet and a reload; this one has what an engineer uses. */
export function applicationMenu(platform: NodeJS.Platform): Menu {
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
    ],
  };
  const first: MenuItemConstructorOptions =
    platform === 'darwin' ? { role: 'appMenu' } : { label: 'File', submenu: [{ role: 'quit' }] };
  return Menu.buildFromTemplate([first, { role: 'editMenu' }, view, { role: 'windowMenu' }]);
}

/** Electron has no menu of its own on a right click, and tokens are pasted that way. */
function editMenu({ isEditable, editFlags, selectionText }: ContextMenuParams): MenuItemConstructorOptions[] {
  if (isEditable)
    return [
      { role: 'cut', enabled: editFlags.canCut },
      { role: 'copy', enabled: editFlags.canCopy },
      { role: 'paste', enabled: editFlags.canPaste },
      { type: 'separator' },
      { role: 'selectAll', enabled: editFlags.canSelectAll },
    ];
  return selectionText.trim() === '' ? [] : [{ role: 'copy' }];
}

import { EventEmitter } from 'node:events';
import { StandInIpcMain } from './ipc-main.ts';
import { StandInNetwork } from './network.ts';
import { StandInWebContents } from './web-contents.ts';

/** `app`. Becomes ready when a test says so; quitting goes through the events that hold it back. */
class StandInApp
  extends EventEmitter
  implements
    Pick<
      Electron.App,
      'enableSandbox' | 'requestSingleInstanceLock' | 'whenReady' | 'quit' | 'exit' | 'getPath' | 'isPackaged'
    >
{
  isPackaged = true;
  hasLock = true;
  /** What was called before the app was ready, in order. */
  readonly before: string[] = [];
  exitCode: number | undefined;
  readonly #ready = Promise.withResolvers<void>();

  enableSandbox(): void {
    this.before.push('enableSandbox');
  }
  requestSingleInstanceLock(): boolean {
    return this.hasLock;
  }
  whenReady(): Promise<void> {
    return this.#ready.promise;
  }
  /** Lets `whenReady` resolve. */
  becomeReady(): void {
    this.before.push('ready');
    this.#ready.resolve();
  }
  quit(): void {
    let isHeldBack = false;
    this.emit('will-quit', { preventDefault: () => (isHeldBack = true) });
    if (!isHeldBack) this.exit(0);
  }
  exit(code = 0): void {
    this.exitCode = code;
    this.emit('exited');
  }
  getPath(name: Parameters<Electron.App['getPath']>[0]): string {
    return `/home/engineer/${name}`;
  }
}

/** A window with a page and nothing on the screen. */
export class StandInBrowserWindow
  extends EventEmitter
  implements
    Pick<Electron.BrowserWindow, 'loadURL' | 'show' | 'focus' | 'isMinimized' | 'restore' | 'isDestroyed'>
{
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents: StandInWebContents;
  readonly calls: string[] = [];

  constructor(options: Electron.BrowserWindowConstructorOptions, standIn: ElectronStandIn) {
    super();
    this.options = options;
    this.webContents = new StandInWebContents(options.webPreferences ?? {}, standIn.ipcMain, standIn.network);
    standIn.windows.push(this);
    standIn.app.emit('web-contents-created', {}, this.webContents);
  }

  async loadURL(url: string): Promise<void> {
    await this.webContents.load(url);
    this.emit('ready-to-show');
  }
  show(): void {
    this.calls.push('show');
  }
  focus(): void {
    this.calls.push('focus');
  }
  restore(): void {
    this.calls.push('restore');
  }
  isMinimized(): boolean {
    return true;
  }
  isDestroyed(): boolean {
    return this.webContents.isDestroyed();
  }
}

/** Electron as the desktop host's files see it, in plain Node, with what a test can see and do beside it. */
export class ElectronStandIn {
  readonly app = new StandInApp();
  readonly ipcMain = new StandInIpcMain();
  readonly network = new StandInNetwork();
  readonly windows: StandInBrowserWindow[] = [];
  /** Menus that were made, by their templates; the last one that was set for the application. */
  readonly menus: Electron.MenuItemConstructorOptions[][] = [];
  applicationMenu: Electron.MenuItemConstructorOptions[] | undefined;
  /** What the save dialog was asked with, and what the user does in it. */
  readonly dialogsShown: Electron.SaveDialogOptions[] = [];
  dialogAnswer: Electron.SaveDialogReturnValue = { canceled: true, filePath: '' };
  readonly errorsShown: string[] = [];
  /** What was handed to the operating system to be opened. */
  readonly openedExternally: string[] = [];
  isDark = false;

  /** The only window. */
  get window(): StandInBrowserWindow {
    const [window, ...others] = this.windows;
    if (window === undefined || others.length > 0) throw new Error(`${this.windows.length} windows`);
    return window;
  }

  /** What `import ... from 'electron'` gives. */
  get module() {
    const standIn = this;
    const dialog: Pick<Electron.Dialog, 'showSaveDialog' | 'showErrorBox'> = {
      showSaveDialog: async (...given: unknown[]) => {
        standIn.dialogsShown.push(given.at(-1) as Electron.SaveDialogOptions);
        return standIn.dialogAnswer;
      },
      showErrorBox: (title, content) => void standIn.errorsShown.push(`${title}: ${content}`),
    };
    const shell: Pick<Electron.Shell, 'openExternal' | 'openPath' | 'showItemInFolder'> = {
      openExternal: async (url) => void standIn.openedExternally.push(url),
      openPath: async (path) => String(standIn.openedExternally.push(path)),
      showItemInFolder: (path) => void standIn.openedExternally.push(path),
    };
    const nativeTheme: Pick<Electron.NativeTheme, 'shouldUseDarkColors'> = {
      shouldUseDarkColors: standIn.isDark,
    };
    return {
      app: standIn.app,
      ipcMain: standIn.ipcMain,
      protocol: standIn.network.protocol,
      session: { defaultSession: standIn.network.session },
      dialog,
      shell,
      nativeTheme,
      Menu: {
        buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => {
          standIn.menus.push(template);
          return { template, popup: () => undefined };
        },
        setApplicationMenu: (menu: { template: Electron.MenuItemConstructorOptions[] } | null) => {
          standIn.applicationMenu = menu?.template;
        },
      },
      BrowserWindow: class extends StandInBrowserWindow {
        constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
          super(options, standIn);
        }
      },
    };
  }
}

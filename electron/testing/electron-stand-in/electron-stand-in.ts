import { ContentsWithoutBrowser } from './contents-without-browser.ts';
import { StandInIpcMain } from './ipc-main.ts';
import { StandInSession } from './network.ts';
import { StandInApp } from './stand-in-app.ts';
import { StandInNotification, StandInSafeStorage, StandInSystem, StandInTheme } from './stand-in-system.ts';
import { ownSession, StandInBrowserWindow } from './stand-in-window.ts';
import type { ContentsSurroundings, StandInWebContents } from './web-contents.ts';

/** What shows the pages of a stand-in. */
export type MakeContents<C extends StandInWebContents> = (surroundings: ContentsSurroundings) => C;

/**
 * Electron as the desktop host's files see it, in plain Node, with what a test can see and do beside it. It has Electron's
 * defaults, which are to allow: what is refused here was refused by the program that runs on it.
 */
export class ElectronStandIn<C extends StandInWebContents = ContentsWithoutBrowser> {
  readonly app = new StandInApp();
  readonly ipcMain = new StandInIpcMain();
  readonly session = new StandInSession();
  readonly system = new StandInSystem();
  readonly safeStorage = new StandInSafeStorage();
  readonly theme = new StandInTheme();
  readonly windows: StandInBrowserWindow[] = [];
  readonly #pages: C[] = [];
  readonly #partitions = new Map<string, StandInSession>();
  readonly #makeContents: MakeContents<C>;
  /** What `import ... from 'electron'` gives. One object, so that a test can put its own answers into it. */
  readonly module: ReturnType<ElectronStandIn<C>['makeModule']>;

  constructor(makeContents: MakeContents<C>) {
    this.#makeContents = makeContents;
    this.module = this.makeModule();
  }

  /** The only window that is open. */
  get window(): StandInBrowserWindow {
    const [window, ...others] = this.windows.filter((one) => !one.isDestroyed());
    if (window === undefined || others.length > 0) throw new Error(`${this.windows.length} windows`);
    return window;
  }

  /** The page of the only window. */
  get page(): C {
    const page = this.#pages.find((one) => one === this.window.webContents);
    if (page === undefined) throw new Error('the window has a page of its own');
    return page;
  }

  /** Sessions in memory, by name. */
  get partitions(): ReadonlyMap<string, StandInSession> {
    return this.#partitions;
  }

  #fromPartition(name: string): StandInSession {
    const known = this.#partitions.get(name);
    if (known !== undefined) return known;
    const made = new StandInSession();
    this.#partitions.set(name, made);
    this.app.emit('session-created', made);
    return made;
  }

  #open(options: Electron.BrowserWindowConstructorOptions): StandInWebContents {
    const contents = this.#makeContents({
      preferences: options.webPreferences ?? {},
      session: ownSession(options) ?? this.session,
      ipcMain: this.ipcMain,
      theme: this.theme,
      width: options.width ?? 800,
      height: options.height ?? 600,
    });
    this.#pages.push(contents);
    this.app.emit('web-contents-created', {}, contents);
    return contents;
  }

  protected makeModule() {
    const standIn = this;
    return {
      app: this.app,
      ipcMain: this.ipcMain,
      protocol: this.session.protocol,
      session: {
        defaultSession: this.session,
        fromPartition: (name: string) => this.#fromPartition(name),
      },
      dialog: this.system.dialog,
      shell: this.system.shell,
      screen: this.system.screen,
      nativeTheme: this.theme,
      safeStorage: this.safeStorage,
      Notification: class extends StandInNotification {
        constructor(options: Electron.NotificationConstructorOptions = {}) {
          super(options, standIn.system);
        }
        static isSupported(): boolean {
          return standIn.system.showsNotifications;
        }
      },
      Menu: this.system.Menu,
      webContents: {
        getAllWebContents: () => this.#pages.filter((page) => !page.isDestroyed()),
        /** Test tools ask for it; a page here goes away with its target. */
        fromDevToolsTargetId: () => undefined,
      },
      BrowserWindow: class extends StandInBrowserWindow {
        constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
          super(options, standIn.#open(options));
          standIn.windows.push(this);
          this.on('closed', () => {
            const isLast = standIn.windows.every((window) => window.isDestroyed());
            if (isLast) standIn.app.emit('window-all-closed');
          });
        }
        static getAllWindows(): StandInBrowserWindow[] {
          return standIn.windows.filter((window) => !window.isDestroyed());
        }
      },
    } satisfies Partial<Record<keyof typeof Electron.CrossProcessExports, object>>;
  }
}

/** A stand-in whose pages are shown by nothing: for tests that need no browser. */
export const standInWithoutBrowser = (): ElectronStandIn =>
  new ElectronStandIn((surroundings) => new ContentsWithoutBrowser(surroundings));

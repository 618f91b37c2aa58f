import { EventEmitter } from 'node:events';
import type { StandInIpcMain } from './ipc-main.ts';
import type { StandInSession } from './network.ts';
import type { StandInTheme } from './stand-in-system.ts';

type WindowOpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

/** What of a frame a handler may look at. */
export type StandInFrame = Pick<Electron.WebFrameMain, 'url' | 'frameTreeNodeId'>;

/** What a page is made of, whether a browser shows it or not. */
export interface ContentsSurroundings {
  readonly preferences: Electron.WebPreferences;
  readonly session: StandInSession;
  readonly ipcMain: StandInIpcMain;
  readonly theme: StandInTheme;
  /** Size of the window that the page stands in. */
  readonly width: number;
  readonly height: number;
}

/** A page as the main process sees it. How it is shown is for the classes below this one. */
export abstract class StandInWebContents
  extends EventEmitter
  implements
    Pick<
      Electron.WebContents,
      | 'send'
      | 'isDestroyed'
      | 'isCrashed'
      | 'reload'
      | 'setWindowOpenHandler'
      | 'setWebRTCIPHandlingPolicy'
      | 'printToPDF'
    >
{
  abstract readonly mainFrame: StandInFrame;
  readonly session: StandInSession;
  protected readonly preferences: Electron.WebPreferences;
  protected readonly ipcMain: StandInIpcMain;
  webRtcPolicy = 'default';
  isGone = false;
  #windowOpenHandler: WindowOpenHandler | undefined;

  constructor({ preferences, session, ipcMain }: ContentsSurroundings) {
    super();
    this.preferences = preferences;
    this.session = session;
    this.ipcMain = ipcMain;
    const { sandbox, contextIsolation } = preferences;
    // Both are on unless they are switched off.
    if (sandbox === false || contextIsolation === false)
      throw new Error('only sandboxed, isolated pages are known here');
  }

  /** Loads a page and runs its preload script. Rejects when it cannot be had. */
  abstract load(url: string): Promise<void>;
  abstract send(channel: string, ...args: unknown[]): void;
  abstract reload(): void;
  abstract printToPDF(options: Electron.PrintToPDFOptions): Promise<Buffer>;
  /** Takes the page away, with its window. */
  abstract destroy(): Promise<void>;

  isDestroyed(): boolean {
    return this.isGone;
  }
  isCrashed(): boolean {
    return false;
  }
  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#windowOpenHandler = handler;
  }
  setWebRTCIPHandlingPolicy(policy: string): void {
    this.webRtcPolicy = policy;
  }

  /** What becomes of `window.open(url)`; Electron opens a window where no handler is set. */
  openWindow(url: string): Electron.WindowOpenHandlerResponse {
    const details = {
      url,
      frameName: '',
      features: '',
      disposition: 'foreground-tab',
      referrer: { url: '', policy: 'default' },
    };
    return this.#windowOpenHandler?.(details as Parameters<WindowOpenHandler>[0]) ?? { action: 'allow' };
  }

  /** Fires an event that a listener may prevent; answers whether one did. */
  isPrevented(event: string, details: object = {}, ...args: unknown[]): boolean {
    let isPrevented = false;
    this.emit(event, { ...details, preventDefault: () => (isPrevented = true) }, ...args);
    return isPrevented;
  }

  /** A question from a frame that need not be the page's own. */
  invokeFrom(frame: StandInFrame | null, channel: string, ...args: unknown[]): Promise<unknown> {
    return this.ipcMain.invoke(this, frame, channel, args);
  }
}

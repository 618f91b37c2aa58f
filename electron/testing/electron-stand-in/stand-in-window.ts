import { EventEmitter } from 'node:events';
import type { StandInSession } from './network.ts';
import type { StandInWebContents } from './web-contents.ts';

type Rectangle = Electron.Rectangle;

/** A window with a page; on no screen but the browser's, if there is one. */
export class StandInBrowserWindow
  extends EventEmitter
  implements
    Pick<
      Electron.BrowserWindow,
      | 'loadURL'
      | 'show'
      | 'focus'
      | 'isMinimized'
      | 'minimize'
      | 'isFocused'
      | 'restore'
      | 'isDestroyed'
      | 'destroy'
      | 'close'
      | 'maximize'
      | 'isMaximized'
      | 'getNormalBounds'
      | 'setBackgroundColor'
      | 'setProgressBar'
    >
{
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents: StandInWebContents;
  readonly calls: string[] = [];
  /** What the task bar shows, from the first to the last. */
  readonly progress: number[] = [];
  backgroundColor: string;
  isInFront = true;
  isSmall = false;
  isLarge = false;
  bounds: Rectangle;

  constructor(options: Electron.BrowserWindowConstructorOptions, contents: StandInWebContents) {
    super();
    this.options = options;
    this.webContents = contents;
    this.backgroundColor = options.backgroundColor ?? '';
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.bounds = { x, y, width, height };
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
  minimize(): void {
    this.isSmall = true;
  }
  restore(): void {
    this.calls.push('restore');
    this.isSmall = false;
  }
  maximize(): void {
    this.calls.push('maximize');
    this.isLarge = true;
  }
  isMinimized(): boolean {
    return this.isSmall;
  }
  isMaximized(): boolean {
    return this.isLarge;
  }
  isFocused(): boolean {
    return this.isInFront;
  }
  getNormalBounds(): Rectangle {
    return this.bounds;
  }
  setBackgroundColor(color: string): void {
    this.backgroundColor = color;
  }
  setProgressBar(progress: number): void {
    this.progress.push(progress);
  }
  close(): void {
    this.emit('close', { preventDefault: () => undefined });
    this.destroy();
  }
  destroy(): void {
    if (this.isDestroyed()) return;
    this.webContents.isGone = true;
    // The browser takes the page away in its own time.
    void this.webContents.destroy();
    this.emit('closed');
  }
  isDestroyed(): boolean {
    return this.webContents.isDestroyed();
  }
}

/** The session that a window was made with, if it has one of its own. */
export const ownSession = (options: Electron.BrowserWindowConstructorOptions): StandInSession | undefined =>
  // Every session of a program that runs here was made here.
  options.webPreferences?.session as unknown as StandInSession | undefined;

import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { crossBridge } from './context-bridge.ts';
import type { StandInFrame, StandInIpcMain } from './ipc-main.ts';
import type { StandInNetwork } from './network.ts';

type WindowOpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

/** A page without a browser: it loads its URL through the session's rules, runs its preload script, and can be sent news. */
export class StandInWebContents
  extends EventEmitter
  implements
    Pick<Electron.WebContents, 'send' | 'isDestroyed' | 'isCrashed' | 'reload' | 'setWindowOpenHandler'>
{
  /** What the preload script put into the page's own world, by name. */
  readonly world = new Map<string, unknown>();
  readonly mainFrame = { url: '', frameTreeNodeId: 1 };
  reloads = 0;
  isGone = false;
  readonly #ipcRenderer = new EventEmitter();
  readonly #preferences: Electron.WebPreferences;
  readonly #ipcMain: StandInIpcMain;
  readonly #network: StandInNetwork;
  #windowOpenHandler: WindowOpenHandler | undefined;

  constructor(preferences: Electron.WebPreferences, ipcMain: StandInIpcMain, network: StandInNetwork) {
    super();
    this.#preferences = preferences;
    this.#ipcMain = ipcMain;
    this.#network = network;
  }

  /** Loads the page; its own files can then be had by `request` of the network. */
  async load(url: string): Promise<void> {
    const response = await this.#network.request(url, 'mainFrame');
    if (response?.ok !== true) throw new Error(`ERR_FAILED loading '${url}'`);
    this.mainFrame.url = url;
    this.#runPreload();
    this.emit('did-finish-load');
  }

  send(channel: string, ...args: unknown[]): void {
    const event = { sender: 'an event object, which no page may get' };
    this.#ipcRenderer.emit(channel, event, ...structuredClone(args));
  }

  isDestroyed(): boolean {
    return this.isGone;
  }

  isCrashed(): boolean {
    return false;
  }

  reload(): void {
    this.reloads += 1;
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#windowOpenHandler = handler;
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
  isPrevented(event: string, ...args: unknown[]): boolean {
    let isPrevented = false;
    this.emit(event, { preventDefault: () => (isPrevented = true) }, ...args);
    return isPrevented;
  }

  /** A question from a frame that need not be the page's own. */
  invokeFrom(frame: StandInFrame | null, channel: string, input?: unknown): Promise<unknown> {
    return this.#ipcMain.invoke(this, frame, channel, [input]);
  }

  /** As a sandboxed preload script runs: CommonJS in a world of its own, where `require` knows `electron` and little else. */
  #runPreload(): void {
    const { preload, sandbox, contextIsolation } = this.#preferences;
    if (preload === undefined) return;
    if (sandbox !== true || contextIsolation !== true)
      throw new Error('only sandboxed, isolated pages are known here');
    const ipcRenderer: Pick<Electron.IpcRenderer, 'invoke'> & EventEmitter = Object.assign(
      this.#ipcRenderer,
      {
        invoke: (channel: string, ...args: unknown[]) =>
          this.#ipcMain.invoke(this, this.mainFrame, channel, args),
      },
    );
    const contextBridge = {
      exposeInMainWorld: (name: string, api: unknown) => void this.world.set(name, crossBridge(api)),
    };
    const require = (name: string) => {
      if (name !== 'electron') throw new Error(`module not found: ${name}`);
      return { contextBridge, ipcRenderer };
    };
    const code = readFileSync(preload, 'utf8');
    runInNewContext(code, { require, module: { exports: {} }, exports: {} }, { filename: preload });
  }
}

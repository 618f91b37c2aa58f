import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { crossBridge } from './context-bridge.ts';
import { StandInWebContents } from './web-contents.ts';

/** What a page can listen to, as far as the preload script does. */
type PageListener = (event: unknown) => void;

/** A page without a browser: it loads its URL through the session's rules, runs its preload script, and can be sent news. */
export class ContentsWithoutBrowser extends StandInWebContents {
  /** What the preload script put into the page's own world, by name. */
  readonly world = new Map<string, unknown>();
  readonly mainFrame = { url: '', frameTreeNodeId: 1 };
  /** Paths of the files that came from a file manager; every other one has none. */
  readonly pathsOfFiles = new Map<object, string>();
  reloads = 0;
  readonly #ipcRenderer = new EventEmitter();
  readonly #pageListeners = new Map<string, PageListener[]>();
  #html = '';

  /** Loads the page; its own files can then be had by `request` of the session. */
  async load(url: string): Promise<void> {
    const response = await this.session.request(url, 'mainFrame');
    if (response?.ok !== true) throw new Error(`ERR_FAILED loading '${url}'`);
    this.mainFrame.url = url;
    this.#html = await response.text();
    this.#runPreload();
    this.emit('did-finish-load');
  }

  send(channel: string, ...args: unknown[]): void {
    const event = { sender: 'an event object, which no page may get' };
    this.#ipcRenderer.emit(channel, event, ...(structuredClone(args) as unknown[]));
  }

  reload(): void {
    this.reloads += 1;
  }

  /** The text of the page, in place of a PDF. */
  async printToPDF(): Promise<Buffer> {
    return Buffer.from(`%PDF of ${this.#html}`);
  }

  async destroy(): Promise<void> {
    this.isGone = true;
  }

  /** Lets something happen in the page's document. */
  happen(type: string, event: object): void {
    for (const listener of this.#pageListeners.get(type) ?? []) listener(event);
  }

  /** A word from a frame that need not be the page's own. */
  sendFrom(
    frame: { url: string; frameTreeNodeId: number } | null,
    channel: string,
    ...args: unknown[]
  ): void {
    this.ipcMain.receive(this, frame, channel, args);
  }

  /** As a sandboxed preload script runs: CommonJS in a world of its own, where `require` knows `electron` and little else. */
  #runPreload(): void {
    const { preload } = this.preferences;
    if (preload === undefined) return;
    const ipcRenderer: Pick<Electron.IpcRenderer, 'invoke' | 'send'> & EventEmitter = Object.assign(
      this.#ipcRenderer,
      {
        invoke: (channel: string, ...args: unknown[]) =>
          this.ipcMain.invoke(this, this.mainFrame, channel, args),
        send: (channel: string, ...args: unknown[]) =>
          this.ipcMain.receive(this, this.mainFrame, channel, args),
      },
    );
    const contextBridge: Pick<Electron.ContextBridge, 'exposeInMainWorld'> = {
      exposeInMainWorld: (name, api: unknown) => void this.world.set(name, crossBridge(api)),
    };
    const webUtils: Pick<Electron.WebUtils, 'getPathForFile'> = {
      getPathForFile: (file) => this.pathsOfFiles.get(file) ?? '',
    };
    const require = (name: string) => {
      if (name !== 'electron') throw new Error(`module not found: ${name}`);
      return { contextBridge, ipcRenderer, webUtils };
    };
    const window = {
      addEventListener: (type: string, listener: PageListener) => {
        this.#pageListeners.set(type, [...(this.#pageListeners.get(type) ?? []), listener]);
      },
    };
    const code = readFileSync(preload, 'utf8');
    runInNewContext(code, { require, window, module: { exports: {} }, exports: {} }, { filename: preload });
  }
}

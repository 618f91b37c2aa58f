import { type ContentsSurroundings, type StandInFrame, StandInWebContents } from '../web-contents.ts';
import type { DevTools } from './devtools.ts';
import { FILE_TOKEN, FILES, type ToMain, type ToPage } from './in-page/messages.ts';
import { fromBrowser, toBrowser } from './page-addresses.ts';
import { pageScripts } from './page-scripts.ts';
import { failed, judge, type PausedRequest } from './requests.ts';
import { decode, encode } from './wire.ts';

/** Electron's name of the world in which preload scripts run. */
const WORLD = 'Electron Isolated Context';
/** A4 in inches, as the DevTools protocol wants it. */
const A4 = { paperWidth: 8.27, paperHeight: 11.69 } as const;

/** Where script runs: one world of one frame. */
interface ScriptContext {
  readonly id: number;
  readonly name: string;
  readonly auxData: { readonly frameId: string };
}

/** A page that Chromium shows: its preload script in an isolated world, its files from the program's own protocol handler. */
export class ChromiumContents extends StandInWebContents {
  readonly #devTools: DevTools;
  readonly #scripts;
  readonly #opened: Promise<void>;
  readonly #frames = new Map<string, { url: string; readonly frameTreeNodeId: number }>();
  /** Frames by the number of their script contexts. */
  readonly #contexts = new Map<number, string>();
  #targetId = '';
  #sessionId = '';
  #mainFrameId = '';
  #isolated: number | undefined;
  /** The address that the program itself asked for: no navigation of the page. */
  #expected: string | undefined;

  constructor(surroundings: ContentsSurroundings, devTools: DevTools) {
    super(surroundings);
    this.#devTools = devTools;
    this.#scripts = pageScripts(surroundings.preferences.preload);
    devTools.on('event', ({ method, params, sessionId }) => {
      if (sessionId === this.#sessionId && sessionId !== '') this.#hear(method, params);
    });
    this.#opened = this.#open(surroundings);
  }

  get mainFrame(): StandInFrame {
    return this.#frame(this.#mainFrameId);
  }

  async load(url: string): Promise<void> {
    await this.#opened;
    const hasLoaded = this.#next('Page.loadEventFired');
    this.#expected = url;
    const { errorText } = await this.#send('Page.navigate', { url: toBrowser(url) });
    if (errorText !== undefined) throw new Error(`ERR_FAILED loading '${url}': ${String(errorText)}`);
    await hasLoaded;
    this.emit('did-finish-load');
  }

  send(channel: string, ...args: unknown[]): void {
    this.#tellPage({ kind: 'news', channel, args });
  }

  reload(): void {
    this.#expected = this.mainFrame.url;
    void this.#send('Page.reload');
  }

  async printToPDF(options: Electron.PrintToPDFOptions): Promise<Buffer> {
    const { printBackground, preferCSSPageSize, generateTaggedPDF, generateDocumentOutline } = options;
    const { data } = await this.#send('Page.printToPDF', {
      ...A4,
      printBackground,
      preferCSSPageSize,
      generateTaggedPDF,
      generateDocumentOutline,
    });
    return Buffer.from(String(data), 'base64');
  }

  async destroy(): Promise<void> {
    this.isGone = true;
    await this.#opened;
    await this.#devTools.send('Target.closeTarget', { targetId: this.#targetId }).catch(() => undefined);
  }

  async #open({ width, height, theme }: ContentsSurroundings): Promise<void> {
    const { targetId } = await this.#devTools.send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      width,
      height,
    });
    this.#targetId = String(targetId);
    const { sessionId } = await this.#devTools.send('Target.attachToTarget', { targetId, flatten: true });
    this.#sessionId = String(sessionId);
    const { secrets, mainWorld, isolatedWorld } = this.#scripts;
    await this.#send('Page.enable');
    const { frameTree } = await this.#send('Page.getFrameTree');
    this.#mainFrameId = (frameTree as { frame: { id: string } }).frame.id;
    await this.#send('Runtime.enable');
    await this.#send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
    await this.#send('Runtime.addBinding', { name: secrets.toMain, executionContextName: WORLD });
    await this.#send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorld });
    await this.#send('Page.addScriptToEvaluateOnNewDocument', { source: isolatedWorld, worldName: WORLD });
    if (this.preferences.javascript === false)
      await this.#send('Emulation.setScriptExecutionDisabled', { value: true });
    const follow = () => this.#wear(theme.shouldUseDarkColors ? 'dark' : 'light');
    theme.on('updated', () => void follow());
    await follow();
  }

  /** What the page's media queries hear of the system. A page that has gone meanwhile hears nothing. */
  async #wear(value: 'light' | 'dark'): Promise<void> {
    if (this.isGone) return;
    const features = [{ name: 'prefers-color-scheme', value }];
    await this.#send('Emulation.setEmulatedMedia', { features }).catch(() => undefined);
  }

  #send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    return this.#devTools.send(method, params, this.#sessionId);
  }

  /** Frames keep their number for as long as they live; it is all that tells one from another. */
  #frame(id: string): { url: string; readonly frameTreeNodeId: number } {
    const known = this.#frames.get(id);
    if (known !== undefined) return known;
    const frame = { url: '', frameTreeNodeId: this.#frames.size + 1 };
    this.#frames.set(id, frame);
    return frame;
  }

  #next(event: string): Promise<void> {
    return new Promise((resolve) => {
      const hear = (heard: { method: string; sessionId?: string }) => {
        if (heard.method !== event || heard.sessionId !== this.#sessionId) return;
        this.#devTools.off('event', hear);
        resolve();
      };
      this.#devTools.on('event', hear);
    });
  }

  #hear(method: string, params: Record<string, unknown>): void {
    switch (method) {
      case 'Fetch.requestPaused':
        void this.#judge(params as unknown as PausedRequest);
        break;
      case 'Page.frameNavigated': {
        const { id, url } = params['frame'] as { id: string; url: string };
        this.#frame(id).url = fromBrowser(url);
        break;
      }
      case 'Page.windowOpen':
        this.openWindow(fromBrowser(String(params['url'])));
        break;
      case 'Runtime.executionContextCreated':
        this.#noteContext(params['context'] as ScriptContext);
        break;
      case 'Runtime.executionContextsCleared':
        this.#isolated = undefined;
        break;
      case 'Runtime.bindingCalled':
        if (params['name'] === this.#scripts.secrets.toMain)
          void this.#answer(String(params['payload']), Number(params['executionContextId']));
        break;
      case 'Inspector.targetCrashed':
        this.emit('render-process-gone', {}, { reason: 'crashed' });
    }
  }

  #noteContext({ id, name, auxData }: ScriptContext): void {
    this.#contexts.set(id, auxData.frameId);
    if (name === WORLD && auxData.frameId === this.#mainFrameId) this.#isolated = id;
  }

  async #judge(paused: PausedRequest): Promise<void> {
    const url = fromBrowser(paused.request.url);
    const isMainFrame = paused.frameId === this.#mainFrameId;
    const verdict = this.#isStopped(paused, url, isMainFrame)
      ? failed('Aborted')
      : await judge(this.session, url, paused, isMainFrame);
    // A page that has gone meanwhile wants no answer.
    await this.#send(verdict.method, { requestId: paused.requestId, ...verdict.params }).catch(
      () => undefined,
    );
  }

  /** Whether a listener of the program prevents a navigation that the page began. */
  #isStopped({ resourceType }: PausedRequest, url: string, isMainFrame: boolean): boolean {
    if (resourceType !== 'Document') return false;
    if (isMainFrame && this.#expected === url) {
      this.#expected = undefined;
      return false;
    }
    const details = { url, isMainFrame, isSameDocument: false };
    const isFrameStopped = this.isPrevented('will-frame-navigate', details);
    return isMainFrame ? this.isPrevented('will-navigate', details) || isFrameStopped : isFrameStopped;
  }

  async #answer(payload: string, contextId: number): Promise<void> {
    const message = decode(payload) as ToMain;
    const frame = this.#frame(this.#contexts.get(contextId) ?? 'a frame that has gone');
    if (message.kind === 'send') {
      const args = await this.#withPaths(message.args, contextId);
      return this.ipcMain.receive(this, frame, message.channel, args);
    }
    const { id } = message;
    try {
      this.#tellPage({ kind: 'answer', id, value: await this.#valueFor(message, frame) });
    } catch (error) {
      this.#tellPage({ kind: 'answer', id, error: error instanceof Error ? error.message : String(error) });
    }
  }

  #valueFor(message: Exclude<ToMain, { kind: 'send' }>, frame: StandInFrame): unknown {
    switch (message.kind) {
      case 'permission':
        return this.session.isGranted(message.permission as Parameters<typeof this.session.isGranted>[0]);
      case 'open-window':
        return this.openWindow(fromBrowser(message.url)).action === 'allow';
      case 'invoke':
        return this.ipcMain.invoke(this, frame, message.channel, message.args);
    }
  }

  /** Asks the browser for the path of each file that a word stands for; what a page made up has none. */
  async #withPaths(args: readonly unknown[], contextId: number): Promise<unknown[]> {
    const pathOf = async (arg: unknown): Promise<unknown> => {
      if (typeof arg !== 'string' || !arg.startsWith(FILE_TOKEN)) return arg;
      const expression = `${FILES}[${Number(arg.slice(FILE_TOKEN.length))}]`;
      const { result } = await this.#send('Runtime.evaluate', { expression, contextId });
      const { objectId } = result as { objectId?: string };
      const { path } = await this.#send('DOM.getFileInfo', { objectId });
      return path;
    };
    return await Promise.all(args.map(pathOf));
  }

  /** A page that is being loaded, or has gone, is told nothing. */
  #tellPage(message: ToPage): void {
    if (this.#isolated === undefined) return;
    const expression = `${this.#scripts.secrets.toPage}(${JSON.stringify(encode(message))})`;
    this.#send('Runtime.evaluate', { expression, contextId: this.#isolated }).catch(() => undefined);
  }
}

import { EventEmitter } from 'node:events';

type PathName = Parameters<Electron.App['getPath']>[0];

/** `app`. Becomes ready when whoever runs it says so; quitting goes through the events that hold it back. */
export class StandInApp
  extends EventEmitter
  implements
    Pick<
      Electron.App,
      | 'enableSandbox'
      | 'requestSingleInstanceLock'
      | 'whenReady'
      | 'isReady'
      | 'quit'
      | 'exit'
      | 'getPath'
      | 'getName'
      | 'isPackaged'
      | 'setAboutPanelOptions'
      | 'setAppUserModelId'
    >
{
  isPackaged = true;
  hasLock = true;
  /** Where `getPath` has its folders. */
  home = '/home/engineer';
  /** What was called before the app was ready, in order. */
  readonly before: string[] = [];
  readonly switches = new Set<string>();
  readonly commandLine: Pick<Electron.CommandLine, 'hasSwitch' | 'appendSwitch'> = {
    hasSwitch: (name) => this.switches.has(name),
    appendSwitch: (name) => void this.switches.add(name),
  };
  exitCode: number | undefined;
  /** By which Windows tells programs apart. */
  userModelId: string | undefined;
  readonly #ready = Promise.withResolvers<void>();
  #isReady = false;

  enableSandbox(): void {
    this.before.push('enableSandbox');
  }
  requestSingleInstanceLock(): boolean {
    return this.hasLock;
  }
  whenReady(): Promise<void> {
    return this.#ready.promise;
  }
  isReady(): boolean {
    return this.#isReady;
  }
  /** Lets `whenReady` resolve. */
  becomeReady(): void {
    this.before.push('ready');
    this.#isReady = true;
    this.#ready.resolve();
  }
  quit(): void {
    for (const event of ['before-quit', 'will-quit']) {
      let isHeldBack = false;
      this.emit(event, { preventDefault: () => (isHeldBack = true) });
      if (isHeldBack) return;
    }
    this.exit(0);
  }
  exit(code = 0): void {
    this.exitCode = code;
    this.emit('exited');
  }
  getName(): string {
    return 'Airway';
  }
  getPath(name: PathName): string {
    return `${this.home}/${name}`;
  }
  setAppUserModelId(id: string): void {
    this.userModelId = id;
  }
  setAboutPanelOptions(options: Electron.AboutPanelOptionsOptions): void {
    if (options.applicationVersion === undefined) throw new Error('an about panel without a version');
  }
}

import { decode, encode } from '../wire.ts';
import { BridgeEnd } from './bridge.ts';
import { FILE_TOKEN, FILES, type PageSecrets, type ToMain, type ToPage } from './messages.ts';

type Require = (name: string) => unknown;
type Listener = (event: object, ...args: unknown[]) => void;
/** A sandboxed preload script: CommonJS, with a `require` that knows `electron` and little else. */
type Preload = (require: Require, module: { exports: unknown }, exports: unknown) => void;

/** What runs in a world of its own beside the page: Electron's side of the preload script, and then the script. */
export function startIsolatedWorld({ events, toMain, toPage }: PageSecrets, preload: Preload): void {
  if (window.top !== window) return;
  const reach = Reflect.get(globalThis, toMain) as (text: string) => void;
  const say = (message: ToMain): void => reach(encode(message));
  const bridge = new BridgeEnd(events, 'isolated', () => undefined);
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const listeners = new Map<string, Listener[]>();
  const files: File[] = [];
  Reflect.set(globalThis, FILES, files);
  let questions = 0;
  const ask = (question: (id: number) => ToMain): Promise<unknown> => {
    questions += 1;
    const answer = Promise.withResolvers<unknown>();
    waiting.set(questions, answer);
    say(question(questions));
    return answer.promise;
  };

  Reflect.set(globalThis, toPage, (text: string) => {
    const message = decode(text) as ToPage;
    if (message.kind === 'news') {
      const event = { sender: 'an event object, which no page may get' };
      for (const listener of listeners.get(message.channel) ?? []) listener(event, ...message.args);
      return;
    }
    const answer = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error === undefined) answer?.resolve(message.value);
    else answer?.reject(new Error(message.error));
  });

  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) => ask((id) => ({ kind: 'invoke', id, channel, args })),
    send: (channel: string, ...args: unknown[]) => say({ kind: 'send', channel, args }),
    on: (channel: string, listener: Listener) => {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
    },
    removeListener: (channel: string, listener: Listener) => {
      listeners.set(
        channel,
        (listeners.get(channel) ?? []).filter((one) => one !== listener),
      );
    },
  };
  const contextBridge = { exposeInMainWorld: (name: string, api: unknown) => bridge.expose(name, api) };
  // The browser tells a path to the process only, and later: until then a word stands for it.
  const webUtils = { getPathForFile: (file: File) => `${FILE_TOKEN}${files.push(file) - 1}` };
  bridge.expose(events, (kind: 'permission' | 'open-window', what: unknown) =>
    ask((id) =>
      kind === 'permission' ? { kind, id, permission: String(what) } : { kind, id, url: String(what) },
    ),
  );
  const require = (name: string): unknown => {
    if (name !== 'electron') throw new Error(`module not found: ${name}`);
    return { ipcRenderer, contextBridge, webUtils };
  };
  const module = { exports: {} };
  preload(require, module, module.exports);
}

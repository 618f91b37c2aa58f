import { get, type IncomingMessage } from 'node:http';
import type { NewsSource } from '../api/browser-api.ts';

type Listener = (event: { readonly data?: unknown }) => void;
const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 2;
const RETRY_MS = 20;

/** As much of EventSource (WHATWG HTML §9.2) as the wizard uses, for tests outside a browser. Comes back by itself. */
export class NodeEventSource implements NewsSource {
  readyState = CONNECTING;
  readonly #url: string;
  readonly #listeners = new Map<string, Listener[]>();
  #response: IncomingMessage | undefined;

  constructor(url: string) {
    this.#url = url;
    this.#connect();
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  close(): void {
    this.readyState = CLOSED;
    this.#response?.destroy();
  }

  #emit(type: string, data?: string): void {
    for (const listener of this.#listeners.get(type) ?? []) listener({ data });
  }

  #connect(): void {
    const request = get(this.#url, (response) => {
      this.#response = response;
      if (response.statusCode !== 200) {
        response.resume();
        this.readyState = CLOSED;
        return this.#emit('error');
      }
      this.readyState = OPEN;
      this.#emit('open');
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        const messages = (text + chunk).split('\n\n');
        text = messages.pop() ?? '';
        for (const message of messages) this.#deliver(message);
      });
      response.on('error', () => undefined);
      response.on('close', () => this.#lost());
    });
    request.on('error', () => this.#lost());
  }

  #deliver(message: string): void {
    const type = /^event: (.*)$/m.exec(message)?.[1];
    const data = /^data: (.*)$/m.exec(message)?.[1];
    if (type !== undefined && data !== undefined) this.#emit(type, data);
  }

  #lost(): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CONNECTING;
    this.#emit('error');
    setTimeout(() => {
      if (this.readyState !== CLOSED) this.#connect();
    }, RETRY_MS);
  }
}

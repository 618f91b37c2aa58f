import { EventEmitter } from 'node:events';

/** An event of the DevTools protocol, with the session (page) that it belongs to. */
interface ProtocolEvent {
  readonly method: string;
  readonly params: Record<string, unknown>;
  readonly sessionId?: string;
}

/** A connection to a browser by the DevTools protocol (chromedevtools.github.io/devtools-protocol). Events come as `event`. */
export class DevTools extends EventEmitter<{ event: [ProtocolEvent] }> {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, PromiseWithResolvers<Record<string, unknown>>>();
  #calls = 0;

  private constructor(socket: WebSocket) {
    super();
    // A page has some dozen listeners.
    this.setMaxListeners(0);
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#receive(String(data)));
    socket.addEventListener('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the browser has gone'));
      this.#waiting.clear();
    });
  }

  static async connect(url: string): Promise<DevTools> {
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', () => reject(new Error(`no browser at ${url}`)));
    });
    return new DevTools(socket);
  }

  /** Rejects with the browser's own words, and when the browser has gone. */
  send(method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> {
    if (this.#socket.readyState !== WebSocket.OPEN) return Promise.reject(new Error('the browser has gone'));
    this.#calls += 1;
    const answer = Promise.withResolvers<Record<string, unknown>>();
    this.#waiting.set(this.#calls, answer);
    this.#socket.send(
      JSON.stringify({ id: this.#calls, method, params, ...(sessionId === undefined ? {} : { sessionId }) }),
    );
    return answer.promise;
  }

  #receive(text: string): void {
    const message = JSON.parse(text) as {
      id?: number;
      result?: Record<string, unknown>;
      error?: { message: string };
    } & ProtocolEvent;
    if (message.id === undefined) {
      this.emit('event', message);
      return;
    }
    const answer = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error === undefined) answer?.resolve(message.result ?? {});
    else answer?.reject(new Error(message.error.message));
  }
}

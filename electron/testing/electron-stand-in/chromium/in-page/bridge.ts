// Taken before any script of the page runs, which could put its own in their place.
const NativeCustomEvent = CustomEvent;
const dispatch = EventTarget.prototype.dispatchEvent;
const listen = EventTarget.prototype.addEventListener;
const nativeDocument = document;

type Message =
  | { readonly kind: 'expose'; readonly name: string; readonly value: unknown }
  | { readonly kind: 'call'; readonly call: number; readonly callee: number; readonly args: unknown }
  | { readonly kind: 'return'; readonly call: number; readonly value?: unknown; readonly error?: string }
  | { readonly kind: 'settle'; readonly promise: number; readonly value?: unknown; readonly error?: string };

type AnyFunction = (...given: unknown[]) => unknown;

/** Beyond it a list is handed over as a whole: it holds neither functions nor promises, and may be nothing but holes. */
const LONG_LIST = 100_000;

/**
 * One end of a bridge between the two worlds of a page, which have the document in common and nothing else. Values are copied,
 * functions and promises are wrapped so that they cross in both directions, and of an error only the message passes: what
 * Electron's context bridge does. A call is answered while it is made, because events are delivered at once.
 */
export class BridgeEnd {
  readonly #tag: string;
  readonly #to: string;
  readonly #functions: AnyFunction[] = [];
  readonly #returned = new Map<number, Extract<Message, { kind: 'return' }>>();
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #onExpose: (name: string, value: unknown) => void;
  #promises = 0;
  #calls = 0;

  constructor(events: string, side: 'main' | 'isolated', onExpose: (name: string, value: unknown) => void) {
    this.#tag = `${events}:tag`;
    this.#to = `${events}:${side === 'main' ? 'isolated' : 'main'}`;
    this.#onExpose = onExpose;
    listen.call(nativeDocument, `${events}:${side}`, (event) =>
      this.#receive((event as CustomEvent<Message>).detail),
    );
  }

  expose(name: string, value: unknown): void {
    this.#send({ kind: 'expose', name, value: this.#pack(value) });
  }

  #send(message: Message): void {
    dispatch.call(nativeDocument, new NativeCustomEvent(this.#to, { detail: message }));
  }

  #receive(message: Message): void {
    if (message.kind === 'expose') this.#onExpose(message.name, this.#unpack(message.value));
    else if (message.kind === 'call') this.#answer(message);
    else if (message.kind === 'return') this.#returned.set(message.call, message);
    else {
      const waiting = this.#waiting.get(message.promise);
      this.#waiting.delete(message.promise);
      if (message.error === undefined) waiting?.resolve(this.#unpack(message.value));
      else waiting?.reject(new Error(message.error));
    }
  }

  #answer({ call, callee, args }: Extract<Message, { kind: 'call' }>): void {
    try {
      const given = this.#unpack(args) as unknown[];
      const value = this.#pack(this.#functions[callee]?.(...given));
      this.#send({ kind: 'return', call, value });
    } catch (error) {
      this.#send({ kind: 'return', call, error: messageOf(error) });
    }
  }

  #call(callee: number, args: unknown[]): unknown {
    this.#calls += 1;
    const call = this.#calls;
    this.#send({ kind: 'call', call, callee, args: this.#pack(args) });
    const returned = this.#returned.get(call);
    this.#returned.delete(call);
    if (returned?.error !== undefined) throw new Error(returned.error);
    return this.#unpack(returned?.value);
  }

  #pack(value: unknown): unknown {
    if (typeof value === 'function')
      return { [this.#tag]: 'function', id: this.#functions.push(value as AnyFunction) - 1 };
    if (typeof value === 'symbol') throw new Error('An object could not be cloned.');
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Promise) return this.#packPromise(value);
    if (value instanceof Error) return { [this.#tag]: 'error', message: value.message };
    if (Array.isArray(value))
      return value.length > LONG_LIST ? structuredClone(value) : value.map((one) => this.#pack(one));
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return structuredClone(value);
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, this.#pack(member)]));
  }

  #packPromise(promise: Promise<unknown>): unknown {
    this.#promises += 1;
    const id = this.#promises;
    promise.then(
      (value) => this.#send({ kind: 'settle', promise: id, value: this.#pack(value) }),
      (error: unknown) => this.#send({ kind: 'settle', promise: id, error: messageOf(error) }),
    );
    return { [this.#tag]: 'promise', id };
  }

  #unpack(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value))
      return value.length > LONG_LIST ? value : Object.freeze(value.map((one) => this.#unpack(one)));
    if (Object.getPrototypeOf(value) !== Object.prototype) return value;
    const object = value as Record<string, unknown>;
    switch (object[this.#tag]) {
      case 'function': {
        const id = Number(object['id']);
        return (...given: unknown[]) => this.#call(id, given);
      }
      case 'promise': {
        const waiting = Promise.withResolvers<unknown>();
        this.#waiting.set(Number(object['id']), waiting);
        return waiting.promise;
      }
      case 'error':
        return new Error(String(object['message']));
      default:
        return Object.freeze(
          Object.fromEntries(Object.entries(object).map(([key, member]) => [key, this.#unpack(member)])),
        );
    }
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

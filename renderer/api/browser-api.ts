import {
  type AirwayApi,
  type ChannelAnswer,
  type ChannelNews,
  NOTIFY_CHANNELS,
  type NotifyChannel,
} from '../../electron/contract/channels.ts';
import type { Connection, WizardApi } from './wizard-api.ts';

/** The host did not give an answer to a question; which way shows in `connection`. */
export class HostUnreachable extends Error {
  override readonly name = 'HostUnreachable';
  readonly connection: Connection;
  constructor(connection: Connection) {
    super(connection === 'connected' ? 'the host refused the question' : `the host is ${connection}`);
    this.connection = connection;
  }
}

/** What of the EventSource interface (WHATWG HTML §9.2) is used. */
export interface NewsSource {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void;
  close(): void;
}

interface BrowserPage {
  /** Address of the host with a slash at its end. */
  readonly baseUrl: string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly openEventSource: (url: string) => NewsSource;
  /** Milliseconds until a stream that the host ended for good is opened again. */
  readonly reopenMs?: number;
}

const CLOSED = 2;

/**
 * Transport of the browser host: `POST /api/<channel>` with `{input}` is answered with `{answer}`; news is a server-sent event
 * named like its channel, at `/api/news`. The session cookie goes along by itself, as everything is of one origin.
 */
export function browserApi(page: BrowserPage): WizardApi {
  const link = new HostLink(page);
  const invoke: AirwayApi['invoke'] = async (channel, input) =>
    (await link.ask(channel, input)) as ChannelAnswer<typeof channel>;
  return {
    invoke,
    listen: (channel, onNews) => link.listen(channel, onNews),
    onConnection: (listener) => link.onConnection(listener),
  };
}

class HostLink {
  readonly #page: BrowserPage;
  readonly #news = new Map<NotifyChannel, Set<(news: never) => void>>();
  readonly #watchers = new Set<(connection: Connection) => void>();
  #connection: Connection = 'connected';
  #source: NewsSource | undefined;

  constructor(page: BrowserPage) {
    this.#page = page;
  }

  async ask(channel: string, input: unknown): Promise<unknown> {
    const response = await this.#post(channel, input);
    if (response.status === 401) return this.#fail('refused');
    if (!response.ok) throw new HostUnreachable('connected');
    const body: unknown = await response.json().catch(() => this.#fail('lost'));
    if (typeof body !== 'object' || body === null || !('answer' in body))
      throw new HostUnreachable('connected');
    return body.answer;
  }

  listen<C extends NotifyChannel>(channel: C, onNews: (news: ChannelNews<C>) => void): () => void {
    const listeners = this.#news.get(channel) ?? new Set();
    this.#news.set(channel, listeners);
    const own = onNews as (news: never) => void;
    listeners.add(own);
    this.#open();
    return () => listeners.delete(own);
  }

  onConnection(listener: (connection: Connection) => void): () => void {
    this.#watchers.add(listener);
    listener(this.#connection);
    this.#open();
    return () => this.#watchers.delete(listener);
  }

  async #post(channel: string, input: unknown): Promise<Response> {
    try {
      return await this.#page.fetch(`${this.#page.baseUrl}api/${channel}`, {
        method: 'POST',
        credentials: 'same-origin',
        cache: 'no-store',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ input }),
      });
    } catch {
      return this.#fail('lost');
    }
  }

  #fail(connection: Connection): never {
    this.#tell(connection);
    throw new HostUnreachable(connection);
  }

  #tell(connection: Connection): void {
    const isNew = connection !== this.#connection;
    this.#connection = connection;
    if (isNew || connection === 'connected') for (const watcher of this.#watchers) watcher(connection);
  }

  #open(): void {
    if (this.#source !== undefined) return;
    const source = this.#page.openEventSource(`${this.#page.baseUrl}api/news`);
    this.#source = source;
    source.addEventListener('open', () => this.#tell('connected'));
    source.addEventListener('error', () => void this.#look(source));
    for (const channel of NOTIFY_CHANNELS)
      source.addEventListener(channel, ({ data }) => this.#deliver(channel, data));
  }

  #deliver(channel: NotifyChannel, data: unknown): void {
    const listeners = this.#news.get(channel);
    if (typeof data !== 'string' || listeners === undefined) return;
    const news = parsed(data);
    // News that cannot be read is news that was missed: whoever watches reads the run anew.
    if (news === undefined) this.#tell('connected');
    else for (const listener of listeners) listener(news as never);
  }

  /** A stream ends for many reasons; only a question tells which. A browser opens a stream that broke again by itself. */
  async #look(source: NewsSource): Promise<void> {
    await this.ask('app-info', undefined).catch(() => undefined);
    if (source.readyState !== CLOSED || this.#source !== source) return;
    source.close();
    this.#source = undefined;
    if (this.#connection !== 'refused') setTimeout(() => this.#open(), this.#page.reopenMs ?? 2000);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

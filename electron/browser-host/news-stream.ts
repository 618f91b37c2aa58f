import type { ServerResponse } from 'node:http';

/** Proxies and port forwards drop what is silent for a minute; this also finds out that the other end is gone. */
const HEARTBEAT_MS = 15_000;
/** What a page may be behind. Beyond it the stream is cut; the page then reads the run anew, which is less than the backlog. */
const BACKLOG_LIMIT_BYTES = 8 * 1024 * 1024;
/** One page in a few tabs, and streams of a connection that broke without a word. The oldest makes room. */
const MOST_STREAMS = 4;

/** The pages that listen for news, as server-sent events (WHATWG HTML §9.2): event = channel, data = JSON. */
export class NewsStreams {
  readonly #open = new Set<ServerResponse>();
  readonly #heartbeat: NodeJS.Timeout;

  constructor(heartbeatMs = HEARTBEAT_MS) {
    this.#heartbeat = setInterval(() => this.#write(': still here\n\n'), heartbeatMs);
    this.#heartbeat.unref();
  }

  get count(): number {
    return this.#open.size;
  }

  /** Turns an answer into a stream that stays open until either side ends it. */
  add(response: ServerResponse): void {
    for (const oldest of [...this.#open].slice(0, Math.max(0, this.#open.size - MOST_STREAMS + 1)))
      this.#end(oldest);
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.write(': airway\n\n');
    this.#open.add(response);
    response.on('close', () => this.#open.delete(response));
    response.on('error', () => this.#open.delete(response));
  }

  /** Sends news to every page. JSON has no line breaks of its own, so that one event is one line of data. */
  send(channel: string, news: unknown): void {
    if (this.#open.size > 0) this.#write(`event: ${channel}\ndata: ${JSON.stringify(news)}\n\n`);
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const response of [...this.#open]) this.#end(response);
  }

  #write(text: string): void {
    for (const response of [...this.#open]) {
      response.write(text);
      if (response.writableLength > BACKLOG_LIMIT_BYTES) this.#cut(response);
    }
  }

  #end(response: ServerResponse): void {
    response.end();
    this.#open.delete(response);
  }

  /** Ending politely would wait for the very backlog. */
  #cut(response: ServerResponse): void {
    response.destroy();
    this.#open.delete(response);
  }
}

import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type OnCrash, sayCrash } from '../session/answer-channel.ts';
import type { OnRefusal } from '../session/refusal-log.ts';
import type { createSession } from '../session/session.ts';
import { readStaticFiles, type StaticFile } from '../session/static-files.ts';
import { Admission } from './admission.ts';
import { Downloads } from './downloads.ts';
import { IdleWatch } from './idle-watch.ts';
import { NewsStreams } from './news-stream.ts';
import { answerRequest } from './requests.ts';

/** A server that somebody forgot should not stay open over night. */
const IDLE_MS = 30 * 60_000;
/** A browser opens six connections a page, an engineer some pages. */
const MOST_CONNECTIONS = 50;
const HEADER_LIMIT_BYTES = 16 * 1024;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 5_000;

export interface ServeOptions {
  /** The built wizard: its folder, or its files where they lie elsewhere. */
  readonly rendererDir: string | ReadonlyMap<string, StaticFile>;
  /** Port on 127.0.0.1; any free one unless told. */
  readonly port?: number;
  readonly createSession: typeof createSession;
  /** Time without any page after which the host ends by itself. */
  readonly idleMs?: number;
  onReady?(url: string): void;
  /** Told of what a handler threw; written to standard error unless told. */
  readonly onCrash?: OnCrash;
  /** Told of what was refused for the sake of security; kept nowhere unless told. */
  readonly onRefusal?: OnRefusal;
  /** Clock in milliseconds for the life of the link; replaced in tests. */
  readonly now?: () => number;
  /** Interval of the sign of life on open streams; replaced in tests. */
  readonly heartbeatMs?: number;
}

/** A browser host that is open. */
export interface BrowserHost {
  /** The link that opens the wizard: once, within ten minutes. */
  readonly url: string;
  /** Ends runs, streams and connections, and removes bundles that wait for their download. */
  close(): Promise<void>;
  /** Resolves when the host has ended, by `close` or because nobody was there. */
  readonly closed: Promise<void>;
}

/**
 * Opens the wizard for a browser on this machine, or at the near end of an SSH port forward: HTTP on 127.0.0.1 only. Rejects
 * with an Error in words when the wizard is not built or the port cannot be had.
 */
export async function serve(options: ServeOptions): Promise<BrowserHost> {
  const files =
    typeof options.rendererDir === 'string' ? readStaticFiles(options.rendererDir) : options.rendererDir;
  const downloads = new Downloads();
  const news = new NewsStreams(options.heartbeatMs);
  const session = options.createSession({
    host: 'browser',
    emit: (channel, what) => news.send(channel, what),
    bundleTarget: {
      choose: (suggestedName) => downloads.choose(suggestedName),
      offer: (written) => downloads.offer(written),
    },
  });
  const admission = new Admission(options.now ?? (() => performance.now()));
  const { promise: closed, resolve: resolveClosed } = Promise.withResolvers<void>();
  const idle = new IdleWatch(options.idleMs ?? IDLE_MS, () => void close());
  const { handlers } = session;
  const { onCrash = sayCrash, onRefusal = () => undefined } = options;
  const rooms = { files, admission, handlers, news, downloads, idle, onCrash, onRefusal };
  const server = httpServer((request, response) => {
    // What rejects is a connection that broke, by the other end or by `close`.
    answerRequest(rooms, request, response).catch(() => response.destroy());
  });

  const shutDown = async () => {
    idle.stop();
    news.close();
    server.close();
    server.closeAllConnections();
    // Both are attempted whatever becomes of the other.
    await Promise.allSettled([session.close(), downloads.close()]);
    resolveClosed();
  };
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= shutDown();
    return closing;
  };

  try {
    await listenOnLoopback(server, options.port ?? 0);
  } catch (error) {
    await close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/${admission.query}`;
  options.onReady?.(url);
  return { url, close, closed };
}

function httpServer(listener: RequestListener): Server {
  const server = createServer(
    {
      maxHeaderSize: HEADER_LIMIT_BYTES,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    listener,
  );
  server.maxConnections = MOST_CONNECTIONS;
  return server;
}

function listenOnLoopback(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(new Error(whyNotListening(port, error.code)));
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', fail);
      // A connection that could not be accepted, such as for want of file descriptors: the next one may be.
      server.on('error', () => undefined);
      resolve();
    });
  });
}

function whyNotListening(port: number, errno: string | undefined): string {
  if (errno === 'EADDRINUSE')
    return `Port ${port} of 127.0.0.1 is in use by another program. Give another one with --port, or none for any that is free.`;
  if (errno === 'EACCES')
    return `Port ${port} of 127.0.0.1 may not be opened by this user. Give a port from 1024 on with --port.`;
  return `Port ${port} of 127.0.0.1 cannot be opened (${errno ?? 'unknown error'}).`;
}

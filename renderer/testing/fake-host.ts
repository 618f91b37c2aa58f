import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import {
  type ChannelAnswer,
  type ChannelInput,
  channels,
  type HostHandlers,
  INVOKE_CHANNELS,
  type InvokeChannel,
} from '../../electron/contract/channels.ts';

/** The policy that every host sends with the wizard. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const ZIP = Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64');

/** What a fake host answers with, and where it finds the wizard. */
export interface FakeHostOptions {
  /** Built wizard; absent when only the transport is of interest. */
  readonly root?: string;
  readonly handlers: HostHandlers;
  readonly port?: number;
}

/** A host of the wizard on loopback, with the transport of the browser host and none of its engine. */
export interface FakeHost {
  readonly url: string;
  readonly port: number;
  /** Every question that was asked, in order. */
  readonly asked: { readonly channel: string; readonly input: unknown }[];
  /** From now on everything is answered with 401, as after a restart. */
  refuse(isRefused: boolean): void;
  send(channel: string, news: unknown): void;
  /** Ends the streams of news, as a port forward does that goes down and comes up. */
  dropStreams(): void;
  readonly streams: number;
  stop(): Promise<void>;
}

/** Starts a fake host on a free port of 127.0.0.1. */
export async function startFakeHost(options: FakeHostOptions): Promise<FakeHost> {
  const asked: FakeHost['asked'] = [];
  const streams = new Set<ServerResponse>();
  let isRefused = false;
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
    if (path.startsWith('/api/') && isRefused) return void response.writeHead(401).end('{}');
    if (path === '/api/news') return openStream(streams, response);
    if (path.startsWith('/api/'))
      return void answer(options.handlers, asked, path.slice(5), request, response);
    if (path === '/bundle/1')
      return void response.writeHead(200, { 'content-type': 'application/zip' }).end(ZIP);
    void sendFile(options.root, path, response);
  });
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    port,
    asked,
    refuse: (refused) => {
      isRefused = refused;
    },
    send: (channel, news) => {
      for (const stream of streams) stream.write(`event: ${channel}\ndata: ${JSON.stringify(news)}\n\n`);
    },
    dropStreams: () => {
      for (const stream of streams) stream.destroy();
    },
    get streams() {
      return streams.size;
    },
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

function openStream(streams: Set<ServerResponse>, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
  });
  // A page in a test should not wait three seconds to come back.
  response.write('retry: 100\n\n');
  streams.add(response);
  response.on('close', () => streams.delete(response));
}

async function answer(
  handlers: HostHandlers,
  asked: FakeHost['asked'],
  channel: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const name = INVOKE_CHANNELS.find((each) => each === channel);
  const { input } = JSON.parse(text) as { input?: unknown };
  asked.push({ channel, input });
  if (name === undefined) return void response.writeHead(404).end('{}');
  const parsed = channels[name].input.safeParse(input);
  if (!parsed.success) return void response.writeHead(400).end(JSON.stringify(parsed.error.issues));
  const given = await handle(handlers, name, parsed.data as ChannelInput<typeof name>);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ answer: given }));
}

const handle = <C extends InvokeChannel>(
  handlers: HostHandlers,
  channel: C,
  input: ChannelInput<C>,
): Promise<ChannelAnswer<C>> => handlers[channel](input);

async function sendFile(root: string | undefined, path: string, response: ServerResponse): Promise<void> {
  const file = normalize(path === '/' ? '/index.html' : path);
  const bytes = root === undefined ? undefined : await readFile(join(root, file)).catch(() => undefined);
  if (bytes === undefined) return void response.writeHead(404).end();
  response
    .writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
    })
    .end(bytes);
}

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { z } from 'zod';
import type { HostHandlers } from '../contract/channels.ts';
import { refused } from '../contract/result.ts';
import { answerChannel, type OnCrash } from '../session/answer-channel.ts';
import { noteAnswer, type OnRefusal } from '../session/refusal-log.ts';
import { pageHeaders, type StaticFile } from '../session/static-files.ts';
import type { Admission } from './admission.ts';
import type { Downloads } from './downloads.ts';
import { bodyTooLarge, splitTarget, type TurnedAway, whyForeign, whyNoCall, whyNoRead } from './gate.ts';
import type { IdleWatch } from './idle-watch.ts';
import type { NewsStreams } from './news-stream.ts';
import { HOW_TO_ENTER, sendPlainPage } from './plain-page.ts';

/** The largest question is a run with a bundle of authorities in it, which may have a million characters. */
export const BODY_LIMIT_BYTES = 2 * 1024 * 1024;
const PAGE_HEADERS = pageHeaders("'self'");
const callSchema = z.strictObject({ input: z.unknown().optional() });
const gzipped = promisify(gzip);

/** What requests are answered from. */
export interface Rooms {
  readonly files: ReadonlyMap<string, StaticFile>;
  readonly admission: Admission;
  readonly handlers: HostHandlers;
  readonly news: NewsStreams;
  readonly downloads: Downloads;
  readonly idle: IdleWatch;
  readonly onCrash: OnCrash;
  readonly onRefusal: OnRefusal;
}

/** Answers one request. Rejects only when the connection breaks while it is read or written. */
export async function answerRequest(rooms: Rooms, request: IncomingMessage, response: ServerResponse) {
  const head = { method: request.method ?? '', target: request.url ?? '', headers: request.headers };
  const { path, query } = splitTarget(head.target);
  const foreign = whyForeign(head);
  if (foreign !== undefined) return turnAway(rooms, response, path, foreign);

  const isAdmitted = rooms.admission.isAdmitted(head.headers.cookie);
  const token = query.get('token');
  if (path === '/' && head.method === 'GET' && token !== null) {
    const setCookie = isAdmitted ? undefined : rooms.admission.redeem(token);
    // Whoever is in already may follow the link again: from the history, or from the terminal.
    if (isAdmitted || setCookie !== undefined) return enter(response, setCookie);
  }
  if (!isAdmitted) {
    rooms.onRefusal(
      'not-admitted',
      `${head.method} ${path}${token === null ? '' : ' with a link that opens nothing'}`,
    );
    const isCall = path.startsWith('/api/');
    if (isCall) return sendJson(response, 401, refused('not-admitted', HOW_TO_ENTER.title));
    return sendPlainPage(response, 401, HOW_TO_ENTER);
  }

  // A stream of news is a request that stays, so that an open page counts as somebody who is there.
  rooms.idle.enter();
  response.on('close', () => rooms.idle.leave());
  if (path.startsWith('/api/') && path !== '/api/news')
    return answerCall(rooms, request, response, path.slice('/api/'.length));
  const unread = whyNoRead(head);
  if (unread !== undefined) return turnAway(rooms, response, path, unread);
  if (path === '/api/news') return rooms.news.add(response);
  if (path.startsWith('/bundle/')) return sendBundle(rooms, response, path.slice('/bundle/'.length));
  const file = rooms.files.get(path);
  if (file !== undefined) return sendFile(response, file, request.headers['accept-encoding']);
  rooms.onRefusal('missing-file', path);
  return sendPlainPage(response, 404, {
    title: 'There is no such page',
    lines: ['<a href="/">Back to the wizard</a>'],
  });
}

function enter(response: ServerResponse, setCookie: string | undefined): void {
  response.writeHead(303, {
    ...PAGE_HEADERS,
    location: '/',
    'cache-control': 'no-store',
    ...(setCookie === undefined ? {} : { 'set-cookie': setCookie }),
  });
  response.end();
}

/** A call is refused as a value, everything else as a page. What is still being sent is not read. */
function turnAway(
  { onRefusal }: Rooms,
  response: ServerResponse,
  path: string,
  { status, why }: TurnedAway,
): void {
  const { method, headers } = response.req;
  onRefusal(
    'turned-away',
    `${status} ${method} ${path} host ${headers.host} origin ${headers.origin ?? 'none'}`,
  );
  if (!response.req.complete) response.setHeader('connection', 'close');
  if (path.startsWith('/api/')) sendJson(response, status, refused('turned-away', why));
  else sendPlainPage(response, status, { title: 'Airway does not answer this', lines: [why] });
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(body);
}

async function answerCall(rooms: Rooms, request: IncomingMessage, response: ServerResponse, channel: string) {
  const path = `/api/${channel}`;
  const head = { method: request.method ?? '', target: path, headers: request.headers };
  const uncalled = whyNoCall(head, BODY_LIMIT_BYTES);
  if (uncalled !== undefined) return turnAway(rooms, response, path, uncalled);
  const body = await readBody(request);
  if (body === undefined) return turnAway(rooms, response, path, bodyTooLarge(BODY_LIMIT_BYTES));
  const call = callSchema.safeParse(parseJson(body));
  if (!call.success) {
    const answer = refused('bad-input', 'A question is {"input": ...}.');
    noteAnswer(answer, channel, rooms.onRefusal);
    return sendJson(response, 400, answer);
  }

  const answer = await answerChannel(rooms.handlers, channel, call.data.input, rooms.onCrash);
  noteAnswer(answer, channel, rooms.onRefusal);
  if (answer.ok) return sendJson(response, 200, { answer: answer.value });
  const status = { 'unknown-channel': 404, 'airway-failed': 500 }[answer.error.code] ?? 400;
  sendJson(response, status, answer);
}

/** Undefined when there is more of it than a question may have, whatever its head announced. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk as Uint8Array);
    sizeBytes += bytes.length;
    if (sizeBytes > BODY_LIMIT_BYTES) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the schema then refuses it.
    return undefined;
  }
}

async function sendFile(response: ServerResponse, file: StaticFile, acceptEncoding: unknown) {
  // A port forward over a customer's VPN is slow, and the wizard compresses to a quarter.
  const isText = /^text\/|svg/.test(file.contentType);
  const isGzipped = isText && typeof acceptEncoding === 'string' && /\bgzip\b/.test(acceptEncoding);
  const body = isGzipped ? await gzipped(file.bytes) : file.bytes;
  response.writeHead(200, {
    ...PAGE_HEADERS,
    'content-type': file.contentType,
    'content-length': body.byteLength,
    'cache-control': file.isNamedByContent ? 'private, max-age=31536000, immutable' : 'no-store',
    vary: 'accept-encoding',
    ...(isGzipped ? { 'content-encoding': 'gzip' } : {}),
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

async function sendBundle({ downloads }: Rooms, response: ServerResponse, id: string): Promise<void> {
  const download = downloads.find(id);
  const found = download && (await stat(download.path).catch(() => undefined));
  if (download === undefined || found?.isFile() !== true)
    return sendPlainPage(response, 404, {
      title: 'This bundle is no longer here',
      lines: ['Airway keeps the last few bundles while it runs. Save the bundle again in the wizard.'],
    });
  response.writeHead(200, {
    ...PAGE_HEADERS,
    'content-type': typeOf(download.fileName),
    'content-length': found.size,
    'content-disposition': `attachment; filename="${download.fileName}"`,
    'cache-control': 'no-store',
  });
  if (response.req.method === 'HEAD') response.end();
  else await pipeline(createReadStream(download.path), response);
}

/** A bundle is a zip, or encrypted and of no type that a browser would know; its key is JSON. */
function typeOf(fileName: string): string {
  if (fileName.endsWith('.json')) return 'application/json';
  return fileName.endsWith('.zip') ? 'application/zip' : 'application/octet-stream';
}

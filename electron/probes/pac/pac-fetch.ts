import { createHash } from 'node:crypto';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { PacOutcome } from '../../contract/outcomes/pac.ts';
import { readTextFile } from '../host/host-text-file.ts';
import { decodeBody } from '../http/http-body.ts';
import { withoutQuery } from '../http/http-headers.ts';
import { systemErrorOf } from '../tcp/tcp-system-error.ts';
import { onAbort } from '../tls/tls-waiting.ts';
import { trustContext } from '../tls/trust-store.ts';

/** Chromium's own limit for a PAC file. */
const SIZE_LIMIT_BYTES = 1_048_576;
const REDIRECT_LIMIT = 3;
const HEAD_LIMIT_BYTES = 32_768;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export interface FetchLimits {
  readonly signal: AbortSignal;
  /** On the clock of `now`. */
  readonly endsAtMs: number;
  now(): number;
}

type Facts = { -readonly [K in keyof PacOutcome['fetch']]: PacOutcome['fetch'][K] };

/** What was fetched, or in which way it was not. */
export interface FetchedPac {
  readonly code:
    | 'fetched'
    | Extract<
        PacOutcome['code'],
        'not-fetched' | 'http-error' | 'refused' | 'too-large' | 'too-many-redirects' | 'not-a-script'
      >;
  /** The text of the file; of an answer that is no file, its beginning. */
  readonly text: string;
  readonly facts: PacOutcome['fetch'];
  readonly reason?: string;
  readonly error?: NonNullable<PacOutcome['error']>;
}

/**
 * Fetches a PAC file as a browser does: by http, https or from a local file, without a proxy, without a login, and with the
 * certificate verified. Nothing else is fetched: a file on another machine would be asked for with the user's Windows login.
 */
export async function fetchPac(
  url: string,
  caPem: string | undefined,
  limits: FetchLimits,
): Promise<FetchedPac> {
  const startedAt = limits.now();
  const facts: Facts = { redirects: [], sizeBytes: 0, elapsedMs: 0 };
  const ended = (code: FetchedPac['code'], text = '', more: Partial<FetchedPac> = {}): FetchedPac => ({
    code,
    text,
    ...more,
    facts: { ...facts, elapsedMs: Math.max(0, limits.now() - startedAt) },
  });
  let next = url;
  for (;;) {
    const refusal = whyRefused(next);
    if (refusal !== undefined) return ended('refused', '', { reason: refusal });
    const at = new URL(next);
    if (at.protocol === 'file:') return await readLocal(at, facts, ended);
    const answer = await getOnce(at, caPem, limits);
    if (answer.response === undefined)
      return ended('not-fetched', '', answer.error === undefined ? {} : { error: answer.error });
    const { statusCode = 0, headers } = answer.response;
    facts.status = statusCode;
    if (headers['content-type'] !== undefined) facts.contentType = headers['content-type'].slice(0, 200);
    const { location } = headers;
    if (REDIRECTS.has(statusCode) && location !== undefined && URL.canParse(location, next)) {
      const target = new URL(location, next);
      if (facts.redirects.length >= REDIRECT_LIMIT)
        return ended('too-many-redirects', '', { reason: `sent on more than ${REDIRECT_LIMIT} times` });
      facts.redirects.push(withoutQuery(target.href));
      // A server must not make us read files of this machine.
      if (target.protocol === 'file:')
        return ended('refused', '', { reason: 'a server sends on to a local file' });
      next = target.href;
      continue;
    }
    facts.sizeBytes = answer.body.length;
    const text = decodeBody(answer.body, headers['content-type']).replace(/^\ufeff/, '');
    if (statusCode !== 200) return ended('http-error', text.slice(0, 500));
    if (answer.body.length > SIZE_LIMIT_BYTES) return ended('too-large', text.slice(0, 500));
    if (answer.error !== undefined) return ended('not-fetched', text.slice(0, 500), { error: answer.error });
    return whole(answer.body, text, facts, ended);
  }
}

type End = (code: FetchedPac['code'], text?: string, more?: Partial<FetchedPac>) => FetchedPac;

function whole(bytes: Uint8Array, text: string, facts: Facts, ended: End): FetchedPac {
  facts.sizeBytes = bytes.length;
  facts.sha256 = createHash('sha256').update(bytes).digest('hex');
  if (text.trim() === '') return ended('not-a-script', '', { reason: 'the file is empty' });
  if (/^\s*<(?!!--)/.test(text))
    return ended('not-a-script', text, { reason: 'what came is a web page, and no script' });
  return ended('fetched', text);
}

async function readLocal(url: URL, facts: Facts, ended: End): Promise<FetchedPac> {
  let path: string;
  try {
    path = fileURLToPath(url);
  } catch {
    return ended('refused', '', { reason: 'the address names no file of this machine' });
  }
  const file = await readTextFile(path, SIZE_LIMIT_BYTES);
  if (!file.isReadable)
    return ended('not-fetched', '', { error: { errno: file.errno.slice(0, 100), syscall: 'open' } });
  facts.sizeBytes = Buffer.byteLength(file.text);
  // Whoever wrote the profile names the file: nothing is quoted of one that has nothing to do with proxies.
  if (!file.isWhole) return ended('too-large');
  if (!file.text.includes('FindProxyForURL'))
    return ended('not-a-script', '', { reason: 'the local file does not mention FindProxyForURL' });
  return whole(Buffer.from(file.text), file.text.replace(/^\ufeff/, ''), facts, ended);
}

function whyRefused(url: string): string | undefined {
  if (!URL.canParse(url)) return 'the address cannot be read';
  const { protocol, host } = new URL(url);
  if (protocol === 'file:')
    return host === ''
      ? undefined
      : 'the file lies on another machine, where the login of this user would be sent';
  return protocol === 'http:' || protocol === 'https:'
    ? undefined
    : `${protocol.slice(0, 30)} addresses are not fetched`;
}

interface Got {
  readonly response: IncomingMessage | undefined;
  readonly body: Buffer;
  readonly error: NonNullable<PacOutcome['error']> | undefined;
}

/** One GET. Neither a slow nor an endless answer takes longer than the deadline or more room than the limit. */
async function getOnce(url: URL, caPem: string | undefined, limits: FetchLimits): Promise<Got> {
  // Loaded with the first request: the client takes longer to load than the program to start.
  const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const options: RequestOptions = {
    method: 'GET',
    agent: false,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? undefined : Number(url.port),
    path: `${url.pathname}${url.search}`,
    maxHeaderSize: HEAD_LIMIT_BYTES,
    headers: {
      Accept: 'application/x-ns-proxy-autoconfig, */*;q=0.8',
      'Accept-Encoding': 'identity',
      'User-Agent': 'Airway',
      Connection: 'close',
    },
    ...(url.protocol === 'https:' ? { secureContext: trustContext('verify', caPem) } : {}),
  };
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    let response: IncomingMessage | undefined;
    let isDone = false;
    const finish = (error?: NonNullable<PacOutcome['error']>): void => {
      if (isDone) return;
      isDone = true;
      clearTimeout(timer);
      stopListening();
      outgoing.destroy();
      resolve({ response, body: Buffer.concat(chunks), error });
    };
    const late = (): void =>
      finish(
        limits.signal.aborted
          ? { errno: 'ECANCELED', message: 'the run was cancelled' }
          : { errno: 'ETIMEDOUT', message: 'no whole answer before the deadline' },
      );
    const outgoing = request(options, (incoming) => {
      response = incoming;
      incoming.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        sizeBytes += chunk.length;
        if (sizeBytes > SIZE_LIMIT_BYTES) finish();
      });
      incoming.once('end', () => finish());
      incoming.on('error', (error) => finish(systemErrorOf(error)));
    });
    const timer = setTimeout(() => setImmediate(late), Math.max(0, limits.endsAtMs - limits.now()));
    const stopListening = onAbort(limits.signal, () => setImmediate(late));
    outgoing.on('error', (error) => finish(systemErrorOf(error)));
    outgoing.once('close', () =>
      finish({ errno: 'ECONNRESET', message: 'the connection ended before an answer' }),
    );
    outgoing.end();
  });
}

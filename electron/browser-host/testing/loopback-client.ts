import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';

export interface Asked {
  readonly path: string;
  readonly method?: string;
  /** Headers as they are to be sent; Host is what the URL says unless it is given. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Opens one request on its own connection, with full say over its headers, which `fetch` does not give. */
export function open(baseUrl: string, { path, method = 'GET', headers = {}, body }: Asked) {
  return new Promise<IncomingMessage>((resolve, reject) => {
    const { hostname, port } = new URL(baseUrl);
    const asked = request({ hostname, port, path, method, headers, agent: false }, resolve);
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Sends one request and reads its answer to the end. */
export async function ask(baseUrl: string, asked: Asked): Promise<Answered> {
  const answer = await open(baseUrl, asked);
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(Buffer.from(chunk as Uint8Array));
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** Follows the link that the terminal printed; answers the cookie that it gave. */
export async function enter(url: string): Promise<string> {
  const { pathname, search } = new URL(url);
  const { status, headers } = await ask(url, { path: pathname + search });
  const cookie = headers['set-cookie']?.[0]?.split(';')[0];
  if (status !== 303 || cookie === undefined) throw new Error(`not let in: ${status}`);
  return cookie;
}

/** Reads a stream until it holds a text; fails when the stream ends first. */
export async function readUntil(stream: AsyncIterable<unknown>, text: string): Promise<string> {
  let read = '';
  for await (const chunk of stream) {
    read += Buffer.from(chunk as Uint8Array).toString('utf8');
    if (read.includes(text)) return read;
  }
  throw new Error(`the stream ended without ${text}`);
}

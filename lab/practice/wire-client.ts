import type { X509Certificate } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { Duplex } from 'node:stream';
import { connect as connectTls, type TLSSocket } from 'node:tls';

/** Plain clients for the tests of the practice site: each says what one connection showed, and judges nothing. */

/** Long enough for a loaded machine to answer; a server that stays silent costs it only where silence is expected. */
const ANSWER_MS = 5000;

/** What came back on one TCP connection until it ended, enough had come, or the time was over. */
export interface TcpAnswer {
  readonly bytes: Buffer;
  readonly ended: 'fin' | 'enough' | 'silent' | string;
}

/** Connects, sends, and reads until `enough` is true of what came; `ended` is the errno where the connection failed. */
export function talkTcp(options: {
  readonly port: number;
  readonly host?: string;
  readonly send?: Buffer | string;
  /** Closes the client's side after what is sent, so that nothing more can be waited for. */
  readonly endsAfterSend?: boolean;
  readonly enough?: (bytes: Buffer) => boolean;
  readonly patienceMs?: number;
}): Promise<TcpAnswer> {
  const {
    port,
    host = '127.0.0.1',
    send,
    endsAfterSend = false,
    enough = () => false,
    patienceMs = ANSWER_MS,
  } = options;
  return new Promise((resolve) => {
    let bytes: Buffer = Buffer.alloc(0);
    const socket = connectTcp({ host, port });
    const end = (ended: string): void => {
      clearTimeout(patience);
      socket.destroy();
      resolve({ bytes, ended });
    };
    const patience = setTimeout(() => end('silent'), patienceMs);
    socket.on('connect', () => {
      if (send !== undefined) socket.write(send);
      if (endsAfterSend) socket.end();
    });
    socket.on('data', (more) => {
      bytes = Buffer.concat([bytes, more]);
      if (enough(bytes)) end('enough');
    });
    socket.on('end', () => end('fin'));
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}

/** The first flight of a TLS client, as the library writes it. */
export async function clientHello(): Promise<Buffer> {
  let client: TLSSocket | undefined;
  const hello = await new Promise<Buffer>((resolve, reject) => {
    const wire = new Duplex({
      read: () => undefined,
      write: (bytes: Buffer, _encoding, done) => {
        done();
        resolve(bytes);
      },
    });
    client = connectTls({ socket: wire, servername: 'localhost', rejectUnauthorized: false });
    client.once('error', reject);
  });
  client?.destroy();
  return hello;
}

/** What one handshake with `localhost` showed. */
export interface Handshake {
  readonly isAuthorized: boolean;
  readonly authorizationError: string | undefined;
  readonly leaf: X509Certificate;
  /** Leaf first, as far as the chain could be put together from what was sent. */
  readonly chain: readonly X509Certificate[];
}

/** Makes a handshake that goes on whatever the certificate is; rejects with the library's error when there is none. */
export function shakeHands(port: number, caPem: string, host = '127.0.0.1'): Promise<Handshake> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ host, port, ca: caPem, servername: 'localhost', rejectUnauthorized: false });
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      const chain: X509Certificate[] = [];
      for (let next = socket.getPeerX509Certificate(); next !== undefined; next = next.issuerCertificate) {
        if (chain.at(-1)?.fingerprint256 === next.fingerprint256) break;
        chain.push(next);
      }
      const [leaf] = chain;
      const { authorized, authorizationError } = socket;
      socket.destroy();
      if (leaf === undefined) reject(new Error('a handshake without a certificate'));
      else
        resolve({
          isAuthorized: authorized,
          authorizationError: authorizationError?.toString(),
          leaf,
          chain,
        });
    });
  });
}

/** One answer over HTTPS. */
export interface HttpsAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** `GET` over HTTPS to `localhost`; the certificate is checked against `caPem` unless it is left out. */
export function getHttps(
  port: number,
  path: string,
  options: {
    readonly caPem?: string;
    readonly host?: string;
    readonly headers?: Record<string, string>;
  } = {},
): Promise<HttpsAnswer> {
  const { caPem, host = '127.0.0.1', headers } = options;
  return new Promise((resolve, reject) => {
    const sent = request({
      host,
      port,
      path,
      agent: false,
      servername: 'localhost',
      rejectUnauthorized: caPem !== undefined,
      headers: { host: `localhost:${port}`, ...headers },
      ...(caPem === undefined ? {} : { ca: caPem }),
    });
    sent.once('error', reject);
    sent.once('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', reject);
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts).toString('utf8'),
        }),
      );
    });
    sent.end();
  });
}

import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { ProxyOutcome } from '../../contract/outcomes/proxy.ts';
import type { ProbeContext } from '../probe.ts';
import { lawfulServername } from '../tls/tls.ts';
import { onAbort, Waiting } from '../tls/tls-waiting.ts';
import { trustContext } from '../tls/trust-store.ts';
import type { ProxyInput } from './proxy-input.ts';

/** Octets of one answer that are read at most; what a proxy says before a tunnel stands is far shorter. */
const RECEIVE_LIMIT_BYTES = 64 * 1024;

/**
 * One connection to a proxy, with TLS where the proxy is spoken to by HTTPS. What comes in goes to `take`. Every wait ends at the
 * deadline of the probe; `end` must be called unless the socket was handed over.
 */
export class ProxyConnection {
  /** Gets every piece that arrives. */
  take: (bytes: Buffer) => void = () => undefined;
  bytesReceived = 0;
  isLate = false;
  isCancelled = false;
  isConnected = false;
  /** FIN or RST of the peer, whichever came first. */
  peerEnd: 'fin' | 'rst' | undefined;
  failure: Error | undefined;
  connectMs: number | undefined;
  proxyTlsMs: number | undefined;
  proxyTls: ProxyOutcome['proxyTls'];
  /** True when nobody can read along and the proxy has proved who it is. */
  isProven = false;
  readonly #input: ProxyInput;
  readonly #context: ProbeContext;
  readonly #startedAt: number;
  readonly #tcp: Socket;
  readonly #timer: NodeJS.Timeout;
  readonly #stopListening: () => void;
  #tls: TLSSocket | undefined;
  #isSecure = false;
  #isClosed = false;
  readonly #waiting = new Waiting(() => this.isOver);

  constructor(input: ProxyInput, context: ProbeContext, startedAt: number) {
    this.#input = input;
    this.#context = context;
    this.#startedAt = startedAt;
    this.#tcp = connectTcp({
      host: input.address,
      port: input.proxy.port,
      autoSelectFamily: false,
      noDelay: true,
    });
    const leftMs = Math.max(0, context.deadlineMs - this.#elapsed());
    // A busy process runs its timers first: what has arrived meanwhile is still looked at before silence is concluded.
    this.#timer = setTimeout(() => setImmediate(() => this.#set({ isLate: true })), leftMs);
    this.#stopListening = onAbort(context.signal, () => this.#set({ isCancelled: true }));
    this.#listen();
  }

  /** Nothing more will be seen. */
  get isOver(): boolean {
    return this.#isClosed || this.isLate || this.isCancelled || this.failure !== undefined;
  }

  /** True when TCP, and TLS where it is due, stand. */
  async ready(): Promise<boolean> {
    await this.#waiting.until(() => this.isConnected);
    if (!this.isConnected || this.isCancelled) return false;
    return this.#input.proxy.scheme === 'https' ? this.#secure() : true;
  }

  send(bytes: Uint8Array): void {
    (this.#tls ?? this.#tcp).write(bytes);
  }

  /** Resolves when the condition holds, nothing more will be seen, or the time is up. */
  until(isThere: () => boolean, timeoutMs?: number): Promise<void> {
    return this.#waiting.until(() => this.bytesReceived > RECEIVE_LIMIT_BYTES || isThere(), timeoutMs);
  }

  /** Gives the socket away with octets that were read too far put back; nothing is listened to or timed here from then on. */
  release(rest: Buffer): Socket {
    const socket = this.#tls ?? this.#tcp;
    clearTimeout(this.#timer);
    this.#stopListening();
    socket.off('data', this.#onData);
    socket.pause();
    if (rest.length > 0 && !socket.destroyed) socket.unshift(rest);
    return socket;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#stopListening();
    this.#tls?.destroy();
    this.#tcp.destroy();
  }

  async #secure(): Promise<boolean> {
    const { proxy, caPem } = this.#input;
    const beganMs = this.#elapsed();
    const servername = lawfulServername(proxy.host);
    const tls = connectTls({
      socket: this.#tcp,
      host: proxy.host,
      secureContext: trustContext('observe', caPem),
      rejectUnauthorized: false,
      ALPNProtocols: ['http/1.1'],
      ...(servername === null ? {} : { servername }),
    });
    this.#tls = tls;
    tls.on('error', (error) => this.#fail(error));
    tls.once('end', () => this.#ended('fin'));
    tls.on('data', this.#onData);
    tls.once('close', () => this.#closed());
    tls.once('secureConnect', () => {
      const verdict = tls.authorizationError ? String(tls.authorizationError).slice(0, 100) : undefined;
      this.proxyTlsMs = this.#elapsed() - beganMs;
      this.proxyTls = {
        version: tls.getProtocol() ?? 'unknown',
        ...(verdict === undefined ? {} : { libraryVerdict: verdict }),
      };
      this.isProven = tls.authorized;
      this.#isSecure = true;
      this.#waiting.changed();
    });
    await this.#waiting.until(() => this.#isSecure);
    return this.#isSecure && !this.isCancelled;
  }

  #listen(): void {
    const tcp = this.#tcp;
    tcp.once('connect', () => {
      this.isConnected = true;
      this.connectMs = this.#elapsed();
      this.#waiting.changed();
    });
    if (this.#input.proxy.scheme !== 'https') tcp.on('data', this.#onData);
    tcp.once('end', () => this.#ended('fin'));
    tcp.on('error', (error) => this.#fail(error));
    tcp.once('close', () => this.#closed());
  }

  readonly #onData = (bytes: Buffer): void => {
    this.bytesReceived += bytes.length;
    if (this.bytesReceived <= RECEIVE_LIMIT_BYTES) this.take(bytes);
    else this.#tcp.destroy();
    this.#waiting.changed();
  };

  #ended(how: 'fin' | 'rst'): void {
    this.peerEnd ??= how;
  }

  #fail(error: NodeJS.ErrnoException): void {
    if (error.code === 'ECONNRESET' || error.code === 'EPIPE') this.#ended('rst');
    else this.#set({ failure: error });
  }

  /** What came together with the end is still looked at. */
  #closed(): void {
    setImmediate(() => {
      this.#isClosed = true;
      this.#waiting.changed();
    });
  }

  #set(change: Partial<Pick<this, 'isLate' | 'isCancelled' | 'failure'>>): void {
    if (change.failure !== undefined && this.failure !== undefined) return;
    Object.assign(this, change);
    this.#waiting.changed();
  }

  #elapsed(): number {
    return Math.max(0, this.#context.now() - this.#startedAt);
  }
}

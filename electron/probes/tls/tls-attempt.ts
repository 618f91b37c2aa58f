import type { X509Certificate } from 'node:crypto';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';
import type { Handover, Left } from '../tcp/handover.ts';
import { hasFirstLine } from './tls-plaintext.ts';
import { tapped } from './tls-tap.ts';
import { onAbort, Waiting } from './tls-waiting.ts';
import { TlsWire } from './tls-wire.ts';

/** Where to shake hands, and as whom. */
export interface TlsInput {
  readonly address: string;
  readonly port: number;
  /** The SNI to send; null sends none, as is due for an IP address (RFC 6066 §3). */
  readonly servername: string | null;
  /** The name or address that the certificate must be for. */
  readonly expectedName: string;
  /** The profile's CA file, PEM. */
  readonly caPem?: string;
  /** A connection that stands already and is shaken hands on in place of a new one, such as a tunnel through a proxy. */
  readonly socket?: Socket;
  /** Where the TCP check left its connection to go on with; without one that lives, a new one is opened. */
  readonly connection?: Handover<Socket>;
  /** Where the connection is left after a good handshake, for what is to be asked through it. */
  readonly leaveTo?: Handover<TLSSocket>;
}

/** What an attempt is bound by. */
export interface AttemptLimits {
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  now(): number;
}

/**
 * Octets of a server that are read at most before the handshake is done. OpenSSL's own limit for a chain is 100 KiB, so only a
 * peer that sends without end comes here.
 */
const RECEIVE_LIMIT_BYTES = 1024 * 1024;

/** How long the rest of a first line may take after its first octet. */
const FIRST_LINE_MS = 200;

/**
 * How long a TLS 1.3 server that wants a client certificate is given to say so after the client thinks that it is done: at
 * least this, and twice the time of one round trip, which is how long its alert must travel.
 */
const QUIET_MS = 150;

const CERTIFICATE_LIMIT = 12;

/**
 * One connection with one handshake on it, and everything that was seen of it. The socket is closed when `run` returns, unless it
 * was open before: then `stream` goes on to be read and written, and what comes is still seen on the wire.
 */
export class TlsAttempt {
  readonly wire = new TlsWire();
  /** The ClientHello as it went out. */
  hello: Uint8Array | undefined;
  isConnected = false;
  isSecure = false;
  /** FIN or RST from the peer, whichever came first. */
  peerEnd: 'fin' | 'rst' | undefined;
  isLate = false;
  isCancelled = false;
  /** What the socket or the library gave up with. */
  failure: Error | undefined;
  /** The library's verdict over all stores; undefined when it has no objection. */
  libraryVerdict: string | undefined;
  /** The chain as the library has it, for when it could not be read from the wire. */
  libraryChain: readonly Uint8Array[] = [];
  version: string | undefined;
  cipher: string | undefined;
  alpn: string | null | undefined;
  connectMs: number | undefined;
  handshakeMs: number | undefined;
  helloAtMs = 0;
  answerAtMs: number | undefined;
  readonly #input: TlsInput;
  readonly #context: SecureContext;
  readonly #limits: AttemptLimits;
  readonly #startedAt: number;
  readonly #over: Socket | undefined;
  /** The connection that the TCP check left, with its round trip. */
  #left: Left<Socket> | undefined;
  /** What passes inside TLS. Its octets wait until somebody reads them, where the connection was open before. */
  stream: TLSSocket | undefined;
  #isClosed = false;
  readonly #waiting = new Waiting(
    () => this.#isClosed || this.isLate || this.isCancelled || this.failure !== undefined,
  );

  /**
   * The context holds the versions and suites to offer, and the authorities for the library's own verdict. `over` is an open
   * connection, on which another protocol may have begun TLS; nobody else may read it any more.
   */
  constructor(input: TlsInput, context: SecureContext, limits: AttemptLimits, over?: Socket) {
    this.#input = input;
    this.#over = over;
    this.#context = context;
    this.#limits = limits;
    this.#startedAt = limits.now();
  }

  /** Connects and shakes hands. Returns within the deadline and never rejects for what the peer does. */
  async run(): Promise<this> {
    const { signal, deadlineMs } = this.#limits;
    const { address, port } = this.#input;
    if (signal.aborted) {
      this.isCancelled = true;
      return this;
    }
    const stopListening = onAbort(signal, () => this.#set({ isCancelled: true }));
    this.#left =
      this.#over === undefined && this.#input.socket === undefined
        ? this.#input.connection?.take()
        : undefined;
    this.#left?.socket.setNoDelay(true);
    const socket =
      this.#over ??
      this.#input.socket ??
      this.#left?.socket ??
      connectTcp({ host: address, port, autoSelectFamily: false, noDelay: true });
    // A busy process runs its timers first: what has arrived meanwhile is still looked at before silence is concluded.
    const timer = setTimeout(() => setImmediate(() => this.#set({ isLate: true })), deadlineMs);
    try {
      this.#listen(socket);
      await this.#waiting.until(() => this.isSecure || this.wire.protocol === 'plaintext');
      if (this.wire.protocol === 'plaintext')
        await this.#waiting.until(() => hasFirstLine(this.wire.start), FIRST_LINE_MS);
      // A protocol that goes on asks at once, and its answer shows whether the server is content.
      else if (this.#over === undefined && this.isSecure && this.#mayBeRefusedYet()) {
        const quietMs = Math.max(QUIET_MS, 2 * this.#roundTripMs());
        await this.#waiting.until(() => this.wire.alert !== undefined || this.wire.isAccepted, quietMs);
      }
      return this;
    } finally {
      clearTimeout(timer);
      stopListening();
      if (this.#over === undefined && !this.#leave()) socket.destroy();
    }
  }

  #roundTripMs(): number {
    const connectMs = this.#left?.roundTripMs ?? this.connectMs;
    // Through a tunnel only the handshake shows it.
    return (this.#input.socket === undefined ? connectMs : this.handshakeMs) ?? 0;
  }

  /** Leaves a connection on which nothing speaks against going on; false when it is to be cut. */
  #leave(): boolean {
    const { leaveTo } = this.#input;
    const isGood =
      this.isSecure &&
      this.wire.alert === undefined &&
      this.peerEnd === undefined &&
      this.failure === undefined &&
      !this.isCancelled;
    if (leaveTo === undefined || this.stream === undefined || !isGood) return false;
    leaveTo.leave(this.stream, this.#roundTripMs());
    return true;
  }

  /** In TLS 1.3 the client is done before the server has seen its certificate, or that it has none. */
  #mayBeRefusedYet(): boolean {
    return this.version === 'TLSv1.3' && this.wire.requestsClientCertificate !== false;
  }

  #set(change: Partial<Pick<this, 'isCancelled' | 'isLate' | 'isSecure' | 'failure'>>): void {
    Object.assign(this, change);
    this.#waiting.changed();
  }

  #listen(socket: Socket): void {
    socket.once('end', () => {
      this.peerEnd ??= 'fin';
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // EPIPE comes when the RST of the peer overtook a write.
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') this.peerEnd ??= 'rst';
      this.failure ??= error;
    });
    // The library may still have octets to digest that came together with the end.
    socket.once('close', () => {
      setImmediate(() => {
        this.#isClosed = true;
        this.#waiting.changed();
      });
    });
    if (this.#over !== undefined || this.#left !== undefined) this.#shakeHands(socket);
    else if (this.#input.socket === undefined) socket.once('connect', () => this.#begin(socket));
    else if (!socket.destroyed) this.#begin(socket);
    else {
      this.isConnected = true;
      this.peerEnd = socket.errored === null ? 'fin' : 'rst';
      this.#isClosed = true;
    }
  }

  #begin(socket: Socket): void {
    this.isConnected = true;
    this.connectMs = this.#elapsed();
    this.#shakeHands(socket);
  }

  #shakeHands(socket: Socket): void {
    this.isConnected = true;
    const { servername } = this.#input;
    const stream = tapped(socket, {
      received: (bytes) => this.#receive(socket, bytes),
      sending: (bytes) => {
        if (this.hello !== undefined) return;
        this.hello = bytes;
        this.helloAtMs = this.#elapsed();
      },
    });
    const tls = connectTls({
      socket: stream,
      secureContext: this.#context,
      rejectUnauthorized: false,
      ...(servername === null ? {} : { servername }),
      // A connection of another protocol names none: a server may refuse one that it does not serve (RFC 7301 §3.2).
      ...(this.#over === undefined ? { ALPNProtocols: ['http/1.1'] } : {}),
      // Names are compared by our own rule; the library would fall back to the commonName.
      checkServerIdentity: () => undefined,
    });
    tls.on('keylog', (line: Buffer) => this.wire.learn(line.toString('latin1')));
    tls.once('secureConnect', () => this.#describe(tls));
    tls.on('error', (error) => {
      // After the end of the connection the library only says again what the socket said.
      if (this.peerEnd === undefined || this.failure === undefined) this.#set({ failure: error });
    });
    this.stream = tls;
    if (this.#over === undefined) tls.resume();
  }

  #receive(socket: Socket, bytes: Buffer): boolean {
    this.answerAtMs ??= this.#elapsed();
    this.wire.receive(bytes);
    if (this.wire.bytesReceived > RECEIVE_LIMIT_BYTES) {
      socket.destroy();
      this.failure ??= Object.assign(new Error('the server sends without end'), { code: 'EMSGSIZE' });
    }
    this.#waiting.changed();
    // The library would end the connection at the first octet that is not TLS, before the line is complete.
    return this.wire.protocol !== 'plaintext';
  }

  #describe(tls: TLSSocket): void {
    this.handshakeMs = this.#elapsed() - (this.connectMs ?? 0);
    this.version = tls.getProtocol() ?? undefined;
    this.cipher = tls.getCipher().name;
    this.alpn = tls.alpnProtocol === false ? null : (tls.alpnProtocol ?? undefined);
    this.libraryVerdict = verdictOf(tls.authorizationError);
    this.libraryChain = chainOf(tls.getPeerX509Certificate());
    this.#set({ isSecure: true });
  }

  #elapsed(): number {
    return Math.max(0, this.#limits.now() - this.#startedAt);
  }
}

/** The library gives its code as a text, though its types say that it is an Error. */
function verdictOf(error: unknown): string | undefined {
  if (error === null || error === undefined) return undefined;
  const code = error instanceof Error && 'code' in error ? error.code : error;
  return String(code).slice(0, 100);
}

function chainOf(leaf: X509Certificate | undefined): Uint8Array[] {
  const chain: Uint8Array[] = [];
  for (let next = leaf; next !== undefined && chain.length < CERTIFICATE_LIMIT; next = next.issuerCertificate)
    chain.push(next.raw);
  return chain;
}

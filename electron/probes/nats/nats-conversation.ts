import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';
import { type RawExchange, rawExchange } from '../../contract/evidence.ts';
import type { ProbeContext } from '../probe.ts';
import type { Handover } from '../tcp/handover.ts';
import { tapped } from '../tls/tls-tap.ts';
import { onAbort, Waiting } from '../tls/tls-waiting.ts';
import { TlsWire } from '../tls/tls-wire.ts';
import { NatsLineReader } from './nats-line.ts';

/** Octets that are read at most in one connection: a peer that sends without end is left. */
const RECEIVE_LIMIT_BYTES = 1024 * 1024;

/** How long the rest of a first line may take after its first octet, where the line is not NATS. */
const FIRST_LINE_MS = 200;

/** Octets from the start of the stream that are kept to recognise another protocol by. */
const START_LIMIT_BYTES = 2048;

/** Where to talk. */
export interface NatsInput {
  readonly address: string;
  readonly port: number;
  /** The SNI to send; null sends none, as is due for an IP address (RFC 6066 §3). */
  readonly servername: string | null;
  /** The profile's CA file, PEM. */
  readonly caPem?: string;
  /** A connection that stands already and is talked on in place of a new one, such as a tunnel through a proxy. */
  readonly socket?: Socket;
  /** Where the TCP check left its connection to be talked on; without one that lives, a new one is opened. */
  readonly connection?: Handover<Socket>;
}

/** One connection: lines in, text out, with TLS from any moment on. Every wait ends at the deadline of the probe. */
export class NatsConversation {
  readonly wire = new TlsWire();
  readonly raw: RawExchange[] = [];
  isConnected = false;
  isSecure = false;
  isLate = false;
  isCancelled = false;
  /** FIN or RST from the peer, whichever came first. */
  peerEnd: 'fin' | 'rst' | undefined;
  failure: Error | undefined;
  bytesReceived = 0;
  version: string | undefined;
  cipher: string | undefined;
  libraryVerdict: string | undefined;
  connectMs: number | undefined;
  tlsMs: number | undefined;
  readonly #reader = new NatsLineReader();
  readonly #context: ProbeContext;
  readonly #startedAt: number;
  readonly #socket: Socket;
  readonly #timer: NodeJS.Timeout;
  readonly #stopListening: () => void;
  #tls: TLSSocket | undefined;
  #start: Buffer = Buffer.alloc(0);
  #isClosed = false;
  #hasReceivedRaw = false;
  readonly #waiting = new Waiting(() => this.isOver);

  constructor(input: NatsInput, context: ProbeContext, startedAt: number) {
    const { address, port, socket } = input;
    this.#context = context;
    this.#startedAt = startedAt;
    const left = socket === undefined ? input.connection?.take()?.socket : undefined;
    left?.setNoDelay(true);
    this.#socket =
      socket ?? left ?? connectTcp({ host: address, port, autoSelectFamily: false, noDelay: true });
    const remainingMs = Math.max(0, context.deadlineMs - this.elapsed());
    // A busy process runs its timers first: what has arrived meanwhile is still looked at before silence is concluded.
    this.#timer = setTimeout(() => setImmediate(() => this.#set({ isLate: true })), remainingMs);
    this.#stopListening = onAbort(context.signal, () => this.#set({ isCancelled: true }));
    this.#listen();
    if (socket !== undefined) this.connectMs = this.elapsed();
    const given = socket ?? left;
    if (given !== undefined) this.#takeOver(given);
  }

  /** Nothing more will be seen. */
  get isOver(): boolean {
    return this.#isClosed || this.isLate || this.isCancelled || this.failure !== undefined;
  }

  /** The first octets in clear, at most 2048. */
  get start(): Uint8Array {
    return this.wire.protocol === 'plaintext' ? this.wire.start : this.#start;
  }

  /** What came in cannot be the start of INFO, -ERR, +OK, PING or PONG: it may well have no line end. */
  get isAlien(): boolean {
    const isShakingHands = this.#tls !== undefined && !this.isSecure;
    if (isShakingHands && this.wire.protocol !== 'plaintext') return false;
    return this.start.length >= 3 && !/^(?:INF|-ER|\+OK|PIN|PON)/i.test(firstThree(this.start));
  }

  /** The peer sent a line without end, or more than anybody says in one go. */
  get isOverfull(): boolean {
    return this.#reader.isOverfull || this.bytesReceived > RECEIVE_LIMIT_BYTES;
  }

  elapsed(): number {
    return Math.max(0, this.#context.now() - this.#startedAt);
  }

  /** True when TCP is open. */
  async connected(): Promise<boolean> {
    await this.#waiting.until(() => this.isConnected);
    return this.isConnected;
  }

  /** The next line; undefined when none came. Once a line has begun, it is waited for beyond `timeoutMs`. */
  async line(timeoutMs?: number): Promise<Buffer | undefined> {
    const isThere = (): boolean => this.#reader.hasLine || this.isOverfull || this.isAlien;
    await this.#waiting.until(isThere, timeoutMs);
    if (this.isAlien) await this.#waiting.until(() => this.#reader.hasLine, FIRST_LINE_MS);
    else if (!isThere() && this.#reader.unfinishedBytes > 0) await this.#waiting.until(isThere);
    return this.#reader.take();
  }

  send(text: string, what: string): void {
    const bytes = Buffer.from(text, 'latin1');
    this.raw.push(rawExchange('sent', this.elapsed(), what, bytes));
    (this.#tls ?? this.#socket).write(bytes);
  }

  /** Starts TLS on the connection and returns whether it stands. A plain answer to the ClientHello is read as lines. */
  async secure(
    secureContext: SecureContext,
    servername: string | null,
    timeoutMs?: number,
  ): Promise<boolean> {
    const beganMs = this.elapsed();
    this.#socket.off('data', this.#onPlain);
    let hasHello = false;
    const stream = tapped(this.#socket, {
      received: (bytes) => this.#receiveTls(bytes),
      sending: (bytes) => {
        if (!hasHello) this.raw.push(rawExchange('sent', this.elapsed(), 'TLS ClientHello', bytes));
        hasHello = true;
      },
    });
    const tls = connectTls({
      socket: stream,
      secureContext,
      rejectUnauthorized: false,
      ...(servername === null ? {} : { servername }),
      checkServerIdentity: () => undefined,
    });
    this.#tls = tls;
    tls.on('keylog', (line: Buffer) => this.wire.learn(line.toString('latin1')));
    tls.on('data', (bytes: Buffer) => this.#read(bytes));
    tls.on('error', (error) => this.#set({ failure: error }));
    tls.once('secureConnect', () => {
      this.tlsMs = this.elapsed() - beganMs;
      this.version = tls.getProtocol() ?? undefined;
      this.cipher = tls.getCipher().name;
      const { authorizationError } = tls;
      if (authorizationError) this.libraryVerdict = String(authorizationError).slice(0, 100);
      this.#set({ isSecure: true });
    });
    await this.#waiting.until(() => this.isSecure || this.wire.protocol === 'plaintext', timeoutMs);
    return this.isSecure;
  }

  /** Cuts the connection; must be called in the end. */
  end(): void {
    clearTimeout(this.#timer);
    this.#stopListening();
    this.#tls?.destroy();
    this.#socket.destroy();
  }

  #takeOver(socket: Socket): void {
    this.isConnected = true;
    if (socket.destroyed) {
      this.peerEnd = socket.errored === null ? 'fin' : 'rst';
      this.#isClosed = true;
    } else socket.resume();
  }

  #set(change: Partial<Pick<this, 'isCancelled' | 'isLate' | 'isSecure' | 'failure'>>): void {
    if (change.failure !== undefined && this.failure !== undefined) return;
    Object.assign(this, change);
    this.#waiting.changed();
  }

  #listen(): void {
    const socket = this.#socket;
    socket.once('connect', () => {
      this.isConnected = true;
      this.connectMs = this.elapsed();
      this.#waiting.changed();
    });
    socket.on('data', this.#onPlain);
    socket.once('end', () => {
      this.peerEnd ??= 'fin';
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') this.peerEnd ??= 'rst';
      else this.#set({ failure: error });
    });
    // The TLS library may still have octets to digest that came together with the end.
    socket.once('close', () =>
      setImmediate(() => {
        this.#isClosed = true;
        this.#waiting.changed();
      }),
    );
  }

  readonly #onPlain = (bytes: Buffer): void => {
    this.#note(bytes);
    this.#read(bytes);
  };

  #receiveTls(bytes: Buffer): boolean {
    this.#note(bytes);
    this.wire.receive(bytes);
    const isPlain = this.wire.protocol === 'plaintext';
    if (isPlain) this.#reader.push(bytes);
    this.#waiting.changed();
    return !isPlain;
  }

  #note(bytes: Buffer): void {
    this.bytesReceived += bytes.length;
    if (!this.#hasReceivedRaw || this.raw.at(-1)?.direction === 'sent') {
      this.#hasReceivedRaw = true;
      if (this.raw.length < 8) this.raw.push(rawExchange('received', this.elapsed(), 'first octets', bytes));
    }
    if (this.bytesReceived > RECEIVE_LIMIT_BYTES) this.#socket.destroy();
  }

  #read(bytes: Buffer): void {
    if (this.#start.length < START_LIMIT_BYTES)
      this.#start = Buffer.concat([this.#start, bytes.subarray(0, START_LIMIT_BYTES - this.#start.length)]);
    this.#reader.push(bytes);
    if (this.#reader.isOverfull) this.#socket.destroy();
    this.#waiting.changed();
  }
}

const firstThree = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 3));

import { connect as connectTcp, type Socket } from 'node:net';
import { type RawExchange, rawExchange } from '../../contract/evidence.ts';
import type { LdapOutcome } from '../../contract/outcomes/ldap.ts';
import type { ProbeContext } from '../probe.ts';
import { TlsAttempt } from '../tls/tls-attempt.ts';
import { describeAttempt } from '../tls/tls-observation.ts';
import { hasFirstLine } from '../tls/tls-plaintext.ts';
import { onAbort, Waiting } from '../tls/tls-waiting.ts';
import { trustContext } from '../tls/trust-store.ts';
import type { LdapInput } from './ldap-input.ts';
import type { LdapMessage } from './ldap-message.ts';
import { LdapMessageReader } from './ldap-message-reader.ts';

/** Octets that are read at most in one connection: a page of 500 computers has about a hundred thousand. */
const RECEIVE_LIMIT_BYTES = 1024 * 1024;

/** How long the rest of a first line may take after its first octet, where the server does not speak LDAP. */
const FIRST_LINE_MS = 200;

/** How long a server may take to close after the goodbye. */
const LINGER_MS = 500;

/** Octets from the start of the stream that are kept to recognise another protocol by. */
const START_LIMIT_BYTES = 2048;

/** Exchanges that are kept of one connection. */
const RAW_LIMIT = 12;

/** One connection: messages out and in, with TLS from any moment on. Every wait ends at the deadline of the probe. */
export class LdapConnection {
  readonly raw: RawExchange[] = [];
  isConnected = false;
  isLate = false;
  isCancelled = false;
  /** FIN or RST from the peer, whichever came first. */
  peerEnd: 'fin' | 'rst' | undefined;
  failure: Error | undefined;
  bytesReceived = 0;
  /** Octets of LDAP, inside TLS where there is TLS. */
  ldapBytes = 0;
  connectMs: number | undefined;
  tlsMs: number | undefined;
  /** The handshake, once one was begun; what it shows may still grow. */
  attempt: TlsAttempt | undefined;
  readonly #input: LdapInput;
  readonly #context: ProbeContext;
  readonly #startedAt: number;
  readonly #socket: Socket;
  readonly #timer: NodeJS.Timeout;
  readonly #stopListening: () => void;
  readonly #messages: LdapMessage[] = [];
  #reader = new LdapMessageReader();
  #start: Buffer = Buffer.alloc(0);
  #lastId = 0;
  #isClosed = false;
  #isSecret = false;
  #tlsAtMs = 0;
  readonly #waiting = new Waiting(() => this.isOver);

  constructor(input: LdapInput, context: ProbeContext) {
    this.#input = input;
    this.#context = context;
    this.#startedAt = context.now();
    this.#socket = connectTcp({
      host: input.address,
      port: input.port,
      autoSelectFamily: false,
      noDelay: true,
    });
    // A busy process runs its timers first: what has arrived meanwhile is still looked at before silence is concluded.
    this.#timer = setTimeout(() => setImmediate(() => this.#set({ isLate: true })), context.deadlineMs);
    this.#stopListening = onAbort(context.signal, () => this.#set({ isCancelled: true }));
    this.#listen();
  }

  /** Nothing more will be seen. */
  get isOver(): boolean {
    return this.#isClosed || this.isLate || this.isCancelled || this.failure !== undefined;
  }

  /** What came is no LDAP. */
  get isAlien(): boolean {
    return this.#reader.isAlien;
  }

  get isEndless(): boolean {
    return this.bytesReceived > RECEIVE_LIMIT_BYTES;
  }

  /** The first octets since the connection is what it is, in clear or inside TLS; at most 2048, whatever they are. */
  get start(): Buffer {
    return this.#start;
  }

  /** The handshake stands and the peer has not taken it back. */
  get isSecure(): boolean {
    return this.attempt?.isSecure === true;
  }

  elapsed(): number {
    return Math.max(0, this.#context.now() - this.#startedAt);
  }

  /** True when TCP is open. */
  async connected(): Promise<boolean> {
    await this.#waiting.until(() => this.isConnected);
    return this.isConnected && !this.isCancelled;
  }

  /** The number for the next request. */
  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** Sends a request and keeps it as evidence. */
  send(bytes: Buffer, what: string): void {
    this.#keep(rawExchange('sent', this.elapsed(), what, bytes));
    this.#write(bytes);
  }

  /** Sends a request that holds a secret. From now on no octets are kept: the server may repeat it. */
  sendSecret(bytes: Buffer): void {
    this.#isSecret = true;
    this.#write(bytes);
  }

  /** The next message that answers request `id` or, with number 0, none at all. Others are passed over. */
  async next(id: number): Promise<LdapMessage | undefined> {
    for (;;) {
      await this.#waiting.until(() => this.#messages.length > 0 || this.isAlien || this.isEndless);
      const message = this.#messages.shift();
      if (message === undefined) break;
      if (message.id === id || message.id === 0) return message;
    }
    if (this.isAlien) await this.#waiting.until(() => hasFirstLine(this.#start), FIRST_LINE_MS);
    return undefined;
  }

  /** Begins TLS and returns whether it stands. What came before in clear is forgotten: anybody may have put it there. */
  async secure(): Promise<boolean> {
    if (this.isOver) return false;
    this.#tlsAtMs = this.elapsed();
    this.#socket.off('data', this.#read);
    this.#reader = new LdapMessageReader();
    this.#messages.length = 0;
    this.#start = Buffer.alloc(0);
    this.ldapBytes = 0;
    const limits = {
      signal: this.#context.signal,
      deadlineMs: Math.max(0, this.#context.deadlineMs - this.elapsed()),
      now: () => this.#context.now(),
    };
    const secureContext = trustContext('observe', this.#input.caPem);
    const attempt = new TlsAttempt(this.#input, secureContext, limits, this.#socket);
    this.attempt = attempt;
    const running = attempt.run();
    attempt.stream?.on('data', this.#read);
    attempt.stream?.on('error', (error) => {
      if (attempt.isSecure) this.#set({ failure: error });
    });
    await running;
    this.#noteHello(attempt);
    if (attempt.isSecure) this.tlsMs = this.elapsed() - this.#tlsAtMs;
    return attempt.isSecure;
  }

  /** What the handshake has shown so far. */
  tls(): LdapOutcome['tls'] {
    if (this.attempt === undefined) return undefined;
    const seen = describeAttempt(this.#input, this.attempt, this.#context, this.elapsed() - this.#tlsAtMs);
    const { code, alert, plaintext, version, cipher, libraryVerdict, requestsClientCertificate } = seen;
    const { chain, chainSource, trust, faults } = seen;
    return {
      code,
      ...(alert === undefined ? {} : { alert }),
      ...(plaintext === undefined ? {} : { plaintext }),
      ...(version === undefined ? {} : { version }),
      ...(cipher === undefined ? {} : { cipher }),
      chain,
      chainSource,
      trust,
      faults,
      ...(libraryVerdict === undefined ? {} : { libraryVerdict }),
      ...(requestsClientCertificate === undefined ? {} : { requestsClientCertificate }),
    };
  }

  /**
   * Ends the connection; must be called in the end. After the goodbye the peer has a moment to close as well, for which nobody
   * waits: closing over what it still sends would be a reset.
   */
  end(goodbye?: Buffer): void {
    clearTimeout(this.#timer);
    this.#stopListening();
    const cut = (): void => {
      this.attempt?.stream?.destroy();
      this.#socket.destroy();
    };
    if (goodbye === undefined || this.isOver) {
      cut();
      return;
    }
    const timer = setTimeout(cut, LINGER_MS).unref();
    const stopListening = onAbort(this.#context.signal, cut);
    this.#socket.once('close', () => {
      clearTimeout(timer);
      stopListening();
    });
    this.#socket.unref();
    (this.attempt?.stream ?? this.#socket).end(goodbye);
  }

  #write(bytes: Buffer): void {
    (this.attempt?.stream ?? this.#socket).write(bytes);
  }

  #keep(exchange: RawExchange): void {
    if (this.raw.length < RAW_LIMIT && !this.#isSecret) this.raw.push(exchange);
  }

  #set(change: Partial<Pick<this, 'isCancelled' | 'isLate' | 'failure'>>): void {
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
    socket.on('data', (bytes: Buffer) => {
      this.bytesReceived += bytes.length;
      if (this.isEndless) socket.destroy();
    });
    socket.on('data', this.#read);
    socket.once('end', () => {
      this.peerEnd ??= 'fin';
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // EPIPE comes when the RST of the peer overtook a write.
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

  readonly #read = (bytes: Buffer): void => {
    this.ldapBytes += bytes.length;
    if (this.#start.length < START_LIMIT_BYTES)
      this.#start = Buffer.concat([this.#start, bytes.subarray(0, START_LIMIT_BYTES - this.#start.length)]);
    const wasAlien = this.isAlien;
    for (const { message, bytes: whole } of this.#reader.push(bytes)) {
      this.#messages.push(message);
      this.#keep(rawExchange('received', this.elapsed(), `LDAP ${KINDS[message.kind]}`, whole));
    }
    if (this.isAlien && !wasAlien)
      this.#keep(rawExchange('received', this.elapsed(), 'octets that are no LDAP message', bytes));
    this.#waiting.changed();
  };

  #noteHello({ hello, wire, answerAtMs = 0, helloAtMs }: TlsAttempt): void {
    if (hello !== undefined)
      this.#keep(rawExchange('sent', this.#tlsAtMs + helloAtMs, 'TLS ClientHello', hello));
    if (wire.bytesReceived === 0) return;
    const first = rawExchange(
      'received',
      this.#tlsAtMs + answerAtMs,
      'first octets of the server',
      wire.start,
    );
    this.#keep({ ...first, omittedBytes: Math.max(0, wire.bytesReceived - wire.start.length) });
  }
}

const KINDS: Readonly<Record<LdapMessage['kind'], string>> = {
  bind: 'bind response',
  entry: 'search result entry',
  reference: 'search result reference',
  done: 'search result done',
  extended: 'extended response',
  other: 'message of another kind',
};

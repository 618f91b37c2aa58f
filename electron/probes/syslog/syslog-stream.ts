import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { SystemError } from '../../contract/evidence.ts';
import type { ProbeContext } from '../probe.ts';
import { closeCleanly } from '../tcp/tcp-close.ts';
import { tlsErrorOf } from '../tls/tls-error.ts';
import { onAbort, Waiting } from '../tls/tls-waiting.ts';
import type { SyslogSendInput } from './syslog-send-input.ts';

/** A receiver that is full, or does not admit this sender, has ended the connection by then: nothing is written into that. */
const SETTLE_MS = 100;
/**
 * How long the connection is read on after the message. A receiver that cannot read the frame, or wants TLS, ends it within a few
 * milliseconds and a round trip.
 */
const QUIET_MS = 1000;
/** Octets that are read of a server that answers; a syslog receiver sends none. */
const READ_LIMIT_BYTES = 4096;

/** One connection with one message written to it, and everything that was seen of it. */
export class SyslogStream {
  connectMs: number | undefined;
  handshakeMs: number | undefined;
  /** When the message was handed to the system. */
  sentAtMs: number | undefined;
  endedAtMs: number | undefined;
  endedBy: 'fin' | 'rst' | undefined;
  failure: SystemError | undefined;
  received: Buffer = Buffer.alloc(0);
  answerAtMs = 0;
  tlsVersion: string | undefined;
  isCancelled = false;
  isLate = false;
  readonly #input: SyslogSendInput;
  readonly #context: ProbeContext;
  readonly #startedAt: number;
  readonly #waiting = new Waiting(() => this.#isOver());

  constructor(input: SyslogSendInput, context: ProbeContext) {
    this.#input = input;
    this.#context = context;
    this.#startedAt = context.now();
  }

  /** Connects, waits a moment, writes the octets once, and reads on. Ends at the deadline and never rejects. */
  async send(octets: Uint8Array): Promise<this> {
    const { signal, deadlineMs } = this.#context;
    if (signal.aborted) {
      this.isCancelled = true;
      return this;
    }
    const { address, port, transport } = this.#input;
    const socket = connectTcp({ host: address, port, autoSelectFamily: false, noDelay: true });
    let stream = socket;
    const stopListening = onAbort(signal, () => {
      this.isCancelled = true;
      this.#waiting.changed();
    });
    const timer = setTimeout(() => setImmediate(() => this.#late()), deadlineMs);
    try {
      socket.once('connect', () => {
        this.connectMs = this.elapsed();
        this.#waiting.changed();
      });
      socket.on('error', (error) => this.#fail(error));
      await this.#waiting.until(() => this.connectMs !== undefined);
      if (this.connectMs === undefined || this.#isOver()) return this;
      if (transport === 'tls') stream = await this.#secure(socket);
      else this.#read(socket);
      if (this.#isOver()) return this;
      await this.#waiting.until(() => this.received.length > 0, SETTLE_MS);
      if (this.#isOver() || this.received.length > 0) return this;
      this.sentAtMs = this.elapsed();
      stream.write(octets);
      await this.#waiting.until(() => false, QUIET_MS + 2 * this.connectMs);
      return this;
    } finally {
      clearTimeout(timer);
      stopListening();
      if (stream.destroyed || socket.connecting || signal.aborted || this.#isOver()) stream.destroy();
      else closeCleanly(stream, signal);
      if (stream.destroyed) socket.destroy();
    }
  }

  elapsed(): number {
    return Math.max(0, this.#context.now() - this.#startedAt);
  }

  #isOver(): boolean {
    return (
      this.isCancelled ||
      this.isLate ||
      this.endedBy !== undefined ||
      this.failure !== undefined ||
      this.received.length >= READ_LIMIT_BYTES
    );
  }

  #late(): void {
    this.isLate = true;
    this.#waiting.changed();
  }

  /** The certificate is judged in a row of its own; a message without secrets may go to whoever it is. */
  async #secure(socket: Socket): Promise<Socket> {
    const { servername, caPem } = this.#input;
    const [{ trustContext }, { lawfulServername }] = await Promise.all([
      import('../tls/trust-store.ts'),
      import('../tls/tls.ts'),
    ]);
    const name = lawfulServername(servername);
    let isSecure = false;
    const tls = connectTls({
      socket,
      secureContext: trustContext('observe', caPem),
      rejectUnauthorized: false,
      ...(name === null ? {} : { servername: name }),
      checkServerIdentity: () => undefined,
    });
    tls.once('secureConnect', () => {
      isSecure = true;
      this.handshakeMs = this.elapsed() - (this.connectMs ?? 0);
      this.tlsVersion = tls.getProtocol() ?? undefined;
      this.#waiting.changed();
    });
    this.#read(tls);
    await this.#waiting.until(() => isSecure);
    return tls;
  }

  #read(stream: Socket): void {
    stream.on('data', (bytes: Buffer) => {
      if (this.received.length === 0) this.answerAtMs = this.elapsed();
      this.received = Buffer.concat([
        this.received,
        bytes.subarray(0, READ_LIMIT_BYTES - this.received.length),
      ]);
      this.#waiting.changed();
    });
    stream.once('end', () => {
      this.endedBy ??= 'fin';
      this.endedAtMs ??= this.elapsed();
      this.#waiting.changed();
    });
    stream.on('error', (error) => this.#fail(error));
  }

  #fail(error: NodeJS.ErrnoException): void {
    // What the library says after the end of the connection is only the end once more.
    if (this.endedBy !== undefined) return;
    // EPIPE comes when the RST of the peer overtook the write.
    if (error.code === 'ECONNRESET' || error.code === 'EPIPE') {
      this.endedBy = 'rst';
      this.endedAtMs = this.elapsed();
    }
    this.failure ??= tlsErrorOf(error);
    this.#waiting.changed();
  }
}

import { type Alert, isComplaint } from './tls-alerts.ts';
import { MESSAGE, readServerHello, type ServerHello } from './tls-messages.ts';
import { HandshakeReader, RECORD, type TlsRecord, TlsRecordReader } from './tls-records.ts';

/** Octets from the start that are kept, for the first line of a plaintext service and as raw evidence. */
const START_LIMIT_BYTES = 1024;

/** A ServerHello is a few hundred octets, and warnings before it are a handful: only a peer without end comes here. */
const RECEIVE_LIMIT_BYTES = 32 * 1024;

/**
 * Reads the first answer to a ClientHello and nothing behind it: a ServerHello, a HelloRetryRequest or an alert, whichever is
 * there first. Takes any octets; holds at most one record and one message of what their lengths allow.
 */
export class HelloAnswer {
  bytesReceived = 0;
  serverHello: ServerHello | undefined;
  /** The alert that ends the handshake, or the last warning that complains of something. */
  alert: Alert | undefined;
  /** `none` no octet yet · `tls` · `plaintext` the first octets cannot be TLS · `broken` TLS at first, then impossible or endless. */
  protocol: 'none' | 'tls' | 'plaintext' | 'broken' = 'none';
  readonly #start = new Uint8Array(START_LIMIT_BYTES);
  readonly #records = new TlsRecordReader();
  readonly #messages = new HandshakeReader();

  /** The first octets, at most 1024. */
  get start(): Uint8Array {
    return this.#start.subarray(0, Math.min(this.bytesReceived, START_LIMIT_BYTES));
  }

  /** True when nothing that still comes could say more. A warning is not the end: many servers go on after it. */
  get isDecided(): boolean {
    return this.serverHello !== undefined || this.#isFatal || this.protocol === 'broken';
  }

  get #isFatal(): boolean {
    return this.alert !== undefined && this.alert.level !== 1;
  }

  /** Takes octets from the server in the order in which they came. */
  receive(bytes: Uint8Array): void {
    if (this.bytesReceived < START_LIMIT_BYTES)
      this.#start.set(bytes.subarray(0, START_LIMIT_BYTES - this.bytesReceived), this.bytesReceived);
    this.bytesReceived += bytes.length;
    if (this.isDecided || this.protocol === 'plaintext') return;
    for (const record of this.#records.push(bytes)) {
      this.protocol = 'tls';
      if (!this.isDecided) this.#take(record);
    }
    if (this.isDecided) return;
    if (this.#records.state === 'not-tls') this.protocol = this.protocol === 'none' ? 'plaintext' : 'broken';
    else if (this.#records.state === 'too-long' || !this.#messages.isReading) this.protocol = 'broken';
    else if (this.bytesReceived > RECEIVE_LIMIT_BYTES) this.protocol = 'broken';
  }

  #take({ type, fragment }: TlsRecord): void {
    if (type === RECORD.alert) {
      const [level, number] = fragment;
      if (fragment.length !== 2 || level === undefined || number === undefined) return;
      if (isComplaint({ level, number })) this.alert = { level, number };
    } else if (type === RECORD.handshake)
      for (const { type: kind, body } of this.#messages.push(fragment))
        if (kind === MESSAGE.serverHello) this.serverHello ??= readServerHello(body);
  }
}

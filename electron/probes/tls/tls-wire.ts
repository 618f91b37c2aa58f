import { type Alert, isComplaint } from './tls-alerts.ts';
import { type RecordOpener, recordOpener } from './tls-decrypt.ts';
import { MESSAGE, readCertificateMessage, readServerHello, TLS13, versionName } from './tls-messages.ts';
import { HandshakeReader, RECORD, type TlsRecord, TlsRecordReader } from './tls-records.ts';

/** Octets from the start of the stream that are kept, for the first line of a plaintext service and as raw evidence. */
const START_LIMIT_BYTES = 2048;

/** Protected records that may wait for their secret: a whole certificate flight of 100 KiB fits. */
const WAITING_LIMIT = 64;

/**
 * Reads along with a TLS client what the server sends, from the octets alone: alerts, the certificates as sent, whether a
 * client certificate is asked for. In TLS 1.3 that is protected, so the secrets that the client's library logs for this one
 * connection are used; they are held in memory and forgotten with this object. Whatever cannot be read stays undefined.
 */
export class TlsWire {
  bytesReceived = 0;
  /** `none` no octet yet · `tls` · `plaintext` the first octets cannot be TLS · `broken` TLS at first, then not. */
  protocol: 'none' | 'tls' | 'plaintext' | 'broken' = 'none';
  /** The chain as sent, each as DER, in order. */
  chain: readonly Uint8Array[] | undefined;
  /** undefined: the part of the handshake where the server would ask could not be read. */
  requestsClientCertificate: boolean | undefined;
  /** The last alert that complains of something. */
  alert: Alert | undefined;
  /** The server said something that it only says once it is content: a session ticket, or data. */
  isAccepted = false;
  readonly #start = new Uint8Array(START_LIMIT_BYTES);
  readonly #records = new TlsRecordReader();
  #messages = new HandshakeReader();
  #version: number | undefined;
  #cipherSuite = 0;
  /** Where the server's flight stands: in clear, protected by its handshake secret, by its traffic secret, or unreadable. */
  #phase: 'clear' | 'handshake' | 'traffic' | 'unreadable' = 'clear';
  #open: RecordOpener | undefined;
  #waiting: TlsRecord[] = [];
  readonly #secrets = new Map<string, Uint8Array>();

  /** The version that the server chose, such as `TLSv1.2`; undefined until its ServerHello is there. */
  get version(): string | undefined {
    return this.#version === undefined ? undefined : versionName(this.#version);
  }

  /** The first octets that were received, at most 2048. */
  get start(): Uint8Array {
    return this.#start.subarray(0, Math.min(this.bytesReceived, START_LIMIT_BYTES));
  }

  /** Takes octets from the server in the order in which they came. */
  receive(bytes: Uint8Array): void {
    if (this.bytesReceived < START_LIMIT_BYTES)
      this.#start.set(bytes.subarray(0, START_LIMIT_BYTES - this.bytesReceived), this.bytesReceived);
    this.bytesReceived += bytes.length;
    if (this.protocol === 'plaintext' || this.protocol === 'broken') return;
    const records = this.#records.push(bytes);
    if (records.length > 0) this.protocol = 'tls';
    for (const record of records) this.#take(record);
    if (this.#records.state !== 'reading') this.protocol = this.protocol === 'tls' ? 'broken' : this.#odd();
  }

  /** Takes one line of the library's key log, NSS key log format. */
  learn(line: string): void {
    const [label, , secret] = line.trim().split(' ');
    if (label === undefined || secret === undefined || !/^[0-9a-f]+$/i.test(secret)) return;
    this.#secrets.set(label, Buffer.from(secret, 'hex'));
    this.#drain();
  }

  /** A first record of impossible length has the look of TLS, so it is not called another protocol. */
  #odd(): 'plaintext' | 'broken' {
    return this.#records.state === 'too-long' ? 'broken' : 'plaintext';
  }

  #take(record: TlsRecord): void {
    const isProtected = this.#phase !== 'clear' && record.type === RECORD.applicationData;
    if (isProtected) this.#wait(record);
    else if (record.type === RECORD.alert) this.#readAlert(record.fragment);
    else if (record.type === RECORD.handshake && this.#phase === 'clear') this.#readMessages(record.fragment);
    // TLS 1.2 protects everything after this record, and its keys are not derived here.
    else if (
      record.type === RECORD.changeCipherSpec &&
      this.#version !== undefined &&
      this.#version !== TLS13
    )
      this.#phase = 'unreadable';
  }

  #wait(record: TlsRecord): void {
    if (this.#phase === 'unreadable') return;
    if (this.#waiting.length === WAITING_LIMIT) this.#giveUp();
    else {
      this.#waiting.push(record);
      this.#drain();
    }
  }

  #drain(): void {
    while (this.#waiting.length > 0) {
      this.#open ??= this.#opener();
      const record = this.#open === undefined ? undefined : this.#waiting.shift();
      if (record === undefined) return;
      const inner = this.#open?.(record);
      if (inner === undefined) this.#giveUp();
      else if (inner.type === RECORD.alert) this.#readAlert(inner.content);
      else if (inner.type === RECORD.handshake) this.#readMessages(inner.content);
      else this.isAccepted = true;
    }
  }

  #opener(): RecordOpener | undefined {
    const label = this.#phase === 'handshake' ? 'SERVER_HANDSHAKE_TRAFFIC_SECRET' : 'SERVER_TRAFFIC_SECRET_0';
    const secret = this.#secrets.get(label);
    if (secret === undefined) return undefined;
    const opener = recordOpener(this.#cipherSuite, secret);
    if (opener === undefined) this.#giveUp();
    return opener;
  }

  #giveUp(): void {
    this.#phase = 'unreadable';
    this.#waiting = [];
  }

  #readAlert(content: Uint8Array): void {
    const [level, number] = content;
    // A protected alert of TLS 1.2 is longer: what it says cannot be read.
    if (content.length !== 2 || level === undefined || number === undefined) return;
    const alert = { level, number };
    if (isComplaint(alert)) this.alert = alert;
  }

  #readMessages(fragment: Uint8Array): void {
    for (const { type, body } of this.#messages.push(fragment)) {
      switch (type) {
        case MESSAGE.serverHello:
          this.#readHello(body);
          break;
        case MESSAGE.certificate:
          this.chain ??= readCertificateMessage(body, this.#version === TLS13);
          break;
        case MESSAGE.certificateRequest:
          this.requestsClientCertificate = true;
          break;
        case MESSAGE.newSessionTicket:
          this.isAccepted ||= this.#phase === 'traffic';
          break;
        case MESSAGE.serverHelloDone:
          this.requestsClientCertificate ??= false;
          break;
        case MESSAGE.finished:
          this.requestsClientCertificate ??= false;
          this.#phase = 'traffic';
          this.#open = undefined;
          this.#messages = new HandshakeReader();
          break;
        case MESSAGE.keyUpdate:
          this.#giveUp();
          break;
      }
    }
    if (!this.#messages.isReading) this.#giveUp();
  }

  #readHello(body: Uint8Array): void {
    const hello = readServerHello(body);
    if (hello === undefined || hello.isRetry) return;
    this.#version = hello.version;
    this.#cipherSuite = hello.cipherSuite;
    if (hello.version === TLS13) this.#phase = 'handshake';
  }
}

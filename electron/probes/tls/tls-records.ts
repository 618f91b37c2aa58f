/** Content types of the record layer, RFC 8446 §5.1. */
export const RECORD = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const;

/** One record as it was sent. */
export interface TlsRecord {
  readonly type: number;
  /** The five octets of its header, which TLS 1.3 authenticates together with the fragment. */
  readonly header: Uint8Array;
  readonly fragment: Uint8Array;
}

const HEADER_BYTES = 5;

/** RFC 5246 §6.2.3: a protected record may be 2048 octets longer than the 16 KiB of its content. */
const FRAGMENT_LIMIT_BYTES = 16_384 + 2048;

/**
 * Cuts a byte stream into TLS records. Holds at most one record; the first octets that cannot be a record end the reading
 * for good, and `state` says so.
 */
export class TlsRecordReader {
  /** `not-tls` impossible octets where a header belongs · `too-long` a record longer than any TLS version allows. */
  state: 'reading' | 'not-tls' | 'too-long' = 'reading';
  readonly #header = new Uint8Array(HEADER_BYTES);
  #headerBytes = 0;
  #fragment = new Uint8Array(0);
  #fragmentBytes = 0;

  /** The records that these bytes complete, in order. */
  push(bytes: Uint8Array): TlsRecord[] {
    const records: TlsRecord[] = [];
    let offset = 0;
    while (offset < bytes.length && this.state === 'reading') {
      if (this.#headerBytes < HEADER_BYTES) {
        this.#readHeaderOctet(bytes[offset] ?? 0);
        offset += 1;
      } else {
        const part = bytes.subarray(offset, offset + this.#fragment.length - this.#fragmentBytes);
        this.#fragment.set(part, this.#fragmentBytes);
        this.#fragmentBytes += part.length;
        offset += part.length;
      }
      if (this.#headerBytes === HEADER_BYTES && this.#fragmentBytes === this.#fragment.length)
        records.push(this.#take());
    }
    return records;
  }

  #readHeaderOctet(octet: number): void {
    const index = this.#headerBytes;
    this.#header[index] = octet;
    this.#headerBytes += 1;
    const isPossible =
      (index === 0 && octet >= RECORD.changeCipherSpec && octet <= RECORD.applicationData) ||
      (index === 1 && octet === 3) ||
      (index === 2 && octet <= 4) ||
      index > 2;
    if (!isPossible) this.state = 'not-tls';
    if (this.#headerBytes < HEADER_BYTES || this.state !== 'reading') return;
    const length = ((this.#header[3] ?? 0) << 8) | (this.#header[4] ?? 0);
    if (length > FRAGMENT_LIMIT_BYTES) this.state = 'too-long';
    else this.#fragment = new Uint8Array(length);
    this.#fragmentBytes = 0;
  }

  #take(): TlsRecord {
    const record = {
      type: this.#header[0] ?? 0,
      header: this.#header.slice(),
      fragment: this.#fragment,
    };
    this.#headerBytes = 0;
    this.#fragment = new Uint8Array(0);
    this.#fragmentBytes = 0;
    return record;
  }
}

/** One handshake message, RFC 8446 §4. */
export interface HandshakeMessage {
  readonly type: number;
  readonly body: Uint8Array;
}

/** Longest handshake message that is put together; OpenSSL itself refuses certificate chains above 100 KiB. */
export const MESSAGE_LIMIT_BYTES = 131_072;

/** Puts handshake messages together from record fragments; a message may span records and a record hold several messages. */
export class HandshakeReader {
  /** False once a message announced more than `MESSAGE_LIMIT_BYTES`; nothing is read after it. */
  isReading = true;
  readonly #head = new Uint8Array(4);
  #headBytes = 0;
  #body = new Uint8Array(0);
  #bodyBytes = 0;
  #length = 0;

  /** The messages that this fragment completes, in order. */
  push(fragment: Uint8Array): HandshakeMessage[] {
    const messages: HandshakeMessage[] = [];
    let offset = 0;
    while (offset < fragment.length && this.isReading) {
      if (this.#headBytes < 4) {
        this.#head[this.#headBytes] = fragment[offset] ?? 0;
        this.#headBytes += 1;
        offset += 1;
        if (this.#headBytes === 4) this.#start();
      } else {
        const part = fragment.subarray(offset, offset + this.#length - this.#bodyBytes);
        this.#grow(part.length);
        this.#body.set(part, this.#bodyBytes);
        this.#bodyBytes += part.length;
        offset += part.length;
      }
      if (this.isReading && this.#headBytes === 4 && this.#bodyBytes === this.#length) {
        messages.push({ type: this.#head[0] ?? 0, body: this.#body.slice(0, this.#length) });
        this.#headBytes = 0;
      }
    }
    return messages;
  }

  #start(): void {
    const [, high = 0, middle = 0, low = 0] = this.#head;
    this.#length = (high << 16) | (middle << 8) | low;
    this.#bodyBytes = 0;
    this.isReading = this.#length <= MESSAGE_LIMIT_BYTES;
  }

  /** Room is made as octets come in: a length is only a claim of the peer. */
  #grow(more: number): void {
    const needed = this.#bodyBytes + more;
    if (needed <= this.#body.length) return;
    const larger = new Uint8Array(Math.min(this.#length, Math.max(needed, 2 * this.#body.length)));
    larger.set(this.#body.subarray(0, this.#bodyBytes));
    this.#body = larger;
  }
}

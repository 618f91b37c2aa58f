/** The head of an HTTP/1 response. Names in lower case; a header that was sent twice is here twice. */
export interface HttpHead {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** Octets of a head that are read at most: what servers allow each other is 8 KiB. */
export const HEAD_LIMIT_BYTES = 16_384;

/** Interim responses (RFC 9110 §15.2) that are read over before the head that counts. */
const INTERIM_LIMIT = 4;

/**
 * Reads the head of an HTTP/1 response (RFC 9112 §2.1 to §5) from pieces of any size, and keeps what follows it. Never throws;
 * holds at most one head. `reading` · `done` · `not-http` the first octets begin no status line, or the head cannot be one ·
 * `too-long` no end within 16 KiB.
 */
export class HttpHeadReader {
  state: 'reading' | 'done' | 'not-http' | 'too-long' = 'reading';
  head: HttpHead | undefined;
  #held: Buffer = Buffer.alloc(0);
  #interims = 0;

  /** Octets that came after the head: the start of a body, or of what flows through a tunnel. */
  get rest(): Buffer {
    return this.state === 'done' ? this.#held : Buffer.alloc(0);
  }

  push(bytes: Buffer): void {
    this.#held = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    while (this.state === 'reading' && this.#advance());
  }

  /** Lets go of what follows the head, once it is taken over. */
  forgetRest(): void {
    this.#held = Buffer.alloc(0);
  }

  /** True when an interim head was read over and more may be there already. */
  #advance(): boolean {
    const start = this.#held.toString('latin1', 0, 5);
    if (!'HTTP/'.startsWith(start) && start !== 'HTTP/') return this.#end('not-http');
    const end = endOfHead(this.#held);
    if (end === undefined || end.headBytes > HEAD_LIMIT_BYTES)
      return this.#held.length > HEAD_LIMIT_BYTES ? this.#end('too-long') : false;
    const head = readHead(this.#held.toString('latin1', 0, end.headBytes));
    if (head === undefined) return this.#end('not-http');
    this.#held = this.#held.subarray(end.wholeBytes);
    if (head.status >= 200 || head.status === 101) {
      this.head = head;
      this.state = 'done';
      return false;
    }
    this.#interims += 1;
    return this.#interims > INTERIM_LIMIT ? this.#end('too-long') : this.#held.length > 0;
  }

  #end(state: 'not-http' | 'too-long'): false {
    this.state = state;
    return false;
  }
}

/** Where the empty line stands; a line may end with LF alone, RFC 9112 §2.2. */
function endOfHead(bytes: Buffer): { headBytes: number; wholeBytes: number } | undefined {
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) {
    if (bytes[at + 1] === 0x0a) return { headBytes: at, wholeBytes: at + 2 };
    if (bytes[at + 1] === 0x0d && bytes[at + 2] === 0x0a) return { headBytes: at, wholeBytes: at + 3 };
  }
  return undefined;
}

const STATUS_LINE = /^HTTP\/1\.\d ([1-9]\d\d)(?: (.*))?$/;
const HEADER_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,100})[ \t]*:[ \t]*(.*)$/;

function readHead(text: string): HttpHead | undefined {
  const [first = '', ...lines] = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const match = STATUS_LINE.exec(first);
  if (match === null) return undefined;
  const headers: [string, string][] = [];
  for (const line of lines) {
    const last = headers.at(-1);
    // A line that begins with a blank goes on with the one before, RFC 9112 §5.2.
    if (/^[ \t]/.test(line) && last !== undefined) last[1] += ` ${line.trim()}`;
    else {
      const header = HEADER_LINE.exec(line);
      // What is no header is left out: the status says more than a refusal to read it would.
      if (header !== null) headers.push([(header[1] ?? '').toLowerCase(), (header[2] ?? '').trim()]);
    }
  }
  return { status: Number(match[1]), statusText: (match[2] ?? '').trim(), headers };
}

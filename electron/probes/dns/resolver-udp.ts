import { createSocket, type Socket } from 'node:dgram';
import { isIP } from 'node:net';
import { type DnsAnswer, encodeQuery, readResponse } from './dns-message.ts';
import { atDeadline, type ResolverAsk } from './resolver-ask.ts';

/** How the exchange by datagrams ended. `noise`: datagrams came, none of them a response to the question. */
type UdpEnding =
  | { readonly kind: 'answer'; readonly answer: DnsAnswer }
  | { readonly kind: 'truncated' | 'malformed' | 'silent' | 'noise' }
  | { readonly kind: 'failed'; readonly error: Error };

/** Where in the deadline the question is asked again: late enough for a slow recursion, early enough for its answer. */
const REPEAT_AT = 0.4;

/** Foreign datagrams that are looked at; a flood of them costs no more. */
const FOREIGN_LIMIT = 64;

/** RCODEs by which a server says that it does not know EDNS: FORMERR, NOTIMP and BADVERS (RFC 6891 §7). */
const KNOWS_NO_EDNS: ReadonlySet<number> = new Set([1, 4, 16]);

/**
 * Asks by UDP over a connected socket of its own: only the resolver's datagrams come in, and an ICMP port-unreachable shows as
 * ECONNREFUSED. The first datagram carries EDNS0. The second does not: the resolvers of most systems ask without it, and a
 * middlebox that drops EDNS must not read as a silent resolver.
 */
export async function askOverUdp(ask: ResolverAsk): Promise<{ ending: UdpEnding; attempts: number }> {
  if (ask.signal.aborted) return { ending: { kind: 'silent' }, attempts: 0 };
  const socket = createSocket(isIP(ask.resolver.address) === 6 ? 'udp6' : 'udp4');
  const exchange = new UdpExchange(ask, socket);
  try {
    return { ending: await exchange.carryOut(), attempts: exchange.attempts };
  } finally {
    socket.close();
  }
}

class UdpExchange {
  attempts = 0;
  readonly #ask: ResolverAsk;
  readonly #socket: Socket;
  #foreign = 0;
  #isPlain = false;
  #repeat: NodeJS.Timeout | undefined;
  #settle: ((ending: UdpEnding) => void) | undefined;

  constructor(ask: ResolverAsk, socket: Socket) {
    this.#ask = ask;
    this.#socket = socket;
  }

  async carryOut(): Promise<UdpEnding> {
    let release: (() => void) | undefined;
    try {
      return await new Promise<UdpEnding>((resolve) => {
        this.#settle = resolve;
        release = atDeadline(this.#ask, () => this.#end({ kind: this.#foreign > 0 ? 'noise' : 'silent' }));
        this.#socket.on('error', (error) => this.#end({ kind: 'failed', error }));
        this.#socket.on('message', (bytes) => this.#take(bytes));
        const { address, port } = this.#ask.resolver;
        this.#socket.once('connect', () => this.#begin());
        this.#socket.connect(port, address);
      });
    } finally {
      release?.();
      clearTimeout(this.#repeat);
    }
  }

  #end(ending: UdpEnding): void {
    this.#settle?.(ending);
    this.#settle = undefined;
  }

  #begin(): void {
    if (this.#settle === undefined) return;
    this.#send();
    const { startedAt, deadlineAt, now, resolver, question } = this.#ask;
    const dueMs = startedAt + (deadlineAt - startedAt) * REPEAT_AT - now();
    this.#repeat = setTimeout(
      () => {
        this.#isPlain = true;
        this.#ask.progress(`an answer from ${resolver.address}, asked a second time for ${question.type}`);
        this.#send();
      },
      Math.max(0, dueMs),
    );
  }

  #send(): void {
    if (this.#settle === undefined) return;
    this.attempts += 1;
    const query = encodeQuery(this.#ask.question, this.#ask.id, !this.#isPlain);
    this.#ask.record('sent', `DNS query ${this.#ask.question.type}`, query);
    this.#socket.send(query, (error) => {
      if (error !== null) this.#end({ kind: 'failed', error });
    });
  }

  #take(bytes: Buffer): void {
    if (this.#settle === undefined) return;
    const { question, id } = this.#ask;
    const reading = readResponse(bytes, question, id);
    if (reading.kind === 'foreign') {
      this.#foreign += 1;
      if (this.#foreign === 1) this.#ask.record('received', 'datagram that answers another question', bytes);
      if (this.#foreign >= FOREIGN_LIMIT) this.#end({ kind: 'noise' });
      return;
    }
    this.#ask.record('received', `DNS response ${question.type}`, bytes);
    const refusesEdns = reading.kind === 'answer' && KNOWS_NO_EDNS.has(reading.answer.rcode);
    if (refusesEdns && !this.#isPlain) {
      clearTimeout(this.#repeat);
      this.#isPlain = true;
      this.#send();
      return;
    }
    this.#end(reading.kind === 'answer' ? reading : { kind: reading.kind });
  }
}

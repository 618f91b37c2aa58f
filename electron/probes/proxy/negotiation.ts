import { type RawExchange, rawExchange } from '../../contract/evidence.ts';
import type { ProxyOutcome } from '../../contract/outcomes/proxy.ts';
import { readPlaintext } from '../tls/tls-plaintext.ts';
import type { ProxyConnection } from './proxy-connection.ts';

/** What a proxy said to one request, before anything flows through the tunnel. */
export interface Negotiation
  extends Pick<ProxyOutcome, 'http' | 'socks' | 'login' | 'proxyReason' | 'firstLine'> {
  readonly code: ProxyOutcome['code'] | 'granted';
  /** Octets that came after the grant: the first of the tunnel. */
  readonly rest: Buffer;
  readonly answerMs?: number;
}

/** What was sent and received on the way, without anything of a login. */
export class Exchanges {
  readonly raw: RawExchange[] = [];
  readonly elapsed: () => number;

  constructor(elapsed: () => number) {
    this.elapsed = elapsed;
  }

  note(direction: RawExchange['direction'], what: string, bytes: Uint8Array): void {
    if (this.raw.length < 8) this.raw.push(rawExchange(direction, this.elapsed(), what, bytes));
  }
}

export const NO_REST: Buffer = Buffer.alloc(0);

/** Octets that are no answer of a proxy. */
export const alien = (start: Uint8Array): Negotiation => ({
  code: 'not-a-proxy',
  firstLine: readPlaintext(start).firstLine,
  rest: NO_REST,
});

/** How a connection came to nothing before the proxy had said all that it had to say. */
export function unanswered(talk: ProxyConnection): Negotiation {
  return { code: endCode(talk), rest: NO_REST };
}

function endCode(talk: ProxyConnection): ProxyOutcome['code'] {
  if (talk.isCancelled) return 'failed';
  if (!talk.isConnected) return 'no-connection';
  if (talk.peerEnd !== undefined) return talk.peerEnd === 'fin' ? 'closed' : 'reset';
  return talk.failure === undefined ? 'no-answer' : 'failed';
}

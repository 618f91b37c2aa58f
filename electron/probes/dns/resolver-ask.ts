import type { RawExchange } from '../../contract/evidence.ts';
import type { DnsQuestion } from './dns-message.ts';

/** Where a resolver listens: an address literal and a port. */
export interface ResolverAddress {
  readonly address: string;
  readonly port: number;
}

/** One question to one resolver, with everything that the exchange is bound by. */
export interface ResolverAsk {
  readonly resolver: ResolverAddress;
  readonly question: DnsQuestion;
  readonly id: number;
  readonly signal: AbortSignal;
  /** Monotonic milliseconds, and the moment of that clock at which the exchange ends whatever it has. */
  now(): number;
  readonly startedAt: number;
  readonly deadlineAt: number;
  /** Keeps bytes as evidence. */
  record(direction: RawExchange['direction'], what: string, bytes: Uint8Array): void;
  /** Says what is awaited now. */
  progress(awaiting: string): void;
}

/** Runs `conclude` at the deadline or when the run is cancelled, once; the returned function takes it back. */
export function atDeadline(ask: ResolverAsk, conclude: () => void): () => void {
  // A busy process runs its timers first: what has arrived meanwhile is still read.
  const timer = setTimeout(() => setImmediate(conclude), Math.max(0, ask.deadlineAt - ask.now()));
  ask.signal.addEventListener('abort', conclude, { once: true });
  return () => {
    clearTimeout(timer);
    ask.signal.removeEventListener('abort', conclude);
  };
}

/** Milliseconds between two readings of a monotonic clock, to a hundredth, never negative. */
export function elapsedBetween(startedAt: number, endedAt: number): number {
  return Math.max(0, Math.round((endedAt - startedAt) * 100) / 100);
}

/** First retransmission of a SYN, by RFC 6298 §2.1 and by every current system. */
const FIRST_REPEAT_MS = 1000;
/** Room for the round trip of the repeated SYN; the timer itself fires late by up to a tick each time. */
const FIRST_ROOM_MS = 300;
const LATER_ROOM_MS = 400;

/**
 * True when a connection that opened after `elapsedMs` probably needed a repeated SYN. Linux repeats after 1 s each time at
 * first (`tcp_syn_linear_timeouts`), older Linux, Windows and macOS at 1, 3 and 7 s: all are whole seconds.
 */
export function isRetransmitTime(elapsedMs: number): boolean {
  if (elapsedMs < FIRST_REPEAT_MS) return false;
  const roomMs = elapsedMs < 2 * FIRST_REPEAT_MS ? FIRST_ROOM_MS : LATER_ROOM_MS;
  return elapsedMs % FIRST_REPEAT_MS <= roomMs;
}

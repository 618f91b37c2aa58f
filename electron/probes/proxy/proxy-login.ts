/**
 * How long a login that was sent may stay without an answer before it counts as accepted: a proxy judges the login before it
 * connects, and only the connecting takes longer.
 */
const UNDISPUTED_MS = 1500;

/**
 * One login for one proxy, shared by all checks of a run that go through it. The first that is asked for it sends it; the others
 * wait for what the proxy says of it, so that a wrong password is sent once and locks no account.
 */
export class ProxyLogin {
  #state: 'unused' | 'sent' | 'accepted' | 'refused' = 'unused';
  #waiters: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** Resolves with whether the login may be sent now; with false when the run is cancelled or the time is up first. */
  async maySend(signal: AbortSignal, timeoutMs: number): Promise<boolean> {
    if (signal.aborted) return false;
    if (this.#state === 'unused') {
      this.#state = 'sent';
      this.#timer = setTimeout(() => this.settle(true), UNDISPUTED_MS);
      // A check that waits for the answer has a deadline of its own to keep the process.
      this.#timer.unref();
      return true;
    }
    if (this.#state === 'sent') await this.#verdict(signal, timeoutMs);
    return this.#state === 'accepted' && !signal.aborted;
  }

  #verdict(signal: AbortSignal, timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      signal.addEventListener('abort', done, { once: true });
      this.#waiters.push(done);
    });
  }

  /** Says what became of the login; the first word counts. */
  settle(wasAccepted: boolean): void {
    if (this.#state !== 'sent') return;
    clearTimeout(this.#timer);
    this.#state = wasAccepted ? 'accepted' : 'refused';
    for (const resolve of this.#waiters) resolve();
    this.#waiters = [];
  }
}

/** Credentials of RFC 7617; undefined where the user name has a colon, which they cannot carry. */
export function basicCredentials(username: string, password: string): string | undefined {
  return username.includes(':')
    ? undefined
    : `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

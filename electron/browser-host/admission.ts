import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits cannot be guessed, so that no attempt needs to be counted. */
const SECRET_BYTES = 32;
/** Time to copy a link from a terminal and to set up a port forward; an old link in a scroll-back buffer opens nothing. */
export const TOKEN_LIFETIME_MS = 10 * 60_000;
/** Browsers send some dozen cookies of one host; beyond that nothing of ours is looked for. */
const COOKIE_HEADER_LIMIT = 8192;

const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

/** Compares in a time that tells nothing of either text, nor of its length. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

/**
 * Who may use this host: whoever holds the link that the terminal printed, once, and from then on the browser that opened it,
 * by a cookie. Token and cookie live in memory only.
 */
export class Admission {
  readonly #now: () => number;
  readonly #expiresAt: number;
  readonly #cookie = newSecret();
  // Cookies of one host name are shared by all its ports: a second Airway forwarded to the same localhost must not take
  // the cookie of the first.
  readonly #cookieName = `airway-session-${randomBytes(4).toString('hex')}`;
  #token: string | undefined = newSecret();

  /** `now` is a clock in milliseconds; the token's life starts with this call. */
  constructor(now: () => number) {
    this.#now = now;
    this.#expiresAt = now() + TOKEN_LIFETIME_MS;
  }

  /** What the link ends with, as long as the token has not been used. */
  get query(): string {
    return `?token=${this.#token ?? ''}`;
  }

  /** Answers the Set-Cookie header for the right token; undefined when it is wrong, used or older than ten minutes. */
  redeem(token: string): string | undefined {
    if (this.#token === undefined || !isSame(token, this.#token)) return undefined;
    this.#token = undefined;
    if (this.#now() > this.#expiresAt) return undefined;
    return `${this.#cookieName}=${this.#cookie}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** Whether a request carries our cookie. */
  isAdmitted(cookieHeader: string | undefined): boolean {
    if (cookieHeader === undefined || cookieHeader.length > COOKIE_HEADER_LIMIT) return false;
    const prefix = `${this.#cookieName}=`;
    return cookieHeader
      .split(';')
      .map((pair) => pair.trim())
      .some((pair) => pair.startsWith(prefix) && isSame(pair.slice(prefix.length), this.#cookie));
  }
}

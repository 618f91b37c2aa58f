import { BER, readBer } from './ber.ts';
import { type LdapMessage, readLdapMessage } from './ldap-message.ts';

/** Octets of one message that are read at most: a rootDSE has a few kilobytes, an entry without attributes some hundred octets. */
const MESSAGE_LIMIT_BYTES = 128 * 1024;

/** A message, and the octets that it was read from. */
export interface ReadMessage {
  readonly message: LdapMessage;
  readonly bytes: Buffer;
}

/**
 * Cuts a stream into LDAP messages. Holds at most one of 128 KiB; the first octets that cannot belong to a message make it deaf
 * (`isAlien`), so that a peer that sends without end costs no memory.
 */
export class LdapMessageReader {
  /** What came is no LDAP message, or one longer than any that is asked for. */
  isAlien = false;
  #pending: Buffer = Buffer.alloc(1024);
  #length = 0;

  /** Takes octets in the order in which they came and returns the messages that they complete. */
  push(bytes: Buffer): ReadMessage[] {
    if (this.isAlien) return [];
    this.#append(bytes);
    const messages: ReadMessage[] = [];
    let offset = 0;
    while (offset < this.#length) {
      const element = this.#elementAt(offset);
      if (element === 'incomplete') break;
      const message = typeof element === 'string' ? undefined : readLdapMessage(element.content);
      if (typeof element === 'string' || message === undefined) {
        this.#giveUp();
        return messages;
      }
      messages.push({ message, bytes: this.#pending.subarray(offset, element.end) });
      offset = element.end;
    }
    this.#drop(offset);
    return messages;
  }

  #elementAt(offset: number): ReturnType<typeof readBer> {
    // RFC 4511 §4.1.1: every message is a SEQUENCE; what is none is not waited for.
    return this.#pending[offset] === BER.sequence
      ? readBer(this.#pending.subarray(0, this.#length), offset, MESSAGE_LIMIT_BYTES)
      : 'malformed';
  }

  #append(bytes: Buffer): void {
    const needed = this.#length + bytes.length;
    if (needed > this.#pending.length) {
      const larger = Buffer.alloc(Math.max(needed, 2 * this.#pending.length));
      this.#pending.copy(larger, 0, 0, this.#length);
      this.#pending = larger;
    }
    bytes.copy(this.#pending, this.#length);
    this.#length = needed;
  }

  /** Messages that were handed out point into the old octets, so the rest moves into new ones. */
  #drop(count: number): void {
    if (count === 0) return;
    const rest = this.#pending.subarray(count, this.#length);
    this.#pending = Buffer.alloc(Math.max(1024, rest.length));
    rest.copy(this.#pending);
    this.#length = rest.length;
  }

  #giveUp(): void {
    this.isAlien = true;
    this.#pending = Buffer.alloc(0);
    this.#length = 0;
  }
}

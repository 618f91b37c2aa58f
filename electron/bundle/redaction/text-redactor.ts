import type { AddressAutomaton } from './address-automaton.ts';
import type { Tally } from './ledger.ts';
import { Output } from './output.ts';
import type { Redactor } from './redactor.ts';
import { RestSkipper } from './rest.ts';
import type { RuleId } from './rules.ts';
import { HASH_SHIFT, nextHash, type TriggerTables, WORD } from './trigger-tables.ts';
import { type Hit, LOOK_BACK_BYTES, REACH_BYTES, View } from './view.ts';

/** What was replaced, as it is told while a text goes by: `before` is what stood there, in Latin-1. */
interface Replaced {
  readonly rule: RuleId;
  readonly before: string;
  readonly replacement: string;
}

/** What a reader of the output may want to know of each stretch: a text that stayed, or one that was replaced. */
export interface StretchObserver {
  kept(bytes: Buffer): void;
  replaced(what: Replaced): void;
}

/**
 * Redacts one text that comes in pieces of any size, with memory that does not grow with the text or with its lines. The output
 * depends on the text alone and not on where it was cut: a finder sees `REACH_BYTES` ahead and `LOOK_BACK_BYTES` back, so bytes are
 * looked at when that much is there behind them, and written when that much was looked at before them.
 */
export class TextRedactor {
  readonly #redactor: Redactor;
  readonly #tables: TriggerTables;
  readonly #tally: Tally;
  readonly #observer: StretchObserver | undefined;
  #store: Buffer = Buffer.alloc(0);
  /** The part of the store that is in use, from its beginning on. */
  #window: Buffer = Buffer.alloc(0);
  /** First byte of the window that is not looked at yet. */
  #at = 0;
  /** First byte of the window that is neither written nor replaced. */
  #floor = 0;
  #hash = 0;
  #before = 0;
  #state = 0;
  #skipper: RestSkipper | undefined;
  readonly #out: Output;

  /** `sizeBytes` of a text that comes as a whole. */
  constructor(redactor: Redactor, tally: Tally, observer?: StretchObserver, sizeBytes?: number) {
    this.#out = new Output(sizeBytes);
    this.#redactor = redactor;
    this.#tally = tally;
    this.#tables = redactor.tables;
    this.#observer = observer;
  }

  /** Takes the next bytes and returns what is settled. The chunk is the caller's again afterwards. */
  push(chunk: Buffer): Buffer {
    this.#take(chunk);
    this.#scan(this.#window.length - REACH_BYTES);
    this.#settle(this.#at - this.#redactor.lookBackBytes);
    return this.#given();
  }

  /** Returns the rest. */
  end(): Buffer {
    this.#scan(this.#window.length);
    this.#settle(this.#window.length);
    return this.#given();
  }

  #take(chunk: Buffer): void {
    // What was written stays for as long as a finder may look back to it.
    const keepFrom = Math.max(0, Math.min(this.#floor, this.#at - LOOK_BACK_BYTES));
    const kept = this.#window.length - keepFrom;
    // One buffer for as long as the text: a new one for each piece of a gigabyte is work for the collector, and memory until it comes.
    const store =
      this.#store.length < kept + chunk.length ? Buffer.allocUnsafe(kept + chunk.length) : this.#store;
    this.#window.copy(store, 0, keepFrom);
    chunk.copy(store, kept);
    this.#store = store;
    this.#window = store.subarray(0, kept + chunk.length);
    this.#at -= keepFrom;
    this.#floor -= keepFrom;
  }

  #scan(limit: number): void {
    const view = new View(this.#window);
    while (true) {
      if (this.#skipper !== undefined && !this.#skip(this.#skipper)) return;
      const hit = this.#nextHit(view, limit);
      if (hit === undefined) return;
      this.#replace(hit);
      this.#at = hit.end;
      this.#hash = 0;
      this.#before = 0;
      this.#state = 0;
    }
  }

  /** Passes over what is left out; false when all of the window belongs to it. */
  #skip(skipper: RestSkipper): boolean {
    const end = skipper.endIn(this.#window, this.#at);
    this.#at = end === -1 ? this.#window.length : end;
    this.#floor = this.#at;
    if (end === -1) return false;
    this.#lead(skipper.lead);
    this.#skipper = undefined;
    return true;
  }

  #nextHit(view: View, limit: number): Hit | undefined {
    while (this.#at < limit) {
      this.#toTrigger(limit);
      const at = this.#at;
      if (at >= limit) break;
      const byte = this.#window[at] ?? 0;
      const pair = (this.#before << 8) | byte;
      const state = this.#nextState(byte);
      const hit = this.#findAt(view, at, pair, state);
      if (hit !== undefined) return hit;
      this.#state = state;
      const { keep, fold } = this.#tables;
      this.#hash = nextHash(this.#hash & (keep[pair] ?? 0), fold[byte] ?? 0);
      this.#before = byte;
      this.#at = at + 1;
    }
    // The end of the whole ends a last word as well.
    const isEnd = this.#at === this.#window.length && limit === this.#window.length;
    return isEnd ? this.#findAtEnd(view, this.#at, this.#hash) : undefined;
  }

  #nextState(byte: number): number {
    return this.#redactor.automaton?.next[(this.#state << 8) | byte] ?? 0;
  }

  #findAt(view: View, at: number, pair: number, state: number): Hit | undefined {
    const sign = this.#tables.pairs[pair] ?? 0;
    const word = this.#tables.delimiter[pair & 0xff] === 0 ? 0 : this.#tables.wordSigns(this.#hash);
    const hit = (sign | word) === 0 ? undefined : this.#redactor.find(view, at, this.#floor, sign, word);
    const address = this.#redactor.automaton?.signOf(state) ?? 0;
    if (hit !== undefined || address === 0) return hit;
    return this.#redactor.findAddress(view, at, this.#floor, address);
  }

  /**
   * Goes on to the next byte of which a table says anything. This loop sees every byte, so it does nothing else: with more in it, the
   * compiler would keep its few numbers in memory. Without identities there is one table less to ask.
   */
  #toTrigger(limit: number): void {
    const { automaton } = this.#redactor;
    if (automaton === undefined) this.#toSecret(limit);
    else this.#toSecretOrName(limit, automaton);
  }

  #toSecret(limit: number): void {
    const { fold, delimiter, keep, pairs, words } = this.#tables;
    const bytes = this.#window;
    // Integers from here on, which a field does not promise.
    let at = this.#at | 0;
    let hash = this.#hash | 0;
    let before = this.#before | 0;
    for (; at < limit; at += 1) {
      // All places are in range: two bytes, the upper bits of a hash. The fallbacks only satisfy the compiler.
      const byte = bytes[at] ?? 0;
      const pair = (before << 8) | byte;
      const word = (words[hash >>> HASH_SHIFT] ?? 0) & (delimiter[byte] ?? 0);
      if (((pairs[pair] ?? 0) | word) !== 0) break;
      hash = nextHash(hash & (keep[pair] ?? 0), fold[byte] ?? 0);
      before = byte;
    }
    this.#at = at;
    this.#hash = hash;
    this.#before = before;
  }

  #toSecretOrName(limit: number, { next, firstSign }: AddressAutomaton): void {
    const { fold, delimiter, keep, pairs, words } = this.#tables;
    const bytes = this.#window;
    let at = this.#at | 0;
    let hash = this.#hash | 0;
    let before = this.#before | 0;
    let state = this.#state | 0;
    for (; at < limit; at += 1) {
      const byte = bytes[at] ?? 0;
      const pair = (before << 8) | byte;
      const word = (words[hash >>> HASH_SHIFT] ?? 0) & (delimiter[byte] ?? 0);
      const following = next[(state << 8) | byte] ?? 0;
      if (((pairs[pair] ?? 0) | word) !== 0 || following >= firstSign) break;
      hash = nextHash(hash & (keep[pair] ?? 0), fold[byte] ?? 0);
      state = following;
      before = byte;
    }
    this.#at = at;
    this.#hash = hash;
    this.#before = before;
    this.#state = state;
  }

  #findAtEnd(view: View, at: number, hash: number): Hit | undefined {
    const known = this.#tables.wordSigns(hash) & (WORD.phrase | WORD.topLevel | WORD.path);
    return known === 0 || this.#floor >= at
      ? undefined
      : this.#redactor.find(view, at, this.#floor, 0, known);
  }

  #replace(hit: Hit): void {
    this.#settle(hit.start);
    this.#floor = hit.end;
    this.#out.text(hit.replacement);
    this.#tally.add(hit.rule);
    this.#observer?.replaced({
      rule: hit.rule,
      before: this.#window.toString('latin1', hit.start, hit.end),
      replacement: hit.replacement,
    });
    if (hit.rest !== undefined) this.#skipper = new RestSkipper(hit.rest);
  }

  #lead(text: string): void {
    if (text === '') return;
    this.#out.text(text);
    this.#observer?.kept(Buffer.from(text, 'latin1'));
  }

  /** Writes what was looked at, up to `end`. */
  #settle(end: number): void {
    if (end <= this.#floor) return;
    const from = this.#floor;
    this.#floor = end;
    this.#out.bytes(this.#window, from, end);
    this.#observer?.kept(this.#window.subarray(from, end));
  }

  #given(): Buffer {
    return this.#out.take();
  }
}

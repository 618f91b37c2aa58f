import { StringDecoder } from 'node:string_decoder';
import type { RunEvent } from '../contract/events.ts';
import type { BundleLimits } from './bundle-limits.ts';
import { BundleRefused } from './zip-reader.ts';

/**
 * Cuts the pieces of `events.ndjson` into lines and parses each at once, so that no more than a line of text is held. The first
 * fault ends the reading and is thrown by `end`: whoever takes pieces goes on to the sum of the file first.
 */
export class EventLines {
  readonly #limits: Pick<BundleLimits, 'lineBytes' | 'events' | 'checks'>;
  readonly #parse: (line: string, at: number) => RunEvent;
  readonly #decoder = new StringDecoder('utf8');
  readonly #events: RunEvent[] = [];
  readonly #checks = new Set<string>();
  #pending = '';
  #line = 0;
  #fault: unknown;

  constructor(
    limits: Pick<BundleLimits, 'lineBytes' | 'events' | 'checks'>,
    parse: (line: string, at: number) => RunEvent,
  ) {
    this.#limits = limits;
    this.#parse = parse;
  }

  take(piece: Buffer): void {
    if (this.#fault !== undefined) return;
    const lines = (this.#pending + this.#decoder.write(piece)).split('\n');
    this.#pending = lines.pop() ?? '';
    try {
      for (const line of lines) this.#add(line);
      if (this.#pending.length > this.#limits.lineBytes) throw this.#tooLong();
    } catch (error) {
      this.#fail(error);
    }
  }

  end(): readonly RunEvent[] {
    if (this.#fault === undefined) this.#add(this.#pending + this.#decoder.end());
    else throw this.#fault;
    return this.#events;
  }

  #add(line: string): void {
    this.#line += 1;
    if (line.trim() === '') return;
    if (line.length > this.#limits.lineBytes) throw this.#tooLong();
    if (this.#events.length === this.#limits.events)
      throw new BundleRefused('too-large', `events.ndjson holds more than ${this.#limits.events} events`);
    const event = this.#parse(line, this.#line);
    if (event.type === 'check-started') this.#checks.add(event.check.id);
    if (event.type === 'check-finished') this.#checks.add(event.id);
    if (this.#checks.size > this.#limits.checks)
      throw new BundleRefused('too-large', `events.ndjson tells of more than ${this.#limits.checks} checks`);
    this.#events.push(event);
  }

  #tooLong(): BundleRefused {
    return new BundleRefused(
      'too-large',
      `line ${this.#line + 1} of events.ndjson is longer than ${this.#limits.lineBytes} bytes`,
    );
  }

  #fail(error: unknown): void {
    this.#fault = error;
    this.#pending = '';
    this.#events.length = 0;
  }
}

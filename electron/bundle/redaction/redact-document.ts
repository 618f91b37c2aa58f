import type { z } from 'zod';
import { mend, scrubStrings } from '../scrub-document.ts';
import { Tally } from './ledger.ts';
import { markedText } from './marked-text.ts';
import type { Redactor } from './redactor.ts';

/** The field of a certificate's bytes. */
const PEM_FIELD = 'pem';

/** Deepest value that is walked, as in `scrubStrings`. */
const DEEPEST = 64;

/**
 * Redacts a value of the contract string by string, so that numbers, keys and fixed words stay what they are. Where `schema`
 * asks for a form that a replacement would break, such as a word from a list, the value stays as it was; without a find it comes back
 * itself.
 */
export function redactDocument<T>(redactor: Redactor, schema: z.ZodType<T>, value: T, tally: Tally): T {
  const how = { redactor, tally, text: (text: string) => redactor.text(text, tally) };
  const before = tally.total();
  const copy = scrubStrings(redactBytesIn(value, how, 0), how.text, 0);
  return tally.total() === before ? value : mend(schema, copy, value);
}

/**
 * The same with marks around what was replaced, to be shown and never to be written. It has the shape of the value, and not its forms:
 * a mark may stand in a date.
 */
export function markDocument<T>(redactor: Redactor, value: T): T {
  const how = { redactor, tally: new Tally(), text: (text: string) => markedText(redactor, text) };
  return scrubStrings(redactBytesIn(value, how, 0), how.text, 0) as T;
}

/** How strings are redacted, and where it is counted. */
interface How {
  readonly redactor: Redactor;
  readonly tally: Tally;
  text(text: string): string;
}

/** Certificates go, and bytes of exchanges stay only as far as they are text, in which something can be replaced. */
function redactBytesIn(value: unknown, how: How, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth === DEEPEST) return value;
  if (Array.isArray(value)) return value.map((item) => redactBytesIn(item, how, depth + 1));
  if (isExchange(value)) return redactExchange(value, how);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key !== PEM_FIELD || typeof item !== 'string' || !mustGo(item, how.redactor))
        return [key, redactBytesIn(item, how, depth + 1)];
      if (item !== '') how.tally.add('certificate');
      return [key, ''];
    }),
  );
}

/** A certificate goes where names go, and where it holds a secret: nothing can be replaced in what is signed. */
function mustGo(pem: string, redactor: Redactor): boolean {
  if (redactor.choices.identities) return true;
  const der = Buffer.from(pem.replace(/-----[^-]*-----/g, ''), 'base64');
  const found = new Tally();
  redactor.bytes(der, found);
  return found.total() > 0;
}

interface Exchange {
  readonly base64: string;
  readonly omittedBytes: number;
}

const isExchange = (value: object): value is Exchange =>
  'base64' in value &&
  typeof value.base64 === 'string' &&
  'omittedBytes' in value &&
  typeof value.omittedBytes === 'number';

/** An exchange that is text is redacted as text. Of any other nothing is kept where names have to go, and how much that was is told. */
function redactExchange(exchange: Exchange, { redactor, tally, text }: How): Exchange {
  const bytes = Buffer.from(exchange.base64, 'base64');
  if (isText(bytes)) return { ...exchange, base64: base64Of(text(bytes.toString('utf8'))) };
  // Secrets may stand in the clear between the lengths and tags of a binary answer: byte by byte they go from there as well.
  if (!redactor.choices.identities)
    return { ...exchange, base64: redactor.bytes(bytes, tally).toString('base64') };
  tally.add('raw-bytes');
  return { ...exchange, base64: '', omittedBytes: exchange.omittedBytes + bytes.length };
}

const base64Of = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** True for printable characters and line breaks in UTF-8. */
export function isText(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  return !text.includes('\ufffd') && !/[^\P{Cc}\t\r\n]/u.test(text);
}

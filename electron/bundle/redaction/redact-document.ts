import type { z } from 'zod';
import { mend, scrubStrings } from '../scrub-document.ts';
import type { Tally } from './ledger.ts';
import type { Redactor } from './redactor.ts';

/** The field of a certificate's bytes. */
const PEM_FIELD = 'pem';

/** Deepest value that is walked, as in `scrubStrings`. */
const DEEPEST = 64;

/**
 * Redacts a value of the contract string by string, so that numbers, keys and fixed words stay what they are. Where `schema`
 * asks for a form that a replacement would break, such as a word from a list, the value stays as it was.
 */
export function redactDocument<T>(redactor: Redactor, schema: z.ZodType<T>, value: T, tally: Tally): T {
  const withoutBytes = redactBytesIn(value, redactor, tally, 0);
  const copy = scrubStrings(withoutBytes, (text) => redactor.text(text, tally), 0);
  return mend(schema, copy, value);
}

/** Certificates go, and bytes of exchanges stay only as far as they are text, in which something can be replaced. */
function redactBytesIn(value: unknown, redactor: Redactor, tally: Tally, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth === DEEPEST) return value;
  if (Array.isArray(value)) return value.map((item) => redactBytesIn(item, redactor, tally, depth + 1));
  if (isExchange(value)) return redactExchange(value, redactor, tally);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key !== PEM_FIELD || typeof item !== 'string' || !redactor.choices.identities)
        return [key, redactBytesIn(item, redactor, tally, depth + 1)];
      if (item !== '') tally.add('certificate');
      return [key, ''];
    }),
  );
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
function redactExchange(exchange: Exchange, redactor: Redactor, tally: Tally): Exchange {
  const bytes = Buffer.from(exchange.base64, 'base64');
  if (isText(bytes)) return { ...exchange, base64: base64Of(redactor.text(bytes.toString('utf8'), tally)) };
  if (!redactor.choices.identities) return exchange;
  tally.add('raw-bytes');
  return { ...exchange, base64: '', omittedBytes: exchange.omittedBytes + bytes.length };
}

const base64Of = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** True for printable characters and line breaks in UTF-8. */
export function isText(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  return !text.includes('\ufffd') && !/[^\P{Cc}\t\r\n]/u.test(text);
}

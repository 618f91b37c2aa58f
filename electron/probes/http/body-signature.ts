import { z } from 'zod';
import { type HttpOutcome, httpOutcomeSchema } from '../../contract/outcomes/http.ts';
import entries from './data/body-signatures.json' with { type: 'json' };
import { plainWords } from './http-body.ts';
import { headerOf } from './http-headers.ts';

type Signature = HttpOutcome['signature'];

/** All texts are lower case and found anywhere, whatever the case of the page. */
const lowerCase = z
  .string()
  .min(3)
  .max(200)
  .regex(/^[^A-Z]*$/, 'expected lower case');

/** Everything in a mark must be there. */
const markSchema = z
  .strictObject({
    statuses: z.array(z.int().min(100).max(999)).min(1).optional(),
    title: lowerCase.optional(),
    body: z.array(lowerCase).min(1).max(8).optional(),
    header: z.strictObject({ name: lowerCase, contains: lowerCase }).optional(),
  })
  .refine((mark) => Object.keys(mark).length > 0, 'expected at least one thing to look for');

/** The data file `data/body-signatures.json`: the first entry of which one mark fits names the page. */
export const bodySignaturesSchema = z.array(
  z.strictObject({
    code: httpOutcomeSchema.shape.signature.shape.code.exclude(['unknown']),
    product: z.string().min(1).max(100).optional(),
    marks: z.array(markSchema).min(1),
  }),
);

type Entry = z.infer<typeof bodySignaturesSchema>[number];
type Mark = Entry['marks'][number];

/** A response as far as signatures look at it. */
export interface SeenPage {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly title: string | undefined;
  readonly text: string;
}

let checked: readonly Entry[] | undefined;

/** Recognises who made a page. `unknown` is an answer: most pages have no mark, and AIR's own is not documented. */
export function recognise(page: SeenPage): Signature {
  checked ??= bodySignaturesSchema.parse(entries);
  const words = plainWords(page.text);
  const seen = { ...page, words, lowerWords: words.toLowerCase() };
  for (const { code, product, marks } of checked) {
    for (const mark of marks) {
      const quote = quoteOf(mark, seen);
      if (quote !== undefined)
        return { code, ...(product === undefined ? {} : { product }), ...(quote === '' ? {} : { quote }) };
    }
  }
  return { code: 'unknown' };
}

interface Words extends SeenPage {
  readonly words: string;
  readonly lowerWords: string;
}

/** What of the response fits a mark, in its own spelling; undefined when something of the mark is missing. */
function quoteOf(mark: Mark, seen: Words): string | undefined {
  const found: string[] = [];
  if (mark.statuses !== undefined && !mark.statuses.includes(seen.status)) return undefined;
  if (mark.title !== undefined) {
    if (seen.title?.toLowerCase().includes(mark.title) !== true) return undefined;
    found.push(seen.title);
  }
  if (mark.header !== undefined) {
    const value = headerOf(seen.headers, mark.header.name);
    if (value?.toLowerCase().includes(mark.header.contains) !== true) return undefined;
    found.push(`${mark.header.name}: ${value.replace(/[?#].*$/s, '')}`);
  }
  for (const text of mark.body ?? []) {
    const at = seen.lowerWords.indexOf(text);
    if (at === -1) return undefined;
    found.push(seen.words.slice(at, at + text.length));
  }
  return found.join(' … ').slice(0, 300).toWellFormed();
}

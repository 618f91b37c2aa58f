import type { z } from 'zod';
import { textScrubber } from './scrub-secrets.ts';

/** Deepest value that is walked; what lies deeper is left out of the copy. The contract's own shapes end far above. */
const DEEPEST = 64;

/** Rounds of mending: each may bring up faults one level further in, such as those of a union whose tag was mended first. */
const MENDING_ROUNDS = 8;

type Scrub = (text: string) => string;

/** Cuts known secrets out of values of the contract, and counts the places. */
export interface DocumentScrubber {
  /**
   * The same value with every string scrubbed, by value and not in its JSON text: a password such as `1234` or `console` must not
   * tear numbers, keys and fixed words apart. Where `schema` asks for a form (a word from a list, a date, a host name) that the
   * cut would break, the value stays as it was: such fields hold what the profile names and never a secret.
   */
  scrub<T>(schema: z.ZodType<T>, value: T): T;
  hits(): number;
}

/** Nothing is copied when there are no secrets to look for. */
export function documentScrubber(secrets: readonly string[]): DocumentScrubber {
  if (secrets.length === 0) return { scrub: (_schema, value) => value, hits: () => 0 };
  let count = 0;
  const scrubText = textScrubber(secrets, () => {
    count += 1;
  });
  return {
    scrub: (schema, value) => {
      const before = count;
      const copy = scrubStrings(value, scrubText, 0);
      return count === before ? value : mend(schema, copy, value);
    },
    hits: () => count,
  };
}

/** The same value with every string scrubbed; what lies deeper than the contract's own shapes is left out. */
export function scrubStrings(value: unknown, scrub: Scrub, depth: number): unknown {
  if (typeof value === 'string') return scrub(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST) return null;
  if (Array.isArray(value)) return value.map((item) => scrubStrings(item, scrub, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, scrubStrings(item, scrub, depth + 1)]),
  );
}

/** Restores what the schema asks for. A text that only grew too long by the mask is cut instead: restoring it would show the secret. */
export function mend<T>(schema: z.ZodType<T>, copy: unknown, original: T): T {
  const root = { value: copy };
  for (let round = 0; round < MENDING_ROUNDS; round += 1) {
    const parsed = schema.safeParse(root.value);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      const path = ['value', ...issue.path];
      const now = valueAt(root, path);
      const isTooLong = issue.code === 'too_big' && typeof now === 'string';
      setAt(root, path, isTooLong ? now.slice(0, Number(issue.maximum)) : valueAt({ value: original }, path));
    }
  }
  throw new Error('a value of the run could not be written without a secret in it');
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

function setAt(root: object, path: readonly PropertyKey[], value: unknown): void {
  const parent = valueAt(root, path.slice(0, -1));
  const key = path.at(-1);
  if (typeof parent === 'object' && parent !== null && key !== undefined) Reflect.set(parent, key, value);
}

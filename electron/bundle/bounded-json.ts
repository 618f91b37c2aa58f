/** Why a text was not parsed: it is no JSON, or more of it than is taken. */
export class JsonRefused extends Error {
  readonly code: 'not-json' | 'too-deep' | 'too-many';

  constructor(code: JsonRefused['code']) {
    super(code);
    this.code = code;
  }
}

/** How many values may still be parsed. Several texts can share one, so that together they stay within it. */
export interface ValueBudget {
  left: number;
}

/** Reports, events and manifests nest a dozen levels; a parser's result at a thousand is of no use to anybody. */
const DEEPEST = 64;

/**
 * Parses JSON that may come from anyone. Depth and number of values are counted in the text before anything is built from it: a
 * megabyte of brackets is a hundred megabytes of arrays. Throws `JsonRefused`.
 */
export function parseBoundedJson(text: string, budget: ValueBudget): unknown {
  budget.left -= countValues(text, budget.left);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new JsonRefused('not-json');
    throw error;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

/** A bracket counts with the first of what is in it, a comma with what follows. */
function countValues(text: string, most: number): number {
  let values = 1;
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isInString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) isInString = false;
      continue;
    }
    if (code === QUOTE) isInString = true;
    else if (code === COMMA) values += 1;
    else if (code === 0x5b || code === 0x7b) {
      values += 1;
      depth += 1;
      if (depth > DEEPEST) throw new JsonRefused('too-deep');
    } else if (code === 0x5d || code === 0x7d) depth -= 1;
    if (values > most) throw new JsonRefused('too-many');
  }
  return values;
}

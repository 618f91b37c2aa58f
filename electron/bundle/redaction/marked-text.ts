import { Tally } from './ledger.ts';
import type { Redactor } from './redactor.ts';
import { isSecretRule, RULE_IDS, type RuleId } from './rules.ts';
import { TextRedactor } from './text-redactor.ts';

// Of the private use area (Unicode 23.5): no text of a program has them for a reason, and JSON, YAML and HTML leave them as they are.
const OPEN = '\ue0f0';
const NEXT = '\ue0f1';
const CLOSE = '\ue0f2';
const MARKS = /[\ue0f0-\ue0f2]/g;

/** One stretch of a redacted text: what stayed, or what stands in the place of something else. */
export interface Stretch {
  /** What stands in the bundle. */
  readonly after: string;
  /** What stood there; absent where nothing was replaced. Of a secret not even that is shown. */
  readonly before?: string;
  readonly rule?: RuleId;
}

const HIDDEN = '••••••';

/** Redacts pieces of a text and keeps what stood there, between marks that `stretchesOf` takes apart again. */
export class MarkingRedactor {
  readonly #text: TextRedactor;
  #out: Buffer[] = [];

  constructor(redactor: Redactor) {
    this.#text = new TextRedactor(redactor, new Tally(), {
      kept: (bytes) => this.#out.push(Buffer.from(bytes)),
      replaced: ({ rule, before, replacement }) => {
        const shown = isSecretRule(rule) ? HIDDEN : Buffer.from(before, 'latin1').toString('utf8');
        this.#out.push(Buffer.from(`${OPEN}${rule}${NEXT}${shown.replace(MARKS, '')}${NEXT}`, 'utf8'));
        this.#out.push(Buffer.from(replacement, 'latin1'), Buffer.from(CLOSE, 'utf8'));
      },
    });
  }

  push(bytes: Buffer): Buffer {
    this.#text.push(bytes);
    return this.#given();
  }

  end(): Buffer {
    this.#text.end();
    return this.#given();
  }

  #given(): Buffer {
    const given = Buffer.concat(this.#out);
    this.#out = [];
    return given;
  }
}

/** One whole text with its marks. */
export function markedText(redactor: Redactor, text: string): string {
  const marking = new MarkingRedactor(redactor);
  const bytes = Buffer.from(text.replace(MARKS, ''), 'utf8');
  return Buffer.concat([marking.push(bytes), marking.end()]).toString('utf8');
}

const MARKED = new RegExp(
  `${OPEN}([a-z0-9-]{1,20})${NEXT}([^${CLOSE}]*?)${NEXT}([^${CLOSE}]*?)${CLOSE}`,
  'g',
);

/** A marked text as it stands in a bundle. */
export const withoutMarks = (text: string): string => text.replace(MARKED, '$3').replace(MARKS, '');

/** Where the first marked part begins that is not closed yet; -1 when there is none. For texts that come in pieces. */
export function openMarkIn(text: string): number {
  const at = text.lastIndexOf(OPEN);
  return at === -1 || text.indexOf(CLOSE, at) !== -1 ? -1 : at;
}

/** Takes a marked text apart. */
export function stretchesOf(text: string): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let from = 0;
  for (const match of text.matchAll(MARKED)) {
    const [whole, ruleText = '', before = '', after = ''] = match;
    const rule = RULE_IDS.find((id) => id === ruleText);
    if (match.index > from) stretches.push({ after: text.slice(from, match.index).replace(MARKS, '') });
    stretches.push(rule === undefined ? { after } : { after, before, rule });
    from = match.index + whole.length;
  }
  if (from < text.length) stretches.push({ after: text.slice(from).replace(MARKS, '') });
  return stretches;
}

/** What stands in the place of a secret. */
const MASK = '[secret]';

/** Shorter secrets are not searched for: they would hit ordinary text everywhere, and the holes would spell them out. */
const SHORTEST_SECRET = 4;

/** Cuts known secrets out of a text that comes in pieces; a secret that lies across two pieces is found as well. */
export interface SecretScrubber {
  /** Takes the next piece and returns the text that is settled so far. */
  push(chunk: string): string;
  /** Returns the rest. */
  end(): string;
}

/**
 * Replaces every secret of at least 4 characters by `[secret]`: as it is, JSON-escaped, URL-encoded (percent and `+` forms),
 * HTML-escaped, and as base64 or base64url at any alignment, such as the password inside a Basic login.
 */
export function scrubKnownSecrets(text: string, secrets: readonly string[]): string {
  return textScrubber(secrets, () => undefined)(text);
}

/** All forms of all secrets as one pattern; `longest` is the most characters that a match can have. */
interface SecretPattern {
  readonly pattern: RegExp;
  readonly longest: number;
}

function compile(secrets: readonly string[]): SecretPattern | undefined {
  const forms = secrets.filter((secret) => secret.length >= SHORTEST_SECRET).flatMap(formsOf);
  // The longest form first, so that a secret that begins another one does not leave the other's tail behind.
  forms.sort((one, other) => other.longest - one.longest);
  const [first] = forms;
  if (first === undefined) return undefined;
  const sources = new Set(forms.map(({ source }) => source));
  return { pattern: new RegExp([...sources].join('|'), 'g'), longest: first.longest };
}

/** Scrubs many short texts, each whole by itself, with secrets that are prepared once. `onHit` is told of every place. */
export function textScrubber(secrets: readonly string[], onHit: () => void): (text: string) => string {
  const compiled = compile(secrets);
  if (compiled === undefined) return (text) => text;
  return (text) =>
    text.replace(compiled.pattern, () => {
      onHit();
      return MASK;
    });
}

/** The same over pieces of text: the pieces joined are what `scrubKnownSecrets` makes of the whole, in constant memory. */
export function secretScrubber(secrets: readonly string[]): SecretScrubber {
  const compiled = compile(secrets);
  if (compiled === undefined) return { push: (chunk) => chunk, end: () => '' };
  const { pattern, longest } = compiled;
  let waiting = '';

  /** Scrubs up to `settled`: from there on a longer text could still match otherwise. */
  const scrubTo = (settled: number): string => {
    let done = '';
    let from = 0;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(waiting); match !== null; match = pattern.exec(waiting)) {
      if (match.index >= settled) break;
      done += waiting.slice(from, match.index) + MASK;
      from = match.index + match[0].length;
    }
    const cut = Math.max(from, settled);
    done += waiting.slice(from, cut);
    waiting = waiting.slice(cut);
    return done;
  };

  return {
    push: (chunk) => {
      waiting += chunk;
      return scrubTo(Math.max(0, waiting.length - longest + 1));
    },
    end: () => scrubTo(waiting.length),
  };
}

/** One written form of a secret as a pattern; `longest` is the most characters that it can match. */
interface Form {
  readonly source: string;
  readonly longest: number;
}

function formsOf(secret: string): Form[] {
  const whole = secret.toWellFormed();
  const json = JSON.stringify(secret).slice(1, -1);
  const percent = encodeURIComponent(whole);
  const written = new Set([
    secret,
    json,
    json.replaceAll('/', '\\/'),
    json.replace(/[\u0080-\uffff]/g, asUnicodeEscape),
    percent,
    percent.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`),
    new URLSearchParams([['', whole]]).toString().slice(1),
    whole.replace(/[&<>"']/g, (mark) => HTML_ENTITIES[mark] ?? mark),
  ]);
  return [...[...written].map(literalForm), ...base64Forms(whole)];
}

const HTML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const asUnicodeEscape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A literal, but the hex digits of %XX and \uXXXX in either case: encoders differ there. */
function literalForm(text: string): Form {
  const source = text
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/(%|\\\\u00|\\\\u)([0-9a-f]{2,4})/gi, (_whole, mark: string, digits: string) => {
      return mark + digits.replace(/[a-f]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
    });
  return { source, longest: text.length };
}

/**
 * Base64 of a secret inside a longer text: three alignments, each without the first and last character that neighbours share.
 * Those shared characters are cut as well, because they hold some bits of the secret.
 */
function base64Forms(secret: string): Form[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const firstWhole = Math.ceil((offset * 8) / 6);
    const afterWhole = Math.floor(((offset + bytes.length) * 8) / 6);
    const core = encoded.slice(firstWhole, afterWhole);
    const before = offset === 0 ? '' : `${SHARED}?`;
    const after = encoded.length > afterWhole ? `(?:${SHARED}={0,2})?` : '';
    const source = core.replace(/[+/]/g, (mark) =>
      mark === '+' ? '(?:[+-]|%2[Bb])' : '(?:[/_]|%2[Ff]|\\\\/)',
    );
    return { source: before + source + after, longest: core.length * 3 + 4 };
  });
}

const SHARED = '[A-Za-z0-9+/_-]';

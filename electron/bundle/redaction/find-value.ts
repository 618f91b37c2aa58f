import { TextCache } from './latin1.ts';
import { MASK } from './rules.ts';
import { CLASS, type Hit, LINE_BREAK, REACH_BYTES, type Rest, type View } from './view.ts';

/** Endings of keys whose values are secrets, in the field's own words and in those of AIR. */
const SECRET_KEY = new RegExp(
  `(?:${[
    '(?:pass(?:word|wort|phrase|code|wd)s?|pwd|storepass|keypass)(?:[_-]?(?:hash|value|text|old|new|\\d))?',
    '(?<!csrf-)tokens?(?:[_-]?(?:value|hash))?|secrets?(?:[_-]?(?:value|hash|text))?|credentials?|cookies?|authorization|auth[_-]?header',
    '(?:api|access|secret|private|licen[sc]e|account|shared|encryption|signing|storage|master|session|auth|symmetric|preshared|psk|ssh|registration|deployment)[_ .-]?keys?',
    'access[_-]?key[_-]?id|sas[_-]?urls?|(?:^|[_.-])(?:jwt|sig|signature|sid|psk|otp|pin)|(?:session|connect)[_.-]?s?id|community[_-]?string|nonce[_-]?secret',
  ].join('|')})$`,
  'i',
);

/** The short form, which is a word of its own only where it begins one: `smtp_pass`, `smtpPass`, and not `bypass`. */
const SHORT_KEY = /(?:^|[_.:-])(?:pass|Pass|PASS)$|[a-z0-9]Pass$/;

/** Keys whose whole line is their value. */
const WHOLE_LINE_KEY = /(?:cookies?|authorization|auth[_-]?header)$/i;

/** What looks like a value and says nothing: absent, masked already, or a reference to where the value is. */
const NO_VALUE =
  /^(?:true|false|null|none|nil|undefined|empty|unset|yes|no|-+|\*+|x{3,}|<[^>]*>|\$\{?\w+\}?|\{\{.*\}\}|%\w+%|\[secret\].*|\[private key\].*|\[redacted\].*|\(null\))$/i;

/** From the end of a key to its value. The groups: `eq` an ordinary separator, `xml` a tag's end, `pair` name and value apart, `flag` a blank. */
const SEPARATOR =
  /(?:(?<pair>\\{0,7}["']\s{0,4}(?:,\s{0,4}\\{0,7}["']?value\\{0,7}["']?\s{0,2}[:=]|\s{1,8}value\s{0,2}=)\s{0,4})|(?<eq>\\{0,7}["'`]?\]?\s{0,4}(?:=>|:=|==?|:|%3[dDaA])[ \t]{0,8})|(?<xml>\\{0,7}["']?\s{0,2}>\s{0,4})|(?<flag>[ \t]{1,4}))/y;

const LONGEST_KEY = 96;

const KEYS = new TextCache<boolean>();
const isSecretKey = (key: string): boolean => SECRET_KEY.test(key) || SHORT_KEY.test(key);

/** The value beside a key that tells of a secret; `keyEnd` is where the key's last word ends. */
export function findSecretValue(view: View, keyEnd: number, floor: number): Hit | undefined {
  const keyStart = view.startOf(keyEnd, floor, CLASS.name, LONGEST_KEY);
  const key = keyOf(view, keyStart, keyEnd, floor);
  // What stands for a secret is no key: `[secret]: …`.
  if (
    !KEYS.get(key, isSecretKey) ||
    (view.at(keyEnd) === CLOSING_BRACKET && view.at(keyStart - 1) === OPENING_BRACKET)
  )
    return undefined;
  SEPARATOR.lastIndex = 0;
  const found = SEPARATOR.exec(view.text(keyEnd, keyEnd + 64));
  if (found?.groups === undefined) return undefined;
  const { xml, flag, eq } = found.groups;
  const before = view.at(keyStart - 1);
  if (flag !== undefined && !key.startsWith('-')) return undefined;
  if (xml !== undefined && !isTagEnd(view, keyStart, xml)) return undefined;
  const start = keyEnd + found[0].length;
  const isQuotedKey = before === QUOTE || before === APOSTROPHE;
  if (eq !== undefined && WHOLE_LINE_KEY.test(key)) return lineValue(view, start);
  if (eq !== undefined && !isQuotedKey) {
    const own = ownLineValue(view, keyStart, start, eq.includes('='));
    if (own !== undefined) return own;
  }
  return valueAt(view, start, xml !== undefined, /tokens?$|key$|sig|pin|otp|sid$/i.test(key));
}

/** A key with a blank in it, `API key` or `Secret access key`, is looked at with the word before. */
function keyOf(view: View, start: number, end: number, floor: number): string {
  const key = view.text(start, end);
  if (!/^keys?$/i.test(key) || view.at(start - 1) !== SPACE) return key;
  return view.text(view.startOf(start - 1, floor, CLASS.name, 32), end);
}

/** `<password>`, `<ns:password>`, or the end of an attribute such as `Name="Password">`. */
function isTagEnd(view: View, keyStart: number, separator: string): boolean {
  const before = view.at(keyStart - 1);
  return before === LESS_THAN || before === COLON || /["']/.test(separator);
}

function valueAt(view: View, start: number, isXml: boolean, isToken: boolean): Hit | undefined {
  const text = view.text(start, start + REACH_BYTES - 128);
  if (isXml) return whole(start, text, text.search(/[<\n]/), { until: 'angle' });
  const opening = /^(\\{0,7})(["'`])/.exec(text);
  if (opening !== null) {
    const [mark, slashes = '', quote = ''] = opening;
    const rest: Rest = { until: 'quote', quote: quote.charCodeAt(0), backslashes: slashes.length };
    return whole(
      start + mark.length,
      text.slice(mark.length),
      closingQuote(text.slice(mark.length), rest),
      rest,
    );
  }
  if (/^\[\s*\\{0,7}["']/.test(text))
    return whole(start + 1, text.slice(1), text.slice(1).search(/[\]\n]/), { until: 'bracket' });
  if (/^[{[\n\r]/.test(text)) return undefined;
  const end = text.search(BARE_END);
  const value = end === -1 ? text : text.slice(0, end);
  // A number of up to five digits beside `token` or `key` is a count or a length; prose goes on in short plain words.
  if (isToken && (/^\d{0,5}$/.test(value) || (/^[A-Za-z]{1,15}[.:]?$/.test(value) && end !== -1)))
    return undefined;
  return whole(start, text, end, { until: 'blank' });
}

/** Where a bare value ends: blanks, marks that separate values, and escaped marks inside a quoted text. */
export const BARE_END = /[ \t\r\n\f\v,;&"'<>)\]}|`]|\\+["'nrt]/;

/** `key: value` at the beginning of a line, as in YAML and in INI: all of the line is the value, and a block may follow. */
function ownLineValue(view: View, keyStart: number, start: number, isRow: boolean): Hit | undefined {
  let lineStart = keyStart;
  while (keyStart - lineStart < 64 && view.at(lineStart - 1) !== LINE_BREAK) lineStart -= 1;
  const lead = view.text(lineStart, keyStart);
  if (view.at(lineStart - 1) !== LINE_BREAK || !/^[\s-]*(?:export |set |SET )?\s*$/.test(lead))
    return undefined;
  const text = view.text(start, start + REACH_BYTES - 128);
  const end = text.search(/[\r\n]/);
  // Beyond what is in sight a row of values cannot be told from a line of one; a colon makes no row.
  if (end === -1 && isRow) return undefined;
  const line = (end === -1 ? text : text.slice(0, end)).replace(/[ \t]+$/, '');
  if (/^[|>][+-]?\d?$/.test(line)) {
    return masked(start, start + line.length, { until: 'outdent', columns: lead.length });
  }
  // `password=x port=443` is a row of values, and no line of one.
  if (/[ \t][\w.-]+[ \t]?[=:]/.test(line)) return undefined;
  if (line === '' || /^(?:\\{0,7}["'`]|[[{])/.test(line) || NO_VALUE.test(line)) return undefined;
  return end === -1
    ? masked(start, view.bytes.length, { until: 'line' })
    : masked(start, start + line.length);
}

/** Headers: what follows the scheme up to the end of the line, or of the quoted text that the line stands in. */
function lineValue(view: View, start: number): Hit | undefined {
  const text = view.text(start, start + REACH_BYTES - 128);
  const lead =
    /^(\\{0,7})(["'`])?(?:(?:Basic|Bearer|Negotiate|NTLM|Digest|Kerberos|Token|ApiKey)\s{1,4})?/i.exec(text);
  const from = lead?.[0].length ?? 0;
  const value = text.slice(from);
  if (/^[{[]/.test(value) && !value.startsWith(MASK)) return valueAt(view, start, false, false);
  const quote = lead?.[2];
  if (quote !== undefined) {
    const rest: Rest = { until: 'quote', quote: quote.charCodeAt(0), backslashes: lead?.[1]?.length ?? 0 };
    return whole(start + from, value, closingQuote(value, rest), rest);
  }
  return whole(start + from, value, value.search(/[\r\n"'`<]|\\+["'nrt]/), { until: 'line' });
}

/** Where the closing mark of a quoted text begins, its backslashes included; -1 when it is not within reach. */
function closingQuote(text: string, rest: Extract<Rest, { until: 'quote' }>): number {
  let slashes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const byte = text.charCodeAt(at);
    if (byte === LINE_BREAK) return at;
    if (byte === BACKSLASH) slashes += 1;
    else {
      if (byte === rest.quote && closes(slashes, rest.backslashes)) return at - rest.backslashes;
      slashes = 0;
    }
  }
  return -1;
}

/** True when a mark after so many backslashes closes what was opened after `opening` of them: escapes double at each depth. */
export function closes(slashes: number, opening: number): boolean {
  return opening === 0
    ? slashes % 2 === 0
    : slashes >= opening && (slashes - opening) % (2 * (opening + 1)) === 0;
}

function whole(start: number, text: string, end: number, rest: Rest): Hit | undefined {
  const value = end === -1 ? text : text.slice(0, end);
  if (value.trim() === '' || NO_VALUE.test(value.trim())) return undefined;
  return end === -1 ? masked(start, start + text.length, rest) : masked(start, start + value.length);
}

const masked = (start: number, end: number, rest?: Rest): Hit => ({
  start,
  end,
  rule: 'secret-value',
  replacement: MASK,
  rest,
});

const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const SPACE = 0x20;
const LESS_THAN = 0x3c;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
export const BACKSLASH = 0x5c;

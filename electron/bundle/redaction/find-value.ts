import { MASK } from './rules.ts';
import { isHighEntropy, keyKindOf, looksRandom, SETTING_KEY } from './secret-keys.ts';
import { CLASS, type Hit, isEscape, LINE_BREAK, REACH_BYTES, type Rest, type View } from './view.ts';

/** Keys whose whole line is their value. */
const WHOLE_LINE_KEY = /(?:cookies?|authorization|auth[_-]?header)$/i;

/** What looks like a value and says nothing: absent, masked already, or a reference to where the value is. */
const NO_VALUE =
  /^(?:true|false|null|none|nil|undefined|empty|unset|yes|no|-+|\*+|x{3,}|<[^>]*>|\$\{?\w+\}?|\{\{.*\}\}|%\w+%|\[secret\].*|\[private key\].*|\[redacted\].*|\(null\)|\(left out\))$/i;

const MARK = String.raw`(?:\\{0,7}["'\`]|&(?:quot|apos|#3[49]);)`;

/**
 * From the end of a key to its value. The groups: `pair` name and value apart, as in JSON and XML, `plist` the same in two elements,
 * `eq` an ordinary separator, and where the key is quoted a line break or an object with a `value` behind it, `xml` a tag's end,
 * `flag` a blank.
 */
const SEPARATOR = new RegExp(
  [
    String.raw`(?<pair>${MARK}\s{0,4},\s{0,4}${MARK}?value${MARK}?\s{0,2}[:=]\s{0,4}|${MARK}?\s{1,8}value\s{0,2}=\s{0,4})`,
    String.raw`(?<plist><\/\w{1,20}>\s{0,20}<\w{1,20}>)`,
    String.raw`(?<eq>${MARK}?\]?\s{0,4}(?:=>|->|:=|==?|::(?=[ \t])|:|%(?:25)?3[dDaA])[ \t]{0,8}(?:\r?\n[ \t]{0,40}(?=\\{0,7}"))?(?:\{\s{0,8}${MARK}value${MARK}\s{0,2}:\s{0,4})?)`,
    String.raw`(?<xml>(?:${MARK}?\s{0,2}|\s[^<>\n]{1,120})(?:>|&gt;)\s{0,40}(?:<value>\s{0,8})?)`,
    String.raw`(?<flag>[ \t]{1,4})`,
  ].join('|'),
  'y',
);

const LONGEST_KEY = 96;

/** The value beside a key that tells of a secret; `keyEnd` is where the key's last word ends. */
export function findSecretValue(view: View, keyEnd: number, floor: number): Hit | undefined {
  const keyStart = view.startOf(keyEnd, floor, CLASS.name, LONGEST_KEY);
  const key = keyOf(view, keyStart, keyEnd, floor);
  const kind = keyKindOf(key);
  // What stands for a secret is no key: `[secret]: …`.
  if (kind === 'none' || (view.at(keyEnd) === CLOSING_BRACKET && view.at(keyStart - 1) === OPENING_BRACKET))
    return undefined;
  if (view.is(keyEnd, CLASS.blank) && isProse(view, keyEnd, keyStart))
    return kind === 'weak' ? undefined : proseValue(view, view.endOf(keyEnd, CLASS.blank, 4), key);
  SEPARATOR.lastIndex = 0;
  const found = SEPARATOR.exec(view.text(keyEnd, keyEnd + 256));
  if (found?.groups === undefined) return valueBefore(view, keyStart, floor);
  const { xml, flag, eq, plist } = found.groups;
  const before = view.at(keyStart - 1);
  const start = keyEnd + found[0].length;
  if (flag !== undefined && !key.startsWith('-'))
    return kind === 'weak' ? undefined : proseValue(view, start, key);
  if (xml !== undefined && !isTagEnd(view, keyStart, xml)) return undefined;
  if (kind === 'weak') return weakValue(view, start);
  const isQuotedKey = before === QUOTE || before === APOSTROPHE;
  if (eq !== undefined && WHOLE_LINE_KEY.test(key)) return lineValue(view, start);
  if (eq !== undefined && !isQuotedKey) {
    const own = ownLineValue(view, keyStart, start, eq.includes('='));
    if (own !== undefined) return own;
  }
  return valueAt(
    view,
    start,
    xml !== undefined || plist !== undefined,
    /tokens?$|key$|sig|pin|otp|sid$/i.test(key),
  );
}

/** True where a word, a number or a quoted text follows after a blank: prose goes on, or a setting is written without a sign. */
function isProse(view: View, keyEnd: number, keyStart: number): boolean {
  const next = view.endOf(keyEnd, CLASS.blank, 4);
  const before = view.at(keyStart - 1);
  return (
    before !== LESS_THAN &&
    view.at(keyStart) !== DASH &&
    (view.is(next, CLASS.word) || view.at(next) === QUOTE || view.at(next) === APOSTROPHE) &&
    !/^value\s{0,2}=/.test(view.text(next, next + 8))
  );
}

/** A value whose key alone tells little is hidden when nobody would have thought it up. */
function weakValue(view: View, start: number): Hit | undefined {
  const hit = valueAt(view, start, false, true);
  return hit !== undefined && hit.end - hit.start < 1024 && isHighEntropy(view.text(hit.start, hit.end))
    ? hit
    : undefined;
}

/** `"value": "…", "name": "PASSWORD"` and `value="…" key="Password"`: the value stands before its key. */
function valueBefore(view: View, keyStart: number, floor: number): Hit | undefined {
  const from = Math.max(floor, keyStart - 400);
  const found = VALUE_BEFORE.exec(view.text(from, keyStart));
  if (found === null) return undefined;
  const [, lead = '', value = ''] = found;
  const start = from + found.index + lead.length;
  return whole(start, value, value.length, { until: 'line' });
}
const VALUE_BEFORE = new RegExp(
  String.raw`(${MARK}?\bvalue${MARK}?\s{0,4}[:=]\s{0,4}${MARK})([^"'<>\n\\]{1,300})${MARK}\s{0,4},?\s{0,4}${MARK}?(?:name|key)${MARK}?\s{0,4}[:=]\s{0,4}${MARK}$`,
  'i',
);

/** What prose says behind `password`, `token` and the like: a quoted text, or one that is no word. */
function proseValue(view: View, start: number, key: string): Hit | undefined {
  const text = view.text(start, start + 512);
  const found =
    /^((?:(?:is|was|provided|given|supplied|used|set to)[ \t:=]{1,4})?)(\\{0,7}["'`])?([^\s"'`\\<>]+)/i.exec(
      text,
    );
  if (found === null) return undefined;
  const [all, lead = '', mark, value = ''] = found;
  const from = start + lead.length + (mark?.length ?? 0);
  const isQuoted =
    mark !== undefined && /^\\{0,7}["'`]/.test(text.slice(all.length)) && !/^[A-Za-z-]+$/.test(value);
  const isSetting =
    mark === undefined && lead === '' && (SETTING_KEY.test(key) || isLoginCommand(view, start, key, all));
  if (!isQuoted && !isSetting && !looksRandom(value)) return undefined;
  const end = isQuoted || isSetting ? value.length : value.replace(/[.,;:!?)\]}]+$/, '').length;
  return whole(from, value, end, { until: 'blank' });
}

/** `PASS …` as the only thing on its line: the command of FTP (RFC 959 §4.1.1), POP3 and IRC. */
const isLoginCommand = (view: View, start: number, key: string, value: string): boolean =>
  key === 'PASS' &&
  [LINE_BREAK, CARRIAGE_RETURN].includes(view.at(start + value.length)) &&
  /(?:^|[\n>\]:|] ?)PASS $/.test(view.text(start - 8, start));

/** A key with a blank in it, `API key` or `Secret access key`, is looked at with the word before. */
function keyOf(view: View, start: number, end: number, floor: number): string {
  const lead = isEscape(view, start) ? 1 : 0;
  const key = view.text(start + lead, end);
  if (!/^(?:keys?|passe|hash|community)$/i.test(key) || view.at(start - 1) !== SPACE) return key;
  const before = view.startOf(start - 1, floor, CLASS.name, 32);
  return view.text(/^passe$/i.test(key) ? view.startOf(start - 1, floor, CLASS.keyPhrase, 7) : before, end);
}

/** `<password>`, `<ns:password>`, or the end of an attribute such as `Name="Password">`. */
function isTagEnd(view: View, keyStart: number, separator: string): boolean {
  const before = view.at(keyStart - 1);
  if (/^\s[^<>]+>/.test(separator) && separator.trim() !== '>') return before === LESS_THAN;
  return before === LESS_THAN || before === COLON || before === SEMICOLON || /["']/.test(separator);
}

function valueAt(view: View, start: number, isXml: boolean, isToken: boolean): Hit | undefined {
  const text = view.text(start, start + REACH_BYTES - 128);
  const data = /^<!\[CDATA\[/.exec(text)?.[0].length ?? 0;
  if (data > 0)
    return whole(start + data, text.slice(data), text.slice(data).search(/\]\]>|\n/), { until: 'bracket' });
  if (isXml) return whole(start, text, text.search(/[<\n]|&lt;/), { until: 'angle' });
  const entity = /^&(?:quot|apos|#3[49]);/.exec(text)?.[0];
  if (entity !== undefined)
    return whole(
      start + entity.length,
      text.slice(entity.length),
      text.slice(entity.length).search(/&(?:quot|apos|#3[49]);|[\r\n"<]/),
      { until: 'blank' },
    );
  const opening = /^[bru]{0,2}(\\{0,7})(["'`])/i.exec(text);
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
  // `{SSHA}…` (RFC 2307): the scheme stays.
  const scheme = /^\{[A-Za-z0-9-]{2,12}\}(?=[^\s,}])/.exec(text)?.[0].length ?? 0;
  if (scheme > 0)
    return whole(start + scheme, text.slice(scheme), text.slice(scheme).search(BARE_END), { until: 'blank' });
  if (/^[{[\n\r]/.test(text)) return undefined;
  const end = text.search(BARE_END);
  const value = end === -1 ? text : text.slice(0, end);
  // A number of up to five digits beside `token` or `key` is a count or a length; prose goes on in short plain words.
  if (isToken && (/^\d{0,5}$/.test(value) || (/^[A-Za-z]{1,15}[.:]?$/.test(value) && end !== -1)))
    return undefined;
  return whole(start, text, end, { until: 'blank' });
}

/** Where a bare value ends: blanks, marks that separate values, and escaped marks inside a quoted text. */
const BARE_END = /[ \t\r\n\f\v,;&"'<>)\]}|`]|\\+["'nrt]/;

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
  if (/^(?:[!&][\w/.-]+[ \t]+)?[|>][+-]?\d?$/.test(line)) {
    return masked(start, start + line.length, { until: 'outdent', columns: lead.length });
  }
  if (line === '' && end !== -1 && !isRow && isBlockOfValues(text.slice(end), lead.length))
    return masked(start, start, { until: 'outdent', columns: lead.length, isList: true });
  // `password=x port=443` is a row of values, and no line of one.
  if (/[ \t][\w.-]+[ \t]?[=:]/.test(line)) return undefined;
  if (line === '' || /^(?:\\{0,7}["'`]|[[{])/.test(line) || NO_VALUE.test(line)) return undefined;
  return end === -1
    ? masked(start, view.bytes.length, { until: 'line' })
    : masked(start, start + line.length);
}

/** A list of values, or one value, on the lines below its key; a mapping is neither. */
function isBlockOfValues(text: string, columns: number): boolean {
  const [, indent = '', item = '', value = ''] = /^\r?\n([ \t]*)(-[ \t]+)?([^\r\n]*)/.exec(text) ?? [];
  if (value.trim() === '' || /^[\w.-]+[ \t]*[:=]|^[#{[\]}]/.test(value) || NO_VALUE.test(value.trim()))
    return false;
  return indent.length > columns || (item !== '' && indent.length === columns);
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
  const digest = /^(?:[\w-]+[ ]?=[ ]?(?:(\\*")[^"\\]*\\*"|[^\s,"\\]+)(?:,[ ]?)?)+/.exec(value)?.[0] ?? '';
  if (digest.includes('"')) return whole(start + from, value, digest.length, { until: 'line' });
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
  if (value.trim() === '' || text.startsWith(MASK) || NO_VALUE.test(value.trim())) return undefined;
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
const CARRIAGE_RETURN = 0x0d;
const DASH = 0x2d;
const SEMICOLON = 0x3b;
const BACKSLASH = 0x5c;

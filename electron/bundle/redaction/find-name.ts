import { isWordByte } from './byte-kinds.ts';
import { findEncodedName } from './find-encoded.ts';
import type { Namer } from './namer.ts';
import { isPlaceholder } from './placeholders.ts';
import type { RuleId } from './rules.ts';
import { CLASS, type Hit, isEscape, type View } from './view.ts';

const LONGEST_NAME = 255;

const hit = (rule: RuleId, start: number, end: number, replacement: string | undefined): Hit | undefined =>
  replacement === undefined ? undefined : { start, end, rule, replacement };

/** A dotted name that ends at `end` in the last label of a domain. */
export function findFullName(view: View, end: number, floor: number, namer: Namer): Hit | undefined {
  const next = view.at(end);
  const goesOn = (next === DOT || next === DASH) && view.is(end + 1, CLASS.word);
  if (goesOn || next === UNDERSCORE || next === OPENING_PARENTHESIS || next === AT) return undefined;
  const from = view.startOf(end, floor, CLASS.name, LONGEST_NAME);
  const lead = view.endOf(from, CLASS.nameMark, LONGEST_NAME) - from;
  const isServiceName = lead > 0 && view.at(from + lead - 1) === UNDERSCORE;
  const start = from + lead - (isServiceName ? 1 : 0) + escapedLead(view, from + lead, end);
  const text = view.text(start, end);
  const before = view.at(start - 1);
  // The labels of what was replaced just before go on here: `host-1` + `.corp.example.com`.
  const isTail = lead > 0 && from === floor && view.at(from) === DOT;
  const isExpected =
    before === AT ||
    before === SLASH ||
    (before === BACKSLASH && !isEscape(view, start)) ||
    isTail ||
    /%(?:25)?(?:40|2f|5c)$/i.test(view.text(start - 5, start));
  if (!text.includes('.') && !isTail) return undefined;
  const { rule, replacement } = namer.dotted(text, isExpected);
  return hit(rule, start, end, replacement);
}

/** What belongs to an escape before a name and not to the name: the `2F` of `%2F`, the `n` of `\\n`. */
function escapedLead(view: View, start: number, end: number): number {
  if (view.at(start - 1) === PERCENT)
    return /^(?:25)?[0-9a-f]{2}/i.exec(view.text(start, end))?.[0].length ?? 0;
  return isEscape(view, start) ? 1 : 0;
}

const LOCAL_PART = /[\w.+%'!#$&*/=?^`{|}~-]/;

/** The user before an `@` with a domain behind it: an e-mail address or a user principal name. */
export function findMailUser(view: View, at: number, floor: number, namer: Namer): Hit | undefined {
  const start = view.startOf(at, floor, CLASS.local, 128);
  const user = view.text(start, at).replace(/^[.'%-]+/, '');
  const from = at - user.length;
  if (user === '' || !LOCAL_PART.test(user)) return undefined;
  const behind = view.text(at + 1, view.endOf(at + 1, CLASS.name, LONGEST_NAME));
  const domain = behind.replace(/\.$/, '');
  const isDomain =
    namer.isName(domain, true) || namer.isKnownDomain(domain) || isPlaceholder(domain.split('.')[0] ?? '');
  if (!isDomain) return undefined;
  return hit('user', from, at, namer.user(user));
}

/** What a backslash may be the sign of: `\\server\share`, `DOMAIN\user`. */
export function findAtBackslash(view: View, at: number, floor: number, namer: Namer): Hit | undefined {
  return findUncHost(view, at, floor, namer) ?? findAccount(view, at, floor, namer);
}

/** `\\server\share`, and twice as many backslashes inside JSON; found at the last backslash before the server. */
function findUncHost(view: View, at: number, floor: number, namer: Namer): Hit | undefined {
  if (view.at(at + 1) === BACKSLASH || !isWordByte(view.at(at + 1))) return undefined;
  const slashesFrom = view.startOf(at + 1, floor, CLASS.backslash, 16);
  const slashes = at + 1 - slashesFrom;
  if (slashes < 2 || slashes % 2 === 1) return undefined;
  const before = view.at(slashesFrom - 1);
  if (isWordByte(before) || before === COLON || before === DOT || before === CLOSING_PARENTHESIS)
    return undefined;
  const end = view.endOf(at + 1, CLASS.name, 64);
  const server = view.text(at + 1, end);
  if (view.at(end) !== BACKSLASH && !(view.at(end) === SLASH)) return undefined;
  if (server.includes('.')) return undefined;
  return hit('host', at + 1, end, namer.host(server));
}

/** `DOMAIN\user`, around the backslash between them. A path looks the same, so the domain must be known or written as one. */
function findAccount(view: View, at: number, floor: number, namer: Namer): Hit | undefined {
  const slashes = view.at(at + 1) === BACKSLASH ? 2 : 1;
  const userStart = at + slashes;
  if (!isWordByte(view.at(userStart)) || view.at(at - 1) === BACKSLASH) return undefined;
  const domainStart = view.startOf(at, floor, CLASS.name, 64);
  const domain = view.text(domainStart, at);
  if (domain === '' || [BACKSLASH, SLASH, COLON].includes(view.at(domainStart - 1))) return undefined;
  const userEnd = trimmedEnd(view, userStart, view.endOf(userStart, CLASS.account, 64));
  if ([BACKSLASH, SLASH, COLON].includes(view.at(userEnd))) return undefined;
  const user = view.text(userStart, userEnd);
  const isWritten = /^[A-Z][A-Z0-9-]{1,14}$/.test(domain) && !/\.[A-Za-z]{2,4}$/.test(user);
  if (!isPlaceholder(domain) && !namer.isKnownDomain(domain) && !isWritten) return undefined;
  // `\n` and `\t` in a JSON text look like users named n and t.
  if (user.length < 2 || (slashes === 1 && /^[nrt][A-Z]/.test(user))) return undefined;
  const domainName = namer.domain(domain);
  const userName = namer.user(user);
  if (domainName === undefined && userName === undefined) return undefined;
  const between = '\\'.repeat(slashes);
  return hit('user', domainStart, userEnd, `${domainName ?? domain}${between}${userName ?? user}`);
}

/** A name does not end in a dot: that is the end of a sentence. */
function trimmedEnd(view: View, start: number, end: number): number {
  let last = end;
  while (last > start && (view.at(last - 1) === DOT || view.at(last - 1) === DASH)) last -= 1;
  return last;
}

/** The owner of a home folder, `/home/x` or `C:\Users\x`; `end` is behind the folder of all homes. */
export function findHomeOwner(view: View, end: number, floor: number, namer: Namer): Hit | undefined {
  const folder = /(?:^|[\\/]|%2f|%5c)(?:home|users)$/i.exec(view.text(Math.max(floor, end - 8), end));
  const slashes = /^(?:\\{1,4}|\/|%2f|%5c)/i.exec(view.text(end, end + 4))?.[0];
  if (folder === null || slashes === undefined) return undefined;
  const start = end + slashes.length;
  const stop = view.endOf(start, CLASS.account, 64);
  return hit(
    'user',
    start,
    trimmedEnd(view, start, stop),
    namer.user(view.text(start, trimmedEnd(view, start, stop))),
  );
}

/** `S-1-5-21-…`: the part that tells one domain or machine from all others (MS-DTYP §2.4.2). */
export function findSid(view: View, dash: number, floor: number, namer: Namer): Hit | undefined {
  const start = dash - 'S-1-5-21'.length;
  if (start < floor || isWordByte(view.at(start - 1))) return undefined;
  const sid = /^S-1-5-21((?:-\d{1,10}){3})/i.exec(view.text(start, start + 48));
  if (sid === null) return undefined;
  return hit('sid', start, start + sid[0].length, namer.placeholders.nameOf('sid', sid[0]));
}

/** An attribute of a distinguished name (RFC 4514 §3), `end` is behind its type, where `=` stands. */
export function findAttribute(view: View, end: number, floor: number, namer: Namer): Hit | undefined {
  const isEncoded = view.at(end) === PERCENT && /^%3d/i.test(view.text(end, end + 3));
  if (view.at(end) !== EQUALS && !isEncoded) return undefined;
  const typeStart = view.startOf(end, floor, CLASS.word, 16);
  if (isEncoded) return findEncodedName(view, end, typeStart, namer);
  const before = view.at(typeStart - 1);
  if (
    before === DASH ||
    before === DOT ||
    before === UNDERSCORE ||
    before === QUESTION ||
    before === AMPERSAND
  )
    return undefined;
  const type = view.text(typeStart, end).toLowerCase();
  if (type === 'dc') return domainComponents(view, end + 1, namer);
  const start = end + 1;
  const stop = view.endOf(start, CLASS.attribute, 128);
  const value = view.text(start, stop).replace(/[\s'")\]]+$/, '');
  if (value === '' || value.startsWith("'")) return undefined;
  if (type === 'serialnumber') return hit('serial', start, start + value.length, serialName(value, namer));
  if (type === 'uid') return hit('user', start, start + value.length, namer.user(value));
  if (value.startsWith('*.')) return undefined;
  return hit('name', start, start + value.length, namer.objectName(value));
}

function domainComponents(view: View, start: number, namer: Namer): Hit | undefined {
  const text = view.text(start, start + 400);
  const run = /^[\w-]+(?:(?:\\)?,\s?DC=[\w-]+)*/i.exec(text)?.[0];
  if (run === undefined) return undefined;
  const labels = run.split(/\\?,\s?DC=/i);
  const replacement =
    labels.length === 1 ? namer.domain(labels[0] ?? '') : namer.domainParts(labels.join('.'));
  return hit('domain', start, start + run.length, replacement?.replace(/\./g, ',DC='));
}

/** The name of a serial number; undefined for what is too short to tell one thing from another. */
export function serialName(value: string, namer: Namer): string | undefined {
  const serial = value.replace(/[:\s-]/g, '').toLowerCase();
  if (isPlaceholder(value) || serial.length < 5 || !/\d/.test(serial) || !/^[\w./]+$/.test(serial))
    return undefined;
  return namer.placeholders.nameOf('serial', serial);
}

const AMPERSAND = 0x26;
const AT = 0x40;
const BACKSLASH = 0x5c;
const CLOSING_PARENTHESIS = 0x29;
const COLON = 0x3a;
const DASH = 0x2d;
const DOT = 0x2e;
const EQUALS = 0x3d;
const OPENING_PARENTHESIS = 0x28;
const QUESTION = 0x3f;
const SLASH = 0x2f;
const PERCENT = 0x25;
const UNDERSCORE = 0x5f;

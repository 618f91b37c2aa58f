import { isDigit, isUpper } from './byte-kinds.ts';
import type { Namer } from './namer.ts';
import { MASK } from './rules.ts';
import { CLASS, type Hit, LINE_BREAK, type View } from './view.ts';

const host = (start: number, name: string, namer: Namer): Hit | undefined => {
  const replacement = namer.host(name);
  return replacement === undefined
    ? undefined
    : { start, end: start + name.length, rule: 'host', replacement };
};
const user = (start: number, name: string, namer: Namer): Hit | undefined => {
  const replacement = namer.user(name);
  return replacement === undefined
    ? undefined
    : { start, end: start + name.length, rule: 'user', replacement };
};

/** A host of one label in the authority of an address, `smb://fileserver7/x`; `slash` is the second one. */
export function findUrlHost(view: View, slash: number, floor: number, namer: Namer): Hit | undefined {
  if (!/[a-z0-9]:\\{0,3}\/\\{0,3}\/$/i.test(view.text(Math.max(floor, slash - 9), slash + 1)))
    return undefined;
  return labelAt(view, slash + 1, namer);
}

/** The same behind a login that was replaced, now or before. */
export function findHostBehindLogin(view: View, at: number, floor: number, namer: Namer): Hit | undefined {
  const isBehind =
    view.text(at - MASK.length, at) === MASK ||
    (at === floor && /:\\{0,3}\/\\{0,3}\/[^\s"'<>]*$/.test(view.text(at - 300, at)));
  return isBehind ? labelAt(view, at + 1, namer) : undefined;
}

function labelAt(view: View, start: number, namer: Namer): Hit | undefined {
  const name = /^[A-Za-z0-9][\w-]{0,62}(?=(?::\d{1,5})?(?:[\s/?#"'<>\\,;)\]]|$))/.exec(
    view.text(start, start + 80),
  )?.[0];
  return name === undefined ? undefined : host(start, name, namer);
}

/** `getaddrinfo ENOTFOUND dc7`, `connect ECONNREFUSED dc7:636`; `end` is behind the code. */
export function findRefusedHost(view: View, end: number, floor: number, namer: Namer): Hit | undefined {
  if (view.at(end) !== SPACE || !isUpper(view.at(end - 1))) return undefined;
  const code = view.text(view.startOf(end, floor, CLASS.name, 16), end);
  if (!/^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH)$/.test(code))
    return undefined;
  const form = /^E(?:NOT|AI)/.test(code)
    ? /^ ([A-Za-z][\w-]{1,62})(?![\w.-])/
    : /^ ([A-Za-z][\w-]{1,62})(?=:\d)/;
  const name = form.exec(view.text(end, end + 72))?.[1];
  return name === undefined ? undefined : host(end + 1, name, namer);
}

const MONTH_LINE =
  /^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d ([A-Za-z][\w-]{1,62}) [\w./-]{1,48}(?:\[\d+\])?: /;

/** The sender of a line of syslog (RFC 3164 §4.1.2); `end` is behind the month that begins it. */
export function findSyslogHost(view: View, end: number, namer: Namer): Hit | undefined {
  const start = end - 3;
  const before = view.at(start - 1);
  if (before !== LINE_BREAK && before !== GREATER_THAN) return undefined;
  const name = MONTH_LINE.exec(view.text(start, start + 160))?.[1];
  return name === undefined ? undefined : host(start + 16, name, namer);
}

/** The same of RFC 5424 §6, which begins `<34>1 2026-…`; `at` is the version. */
export function findSyslogSender(view: View, at: number, namer: Namer): Hit | undefined {
  const line = /^<\d{1,3}>1 \d{4}-\d\d-\d\dT\S{1,30} /.exec(
    view.text(at - 5, at + 48).replace(/^[^<]*/, ''),
  )?.[0];
  if (line === undefined) return undefined;
  const start = at + line.length - line.indexOf('>') - 1;
  const name = /^[A-Za-z][\w-]{1,62}(?= )/.exec(view.text(start, start + 64))?.[0];
  return name === undefined ? undefined : host(start, name, namer);
}

/** A service principal name of one label, `cifs/fileserver7` (MS-ADTS §2.2.21); `end` is behind its class. */
export function findPrincipal(view: View, end: number, namer: Namer): Hit | undefined {
  if (view.at(end) !== SLASH) return undefined;
  const name = /^[A-Za-z][\w-]{2,62}(?=[\s@:"',;)\\]|$)/.exec(view.text(end + 1, end + 65))?.[0];
  return name === undefined || !/\d/.test(name) ? undefined : host(end + 1, name, namer);
}

/** `user 'jdoe'`, `for user jdoe7`; `end` is behind the word. A plain word behind it may be one of the sentence. */
export function findSpokenUser(view: View, end: number, namer: Namer): Hit | undefined {
  if (
    view.at(end) !== SPACE ||
    (view.at(end - 1) | 0x20) !== LETTER_R ||
    !/user$/i.test(view.text(end - 4, end))
  )
    return undefined;
  // Prose speaks of users in most lines of some logs: no text is made of a word that has no digit.
  if (view.is(end + 1, CLASS.word) && !hasDigit(view, end + 1, view.endOf(end + 1, CLASS.name, 62)))
    return undefined;
  const found = /^( ['"`]?)([A-Za-z][\w.-]{1,62})/.exec(view.text(end, end + 68));
  if (found === null) return undefined;
  const [all, lead = '', text = ''] = found;
  const name = text.replace(/[.-]+$/, '');
  if (lead.length === 1 && !/\d/.test(name)) return undefined;
  if (lead.length === 2 && view.text(end + all.length, end + all.length + 1) !== lead[1]) return undefined;
  if (/[@\\]/.test(view.text(end + lead.length + name.length, end + lead.length + name.length + 1)))
    return undefined;
  return user(end + lead.length, name, namer);
}

function hasDigit(view: View, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (isDigit(view.at(at))) return true;
  return false;
}

/** `Failed password for jdoe from …`, as sshd writes it; `end` is behind the way of the login. */
export function findLoginFor(view: View, end: number, namer: Namer): Hit | undefined {
  if (view.at(end) !== SPACE || view.at(end + 1) !== LETTER_F) return undefined;
  const [, lead = '', name = ''] =
    /^( for (?:invalid user )?)([A-Za-z][\w.-]{1,62}) from /.exec(view.text(end, end + 96)) ?? [];
  return name === '' ? undefined : user(end + lead.length, name, namer);
}

const GREATER_THAN = 0x3e;
const LETTER_F = 0x66;
const LETTER_R = 0x72;
const SLASH = 0x2f;
const SPACE = 0x20;

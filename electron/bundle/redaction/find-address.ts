import { isIpv6 } from '../../contract/host-name.ts';
import { isDigit, isWordByte } from './byte-kinds.ts';
import type { Placeholders } from './placeholders.ts';
import { CLASS, type Hit, startsWord, type View } from './view.ts';

/** Which addresses are left as they are. */
export interface AddressChoices {
  /** RFC 1918, RFC 6598, RFC 4193 and link-local addresses tell of no customer, and support needs them to read a route. */
  readonly keepsPrivate: boolean;
}

/** An IPv4 address around the digit at `digit`; undefined for versions, object identifiers and addresses that identify nobody. */
export function findIpv4(
  view: View,
  digit: number,
  floor: number,
  names: Placeholders,
  choices: AddressChoices,
): Hit | undefined {
  const start = view.startOf(digit, floor, CLASS.dotted, 12);
  const before = view.at(start - 1);
  if (start > floor && (before === DOT || !startsWord(view, start, floor))) return undefined;
  // The number of a placeholder, behind which something went on with a dot.
  if (
    before === DASH &&
    /(?:host|domain|ipv[46]|mac|user|name|serial|sid|site|word)-$/.test(view.text(start - 8, start))
  )
    return undefined;
  let end = start;
  let value = 0;
  for (let part = 0; part < 4; part += 1) {
    if (part > 0) {
      if (view.at(end) !== DOT) return undefined;
      end += 1;
    }
    const from = end;
    let octet = 0;
    while (end - from < 4 && isDigit(view.at(end))) {
      octet = octet * 10 + view.at(end) - 0x30;
      end += 1;
    }
    if (end === from || octet > 255 || (end - from > 1 && view.at(from) === 0x30)) return undefined;
    value = value * 256 + octet;
  }
  if (isWordByte(view.at(end))) return undefined;
  if (view.at(end) === DOT && isWordByte(view.at(end + 1)))
    return reverseName(view, start, end, names, choices);
  if (identifiesNobody(value) || (choices.keepsPrivate && isPrivate(value)) || isVersion(view, start))
    return undefined;
  return { start, end, rule: 'ipv4', replacement: names.ipv4(value, () => view.text(start, end)) };
}

/** `5.0.20.10.in-addr.arpa`: the address the other way round. */
function reverseName(
  view: View,
  start: number,
  end: number,
  names: Placeholders,
  choices: AddressChoices,
): Hit | undefined {
  if (!/^\.in-addr\.arpa/i.test(view.text(end, end + 13))) return undefined;
  const parts = view.text(start, end).split('.').reverse();
  const value = parts.reduce((sum, part) => sum * 256 + Number(part), 0);
  if (identifiesNobody(value) || (choices.keepsPrivate && isPrivate(value))) return undefined;
  return { start, end, rule: 'ipv4', replacement: names.nameOf('ipv4', parts.join('.')) };
}

/**
 * Unspecified, loopback, link-local, multicast, broadcast and masks, the bridge that Docker makes everywhere (172.17.0.0/16), and the
 * range of which some devices make answers up (198.18.0.0/15, RFC 2544).
 */
const identifiesNobody = (value: number): boolean =>
  value < 0x01000000 ||
  value >= 0xe0000000 ||
  (value >= 0x7f000000 && value < 0x80000000) ||
  (value >= 0xa9fe0000 && value < 0xa9ff0000) ||
  (value >= 0xac110000 && value < 0xac120000) ||
  (value >= 0xc6120000 && value < 0xc6140000);

/** 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10. */
const isPrivate = (value: number): boolean =>
  (value >= 0x0a000000 && value < 0x0b000000) ||
  (value >= 0xac100000 && value < 0xac200000) ||
  (value >= 0xc0a80000 && value < 0xc0a90000) ||
  (value >= 0x64400000 && value < 0x64800000);

/** `v1.2.3.4`, `Version=1.2.3.4` and the like. */
function isVersion(view: View, start: number): boolean {
  let before = start - 1;
  while (start - before < 8 && VERSION_GAP.includes(view.at(before))) before -= 1;
  // The last letter of each of these words, in either case: nearly every address is told from a version by it.
  if (!VERSION_ENDS.includes(view.at(before) | 0x20)) return false;
  return /(?:^|[^a-z])(?:v|ver|version|release|build|revision)["']?\s{0,2}[:=]?\s{0,2}["']?$/i.test(
    view.text(start - 20, start),
  );
}

const VERSION_ENDS = Buffer.from('vrned', 'latin1');
const VERSION_GAP = Buffer.from('"\' :=\t\n\v\f\r\xa0', 'latin1');

/** A hardware or an IPv6 address around the colon at `colon`. */
export function findColonAddress(
  view: View,
  colon: number,
  floor: number,
  names: Placeholders,
  choices: AddressChoices,
): Hit | undefined {
  const start = view.startOf(colon, floor, CLASS.colonHex, 48);
  let end = view.endOf(colon, CLASS.colonHex, 48);
  const before = view.at(start - 1);
  if (start > floor && (!startsWord(view, start, floor) || before === DOT || before === DASH))
    return undefined;
  if (isWordByte(view.at(end)) || !mayBeColonAddress(view, start, end)) return undefined;
  const dotted = /^(?:\.\d{1,3}){3}/.exec(view.text(end, end + 16))?.[0];
  if (dotted === undefined && view.at(end - 1) === COLON && view.at(end - 2) !== COLON) end -= 1;
  const text = view.text(start, end);
  if (/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i.test(text)) return macAt(start, text, names);
  if (end - start < 3 || !/^[0-9a-f:]*[0-9a-f]/i.test(text)) return undefined;
  const whole = dotted === undefined ? text : text + dotted;
  if (!isIpv6(whole) || /^:?:?(?:ffff:)?$/i.test(text)) return undefined;
  // A dotted tail is an IPv4 address by itself (RFC 4291 §2.2).
  if (dotted !== undefined) return findIpv4(view, end - 1, floor, names, choices);
  const words = wordsOf(text);
  if (isPlainIpv6(words) || (choices.keepsPrivate && isPrivateIpv6(words))) return undefined;
  return {
    start,
    end,
    rule: 'ipv6',
    replacement: names.nameOf('ipv6', words.map((word) => word.toString(16)).join(':')),
  };
}

/** False for a time of day and what else has too few colons: it stands in every line of a log, so no text is made of it. */
function mayBeColonAddress(view: View, start: number, end: number): boolean {
  let colons = 0;
  for (let at = start; at < end; at += 1) {
    if (view.at(at) !== COLON) continue;
    if (view.at(at + 1) === COLON) return true;
    colons += 1;
  }
  return colons >= 5;
}

/** `00-1A-2B-3C-4D-5E`, around the dash at `dash`. */
export function findDashedMac(view: View, dash: number, floor: number, names: Placeholders): Hit | undefined {
  const start = view.startOf(dash, floor, CLASS.dashHex, 20);
  const text = view.text(start, view.endOf(dash, CLASS.dashHex, 20));
  const isWhole = /^[0-9a-f]{2}(?:-[0-9a-f]{2}){5}$/i.test(text) && !isWordByte(view.at(start + 17));
  return isWhole && !(start > floor && isWordByte(view.at(start - 1)))
    ? macAt(start, text, names)
    : undefined;
}

/** `001a.2b3c.4d5e`, as switches write it; before and behind its second dot, at `dot`. */
export function findDottedMac(view: View, dot: number, floor: number, names: Placeholders): Hit | undefined {
  const start = dot - 9;
  if (start < floor || (start > 0 && (isWordByte(view.at(start - 1)) || view.at(start - 1) === DOT)))
    return undefined;
  const text = view.text(start, start + 14);
  if (!/^[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}$/i.test(text) || !/[a-f]/i.test(text)) return undefined;
  if (isWordByte(view.at(start + 14)) || view.at(start + 14) === DOT) return undefined;
  return macAt(start, text, names);
}

export function macAt(start: number, text: string, names: Placeholders): Hit | undefined {
  const digits = text.replace(/[^0-9a-f]/gi, '').toLowerCase();
  if (/^(?:0{12}|f{12})$/.test(digits)) return undefined;
  return { start, end: start + text.length, rule: 'mac', replacement: names.nameOf('mac', digits) };
}

function wordsOf(text: string): number[] {
  const [head = '', tail] = text.split('::');
  const parse = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((word) => Number.parseInt(word, 16));
  const before = parse(head);
  if (tail === undefined) return before;
  const after = parse(tail);
  return [...before, ...new Array<number>(Math.max(0, 8 - before.length - after.length)).fill(0), ...after];
}

/** Unspecified, loopback and multicast (RFC 4291 §2.4). */
const isPlainIpv6 = (words: readonly number[]): boolean =>
  words.slice(0, 7).every((word) => word === 0) || (words[0] ?? 0) >= 0xff00;

/** Unique local and link-local; not those that hold a hardware address (RFC 4291 appendix A). */
function isPrivateIpv6(words: readonly number[]): boolean {
  const first = words[0] ?? 0;
  const holdsHardwareAddress = ((words[5] ?? 0) & 0xff) === 0xff && ((words[6] ?? 0) & 0xff00) === 0xfe00;
  return ((first & 0xfe00) === 0xfc00 || (first & 0xffc0) === 0xfe80) && !holdsHardwareAddress;
}

const COLON = 0x3a;
const DASH = 0x2d;
const DOT = 0x2e;

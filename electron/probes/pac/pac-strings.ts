import type { PacMachine } from './pac-machine.ts';
import { type Methods, method } from './pac-method.ts';
import type { RegexMatch } from './pac-regex.ts';
import { PacExhausted, PacFunction, PacRegExp, type Value } from './pac-values.ts';

/** Longest text that a file may make: far beyond every URL and list. */
const TEXT_LIMIT = 1_000_000;

const at = (machine: PacMachine, value: Value, otherwise: number): number =>
  value === undefined ? otherwise : machine.number(value);

/** Charges for looking a text through from end to end. */
function self(machine: PacMachine, value: Value): string {
  if (value === undefined || value === null)
    throw machine.thrown('TypeError', 'String method called on null or undefined');
  const text = machine.text(value);
  machine.budget.step(text.length >> 5);
  return text;
}

function made(machine: PacMachine, text: string): string {
  machine.budget.text(text.length);
  return text;
}

/** What texts can do, as far as PAC files use it. */
export const STRING_METHODS: Methods = {
  toString: method((machine, value) => self(machine, value)),
  valueOf: method((machine, value) => self(machine, value)),
  charAt: (machine, value, [index]) => self(machine, value).charAt(at(machine, index, 0)),
  charCodeAt: (machine, value, [index]) => self(machine, value).charCodeAt(at(machine, index, 0)),
  indexOf: (machine, value, [wanted, from]) => {
    const [text, part] = [self(machine, value), machine.text(wanted)];
    machine.budget.step((text.length * Math.min(part.length, 64)) >> 8);
    return text.indexOf(part, at(machine, from, 0));
  },
  lastIndexOf: (machine, value, [wanted, from]) => {
    const [text, part] = [self(machine, value), machine.text(wanted)];
    machine.budget.step((text.length * Math.min(part.length, 1024)) >> 6);
    return text.lastIndexOf(part, at(machine, from, Number.POSITIVE_INFINITY));
  },
  includes: (machine, value, [wanted, from]) =>
    self(machine, value).includes(machine.text(wanted), at(machine, from, 0)),
  startsWith: (machine, value, [wanted, from]) =>
    self(machine, value).startsWith(machine.text(wanted), at(machine, from, 0)),
  endsWith: (machine, value, [wanted, end]) =>
    self(machine, value).endsWith(machine.text(wanted), end === undefined ? undefined : machine.number(end)),
  substring: (machine, value, [from, to]) => {
    const text = self(machine, value);
    return made(machine, text.substring(at(machine, from, 0), at(machine, to, text.length)));
  },
  substr: (machine, value, [from, length]) => {
    const text = self(machine, value);
    const start = at(machine, from, 0);
    const begin = start < 0 ? Math.max(0, text.length + start) : start;
    return made(machine, text.slice(begin, begin + Math.max(0, at(machine, length, text.length))));
  },
  slice: (machine, value, [from, to]) => {
    const text = self(machine, value);
    return made(machine, text.slice(at(machine, from, 0), at(machine, to, text.length)));
  },
  toLowerCase: (machine, value) => made(machine, self(machine, value).toLowerCase()),
  toUpperCase: (machine, value) => made(machine, self(machine, value).toUpperCase()),
  toLocaleLowerCase: (machine, value) => made(machine, self(machine, value).toLowerCase()),
  trim: (machine, value) => made(machine, self(machine, value).trim()),
  concat: (machine, value, given) =>
    given.reduce<string>((text, part) => made(machine, text + machine.text(part)), self(machine, value)),
  repeat: (machine, value, [count]) => {
    const text = self(machine, value);
    const times = Math.floor(at(machine, count, 0));
    if (!(times >= 0)) throw machine.thrown('RangeError', `Invalid count value: ${times}`);
    if (text.length * times > TEXT_LIMIT) throw new PacExhausted('memory');
    machine.budget.text(text.length * times);
    return text.repeat(times);
  },
  split: (machine, value, [separator, limit]) => split(machine, self(machine, value), separator, limit),
  match: (machine, value, [pattern]) => {
    const text = self(machine, value);
    const regex = pattern instanceof PacRegExp ? pattern : machine.regex(machine.text(pattern ?? ''), '');
    const matches = matchesOf(machine, regex, text);
    const [first] = matches;
    if (first === undefined) return null;
    if (regex.compiled.isGlobal) return machine.array(matches.map(({ groups }) => groups[0]));
    const groups = machine.array([...first.groups]);
    groups.properties.set('index', first.index);
    return groups;
  },
  search: (machine, value, [pattern]) => {
    const regex = pattern instanceof PacRegExp ? pattern : machine.regex(machine.text(pattern ?? ''), '');
    return regex.compiled.exec(self(machine, value), 0, machine.budget)?.index ?? -1;
  },
  replace: (machine, value, [pattern, replacement]) =>
    replace(machine, self(machine, value), pattern, replacement),
};

function split(machine: PacMachine, text: string, separator: Value, limit: Value): Value {
  const most = limit === undefined ? Number.POSITIVE_INFINITY : machine.number(limit);
  if (separator === undefined) return machine.array([text]);
  if (separator instanceof PacRegExp) {
    const parts: Value[] = [];
    let from = 0;
    for (const { index, end, groups } of matchesOf(machine, separator, text, true)) {
      if (end === 0 || (index === end && index === text.length)) continue;
      parts.push(made(machine, text.slice(from, index)), ...groups.slice(1));
      from = end;
    }
    parts.push(made(machine, text.slice(from)));
    return machine.array(parts.slice(0, most));
  }
  const by = machine.text(separator);
  machine.budget.allocate(text.length);
  const parts = text.split(by, Math.min(most, 200_000));
  machine.budget.allocate(48 * parts.length);
  return machine.array(parts);
}

/** All matches of a pattern that is global, the first one of another. */
function matchesOf(
  machine: PacMachine,
  { compiled }: PacRegExp,
  text: string,
  wantsAll = false,
): RegexMatch[] {
  const matches: RegexMatch[] = [];
  for (let from = 0; from <= text.length; ) {
    const match = compiled.exec(text, from, machine.budget);
    if (match === undefined) break;
    machine.budget.allocate(96);
    matches.push(match);
    if (!wantsAll && !compiled.isGlobal) break;
    from = match.end > match.index ? match.end : match.end + 1;
  }
  return matches;
}

function replace(machine: PacMachine, text: string, pattern: Value, replacement: Value): string {
  const matches: { index: number; end: number; groups: readonly (string | undefined)[] }[] =
    pattern instanceof PacRegExp
      ? matchesOf(machine, pattern, text)
      : plainMatch(text, machine.text(pattern));
  let result = '';
  let from = 0;
  for (const { index, end, groups } of matches) {
    const by =
      replacement instanceof PacFunction
        ? machine.text(machine.call(replacement, undefined, [...groups, index, text]))
        : expanded(machine.text(replacement), groups, text, index, end);
    result += text.slice(from, index) + by;
    machine.budget.text(result.length - from);
    if (result.length > TEXT_LIMIT) throw new PacExhausted('memory');
    from = end;
  }
  return made(machine, result + text.slice(from));
}

function plainMatch(text: string, wanted: string): { index: number; end: number; groups: string[] }[] {
  const index = text.indexOf(wanted);
  return index === -1 ? [] : [{ index, end: index + wanted.length, groups: [wanted] }];
}

/** `$1`, `$&` and the like in a replacement, ECMAScript 5 §15.5.4.11. */
function expanded(
  template: string,
  groups: readonly (string | undefined)[],
  text: string,
  index: number,
  end: number,
): string {
  return template.replace(
    /\$(?:(\$)|(&)|(`)|(')|(\d\d?))/g,
    (whole, dollar, match, before, after, number) => {
      if (dollar !== undefined) return '$';
      if (match !== undefined) return groups[0] ?? '';
      if (before !== undefined) return text.slice(0, index);
      if (after !== undefined) return text.slice(end);
      const group = Number(number);
      return group >= 1 && group < groups.length ? (groups[group] ?? '') : whole;
    },
  );
}

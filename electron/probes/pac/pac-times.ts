const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** Splits a trailing `GMT` off, which makes the rest be read in UTC. */
function withZone(given: readonly string[]): { words: string[]; isUtc: boolean } {
  const words = given.map((word) => word.trim().toUpperCase());
  const isUtc = words.at(-1) === 'GMT';
  return { words: isUtc ? words.slice(0, -1) : words, isUtc };
}

/** From one to the other, around the end where the first is the later one. */
const isBetween = (value: number, from: number, to: number): boolean =>
  from <= to ? from <= value && value <= to : value >= from || value <= to;

/** `weekdayRange("MON", "FRI", "GMT")`. */
export function weekdayRange(given: readonly string[], nowMs: number): boolean {
  const { words, isUtc } = withZone(given);
  const now = new Date(nowMs);
  const from = DAYS.indexOf(words[0] ?? '');
  const to = words[1] === undefined ? from : DAYS.indexOf(words[1]);
  return from !== -1 && to !== -1 && isBetween(isUtc ? now.getUTCDay() : now.getDay(), from, to);
}

/** `timeRange(8, 18)`, `timeRange(8, 30, 18, 0)`, `timeRange(8, 30, 0, 18, 0, 0, "GMT")`. */
export function timeRange(given: readonly string[], nowMs: number): boolean {
  const { words, isUtc } = withZone(given);
  const numbers = words.map(Number);
  if (numbers.some((number) => !Number.isInteger(number) || number < 0 || number > 60)) return false;
  const now = new Date(nowMs);
  const [hour, minute, second] = isUtc
    ? [now.getUTCHours(), now.getUTCMinutes(), now.getUTCSeconds()]
    : [now.getHours(), now.getMinutes(), now.getSeconds()];
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = numbers;
  const at = (h: number, m: number, s: number): number => (h * 60 + m) * 60 + s;
  switch (numbers.length) {
    case 1:
      return hour === a;
    case 2:
      return isBetween(hour, a, b);
    case 4:
      return isBetween(at(hour, minute, second), at(a, b, 0), at(c, d, 59));
    case 6:
      return isBetween(at(hour, minute, second), at(a, b, c), at(d, e, f));
    default:
      return false;
  }
}

/** A part of a date as it is written: `JAN` a month, up to 31 a day, more a year. */
type Part = { readonly kind: 'day' | 'month' | 'year'; readonly value: number };

function partOf(word: string): Part | undefined {
  const month = MONTHS.indexOf(word);
  if (month !== -1) return { kind: 'month', value: month };
  const value = Number(word);
  if (!Number.isInteger(value) || value < 1) return undefined;
  return { kind: value <= 31 ? 'day' : 'year', value };
}

/** `dateRange(1)`, `dateRange("JAN", "MAR")`, `dateRange(1, "JUN", 15, "AUG")`, `dateRange(1, "JUN", 2026, 15, "AUG", 2026)`. */
export function dateRange(given: readonly string[], nowMs: number): boolean {
  const { words, isUtc } = withZone(given);
  const parts = words.map(partOf);
  const half = words.length === 1 ? 1 : words.length / 2;
  if (parts.length === 0 || parts.length > 6 || !Number.isInteger(half)) return false;
  const [from, to] = [parts.slice(0, half), words.length === 1 ? parts : parts.slice(half)];
  if (from.some((part, index) => part === undefined || part.kind !== to[index]?.kind)) return false;
  const now = new Date(nowMs);
  const today: Readonly<Record<Part['kind'], number>> = isUtc
    ? { day: now.getUTCDate(), month: now.getUTCMonth(), year: now.getUTCFullYear() }
    : { day: now.getDate(), month: now.getMonth(), year: now.getFullYear() };
  const WEIGHT: Readonly<Record<Part['kind'], number>> = { day: 1, month: 32, year: 32 * 12 };
  const weigh = (some: readonly (Part | undefined)[], take: (part: Part) => number): number =>
    some.reduce((sum, part) => sum + (part === undefined ? 0 : take(part) * WEIGHT[part.kind]), 0);
  return isBetween(
    weigh(from, ({ kind }) => today[kind]),
    weigh(from, ({ value }) => value),
    weigh(to, ({ value }) => value),
  );
}

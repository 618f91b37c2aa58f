import { isDigit, isHexDigit, isWordByte } from './byte-kinds.ts';

/** What a state of the automaton says of the byte that led to it. */
export const ADDRESS = {
  /** The first digit of a fourth number behind three dots. */
  ipv4: 1,
  /** The second of two colons, or the third of some with at most four hexadecimal digits between them. */
  colons: 2,
  /** The third dash behind pairs of hexadecimal digits. */
  dashes: 3,
  /** The second dot behind groups of four hexadecimal digits. */
  dottedMac: 4,
} as const;

/** Where the bytes so far may be within an address; what is not here is told by `NEUTRAL` and `BLOCKED`. */
interface Progress {
  readonly form: 'first' | 'dots' | 'colons' | 'dashes' | 'groups';
  /** Separators so far. */
  readonly marks: number;
  /** Digits since the last separator. */
  readonly digits: number;
  readonly isDecimal: boolean;
}

type State = 'neutral' | 'blocked' | 'colon' | 'spent' | 'escape' | Progress;

/**
 * An automaton over bytes that notices what may be an address, so that times, dates and decimals, of which logs are full, cost
 * nothing but the step itself. It notices too much rather than too little; whoever follows looks at the text.
 */
export class AddressAutomaton {
  /** By state and byte: the next state. */
  readonly next: Uint8Array;
  /** States from this number on are a sign of something. */
  readonly firstSign: number;
  readonly #signs: readonly number[];

  constructor() {
    const { states, rows, signs } = explore();
    // Those that are a sign come last, so that one comparison tells them.
    const order = states
      .map((_, number) => number)
      .sort((one, other) => (signs[one] ?? 0) - (signs[other] ?? 0) || one - other);
    const places = new Map(order.map((number, place) => [number, place]));
    this.next = Uint8Array.from(
      order.flatMap((number) => (rows[number] ?? []).map((to) => places.get(to) ?? 0)),
    );
    this.#signs = order.map((number) => signs[number] ?? 0);
    this.firstSign = this.#signs.findIndex((sign) => sign !== 0);
  }

  /** What a state is a sign of: a value of `ADDRESS`, or 0. */
  signOf(state: number): number {
    return this.#signs[state] ?? 0;
  }
}

/** All states that can be reached, the neutral one first, with the state that each byte leads to. */
function explore(): { states: readonly Step[]; rows: readonly number[][]; signs: readonly number[] } {
  const states: Step[] = [{ to: 'neutral' }];
  const numbers = new Map([[JSON.stringify(states[0]), 0]]);
  const rows: number[][] = [];
  for (let number = 0; number < states.length; number += 1) {
    const from = states[number]?.to ?? 'neutral';
    rows.push(
      Array.from({ length: 256 }, (_, byte) => {
        const reached = step(from, byte);
        const key = JSON.stringify(reached);
        const known = numbers.get(key);
        if (known !== undefined) return known;
        numbers.set(key, states.length);
        states.push(reached);
        return states.length - 1;
      }),
    );
  }
  return { states, rows, signs: states.map(({ sign = 0 }) => sign) };
}

interface Step {
  readonly to: State;
  readonly sign?: number;
}

const isMark = (byte: number): boolean => byte === COLON || byte === DOT || byte === DASH;

function step(state: State, byte: number): Step {
  if (state === 'spent') return { to: isHexDigit(byte) || isMark(byte) ? 'spent' : outside(byte) };
  if (state === 'blocked') return { to: outside(byte) };
  // Behind the letter of an escape, `\\n`, a line begins.
  if (state === 'escape' && isEscapeLetter(byte)) return { to: 'neutral' };
  if (state === 'neutral' || state === 'colon' || state === 'escape') {
    if (isHexDigit(byte)) return { to: { form: 'first', marks: 0, digits: 1, isDecimal: isDigit(byte) } };
    if (byte !== COLON) return { to: outside(byte) };
    return state === 'colon' ? { to: 'spent', sign: ADDRESS.colons } : { to: 'colon' };
  }
  if (isHexDigit(byte)) return digit(state, byte);
  return isMark(byte) ? mark(state, byte) : { to: outside(byte) };
}

const outside = (byte: number): State =>
  byte === BACKSLASH ? 'escape' : isWordByte(byte) ? 'blocked' : 'neutral';
const isEscapeLetter = (byte: number): boolean => 'nrt'.includes(String.fromCharCode(byte));

function digit(state: Progress, byte: number): Step {
  const digits = state.digits + 1;
  const isDecimal = state.isDecimal && isDigit(byte);
  const most = { first: 4, dots: 3, colons: 4, dashes: 2, groups: 4 }[state.form];
  if (digits > most || (state.form === 'dots' && !isDecimal)) return { to: 'blocked' };
  if (state.form === 'dots' && state.marks === 3) return { to: 'spent', sign: ADDRESS.ipv4 };
  return {
    to: { ...state, digits, isDecimal: state.form === 'first' || state.form === 'dots' ? isDecimal : false },
  };
}

function mark(state: Progress, byte: number): Step {
  const { form, marks, digits } = state;
  const started = (as: Progress['form']): Step => ({
    to: { form: as, marks: marks + 1, digits: 0, isDecimal: as === 'dots' },
  });
  if (byte === COLON && (form === 'first' || form === 'colons')) {
    if (digits === 0 || marks === 2) return { to: 'spent', sign: ADDRESS.colons };
    return started('colons');
  }
  if (byte === DASH && (form === 'first' || form === 'dashes') && digits === 2)
    return marks === 2 ? { to: 'spent', sign: ADDRESS.dashes } : started('dashes');
  if (byte === DOT && form === 'groups' && digits === 4) return { to: 'spent', sign: ADDRESS.dottedMac };
  if (byte === DOT && form === 'dots' && digits > 0) return marks === 3 ? { to: 'spent' } : started('dots');
  if (byte === DOT && form === 'first') {
    if (state.isDecimal && digits <= 3) return started('dots');
    if (digits === 4) return started('groups');
  }
  return { to: byte === DOT ? 'spent' : 'neutral' };
}

const BACKSLASH = 0x5c;
const COLON = 0x3a;
const DASH = 0x2d;
const DOT = 0x2e;

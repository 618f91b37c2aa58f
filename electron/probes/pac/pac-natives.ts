import { ARRAY_METHODS } from './pac-arrays.ts';
import type { PacMachine } from './pac-machine.ts';
import { truthy } from './pac-machine.ts';
import { type Methods, method } from './pac-method.ts';
import { STRING_METHODS } from './pac-strings.ts';
import {
  ARRAY_LIMIT,
  type Native,
  PacArray,
  PacDate,
  PacExhausted,
  PacFunction,
  PacObject,
  PacRegExp,
  type Value,
} from './pac-values.ts';

/** Puts functions of Airway's into an object of the file. */
function install(machine: PacMachine, target: PacObject, methods: Methods): void {
  for (const [name, method] of Object.entries(methods))
    target.set(
      name,
      native(machine, (self, given) => method(machine, self, given)),
    );
}

/** One function of Airway's as a value of the file. */
export const native = (machine: PacMachine, does: Native, construct?: Native): PacFunction =>
  new PacFunction(machine.prototypes.function, does, construct);

/** Gives a file what every program has: strings, arrays, dates, Math and the rest, as far as PAC files use them. */
export function installLanguage(machine: PacMachine, nowMs: number): void {
  const { prototypes, globals } = machine;
  install(machine, prototypes.object, OBJECT_METHODS);
  install(machine, prototypes.function, FUNCTION_METHODS);
  install(machine, prototypes.string, STRING_METHODS);
  install(machine, prototypes.array, ARRAY_METHODS);
  install(machine, prototypes.regexp, REGEXP_METHODS);
  install(machine, prototypes.number, NUMBER_METHODS);
  install(machine, prototypes.boolean, { toString: method((_machine, self) => String(truthy(self))) });
  install(machine, prototypes.error, {
    toString: method(
      (own, self) => `${own.text(own.getMember(self, 'name'))}: ${own.text(own.getMember(self, 'message'))}`,
    ),
  });
  for (const name of DATE_METHODS) prototypes.date.set(name, native(machine, dateMethod(name, machine)));

  const global = (name: string, value: Value): void => globals.declare(name, value);
  const maker = (
    name: string,
    prototype: PacObject,
    make: Native,
    statics: Methods = {},
    plain: Native = make,
  ): void => {
    const made = native(machine, plain, make);
    made.set('prototype', prototype);
    prototype.set('constructor', made);
    install(machine, made, statics);
    global(name, made);
  };
  global('NaN', Number.NaN);
  global('Infinity', Number.POSITIVE_INFINITY);
  for (const [name, method] of Object.entries(GLOBAL_FUNCTIONS))
    global(
      name,
      native(machine, (self, given) => method(machine, self, given)),
    );
  const math = machine.object();
  install(machine, math, MATH);
  math.set('PI', Math.PI);
  global('Math', math);

  const asText: Native = (_self, given) => (given.length === 0 ? '' : machine.text(given[0]));
  maker('String', prototypes.string, asText, {
    fromCharCode: (own, _self, given) =>
      String.fromCharCode(...given.slice(0, 1000).map((value) => own.number(value))),
  });
  maker('Number', prototypes.number, (_self, given) => machine.number(given[0] ?? 0));
  maker('Boolean', prototypes.boolean, (_self, given) => truthy(given[0]));
  maker('Array', prototypes.array, (_self, given) => newArray(machine, given), {
    isArray: (_own, _self, given) => given[0] instanceof PacArray,
  });
  maker(
    'Object',
    prototypes.object,
    (_self, given) => (given[0] instanceof PacObject ? given[0] : machine.object()),
    {
      keys: (own, _self, given) => own.array(given[0] instanceof PacObject ? given[0].keys() : []),
    },
  );
  maker('RegExp', prototypes.regexp, (_self, given) =>
    given[0] instanceof PacRegExp
      ? given[0]
      : machine.regex(machine.text(given[0]), given[1] === undefined ? '' : machine.text(given[1])),
  );
  maker(
    'Date',
    prototypes.date,
    (_self, given) => new PacDate(prototypes.date, timeOf(machine, given, nowMs)),
    { now: () => nowMs },
    () => new Date(nowMs).toString(),
  );
  for (const name of ['Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError'] as const)
    maker(
      name,
      prototypes.error,
      (_self, given) =>
        machine.thrown(
          name === 'Error' ? 'Error' : name,
          given[0] === undefined ? '' : machine.text(given[0]),
        ).value,
    );
}

function newArray(machine: PacMachine, given: readonly Value[]): Value {
  const [length] = given;
  if (given.length !== 1 || typeof length !== 'number') return machine.array([...given]);
  if (!(length >= 0 && length <= ARRAY_LIMIT)) throw machine.thrown('RangeError', 'Invalid array length');
  machine.budget.allocate(16 * length);
  return machine.array(new Array<Value>(Math.floor(length)).fill(undefined));
}

function timeOf(machine: PacMachine, given: readonly Value[], nowMs: number): number {
  const [first] = given;
  if (first === undefined) return nowMs;
  if (given.length > 1) {
    const [year = 0, month = 0, day = 1, hour = 0, minute = 0, second = 0, ms = 0] = given
      .slice(0, 7)
      .map((value) => machine.number(value));
    return new Date(year, month, day, hour, minute, second, ms).getTime();
  }
  if (first instanceof PacDate) return first.timeMs;
  return typeof first === 'string' ? Date.parse(first.slice(0, 100)) : machine.number(first);
}

const GLOBAL_FUNCTIONS: Methods = {
  parseInt: (machine, _self, [text, radix]) =>
    Number.parseInt(machine.text(text), radix === undefined ? undefined : machine.number(radix)),
  parseFloat: (machine, _self, [text]) => Number.parseFloat(machine.text(text)),
  isNaN: (machine, _self, [value]) => Number.isNaN(machine.number(value)),
  isFinite: (machine, _self, [value]) => Number.isFinite(machine.number(value)),
  escape: (machine, _self, [value]) => coded(machine, value, encodeURIComponent),
  unescape: (machine, _self, [value]) => coded(machine, value, decodeURIComponent),
  encodeURIComponent: (machine, _self, [value]) => coded(machine, value, encodeURIComponent),
  decodeURIComponent: (machine, _self, [value]) => coded(machine, value, decodeURIComponent),
};

function coded(machine: PacMachine, value: Value, code: (text: string) => string): string {
  const text = machine.text(value);
  machine.budget.text(3 * text.length);
  try {
    return code(text);
  } catch {
    return text;
  }
}

const OBJECT_METHODS: Methods = {
  hasOwnProperty: method(
    (machine, self, [name]) =>
      self instanceof PacObject &&
      (self.has(machine.text(name)) || (self instanceof PacArray && name === 'length')),
  ),
  toString: method((_machine, self) => `[object ${self instanceof PacArray ? 'Array' : 'Object'}]`),
  valueOf: method((_machine, self) => self),
};

const FUNCTION_METHODS: Methods = {
  call: (machine, self, [on, ...given]) => machine.call(self, on, given),
  apply: (machine, self, [on, given]) =>
    machine.call(self, on, given instanceof PacArray ? given.elements : []),
  toString: method(() => 'function () { [code] }'),
};

const NUMBER_METHODS: Methods = {
  toString: method((machine, self, [radix]) => {
    const base = radix === undefined ? 10 : machine.number(radix);
    if (!(base >= 2 && base <= 36))
      throw machine.thrown('RangeError', 'toString() radix must be between 2 and 36');
    return machine.number(self).toString(base);
  }),
  toFixed: (machine, self, [digits]) =>
    machine.number(self).toFixed(Math.min(100, Math.max(0, machine.number(digits ?? 0)))),
  valueOf: method((machine, self) => machine.number(self)),
};

const MATH: Methods = Object.fromEntries(
  (['abs', 'ceil', 'floor', 'round', 'sqrt', 'pow', 'max', 'min', 'log', 'exp', 'sin', 'cos'] as const).map(
    (name) => [
      name,
      (machine: PacMachine, _self: Value, given: readonly Value[]): Value =>
        (Math[name] as (...values: number[]) => number)(
          ...given.slice(0, 1000).map((value) => machine.number(value)),
        ),
    ],
  ),
);
Object.assign(MATH, { random: () => Math.random() });

const REGEXP_METHODS: Methods = {
  test: (machine, self, [text]) => execute(machine, self, machine.text(text)) !== undefined,
  exec: (machine, self, [text]) => {
    const match = execute(machine, self, machine.text(text));
    if (match === undefined) return null;
    const groups = machine.array([...match.groups]);
    groups.properties.set('index', match.index);
    return groups;
  },
  toString: method((machine, self) => `/${machine.text(machine.getMember(self, 'source'))}/`),
};

function execute(machine: PacMachine, self: Value, text: string) {
  if (!(self instanceof PacRegExp)) throw machine.thrown('TypeError', 'not a regular expression');
  const { compiled } = self;
  const from = compiled.isGlobal ? Math.max(0, machine.number(self.get('lastIndex')) || 0) : 0;
  const match = compiled.exec(text, from, machine.budget);
  if (compiled.isGlobal) self.set('lastIndex', match === undefined ? 0 : match.end);
  return match;
}

const DATE_METHODS = ['Date', 'Day', 'FullYear', 'Hours', 'Milliseconds', 'Minutes', 'Month', 'Seconds']
  .flatMap((part) => [
    `get${part}`,
    `getUTC${part}`,
    ...(part === 'Day' ? [] : [`set${part}`, `setUTC${part}`]),
  ])
  .concat(
    'getTime',
    'setTime',
    'valueOf',
    'getYear',
    'getTimezoneOffset',
    'toString',
    'toGMTString',
    'toUTCString',
    'toISOString',
  );

/** The engine's own arithmetic of dates; it is handed numbers only. */
function dateMethod(name: string, machine: PacMachine): Native {
  return (self, given) => {
    if (!(self instanceof PacDate)) throw machine.thrown('TypeError', 'this is not a Date object.');
    const date = new Date(self.timeMs);
    const method: unknown = Reflect.get(date, name);
    if (typeof method !== 'function') throw new PacExhausted('steps');
    if (name === 'toISOString' && Number.isNaN(self.timeMs))
      throw machine.thrown('RangeError', 'Invalid time value');
    const result: unknown = Reflect.apply(
      method,
      date,
      given.slice(0, 7).map((value) => machine.number(value)),
    );
    if (name.startsWith('set')) self.timeMs = date.getTime();
    return typeof result === 'string' ? result : Number(result);
  };
}

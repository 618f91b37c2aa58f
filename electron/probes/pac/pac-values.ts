import type { CompiledRegex } from './pac-regex.ts';
import type { FunctionNode } from './pac-syntax.ts';

/**
 * What a PAC file can hold: primitives, and objects of these classes. No object of the JavaScript engine is ever reachable from
 * the file, so there is nothing to escape to.
 */
export type Value = undefined | null | boolean | number | string | PacObject;

/** An object of the file: its own properties by name, and what it inherits from. */
export class PacObject {
  readonly properties = new Map<string, Value>();
  prototype: PacObject | null;
  constructor(prototype: PacObject | null) {
    this.prototype = prototype;
  }

  /** How many objects it inherits from, one through the other. */
  get generation(): number {
    let count = 0;
    for (let object = this.prototype; object !== null; object = object.prototype) count += 1;
    return count;
  }

  /** Own or inherited; undefined when there is none. */
  get(name: string): Value {
    for (let object: PacObject | null = this; object !== null; object = object.prototype) {
      const value = object.own(name);
      if (value !== undefined || object.properties.has(name)) return value;
    }
    return undefined;
  }

  own(name: string): Value {
    return this.properties.get(name);
  }

  set(name: string, value: Value): void {
    this.properties.set(name, value);
  }

  has(name: string): boolean {
    return this.properties.has(name);
  }

  /** Numbers come first and in order, as in every engine. */
  keys(): string[] {
    const names = [...this.properties.keys()];
    const numbers = names.filter((name) => indexOf(name) !== undefined);
    if (numbers.length === 0) return names;
    return [
      ...numbers.sort((a, b) => Number(a) - Number(b)),
      ...names.filter((name) => indexOf(name) === undefined),
    ];
  }
}

/** Elements that an array may have: the longest lists of real files have some ten thousand. */
export const ARRAY_LIMIT = 200_000;

/** An array without holes. */
export class PacArray extends PacObject {
  readonly elements: Value[];
  constructor(prototype: PacObject | null, elements: Value[]) {
    super(prototype);
    this.elements = elements;
  }

  override own(name: string): Value {
    if (name === 'length') return this.elements.length;
    const index = indexOf(name);
    return index === undefined ? super.own(name) : this.elements[index];
  }

  override set(name: string, value: Value): void {
    const index = indexOf(name);
    if (name === 'length') {
      const length = Number(value);
      if (length >= 0 && length < this.elements.length) this.elements.length = Math.floor(length);
    } else if (index === undefined) super.set(name, value);
    else {
      while (this.elements.length < index) this.elements.push(undefined);
      this.elements[index] = value;
    }
  }

  override has(name: string): boolean {
    const index = indexOf(name);
    return index === undefined ? super.has(name) : index < this.elements.length;
  }

  override keys(): string[] {
    return [...this.elements.keys()].map(String).concat(super.keys());
  }
}

/** The number that an element's name is; undefined for names of other properties. */
export function indexOf(name: string): number | undefined {
  if (!/^(?:0|[1-9]\d{0,8})$/.test(name)) return undefined;
  const index = Number(name);
  return index < ARRAY_LIMIT ? index : undefined;
}

export class PacRegExp extends PacObject {
  readonly compiled: CompiledRegex;
  constructor(prototype: PacObject | null, compiled: CompiledRegex) {
    super(prototype);
    this.compiled = compiled;
    this.set('source', compiled.source);
    this.set('global', compiled.isGlobal);
    this.set('ignoreCase', compiled.ignoresCase);
    this.set('lastIndex', 0);
  }
}

export class PacDate extends PacObject {
  timeMs: number;
  constructor(prototype: PacObject | null, timeMs: number) {
    super(prototype);
    this.timeMs = timeMs;
  }
}

interface Binding {
  value: Value;
  readonly isConstant: boolean;
}

/** The names that a block or a function has of its own. Most blocks have none. */
export class Scope {
  #names: Map<string, Binding> | undefined;
  readonly outer: Scope | undefined;
  constructor(outer: Scope | undefined) {
    this.outer = outer;
  }

  find(name: string): Binding | undefined {
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.outer) {
      const found = scope.#names?.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  declare(name: string, value: Value, isConstant = false): void {
    this.#names ??= new Map();
    this.#names.set(name, { value, isConstant });
  }

  /** The same names and values once more, for the next turn of a loop; the scope itself where it has none. */
  renewed(): Scope {
    if (this.#names === undefined) return this;
    const next = new Scope(this.outer);
    for (const [name, { value, isConstant }] of this.#names) next.declare(name, value, isConstant);
    return next;
  }
}

/** What Airway itself does when the file calls it. */
export type Native = (self: Value, given: readonly Value[]) => Value;

/** A function of the file, with the names around it, or one of Airway's. */
export class PacFunction extends PacObject {
  readonly does: Native | { readonly node: FunctionNode; readonly scope: Scope; readonly self: Value };
  /** Makes an object where it differs from a plain call. */
  readonly construct: Native | undefined;
  constructor(prototype: PacObject | null, does: PacFunction['does'], construct?: Native) {
    super(prototype);
    this.does = does;
    this.construct = construct;
  }
}

/** The file threw this; a `catch` of the file may take it. */
export class PacThrown extends Error {
  readonly value: Value;
  line = 0;
  constructor(value: Value) {
    super('thrown by the file');
    this.value = value;
  }
}

/** The file used more than it may have. No `catch` of the file sees it. */
export class PacExhausted extends Error {
  readonly what: 'steps' | 'memory' | 'time' | 'depth';
  constructor(what: PacExhausted['what']) {
    super(what);
    this.what = what;
  }
}

/** The file wants the addresses of a name that is not looked up yet. No `catch` of the file sees it. */
export class PacNeedsName extends Error {
  readonly hostname: string;
  constructor(hostname: string) {
    super(hostname);
    this.hostname = hostname;
  }
}

/** The file uses something that Airway does not carry out. */
export class PacUnsupported extends Error {}

/** What one evaluation may use. Everything that can grow or repeat is charged here. */
export class PacBudget {
  #steps: number;
  #bytes: number;
  readonly #endsAtMs: number;
  readonly #now: () => number;

  constructor(limits: { steps: number; bytes: number; endsAtMs: number; now: () => number }) {
    this.#steps = limits.steps;
    this.#bytes = limits.bytes;
    this.#endsAtMs = limits.endsAtMs;
    this.#now = limits.now;
  }

  step(count = 1): void {
    const before = this.#steps;
    this.#steps -= count;
    if (this.#steps < 0) throw new PacExhausted('steps');
    // The clock is looked at every thousand steps or so.
    if (before >> 10 !== this.#steps >> 10 && this.#now() > this.#endsAtMs) throw new PacExhausted('time');
  }

  allocate(bytes: number): void {
    this.#bytes -= bytes;
    if (this.#bytes < 0) throw new PacExhausted('memory');
  }

  /** Charges for a text that is about to be made; the caller makes it afterwards. */
  text(length: number): void {
    this.allocate(32 + 2 * length);
    this.step(1 + (length >> 6));
  }
}

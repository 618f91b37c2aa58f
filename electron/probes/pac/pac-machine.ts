import { operate } from './pac-operators.ts';
import { compileRegex, RegexError } from './pac-regex.ts';
import type { Expression, FunctionNode, Target } from './pac-syntax.ts';
import {
  ARRAY_LIMIT,
  indexOf,
  PacArray,
  type PacBudget,
  PacDate,
  PacExhausted,
  PacFunction,
  PacObject,
  PacRegExp,
  PacThrown,
  PacUnsupported,
  Scope,
  type Value,
} from './pac-values.ts';

/** Calls inside each other; the JavaScript engine's own stack holds several times as much. */
const CALL_LIMIT = 120;

/** Objects that inherit from each other in a row. */
const GENERATION_LIMIT = 20;

/** What the values of a file inherit from. */
export interface Prototypes {
  readonly object: PacObject;
  readonly function: PacObject;
  readonly string: PacObject;
  readonly number: PacObject;
  readonly boolean: PacObject;
  readonly array: PacObject;
  readonly regexp: PacObject;
  readonly date: PacObject;
  readonly error: PacObject;
}

const newPrototypes = (): Prototypes => {
  const object = new PacObject(null);
  const own = (): PacObject => new PacObject(object);
  return {
    object,
    function: own(),
    string: own(),
    number: own(),
    boolean: own(),
    array: own(),
    regexp: own(),
    date: own(),
    error: own(),
  };
};

/** Evaluates expressions of a PAC file over values of our own. Every step is charged to the budget. */
export abstract class PacMachine {
  readonly budget: PacBudget;
  readonly prototypes: Prototypes = newPrototypes();
  readonly globals = new Scope(undefined);
  /** The line that was evaluated last: where the file stood when it stopped. */
  line = 0;
  #calls = 0;

  constructor(budget: PacBudget) {
    this.budget = budget;
  }

  /** Carries out the body of a function; its value is that of `return`. */
  protected abstract runBody(node: FunctionNode, scope: Scope, self: Value): Value;

  // What natives of the file need

  array(elements: Value[]): PacArray {
    if (elements.length > ARRAY_LIMIT) throw new PacExhausted('memory');
    this.budget.allocate(64 + 16 * elements.length);
    this.budget.step(elements.length >> 4);
    return new PacArray(this.prototypes.array, elements);
  }

  object(): PacObject {
    this.budget.allocate(96);
    return new PacObject(this.prototypes.object);
  }

  /** An exception as the file would see it. */
  thrown(
    name: 'TypeError' | 'ReferenceError' | 'RangeError' | 'SyntaxError' | 'Error',
    message: string,
  ): PacThrown {
    const error = new PacObject(this.prototypes.error);
    error.set('name', name);
    error.set('message', message.slice(0, 300));
    return new PacThrown(error);
  }

  regex(source: string, flags: string): PacRegExp {
    this.budget.allocate(1000 + 200 * source.length);
    this.budget.step(source.length);
    try {
      return new PacRegExp(this.prototypes.regexp, compileRegex(source, flags));
    } catch (error) {
      if (error instanceof RegexError)
        throw new PacUnsupported(`the regular expression /${source.slice(0, 80)}/ has ${error.message}`);
      throw error;
    }
  }

  call(callee: Value, self: Value, given: readonly Value[]): Value {
    if (!(callee instanceof PacFunction))
      throw this.thrown('TypeError', `${kindOf(callee)} is not a function`);
    const { does } = callee;
    this.#calls += 1;
    this.budget.step();
    try {
      if (this.#calls > CALL_LIMIT) throw this.thrown('RangeError', 'Maximum call stack size exceeded');
      if (typeof does === 'function') return does(self, given);
      this.budget.allocate(160 + 48 * does.node.parameters.length);
      const scope = new Scope(does.scope);
      for (const name of does.node.hoisted) scope.declare(name, undefined);
      if (!does.node.isArrow) scope.declare('arguments', this.array([...given]));
      for (const [index, name] of does.node.parameters.entries()) scope.declare(name, given[index]);
      return this.runBody(does.node, scope, does.node.isArrow ? does.self : self);
    } finally {
      this.#calls -= 1;
    }
  }

  text(value: Value): string {
    if (typeof value === 'string') return value;
    if (!(value instanceof PacObject)) return String(value);
    return String(this.primitive(value, 'string'));
  }

  number(value: Value): number {
    if (typeof value === 'number') return value;
    return Number(value instanceof PacObject ? this.primitive(value, 'number') : value);
  }

  primitive(value: Value, hint: 'string' | 'number'): Exclude<Value, PacObject> {
    if (!(value instanceof PacObject)) return value;
    const names =
      hint === 'string' || value instanceof PacDate ? ['toString', 'valueOf'] : ['valueOf', 'toString'];
    for (const name of names) {
      const method = value.get(name);
      if (!(method instanceof PacFunction)) continue;
      const made = this.call(method, value, []);
      if (!(made instanceof PacObject)) return made;
    }
    throw this.thrown('TypeError', 'Cannot convert object to primitive value');
  }

  getMember(object: Value, name: string): Value {
    if (object instanceof PacObject) return object.get(name);
    if (typeof object === 'string') {
      if (name === 'length') return object.length;
      const index = indexOf(name);
      return index === undefined ? this.prototypes.string.get(name) : object[index];
    }
    if (typeof object === 'number') return this.prototypes.number.get(name);
    if (typeof object === 'boolean') return this.prototypes.boolean.get(name);
    throw this.thrown('TypeError', `Cannot read properties of ${object} (reading '${name.slice(0, 60)}')`);
  }

  setMember(object: Value, name: string, value: Value): void {
    if (object === undefined || object === null)
      throw this.thrown('TypeError', `Cannot set properties of ${object} (setting '${name.slice(0, 60)}')`);
    if (!(object instanceof PacObject)) return;
    const index = object instanceof PacArray ? indexOf(name) : undefined;
    const grown = index === undefined || !(object instanceof PacArray) ? 0 : index - object.elements.length;
    this.budget.allocate(64 + 2 * name.length + 16 * Math.max(0, grown));
    this.budget.step(Math.max(0, grown) >> 4);
    object.set(name, value);
  }

  // Expressions

  protected evaluate(node: Expression, scope: Scope, self: Value): Value {
    this.budget.step();
    this.line = node.line;
    switch (node.type) {
      case 'literal':
        return node.value;
      case 'name':
        return this.#read(node.name, scope);
      case 'member':
        return this.getMember(this.evaluate(node.object, scope, self), this.#propertyOf(node, scope, self));
      case 'call':
        return node.isNew ? this.#construct(node, scope, self) : this.#callNode(node, scope, self);
      case 'binary':
        return this.#binary(node, scope, self);
      case 'unary':
        return this.#unary(node, scope, self);
      case 'conditional':
        return truthy(this.evaluate(node.test, scope, self))
          ? this.evaluate(node.yes, scope, self)
          : this.evaluate(node.no, scope, self);
      case 'assign':
        return this.#assign(node, scope, self);
      case 'update':
        return this.#update(node, scope, self);
      case 'function':
        return this.makeFunction(node, scope, self);
      case 'this':
        return self;
      case 'regex':
        return this.regex(node.source, node.flags);
      case 'template': {
        let text = node.texts[0] ?? '';
        for (const [index, value] of node.values.entries())
          text = this.joined(
            text,
            `${this.text(this.evaluate(value, scope, self))}${node.texts[index + 1] ?? ''}`,
          );
        return text;
      }
      case 'array':
        return this.array(node.elements.map((element) => this.evaluate(element, scope, self)));
      case 'object': {
        const object = this.object();
        for (const [name, value] of node.entries)
          this.setMember(object, name, this.evaluate(value, scope, self));
        return object;
      }
      case 'sequence': {
        let last: Value;
        for (const part of node.parts) last = this.evaluate(part, scope, self);
        return last;
      }
    }
  }

  protected makeFunction(node: FunctionNode, scope: Scope, self: Value): PacFunction {
    this.budget.allocate(200);
    let around = scope;
    if (node.name !== undefined) around = new Scope(scope);
    const made = new PacFunction(this.prototypes.function, { node, scope: around, self });
    if (node.name !== undefined) around.declare(node.name, made);
    if (!node.isArrow) made.set('prototype', new PacObject(this.prototypes.object));
    return made;
  }

  /** Assigns to a name or a member; a name that nobody declared becomes a global one. */
  protected assignTo(target: Target, value: Value, scope: Scope, self: Value): void {
    if (target.type === 'member') {
      const object = this.evaluate(target.object, scope, self);
      this.setMember(object, this.#propertyOf(target, scope, self), value);
      return;
    }
    const found = scope.find(target.name);
    if (found?.isConstant === true) throw this.thrown('TypeError', 'Assignment to constant variable.');
    if (found === undefined) {
      this.budget.allocate(64);
      this.globals.declare(target.name, value);
    } else found.value = value;
  }

  joined(left: string, right: string): string {
    this.budget.text(left.length + right.length);
    return left + right;
  }

  #read(name: string, scope: Scope): Value {
    const found = scope.find(name);
    if (found === undefined) throw this.thrown('ReferenceError', `${name.slice(0, 60)} is not defined`);
    return found.value;
  }

  #propertyOf({ property }: Extract<Target, { type: 'member' }>, scope: Scope, self: Value): string {
    return property.type === 'literal' && typeof property.value === 'string'
      ? property.value
      : this.text(this.evaluate(property, scope, self));
  }

  #callNode(node: Extract<Expression, { type: 'call' }>, scope: Scope, self: Value): Value {
    const { callee } = node;
    const owner = callee.type === 'member' ? this.evaluate(callee.object, scope, self) : undefined;
    const called =
      callee.type === 'member'
        ? this.getMember(owner, this.#propertyOf(callee, scope, self))
        : this.evaluate(callee, scope, self);
    if (!(called instanceof PacFunction))
      throw this.thrown('TypeError', `${nameOf(callee)} is not a function`);
    const given = node.given.map((value) => this.evaluate(value, scope, self));
    this.line = node.line;
    return this.call(called, owner, given);
  }

  #construct(node: Extract<Expression, { type: 'call' }>, scope: Scope, self: Value): Value {
    const called = this.evaluate(node.callee, scope, self);
    if (!(called instanceof PacFunction))
      throw this.thrown('TypeError', `${nameOf(node.callee)} is not a constructor`);
    const given = node.given.map((value) => this.evaluate(value, scope, self));
    if (called.construct !== undefined) return called.construct(undefined, given);
    const made = this.object();
    const prototype = called.get('prototype');
    if (prototype instanceof PacObject) {
      if (prototype.generation > GENERATION_LIMIT) throw new PacExhausted('depth');
      made.prototype = prototype;
    }
    const returned = this.call(called, made, given);
    return returned instanceof PacObject ? returned : made;
  }

  #assign(node: Extract<Expression, { type: 'assign' }>, scope: Scope, self: Value): Value {
    const given = (): Value => this.evaluate(node.value, scope, self);
    const value =
      node.operator === '='
        ? given()
        : operate(this, node.operator, this.evaluate(node.target, scope, self), given());
    this.assignTo(node.target, value, scope, self);
    return value;
  }

  #update(node: Extract<Expression, { type: 'update' }>, scope: Scope, self: Value): Value {
    const before = this.number(this.evaluate(node.target, scope, self));
    const after = node.operator === '++' ? before + 1 : before - 1;
    this.assignTo(node.target, after, scope, self);
    return node.isPrefix ? after : before;
  }

  #unary(node: Extract<Expression, { type: 'unary' }>, scope: Scope, self: Value): Value {
    const { operator, operand } = node;
    if (operator === 'typeof' && operand.type === 'name' && scope.find(operand.name) === undefined)
      return 'undefined';
    if (operator === 'delete') {
      if (operand.type !== 'member') return false;
      const object = this.evaluate(operand.object, scope, self);
      const name = this.#propertyOf(operand, scope, self);
      if (object instanceof PacArray && object.has(name)) object.set(name, undefined);
      else if (object instanceof PacObject) object.properties.delete(name);
      return true;
    }
    const value = this.evaluate(operand, scope, self);
    switch (operator) {
      case '!':
        return !truthy(value);
      case '-':
        return -this.number(value);
      case '+':
        return this.number(value);
      case '~':
        return ~this.number(value);
      case 'typeof':
        return kindOf(value);
      default:
        return undefined;
    }
  }

  #binary(
    { operator, left, right }: Extract<Expression, { type: 'binary' }>,
    scope: Scope,
    self: Value,
  ): Value {
    const first = this.evaluate(left, scope, self);
    if (operator === '&&') return truthy(first) ? this.evaluate(right, scope, self) : first;
    if (operator === '||') return truthy(first) ? first : this.evaluate(right, scope, self);
    if (operator === '??') return first ?? this.evaluate(right, scope, self);
    return operate(this, operator, first, this.evaluate(right, scope, self));
  }
}

/** `proxies.find` as it stands in the file, for messages. */
function nameOf(node: Expression): string {
  if (node.type === 'name') return node.name.slice(0, 60);
  if (node.type !== 'member' || node.property.type !== 'literal') return 'the expression';
  return `${nameOf(node.object)}.${String(node.property.value).slice(0, 60)}`;
}

export const truthy = (value: Value): boolean => Boolean(value);

function kindOf(value: Value): string {
  if (value instanceof PacFunction) return 'function';
  return value instanceof PacObject ? 'object' : typeof value;
}

import { PacMachine, truthy } from './pac-machine.ts';
import type { Declaration, FunctionNode, PacProgram, Statement } from './pac-syntax.ts';
import { PacArray, PacObject, PacThrown, Scope, type Value } from './pac-values.ts';

/** How a statement ended, where it did not simply end. */
type Ended =
  | { readonly how: 'break' | 'continue'; readonly label: string | undefined }
  | { readonly how: 'return'; readonly value: Value };

type LoopEnd = 'go-on' | 'leave' | Ended;

/** Carries out the statements of a PAC file. */
export class PacRun extends PacMachine {
  /** Runs the top of the file: it makes its functions and globals. Throws PacThrown, PacExhausted and the like. */
  load({ body, hoisted }: PacProgram): void {
    for (const name of hoisted)
      if (this.globals.find(name) === undefined) this.globals.declare(name, undefined);
    this.#all(body, this.globals, undefined);
  }

  protected override runBody({ body }: FunctionNode, scope: Scope, self: Value): Value {
    const ended = this.#all(body, scope, self);
    return ended?.how === 'return' ? ended.value : undefined;
  }

  #all(body: readonly Statement[], scope: Scope, self: Value): Ended | undefined {
    for (const statement of body)
      if (statement.type === 'function-declaration') this.#declareFunction(statement.definition, scope);
    for (const statement of body) {
      if (statement.type === 'function-declaration') continue;
      const ended = this.#one(statement, scope, self, []);
      if (ended !== undefined) return ended;
    }
    return undefined;
  }

  #declareFunction(definition: FunctionNode, scope: Scope): void {
    const name = definition.name ?? '';
    const made = this.makeFunction(definition, scope, undefined);
    const declared = scope.find(name);
    if (declared === undefined) scope.declare(name, made);
    else declared.value = made;
  }

  #one(node: Statement, scope: Scope, self: Value, labels: readonly string[]): Ended | undefined {
    this.budget.step();
    this.line = node.line;
    switch (node.type) {
      case 'expression':
        this.evaluate(node.expression, scope, self);
        return undefined;
      case 'declare':
        this.#declare(node, scope, self);
        return undefined;
      case 'function-declaration':
        this.#declareFunction(node.definition, scope);
        return undefined;
      case 'block':
        return this.#all(node.body, new Scope(scope), self);
      case 'if': {
        const isTrue = truthy(this.evaluate(node.test, scope, self));
        const taken = isTrue ? node.yes : node.no;
        return taken === undefined ? undefined : this.#one(taken, scope, self, []);
      }
      case 'return':
        return {
          how: 'return',
          value: node.value === undefined ? undefined : this.evaluate(node.value, scope, self),
        };
      case 'jump':
        return { how: node.how, label: node.label };
      case 'throw': {
        const thrown = new PacThrown(this.evaluate(node.value, scope, self));
        thrown.line = node.line;
        throw thrown;
      }
      case 'labelled': {
        const ended = this.#one(node.body, scope, self, [...labels, node.label]);
        return ended?.how === 'break' && ended.label === node.label ? undefined : ended;
      }
      case 'while':
        return this.#while(node, scope, self, labels);
      case 'for':
        return this.#for(node, scope, self, labels);
      case 'for-each':
        return this.#forEach(node, scope, self, labels);
      case 'switch':
        return this.#switch(node, scope, self);
      case 'try':
        return this.#try(node, scope, self);
    }
  }

  #declare({ kind, entries }: Declaration, scope: Scope, self: Value): void {
    for (const [name, expression] of entries) {
      const value = expression === undefined ? undefined : this.evaluate(expression, scope, self);
      this.budget.allocate(64);
      if (kind !== 'var') scope.declare(name, value, kind === 'const');
      else if (expression !== undefined) {
        const found = scope.find(name);
        if (found === undefined) scope.declare(name, value);
        else found.value = value;
      }
    }
  }

  #loopEnd(ended: Ended | undefined, labels: readonly string[]): LoopEnd {
    if (ended === undefined) return 'go-on';
    if (ended.how === 'return') return ended;
    const isMine = ended.label === undefined || labels.includes(ended.label);
    if (!isMine) return ended;
    return ended.how === 'continue' ? 'go-on' : 'leave';
  }

  #while(
    node: Extract<Statement, { type: 'while' }>,
    scope: Scope,
    self: Value,
    labels: readonly string[],
  ): Ended | undefined {
    if (!node.isTestedLast && !truthy(this.evaluate(node.test, scope, self))) return undefined;
    do {
      const end = this.#loopEnd(this.#one(node.body, scope, self, []), labels);
      if (end === 'leave') return undefined;
      if (end !== 'go-on') return end;
    } while (truthy(this.evaluate(node.test, scope, self)));
    return undefined;
  }

  #for(
    node: Extract<Statement, { type: 'for' }>,
    outer: Scope,
    self: Value,
    labels: readonly string[],
  ): Ended | undefined {
    let scope = new Scope(outer);
    if (node.start?.type === 'declare') this.#declare(node.start, scope, self);
    else if (node.start !== undefined) this.evaluate(node.start, scope, self);
    for (;;) {
      if (node.test !== undefined && !truthy(this.evaluate(node.test, scope, self))) return undefined;
      const end = this.#loopEnd(this.#one(node.body, scope, self, []), labels);
      if (end === 'leave') return undefined;
      if (end !== 'go-on') return end;
      // Each turn has names of its own, which functions made in it keep.
      scope = scope.renewed();
      if (node.step !== undefined) this.evaluate(node.step, scope, self);
    }
  }

  #forEach(
    node: Extract<Statement, { type: 'for-each' }>,
    outer: Scope,
    self: Value,
    labels: readonly string[],
  ): Ended | undefined {
    const { kind, target } = node.binding;
    for (const item of this.#items(this.evaluate(node.object, outer, self), node.over)) {
      this.budget.step();
      const scope = new Scope(outer);
      if ((kind === 'let' || kind === 'const') && target.type === 'name')
        scope.declare(target.name, item, kind === 'const');
      else this.assignTo(target, item, scope, self);
      const end = this.#loopEnd(this.#one(node.body, scope, self, []), labels);
      if (end === 'leave') return undefined;
      if (end !== 'go-on') return end;
    }
    return undefined;
  }

  #items(value: Value, over: 'in' | 'of'): readonly Value[] {
    if (over === 'of') {
      if (value instanceof PacArray) return [...value.elements];
      if (typeof value === 'string') return this.array([...value]).elements;
      throw this.thrown('TypeError', 'the value of for ... of is not iterable');
    }
    const keys: string[] = [];
    if (typeof value === 'string') keys.push(...Object.keys(value.slice(0, 10_000)));
    for (let object = value instanceof PacObject ? value : null; object !== null; object = object.prototype) {
      // What Airway's own prototypes hold is not enumerable.
      if (Object.values(this.prototypes).includes(object)) break;
      keys.push(...object.keys());
    }
    return this.array([...new Set(keys)]).elements;
  }

  #switch(node: Extract<Statement, { type: 'switch' }>, outer: Scope, self: Value): Ended | undefined {
    const subject = this.evaluate(node.subject, outer, self);
    const scope = new Scope(outer);
    let from = node.cases.findIndex(
      ({ test }) => test !== undefined && this.evaluate(test, scope, self) === subject,
    );
    if (from === -1) from = node.cases.findIndex(({ test }) => test === undefined);
    if (from === -1) return undefined;
    for (const { body } of node.cases.slice(from)) {
      const ended = this.#all(body, scope, self);
      if (ended?.how === 'break' && ended.label === undefined) return undefined;
      if (ended !== undefined) return ended;
    }
    return undefined;
  }

  #try(
    { body, caught, last }: Extract<Statement, { type: 'try' }>,
    scope: Scope,
    self: Value,
  ): Ended | undefined {
    let ended: Ended | undefined;
    let escaping: PacThrown | undefined;
    try {
      ended = this.#one(body, scope, self, []);
    } catch (error) {
      // Limits and names to look up are not the file's to catch.
      if (!(error instanceof PacThrown)) throw error;
      escaping = error;
    }
    if (escaping !== undefined && caught !== undefined) {
      const inner = new Scope(scope);
      if (caught.name !== undefined) inner.declare(caught.name, escaping.value);
      escaping = undefined;
      try {
        ended = this.#one(caught.body, inner, self, []);
      } catch (error) {
        if (!(error instanceof PacThrown)) throw error;
        escaping = error;
      }
    }
    const atLast = last === undefined ? undefined : this.#one(last, scope, self, []);
    if (atLast !== undefined) return atLast;
    if (escaping !== undefined) throw escaping;
    return ended;
  }
}

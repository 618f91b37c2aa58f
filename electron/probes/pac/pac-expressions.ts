import {
  type Expression,
  type FunctionNode,
  PacSyntaxError,
  type Statement,
  type Target,
} from './pac-syntax.ts';
import { PacWords } from './pac-words.ts';

/** Higher binds tighter, ECMAScript 2015 §12. */
const PRECEDENCE: Readonly<Record<string, number>> = {
  '??': 1,
  '||': 2,
  '&&': 3,
  '|': 4,
  '^': 5,
  '&': 6,
  '==': 7,
  '!=': 7,
  '===': 7,
  '!==': 7,
  '<': 8,
  '>': 8,
  '<=': 8,
  '>=': 8,
  instanceof: 8,
  in: 8,
  '<<': 9,
  '>>': 9,
  '>>>': 9,
  '+': 10,
  '-': 10,
  '*': 11,
  '/': 11,
  '%': 11,
  '**': 12,
};

const ASSIGNMENTS: ReadonlySet<string> = new Set('= += -= *= /= %= &= |= ^= <<= >>= >>>= **='.split(' '));

/** Reads expressions, by precedence climbing; blocks of functions are left to the reader of statements. */
export abstract class ExpressionReader extends PacWords {
  /** Names to hoist in the function, or the file, that is being read. */
  protected hoisted: Set<string> = new Set();

  /** The statements between two braces. */
  protected abstract block(): Extract<Statement, { type: 'block' }>;

  protected functionNode(line: number, mustBeNamed: boolean): FunctionNode {
    this.expect('function');
    if (this.is('*')) throw new PacSyntaxError('generators not known to this reader', line);
    const name = mustBeNamed || this.token.type === 'name' ? this.name() : undefined;
    this.expect('(');
    const parameters: string[] = [];
    while (!this.take(')')) {
      parameters.push(this.name());
      if (!this.is(')')) this.expect(',');
    }
    return this.#bodyOf({ line, name, parameters, isArrow: false });
  }

  #bodyOf(head: Pick<FunctionNode, 'line' | 'name' | 'parameters' | 'isArrow'>): FunctionNode {
    const outer = this.hoisted;
    this.hoisted = new Set();
    try {
      const body: readonly Statement[] =
        head.isArrow && !this.is('{')
          ? [{ type: 'return', line: this.token.line, value: this.assignment(true) }]
          : this.block().body;
      return { type: 'function', ...head, body, hoisted: [...this.hoisted] };
    } finally {
      this.hoisted = outer;
    }
  }

  /** `x => ...` and `(a, b) => ...`; undefined, with nothing read, for whatever else begins so. */
  #tryArrow(): FunctionNode | undefined {
    const place = this.tokens.place;
    const token = this.token;
    const parameters = this.#arrowParameters();
    if (parameters !== undefined && this.is('=>') && !this.token.isAfterNewline) {
      this.advance();
      return this.nested(() =>
        this.#bodyOf({ line: token.line, name: undefined, parameters, isArrow: true }),
      );
    }
    this.tokens.goBack(place);
    this.token = token;
    return undefined;
  }

  #arrowParameters(): string[] | undefined {
    if (this.isName()) return [this.advance().value];
    if (!this.take('(')) return undefined;
    const parameters: string[] = [];
    while (this.isName()) {
      parameters.push(this.advance().value);
      if (!this.take(',')) break;
    }
    return this.take(')') ? parameters : undefined;
  }

  protected expression(withIn = true): Expression {
    const first = this.assignment(withIn);
    if (!this.is(',')) return first;
    const parts = [first];
    while (this.take(',')) parts.push(this.assignment(withIn));
    return { type: 'sequence', line: first.line, parts };
  }

  protected assignment(withIn: boolean): Expression {
    return this.nested(() => {
      if (this.token.type === 'name' || this.is('(')) {
        const arrow = this.#tryArrow();
        if (arrow !== undefined) return arrow;
      }
      const left = this.#conditional(withIn);
      const { type, value, line } = this.token;
      if (type !== 'punctuator' || !ASSIGNMENTS.has(value)) return left;
      const target = this.target(left);
      this.advance();
      return {
        type: 'assign',
        line,
        operator: value.slice(0, -1) || '=',
        target,
        value: this.assignment(withIn),
      };
    });
  }

  protected target(expression: Expression): Target {
    if (expression.type === 'name' || expression.type === 'member') return expression;
    const isPattern = expression.type === 'array' || expression.type === 'object';
    throw new PacSyntaxError(
      isPattern ? 'destructuring not known to this reader' : 'what stands on the left cannot be assigned to',
      expression.line,
    );
  }

  #conditional(withIn: boolean): Expression {
    const test = this.#binary(1, withIn);
    if (!this.is('?')) return test;
    this.advance();
    const yes = this.assignment(true);
    this.expect(':');
    return { type: 'conditional', line: test.line, test, yes, no: this.assignment(withIn) };
  }

  #binary(lowest: number, withIn: boolean): Expression {
    let left = this.#unary();
    for (;;) {
      const { type, value, line } = this.token;
      const isOperator = (type === 'punctuator' || type === 'keyword') && Object.hasOwn(PRECEDENCE, value);
      const precedence = isOperator ? (PRECEDENCE[value] ?? 0) : 0;
      if (precedence < lowest || precedence === 0 || (value === 'in' && !withIn)) return left;
      this.advance();
      // `**` binds to the right; of all others the left one is first.
      const right = this.nested(() => this.#binary(value === '**' ? precedence : precedence + 1, withIn));
      left = { type: 'binary', line, operator: value, left, right };
    }
  }

  #unary(): Expression {
    const { type, value, line } = this.token;
    if (
      (type === 'punctuator' && ['!', '-', '+', '~'].includes(value)) ||
      (type === 'keyword' && ['typeof', 'void', 'delete'].includes(value))
    ) {
      this.advance();
      return { type: 'unary', line, operator: value, operand: this.nested(() => this.#unary()) };
    }
    if (type === 'punctuator' && (value === '++' || value === '--')) {
      this.advance();
      return {
        type: 'update',
        line,
        operator: value,
        isPrefix: true,
        target: this.target(this.nested(() => this.#unary())),
      };
    }
    const operand = this.#calls(this.#primary());
    const after = this.token;
    if (
      after.type === 'punctuator' &&
      (after.value === '++' || after.value === '--') &&
      !after.isAfterNewline
    ) {
      this.advance();
      return { type: 'update', line, operator: after.value, isPrefix: false, target: this.target(operand) };
    }
    return operand;
  }

  #calls(start: Expression, mayCall = true): Expression {
    let value = start;
    for (;;) {
      const { line } = this.token;
      if (this.take('.')) value = { type: 'member', line, object: value, property: this.#propertyName() };
      else if (this.take('[')) {
        value = { type: 'member', line, object: value, property: this.expression() };
        this.expect(']');
      } else if (mayCall && this.is('('))
        value = { type: 'call', line, callee: value, given: this.#given(), isNew: false };
      else return value;
    }
  }

  #propertyName(): Expression {
    const { type, value, line } = this.token;
    if (type !== 'name' && type !== 'keyword') throw this.unexpected('expected a name');
    this.advance();
    return { type: 'literal', line, value };
  }

  #given(): Expression[] {
    this.expect('(');
    const given: Expression[] = [];
    while (!this.take(')')) {
      if (this.is('...')) throw new PacSyntaxError('spread not known to this reader', this.token.line);
      given.push(this.assignment(true));
      if (!this.is(')')) this.expect(',');
    }
    return given;
  }

  #primary(): Expression {
    const { type, value, line, start } = this.token;
    switch (type) {
      case 'name':
        this.advance();
        return value === 'undefined'
          ? { type: 'literal', line, value: undefined }
          : { type: 'name', line, name: value };
      case 'number':
        this.advance();
        // A leading zero is octal in old files, ECMAScript 2015 §B.1.1.
        return {
          type: 'literal',
          line,
          value: /^0[0-7]+$/.test(value) ? Number.parseInt(value, 8) : Number(value),
        };
      case 'string':
        this.advance();
        return { type: 'literal', line, value };
      case 'template':
        return this.#template(line);
      case 'keyword':
        return this.#keyword(value, line);
      case 'punctuator':
        break;
      case 'end':
        throw this.unexpected();
    }
    if (value === '(') return this.inBrackets();
    if (value === '[') return this.#array(line);
    if (value === '{') return this.#object(line);
    if (value === '/' || value === '/=') {
      const regex = this.tokens.regexAt(start);
      this.token = this.tokens.next();
      return { type: 'regex', line, ...regex };
    }
    throw this.unexpected();
  }

  #keyword(value: string, line: number): Expression {
    switch (value) {
      case 'function':
        return this.functionNode(line, false);
      case 'new':
        return this.#new(line);
      case 'this':
        this.advance();
        return { type: 'this', line };
      case 'null':
      case 'true':
      case 'false':
        this.advance();
        return { type: 'literal', line, value: value === 'null' ? null : value === 'true' };
      default:
        throw this.unexpected();
    }
  }

  #new(line: number): Expression {
    this.advance();
    const callee = this.nested(() => this.#calls(this.#primary(), false));
    return { type: 'call', line, callee, given: this.is('(') ? this.#given() : [], isNew: true };
  }

  #template(line: number): Expression {
    const texts: string[] = [];
    const values: Expression[] = [];
    for (;;) {
      const { text, isEnd } = this.tokens.templateText();
      texts.push(text);
      if (isEnd) break;
      this.token = this.tokens.next();
      values.push(this.expression());
      // The closing bracket is the last word that was read; what follows it is text again.
      if (!this.is('}')) throw this.unexpected('expected "}"');
    }
    this.token = this.tokens.next();
    return { type: 'template', line, texts, values };
  }

  #array(line: number): Expression {
    this.expect('[');
    const elements: Expression[] = [];
    while (!this.take(']')) {
      if (this.is('...')) throw new PacSyntaxError('spread not known to this reader', this.token.line);
      if (this.is(',')) elements.push({ type: 'literal', line, value: undefined });
      else elements.push(this.assignment(true));
      if (!this.is(']')) this.expect(',');
    }
    return { type: 'array', line, elements };
  }

  #object(line: number): Expression {
    this.expect('{');
    const entries: (readonly [string, Expression])[] = [];
    while (!this.take('}')) {
      const { type, value, line: at } = this.token;
      if (type === 'end' || type === 'template' || type === 'punctuator')
        throw this.unexpected('expected the name of a property');
      this.advance();
      const key = type === 'number' ? String(Number(value)) : value;
      if (type === 'name' && (this.is(',') || this.is('}')))
        entries.push([key, { type: 'name', line: at, name: key }]);
      else if (this.is('(') || (type === 'name' && !this.is(':')))
        throw new PacSyntaxError('methods and accessors in an object not known to this reader', at);
      else {
        this.expect(':');
        entries.push([key, this.assignment(true)]);
      }
      if (!this.is('}')) this.expect(',');
    }
    return { type: 'object', line, entries };
  }

  protected inBrackets(): Expression {
    this.expect('(');
    const inside = this.expression();
    this.expect(')');
    return inside;
  }
}

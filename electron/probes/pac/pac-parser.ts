import { ExpressionReader } from './pac-expressions.ts';
import type { Declaration, Expression, PacProgram, Statement } from './pac-syntax.ts';

/** Reads a PAC file; throws PacSyntaxError with its line. What it reads is never run by the JavaScript engine itself. */
export function parsePac(text: string): PacProgram {
  return new Parser(text).program();
}

class Parser extends ExpressionReader {
  program(): PacProgram {
    const body: Statement[] = [];
    while (this.token.type !== 'end') body.push(this.#statement());
    return { body, hoisted: [...this.hoisted] };
  }

  #endStatement(): void {
    if (this.take(';') || this.is('}') || this.token.type === 'end' || this.token.isAfterNewline) return;
    throw this.unexpected('expected ";"');
  }

  #statement(): Statement {
    return this.nested(() => this.#oneStatement());
  }

  #oneStatement(): Statement {
    const { type, value, line } = this.token;
    if (type === 'punctuator' && value === '{') return this.block();
    if (type === 'punctuator' && value === ';') {
      this.advance();
      return { type: 'block', line, body: [] };
    }
    if (type === 'keyword') {
      const read = this.#statements[value];
      if (read !== undefined) return read.call(this, line);
    }
    if (type === 'name' && value === 'let') {
      const declaration = this.#tryDeclaration();
      if (declaration !== undefined) return declaration;
    }
    const expression = this.expression();
    if (expression.type === 'name' && this.take(':'))
      return { type: 'labelled', line, label: expression.name, body: this.#statement() };
    this.#endStatement();
    return { type: 'expression', line, expression };
  }

  readonly #statements: Readonly<Record<string, (this: Parser, line: number) => Statement>> = {
    var: () => this.#declarationStatement(),
    const: () => this.#declarationStatement(),
    function: (line) => {
      const definition = this.functionNode(line, true);
      this.hoisted.add(definition.name ?? '');
      return { type: 'function-declaration', line, definition };
    },
    if: (line) => {
      this.advance();
      const test = this.inBrackets();
      const yes = this.#statement();
      return { type: 'if', line, test, yes, no: this.take('else') ? this.#statement() : undefined };
    },
    for: (line) => this.#for(line),
    while: (line) => {
      this.advance();
      return { type: 'while', line, test: this.inBrackets(), body: this.#statement(), isTestedLast: false };
    },
    do: (line) => {
      this.advance();
      const body = this.#statement();
      this.expect('while');
      const test = this.inBrackets();
      this.take(';');
      return { type: 'while', line, test, body, isTestedLast: true };
    },
    switch: (line) => this.#switch(line),
    break: (line) => this.#jump(line, 'break'),
    continue: (line) => this.#jump(line, 'continue'),
    return: (line) => {
      this.advance();
      const isBare = this.is(';') || this.is('}') || this.token.type === 'end' || this.token.isAfterNewline;
      const value = isBare ? undefined : this.expression();
      this.#endStatement();
      return { type: 'return', line, value };
    },
    throw: (line) => {
      this.advance();
      const value = this.expression();
      this.#endStatement();
      return { type: 'throw', line, value };
    },
    try: (line) => this.#try(line),
  };

  protected block(): Extract<Statement, { type: 'block' }> {
    const { line } = this.token;
    this.expect('{');
    const body: Statement[] = [];
    while (!this.is('}')) {
      if (this.token.type === 'end') throw this.unexpected('expected "}"');
      body.push(this.#statement());
    }
    this.advance();
    return { type: 'block', line, body };
  }

  #jump(line: number, how: 'break' | 'continue'): Statement {
    this.advance();
    const label = this.token.type === 'name' && !this.token.isAfterNewline ? this.advance().value : undefined;
    this.#endStatement();
    return { type: 'jump', line, how, label };
  }

  /** `let` is a word like any other where no name follows it. */
  #tryDeclaration(): Declaration | undefined {
    const place = this.tokens.place;
    const token = this.token;
    this.advance();
    const isDeclaration = this.token.type === 'name';
    this.tokens.goBack(place);
    this.token = token;
    return isDeclaration ? this.#declarationStatement() : undefined;
  }

  #declarationStatement(): Declaration {
    const declaration = this.#declaration(true);
    this.#endStatement();
    return declaration;
  }

  #declaration(withIn: boolean): Declaration {
    const { value, line } = this.advance();
    const kind = value === 'var' ? 'var' : value === 'const' ? 'const' : 'let';
    const entries: (readonly [string, Expression | undefined])[] = [];
    do {
      const name = this.name();
      if (kind === 'var') this.hoisted.add(name);
      entries.push([name, this.take('=') ? this.assignment(withIn) : undefined]);
    } while (this.take(','));
    return { type: 'declare', line, kind, entries };
  }

  #for(line: number): Statement {
    this.advance();
    this.expect('(');
    let start: Declaration | Expression | undefined;
    const isDeclared =
      this.is('var') || this.is('const') || (this.token.type === 'name' && this.token.value === 'let');
    if (isDeclared) start = this.#declaration(false);
    else if (!this.is(';')) start = this.expression(false);
    const over = this.is('in')
      ? 'in'
      : this.token.type === 'name' && this.token.value === 'of'
        ? 'of'
        : undefined;
    if (over !== undefined && start !== undefined) {
      this.advance();
      const object = over === 'in' ? this.expression() : this.assignment(true);
      this.expect(')');
      const binding =
        start.type === 'declare'
          ? { kind: start.kind, target: { type: 'name' as const, line, name: start.entries[0]?.[0] ?? '' } }
          : { kind: undefined, target: this.target(start) };
      return { type: 'for-each', line, over, binding, object, body: this.#statement() };
    }
    this.expect(';');
    const test = this.is(';') ? undefined : this.expression();
    this.expect(';');
    const step = this.is(')') ? undefined : this.expression();
    this.expect(')');
    return { type: 'for', line, start, test, step, body: this.#statement() };
  }

  #switch(line: number): Statement {
    this.advance();
    const subject = this.inBrackets();
    this.expect('{');
    const cases: { test: Expression | undefined; body: Statement[] }[] = [];
    while (!this.take('}')) {
      const test = this.take('default') ? undefined : this.#caseTest();
      this.expect(':');
      const body: Statement[] = [];
      while (!this.is('case') && !this.is('default') && !this.is('}')) body.push(this.#statement());
      cases.push({ test, body });
    }
    return { type: 'switch', line, subject, cases };
  }

  #caseTest(): Expression {
    this.expect('case');
    return this.expression();
  }

  #try(line: number): Statement {
    this.advance();
    const body = this.block();
    let caught: { name: string | undefined; body: Statement } | undefined;
    if (this.take('catch')) {
      let name: string | undefined;
      if (this.take('(')) {
        name = this.name();
        this.expect(')');
      }
      caught = { name, body: this.block() };
    }
    const last = this.take('finally') ? this.block() : undefined;
    if (caught === undefined && last === undefined) throw this.unexpected('expected "catch"');
    return { type: 'try', line, body, caught, last };
  }
}

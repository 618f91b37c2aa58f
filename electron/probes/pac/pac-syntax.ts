/** The language that PAC files are written in: ECMAScript 5 with what later files use of ECMAScript 2015 (let, arrows, templates). */

/** Where a node stands in its file; the first line is 1. */
interface Placed {
  readonly line: number;
}

export interface FunctionNode extends Placed {
  readonly type: 'function';
  readonly name: string | undefined;
  readonly parameters: readonly string[];
  readonly body: readonly Statement[];
  readonly isArrow: boolean;
  /** Names of `var` and of function declarations anywhere in the body, for hoisting. */
  readonly hoisted: readonly string[];
}

/** What can be assigned to. */
export type Target =
  | (Placed & { readonly type: 'name'; readonly name: string })
  | (Placed & { readonly type: 'member'; readonly object: Expression; readonly property: Expression });

export type Expression =
  | Target
  | FunctionNode
  | (Placed & { readonly type: 'literal'; readonly value: undefined | null | boolean | number | string })
  | (Placed & { readonly type: 'regex'; readonly source: string; readonly flags: string })
  | (Placed & {
      readonly type: 'template';
      readonly texts: readonly string[];
      readonly values: readonly Expression[];
    })
  | (Placed & { readonly type: 'this' })
  | (Placed & { readonly type: 'array'; readonly elements: readonly Expression[] })
  | (Placed & { readonly type: 'object'; readonly entries: readonly (readonly [string, Expression])[] })
  | (Placed & { readonly type: 'unary'; readonly operator: string; readonly operand: Expression })
  | (Placed & {
      readonly type: 'update';
      readonly operator: '++' | '--';
      readonly isPrefix: boolean;
      readonly target: Target;
    })
  | (Placed & {
      readonly type: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Placed & {
      readonly type: 'assign';
      /** `=`, or the operator in front of it: `+` of `+=`. */
      readonly operator: string;
      readonly target: Target;
      readonly value: Expression;
    })
  | (Placed & {
      readonly type: 'conditional';
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    })
  | (Placed & {
      readonly type: 'call';
      readonly callee: Expression;
      readonly given: readonly Expression[];
      readonly isNew: boolean;
    })
  | (Placed & { readonly type: 'sequence'; readonly parts: readonly Expression[] });

/** `var`, `let` or `const` with its names; a name without a value has none. */
export type Declaration = Placed & {
  readonly type: 'declare';
  readonly kind: 'var' | 'let' | 'const';
  readonly entries: readonly (readonly [name: string, value: Expression | undefined])[];
};

export type Statement =
  | Declaration
  | (Placed & { readonly type: 'expression'; readonly expression: Expression })
  | (Placed & { readonly type: 'function-declaration'; readonly definition: FunctionNode })
  | (Placed & { readonly type: 'block'; readonly body: readonly Statement[] })
  | (Placed & {
      readonly type: 'if';
      readonly test: Expression;
      readonly yes: Statement;
      readonly no: Statement | undefined;
    })
  | (Placed & {
      readonly type: 'for';
      readonly start: Declaration | Expression | undefined;
      readonly test: Expression | undefined;
      readonly step: Expression | undefined;
      readonly body: Statement;
    })
  | (Placed & {
      readonly type: 'for-each';
      /** `in` gives keys, `of` gives values. */
      readonly over: 'in' | 'of';
      readonly binding: { readonly kind: 'var' | 'let' | 'const' | undefined; readonly target: Target };
      readonly object: Expression;
      readonly body: Statement;
    })
  | (Placed & {
      readonly type: 'while';
      readonly test: Expression;
      readonly body: Statement;
      /** `do ... while`: the body runs before the first test. */
      readonly isTestedLast: boolean;
    })
  | (Placed & {
      readonly type: 'switch';
      readonly subject: Expression;
      readonly cases: readonly {
        readonly test: Expression | undefined;
        readonly body: readonly Statement[];
      }[];
    })
  | (Placed & {
      readonly type: 'jump';
      readonly how: 'break' | 'continue';
      readonly label: string | undefined;
    })
  | (Placed & { readonly type: 'return'; readonly value: Expression | undefined })
  | (Placed & { readonly type: 'throw'; readonly value: Expression })
  | (Placed & {
      readonly type: 'try';
      readonly body: Statement;
      readonly caught: { readonly name: string | undefined; readonly body: Statement } | undefined;
      readonly last: Statement | undefined;
    })
  | (Placed & { readonly type: 'labelled'; readonly label: string; readonly body: Statement });

/** A file that was read: its statements, and the names that are hoisted to its top. */
export interface PacProgram {
  readonly body: readonly Statement[];
  readonly hoisted: readonly string[];
}

/** The file uses something that this reader does not know, or is no program at all. */
export class PacSyntaxError extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

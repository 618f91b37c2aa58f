import { createContext, runInContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { installLanguage } from './pac-natives.ts';
import { parsePac } from './pac-parser.ts';
import { compileRegex, RegexError } from './pac-regex.ts';
import { PacRun } from './pac-run.ts';
import { PacSyntaxError } from './pac-syntax.ts';
import { PacBudget, PacExhausted, PacThrown, PacUnsupported, type Value } from './pac-values.ts';

const NOW_MS = Date.UTC(2026, 5, 1, 12);

function budget(steps = 200_000, bytes = 4_000_000): PacBudget {
  return new PacBudget({ steps, bytes, endsAtMs: Number.POSITIVE_INFINITY, now: () => 0 });
}

/** What a program leaves in its global `result`, as a text, by our interpreter; `threw` when it ends with an exception. */
function ours(source: string, limits = budget()): string {
  const machine = new PacRun(limits);
  installLanguage(machine, NOW_MS);
  try {
    machine.load(parsePac(source));
    const value: Value = machine.globals.find('result')?.value;
    return machine.text(value);
  } catch (error) {
    if (error instanceof PacThrown) return 'threw';
    throw error;
  }
}

/** The same by the JavaScript engine. */
function engine(source: string): string {
  const context: { result?: unknown } = createContext({});
  try {
    runInContext(source, context);
    return String(context.result);
  } catch {
    return 'threw';
  }
}

describe('the language of PAC files', () => {
  it.each([
    'var result = 1 + 2 * 3 - 4 / 2 % 3 + (7 & 3 | 8 ^ 2) + (1 << 4) + (-9 >> 1) + (-9 >>> 28) + 2 ** 3 ** 2;',
    'var result = [1 < 2, 2 <= 2, 3 > 4, "a" < "b", "10" < 9, 1 == "1", 1 === "1", null == undefined, NaN == NaN, [] == ""].join();',
    'var result = typeof x + typeof 1 + typeof "a" + typeof null + typeof function () {} + typeof [] + void 0;',
    'var a = 5; a += 2; a -= 1; a *= 3; a /= 2; a %= 5; a <<= 2; a |= 1; var b = a++ + ++a - a-- - --a; var result = a + "," + b;',
    'var s = ""; for (var i = 0; i < 10; i++) { if (i == 3) continue; if (i == 7) break; s += i; } var result = s;',
    'var s = ""; outer: for (var i = 0; i < 3; i++) for (var j = 0; j < 3; j++) { if (j == 2) continue outer; if (i == 2) break outer; s += i + "" + j; } var result = s;',
    'var i = 0; do { i += 2 } while (i < 9); while (i > 3) i--; var result = i;',
    'var s = ""; for (var k in { a: 1, "b c": 2, 3: 3 }) s += k; for (var n in ["x", "y"]) s += n; for (const v of ["p", "q"]) s += v; var result = s;',
    'function f(x) { switch (x) { case 1: return "one"; case "2": case 3: var y = "few"; break; default: y = "many" } return y } var result = f(1) + f("2") + f(3) + f(9);',
    'var result = (function () { try { throw new Error("bad") } catch (e) { return e.message + (e instanceof Error) } finally { result = 1 } })();',
    'function f() { try { return 1 } finally { return 2 } } var result = f();',
    'var result; try { undefinedFunction() } catch (e) { result = e.name }',
    'var result; try { null.x } catch (e) { result = e instanceof Object ? "object" : "else" }',
    'var result = f(); function f() { return typeof g + (typeof h) } var g = function () {}; function h() {}',
    'var fs = []; for (let i = 0; i < 3; i++) fs.push(function () { return i }); var result = fs.map(f => f()).join();',
    'var fs = []; for (var i = 0; i < 3; i++) fs.push(() => i); var result = fs.map((f) => { return f() }).join();',
    'function Point(x) { this.x = x } Point.prototype.twice = function () { return this.x * 2 }; var p = new Point(4); var result = p.twice() + "" + (p instanceof Point) + ("x" in p) + p.hasOwnProperty("twice");',
    'var o = { a: 1, b: { c: [1, 2, { d: "deep" }] } }; o.b.c[2].e = 5; delete o.a; var result = o.b.c[2].d + o.b.c[2].e + o.a + Object.keys(o);',
    'function f() { return arguments.length + "/" + arguments[1] } var result = f(1, 2, 3) + f.call(null, 4, 5) + f.apply(null, [6, 7]);',
    'const a = 1; var result = "fine"; try { a = 2 } catch (e) { result = e.name }',
    'x = 5; var result = x; if (true) { let x = 6; result += x } result += x',
    'var a = 1\nvar b = 2\n;var result = a\n+ b\nresult\n++\na\nresult += a',
    'var result = `a§{1 + 1}b§{`c§{"}"}`}d\\n\\``'.replaceAll('§', '$'),
    'var result = "\\x41\\u0042\\t\\\'" + \'\\"\' + "a\\\nb" + 0x1f + 1e3 + .5 + 010;',
    'var result = /* a // b */ 1 // c\n + /* d */ 2; <!-- e\n',
    'var result = ((a, b) => a + b)(1, 2) + (x => ({ y: x }))(3).y + (() => 4)();',
    'var result = true ? false ? 1 : 2 : 3; result = (1, 2, result);',
    'var result = 5 / 2 / 5 + "/".length; var r = /[/]\\//g.test("//");',
    'var result = [3, 1, 2].sort().concat([4, [5]]).reverse().slice(1, 4) + [10, 9, 1].sort(function (a, b) { return a - b });',
    'var a = [1, 2, 3, 4]; a.splice(1, 2, "x"); a.unshift(0); a.push(9); a.length = 4; var result = a + "" + a.shift() + a.pop() + a.indexOf("x") + a.includes(7) + a.lastIndexOf(1);',
    'var result = [1, 2, 3].filter(function (x) { return x > 1 }).some(function (x) { return x == 3 }) + "" + [1, 2].every(x => x < 2) + [5, 6].find(x => x > 5);',
    'var s = "Hello, World"; var result = [s.charAt(1), s.charCodeAt(1), s.indexOf("o"), s.lastIndexOf("o"), s.substring(7, 3), s.substr(-5, 3), s.slice(-5), s.toLowerCase(), s.toUpperCase(), s.split(", "), s.replace("l", "$&$&"), " x ".trim(), s[4], s.length, s.startsWith("He"), s.endsWith("ld"), s.concat("!", 1), "ab".repeat(2)].join("|");',
    'var result = ["a.b.c".split("."), "a1b22c".split(/\\d+/), "abc".split(""), "a,b".split(",", 1), "2026-06-01".replace(/(\\d+)-(\\d+)/, "$2/$1"), "aXbX".replace(/x/gi, function (m, at) { return m + at }), "x".match(/y/), "a1b2".match(/\\d/g), "a1b2".match(/([a-z])(\\d)/)[2], "abc".search(/c/)].join("|");',
    'var result = [parseInt("12px"), parseInt("ff", 16), parseFloat("1.5e2x"), isNaN("x"), Number("0x10"), String(null), Boolean(""), Math.max(1, 5, 3), Math.floor(-1.5), (255).toString(16), (1.005).toFixed(1)].join();',
    'var d = new Date(2026, 0, 31, 10, 20, 30); d.setMonth(1); var result = [d.getMonth(), d.getDate(), d.getHours(), d.getDay(), d.getFullYear(), d.getTime() === d.valueOf()].join();',
    'var re = /o/g, s = "foo boo", n = 0; while (re.exec(s)) n++; var result = n + "" + re.lastIndex + re.source;',
    'String.prototype.has = function (x) { return this.indexOf(x) !== -1 }; var result = "abc".has("b") + "" + "abc".has("z");',
    'var result = "" + [1, [2, 3]] + { } + (function () {}).call() + new Boolean(false) + null;',
    'var result = [] + 1 + [2] * 3 + "4" * "5" + (+"6") + (-"7") + !"" + !!"0" + ~~"8.9";',
    'if (1) function result2() {} var result = typeof result2; ;;;',
    'var result = isFinite(1 / 0) + encodeURIComponent("a b/ü") + decodeURIComponent("%41");',
    'var undefined_ = void 0, result = undefined_ === undefined && (undefined_ ?? "nullish");',
  ])('carries out like the engine: %s', (source) => {
    expect(ours(source)).toBe(engine(source));
  });

  const leaf = fc.oneof(
    fc.integer({ min: -1000, max: 1000 }).map((value) => `(${value})`),
    fc.constantFrom(
      '""',
      '"a"',
      '"10"',
      '"x.example.com"',
      'true',
      'false',
      'null',
      'undefined',
      'NaN',
      '[]',
      '[1,2]',
      '0.5',
    ),
  );
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc
        .tuple(
          tie('expression'),
          fc.constantFrom(
            '+',
            '-',
            '*',
            '/',
            '%',
            '&',
            '|',
            '^',
            '<<',
            '>>',
            '>>>',
            '<',
            '>',
            '<=',
            '>=',
            '==',
            '!=',
            '===',
            '!==',
            '&&',
            '||',
          ),
          tie('expression'),
        )
        .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
      fc
        .tuple(fc.constantFrom('!', '-', '+', '~', 'typeof '), tie('expression'))
        .map((parts) => `(${parts.join('')})`),
      fc
        .tuple(tie('expression'), tie('expression'), tie('expression'))
        .map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
      fc
        .tuple(
          tie('expression'),
          fc.constantFrom(
            '.length',
            '.toUpperCase()',
            '.indexOf("a")',
            '.substring(1, 3)',
            '.slice(-2)',
            '.split("a")',
            '.charAt(0)',
            '.concat("z")',
          ),
        )
        .map(([value, access]) => `String(${value})${access}`),
    ),
  }));

  it('computes whatever expression like the engine', () => {
    fc.assert(
      fc.property(expression, (text) => {
        const source = `var result = ${text};`;
        expect(ours(source)).toBe(engine(source));
      }),
      { numRuns: 400 },
    );
  });

  it('reads every text as a program, or refuses it with a line', () => {
    const words = fc.constantFrom(
      ...'function FindProxyForURL ( ) { } [ ] ; , . return if else for var in of while do switch case default : ? = == => + - * / ! " \' ` ${ // /* */ \n x 1 0x /a/ new this let const try catch class import ...'.split(
        ' ',
      ),
    );
    const texts = fc.oneof(
      fc.array(words, { maxLength: 40 }).map((some) => some.join(' ')),
      fc.string({ maxLength: 200, unit: 'binary' }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          ours(text, budget(5000, 200_000));
        } catch (error) {
          if (error instanceof PacSyntaxError) expect(error.line).toBeGreaterThan(0);
          else
            expect(error instanceof PacExhausted || error instanceof PacUnsupported, String(error)).toBe(
              true,
            );
        }
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ['class A {}', 'classes'],
    ['var {a} = b;', 'expected a name'],
    ['[a, b] = c;', 'destructuring'],
    ['f(...x);', 'spread'],
    ['function* g() {}', 'generators'],
    ['with (a) b;', 'with'],
    ['var o = { get a() { return 1 } };', 'methods and accessors'],
    ['import("fs");', 'import'],
    ['var a = "', 'closing quote'],
    ['/* a', 'comment without an end'],
    ['`a', 'template without an end'],
    ['a = 1 b', 'expected ";"'],
    ['1 = 2', 'cannot be assigned'],
    ['('.repeat(400), 'deep'],
  ])('says what it does not know in %s', (source, words) => {
    expect(() => parsePac(source)).toThrow(words);
  });
});

describe('the budget', () => {
  it.each([
    ['steps', 'while (true) {}'],
    ['steps', 'for (;;) ;'],
    ['steps', '/^(a+)+$/.test("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")'],
    ['steps', '/(x+x+)+y/.test("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")'],
    ['steps', '/(?:){1000000}x/.test("y")'],
    ['memory', 'var s = "x"; for (;;) s += s'],
    ['memory', 'var a = []; for (;;) a.push("text" + a.length)'],
    ['memory', 'var o = {}; for (var i = 0; ; i++) o["k" + i] = i'],
    ['memory', '"x".repeat(1e9)'],
    ['memory', '"a".repeat(900000).replace(/a/g, "aaaaaaaaaaaaaaaaaaaa")'],
    ['memory', 'var a = [1]; for (;;) a = a.concat(a)'],
    ['memory', 'new Array(200000).join("xxxxxxxxxxxxxxxxxxxxxxxxxxx")'],
    ['memory', 'var a = []; a[199999] = 1; a[199998] = 2; var b = a.slice(); var c = b.slice();'],
    ['depth', 'var o = {}; for (;;) { function F() {} F.prototype = o; o = new F() }'],
  ])('ends what has no end, by %s: %s', (what, source) => {
    let ended = '';
    try {
      ours(source, what === 'memory' ? budget(20_000_000) : budget());
    } catch (error) {
      ended = error instanceof PacExhausted ? error.what : String(error);
    }
    expect(ended).toBe(what);
  });

  it('is not to be caught by the file, and a stack that is full is', () => {
    expect(() => ours('for (;;) try { while (true) {} } catch (e) {} finally { }')).toThrow(PacExhausted);
    expect(ours('var result; function f() { f() } try { f() } catch (e) { result = e.name }')).toBe(
      'RangeError',
    );
  });

  it('leaves nothing of this process within reach', () => {
    for (const source of [
      'this.constructor.constructor("return process")()',
      '"".constructor.constructor("return process")()',
      '(function () {}).constructor("return process")()',
      '[].constructor.constructor("return process")()',
      'new Function("return process")()',
      'eval("process")',
      'process.exit()',
      'require("fs")',
      'globalThis.process',
      'Object.getPrototypeOf([])',
      '({}).__proto__.constructor.constructor("x")()',
      'Error.captureStackTrace({})',
    ])
      expect(ours(`var result = "kept"; ${source}; result = "escaped"`), source).toBe('threw');
  });
});

describe('regular expressions', () => {
  const atom = fc.constantFrom(
    'a',
    'b',
    '.',
    '\\.',
    '\\d',
    '\\w',
    '[ab]',
    '[^a]',
    '[a-c0-2]',
    '\\s',
    '\\b',
    '(?=b)',
    '(?!c)',
    '\\/',
  );
  const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 3 },
      atom,
      fc.tuple(tie('pattern'), tie('pattern')).map((parts) => parts.join('')),
      fc.tuple(tie('pattern'), tie('pattern')).map((parts) => `(${parts.join('|')})`),
      fc
        .tuple(
          fc.constantFrom('(', '(?:'),
          tie('pattern'),
          fc.constantFrom('*', '+', '?', '{1,2}', '*?', '+?', '{2}'),
        )
        .map(([open, inside, quantifier]) => `${open}${inside})${quantifier}`),
      tie('pattern').map((inside) => `^${inside}$`),
    ),
  }));

  it('find what the engine finds, with the same groups', () => {
    const subject = fc
      .array(fc.constantFrom('a', 'b', 'c', '1', '.', ' ', '/'), { maxLength: 8 })
      .map((s) => s.join(''));
    fc.assert(
      fc.property(pattern, subject, fc.constantFrom('', 'i'), (source, text, flags) => {
        let expected: RegExpExecArray | null;
        try {
          expected = new RegExp(source, flags).exec(text);
        } catch {
          return;
        }
        const found = compileRegex(source, flags).exec(text, 0, budget(5_000_000));
        expect(found?.index).toBe(expected?.index);
        expect(found?.groups).toEqual(expected === null ? undefined : [...expected]);
      }),
      { numRuns: 1500 },
    );
  });

  it('never end in anything but a match, a refusal or an empty budget', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.string({ maxLength: 30 }), (source, text) => {
        try {
          compileRegex(source, 'gim').exec(text, 0, budget(20_000));
        } catch (error) {
          expect(error instanceof RegexError || error instanceof PacExhausted, String(error)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['(', ')', '[a', '*', 'a{2,1}', '[b-a]', '(?<n>a)', '(?<=a)b', '\\', 'a'.repeat(4001)])(
    'refuse %s',
    (source) => {
      expect(() => compileRegex(source, '')).toThrow(RegexError);
    },
  );

  it('refuse flags that are of later times', () => {
    expect(() => compileRegex('a', 'u')).toThrow(RegexError);
  });
});

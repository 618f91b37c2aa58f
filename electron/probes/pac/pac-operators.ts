import type { PacMachine } from './pac-machine.ts';
import { PacArray, PacFunction, PacObject, PacUnsupported, type Value } from './pac-values.ts';

/** What an operator with two sides gives, `&&`, `||` and `??` apart, which may leave one side alone. */
export function operate(machine: PacMachine, operator: string, left: Value, right: Value): Value {
  switch (operator) {
    case '===':
      return left === right;
    case '!==':
      return left !== right;
    case '==':
      return looselyEqual(machine, left, right);
    case '!=':
      return !looselyEqual(machine, left, right);
    case '+': {
      const one = machine.primitive(left, 'number');
      const other = machine.primitive(right, 'number');
      return typeof one === 'string' || typeof other === 'string'
        ? machine.joined(String(one), String(other))
        : Number(one) + Number(other);
    }
    case '<':
    case '>':
    case '<=':
    case '>=':
      return compare(machine, operator, left, right);
    case 'in':
      if (!(right instanceof PacObject))
        throw machine.thrown('TypeError', "Cannot use 'in' operator on a primitive");
      return hasProperty(right, machine.text(left));
    case 'instanceof':
      return isInstance(machine, left, right);
    default:
      return arithmetic(operator, machine.number(left), machine.number(right));
  }
}

function looselyEqual(machine: PacMachine, left: Value, right: Value): boolean {
  if (left instanceof PacObject && right instanceof PacObject) return left === right;
  if (left === undefined || left === null) return right === undefined || right === null;
  if (right === undefined || right === null) return false;
  const one = machine.primitive(left, 'number');
  const other = machine.primitive(right, 'number');
  return typeof one === typeof other ? one === other : Number(one) === Number(other);
}

function compare(machine: PacMachine, operator: '<' | '>' | '<=' | '>=', left: Value, right: Value): boolean {
  const one = machine.primitive(left, 'number');
  const other = machine.primitive(right, 'number');
  const areTexts = typeof one === 'string' && typeof other === 'string';
  const [a, b] = areTexts ? [one, other] : [Number(one), Number(other)];
  return operator === '<' ? a < b : operator === '>' ? a > b : operator === '<=' ? a <= b : a >= b;
}

function isInstance(machine: PacMachine, left: Value, right: Value): boolean {
  if (!(right instanceof PacFunction))
    throw machine.thrown('TypeError', 'Right-hand side of instanceof is not callable');
  const wanted = right.get('prototype');
  for (
    let object = left instanceof PacObject ? left.prototype : null;
    object !== null;
    object = object.prototype
  ) {
    machine.budget.step();
    if (object === wanted) return true;
  }
  return false;
}

function hasProperty(start: PacObject, name: string): boolean {
  for (let object: PacObject | null = start; object !== null; object = object.prototype)
    if (object.has(name) || (name === 'length' && object instanceof PacArray)) return true;
  return false;
}

function arithmetic(operator: string, left: number, right: number): number {
  switch (operator) {
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    case '**':
      return left ** right;
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '<<':
      return left << right;
    case '>>':
      return left >> right;
    case '>>>':
      return left >>> right;
    default:
      throw new PacUnsupported(`the operator ${operator}`);
  }
}

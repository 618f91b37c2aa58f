import { type PacMachine, truthy } from './pac-machine.ts';
import { type Methods, method } from './pac-method.ts';
import { ARRAY_LIMIT, PacArray, PacExhausted, type Value } from './pac-values.ts';

/** The elements of an array, or of what a string stands for. */
function elementsOf(machine: PacMachine, self: Value): Value[] {
  if (self instanceof PacArray) return self.elements;
  if (typeof self === 'string') return machine.array([...self]).elements;
  throw machine.thrown('TypeError', 'not an array');
}

/** Walks over an array and calls back for each element, which may change it meanwhile. */
function walk(
  machine: PacMachine,
  self: Value,
  callback: Value,
  visit: (answer: Value, value: Value, index: number) => boolean,
): void {
  const elements = elementsOf(machine, self);
  for (let index = 0; index < elements.length; index += 1) {
    const value = elements[index];
    if (visit(machine.call(callback, undefined, [value, index, self]), value, index)) return;
  }
}

/** What arrays can do, as far as PAC files use it. */
export const ARRAY_METHODS: Methods = {
  push: (machine, self, given) => {
    const elements = elementsOf(machine, self);
    machine.budget.allocate(16 * given.length);
    if (elements.length + given.length > ARRAY_LIMIT) throw new PacExhausted('memory');
    for (const value of given) elements.push(value);
    return elements.length;
  },
  pop: (machine, self) => elementsOf(machine, self).pop(),
  shift: (machine, self) => {
    const elements = elementsOf(machine, self);
    machine.budget.step(elements.length >> 6);
    return elements.shift();
  },
  unshift: (machine, self, given) => {
    const elements = elementsOf(machine, self);
    machine.budget.allocate(16 * given.length);
    machine.budget.step(elements.length >> 4);
    if (elements.length + given.length > ARRAY_LIMIT) throw new PacExhausted('memory');
    elements.unshift(...given.slice(0, 1000));
    return elements.length;
  },
  slice: (machine, self, [from, to]) =>
    machine.array(
      elementsOf(machine, self).slice(
        machine.number(from ?? 0),
        to === undefined ? undefined : machine.number(to),
      ),
    ),
  splice: (machine, self, [from, count, ...added]) => {
    const elements = elementsOf(machine, self);
    machine.budget.step(elements.length >> 4);
    machine.budget.allocate(16 * added.length);
    if (elements.length + added.length > ARRAY_LIMIT) throw new PacExhausted('memory');
    const removed = count === undefined ? elements.length : machine.number(count);
    return machine.array(elements.splice(machine.number(from ?? 0), removed, ...added.slice(0, 1000)));
  },
  concat: (machine, self, given) =>
    machine.array(
      given.reduce<Value[]>(
        (all, value) => {
          const added = value instanceof PacArray ? value.elements : [value];
          machine.budget.step(1 + ((all.length + added.length) >> 4));
          if (all.length + added.length > ARRAY_LIMIT) throw new PacExhausted('memory');
          return all.concat(added);
        },
        [...elementsOf(machine, self)],
      ),
    ),
  join: (machine, self, [separator]) =>
    joined(machine, self, separator === undefined ? ',' : machine.text(separator)),
  toString: method((machine, self) => joined(machine, self, ',')),
  reverse: (machine, self) => {
    machine.budget.step(elementsOf(machine, self).length >> 4);
    elementsOf(machine, self).reverse();
    return self;
  },
  sort: (machine, self, [compare]) => sorted(machine, self, compare),
  indexOf: (machine, self, [wanted, from]) => {
    const elements = elementsOf(machine, self);
    machine.budget.step(elements.length >> 3);
    return elements.indexOf(wanted, machine.number(from ?? 0));
  },
  lastIndexOf: (machine, self, [wanted]) => {
    const elements = elementsOf(machine, self);
    machine.budget.step(elements.length >> 3);
    return elements.lastIndexOf(wanted);
  },
  includes: (machine, self, [wanted]) => {
    const elements = elementsOf(machine, self);
    machine.budget.step(elements.length >> 3);
    return elements.includes(wanted);
  },
  forEach: (machine, self, [callback]) => {
    walk(machine, self, callback, () => false);
    return undefined;
  },
  map: (machine, self, [callback]) => {
    const made = machine.array([]);
    walk(machine, self, callback, (answer) => {
      machine.setMember(made, String(made.elements.length), answer);
      return false;
    });
    return made;
  },
  filter: (machine, self, [callback]) => {
    const made = machine.array([]);
    walk(machine, self, callback, (answer, value) => {
      if (truthy(answer)) machine.setMember(made, String(made.elements.length), value);
      return false;
    });
    return made;
  },
  some: (machine, self, [callback]) => {
    let isFound = false;
    walk(machine, self, callback, (answer) => {
      isFound = truthy(answer);
      return isFound;
    });
    return isFound;
  },
  every: (machine, self, [callback]) => {
    let isEvery = true;
    walk(machine, self, callback, (answer) => {
      isEvery = truthy(answer);
      return !isEvery;
    });
    return isEvery;
  },
  find: (machine, self, [callback]) => {
    let found: Value;
    walk(machine, self, callback, (answer, value) => {
      if (truthy(answer)) found = value;
      return truthy(answer);
    });
    return found;
  },
};

function joined(machine: PacMachine, self: Value, separator: string): string {
  let text = '';
  for (const [index, value] of elementsOf(machine, self).entries()) {
    const part = value === undefined || value === null ? '' : machine.text(value);
    machine.budget.text(part.length + separator.length);
    text += index === 0 ? part : separator + part;
    if (text.length > 4_000_000) throw new PacExhausted('memory');
  }
  return text;
}

/** Merge sort: the number of comparisons, each a call of the file, is bounded whatever they answer. */
function sorted(machine: PacMachine, self: Value, compare: Value): Value {
  const isBefore = (left: Value, right: Value): boolean => {
    machine.budget.step();
    if (left === undefined || right === undefined) return left !== undefined;
    if (compare !== undefined) return machine.number(machine.call(compare, undefined, [left, right])) <= 0;
    return machine.text(left) <= machine.text(right);
  };
  const merge = (values: readonly Value[]): Value[] => {
    if (values.length < 2) return [...values];
    const middle = values.length >> 1;
    const left = merge(values.slice(0, middle));
    const right = merge(values.slice(middle));
    const merged: Value[] = [];
    let [i, j] = [0, 0];
    while (i < left.length && j < right.length)
      if (isBefore(left[i], right[j])) merged.push(left[i++]);
      else merged.push(right[j++]);
    return [...merged, ...left.slice(i), ...right.slice(j)];
  };
  const elements = elementsOf(machine, self);
  machine.budget.allocate(64 * elements.length);
  const result = merge(elements);
  elements.length = 0;
  for (const value of result) elements.push(value);
  return self;
}

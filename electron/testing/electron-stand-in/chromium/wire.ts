/** One value of a text that `encode` wrote; members are named by their places in the list. */
type Node =
  | { readonly t: 'plain'; readonly v: string | number | boolean | null }
  | { readonly t: 'undefined' }
  | { readonly t: 'number' | 'bigint' | 'error'; readonly v: string }
  | { readonly t: 'date'; readonly v: number }
  | { readonly t: 'bytes' | 'set'; readonly v: number[] }
  | { readonly t: 'map'; readonly v: [number, number][] }
  | { readonly t: 'array'; readonly length: number; readonly v: [number, number][] }
  | { readonly t: 'object'; readonly v: [string, number][] };

/**
 * Writes a value as a text, for a page and the process of a stand-in, which have nothing else between them: as much of structured
 * clone as questions and answers use, circles and holes included. Throws a DataCloneError for functions and symbols, as Electron does.
 */
export function encode(value: unknown): string {
  const nodes: Node[] = [];
  const known = new Map<unknown, number>();
  const visit = (one: unknown): number => {
    const seen = known.get(one);
    if (seen !== undefined) return seen;
    const place = nodes.length;
    // Held before its members are looked at: one of them may be the value itself.
    nodes.push({ t: 'undefined' });
    if (typeof one === 'object' && one !== null) known.set(one, place);
    nodes[place] = nodeOf(one, visit);
    return place;
  };
  visit(value);
  return JSON.stringify(nodes);
}

function nodeOf(value: unknown, visit: (member: unknown) => number): Node {
  switch (typeof value) {
    case 'undefined':
      return { t: 'undefined' };
    case 'number':
      // JSON has neither infinities nor a zero below zero.
      return Number.isFinite(value) && !Object.is(value, -0)
        ? { t: 'plain', v: value }
        : { t: 'number', v: Object.is(value, -0) ? '-0' : String(value) };
    case 'bigint':
      return { t: 'bigint', v: String(value) };
    case 'string':
    case 'boolean':
      return { t: 'plain', v: value };
    case 'object':
      return value === null ? { t: 'plain', v: null } : objectNode(value, visit);
    default:
      throw new DOMException('An object could not be cloned.', 'DataCloneError');
  }
}

function objectNode(value: object, visit: (member: unknown) => number): Node {
  if (value instanceof Date) return { t: 'date', v: value.getTime() };
  if (value instanceof Error) return { t: 'error', v: value.message };
  if (ArrayBuffer.isView(value))
    return { t: 'bytes', v: [...new Uint8Array(value.buffer, value.byteOffset, value.byteLength)] };
  if (value instanceof Map)
    return { t: 'map', v: [...value].map(([key, member]) => [visit(key), visit(member)]) };
  if (value instanceof Set) return { t: 'set', v: [...value].map(visit) };
  if (Array.isArray(value)) {
    const entries = Object.keys(value).map((key): [number, number] => [
      Number(key),
      visit(value[Number(key)]),
    ]);
    return { t: 'array', length: value.length, v: entries };
  }
  return { t: 'object', v: Object.entries(value).map(([key, member]) => [key, visit(member)]) };
}

/** Reads what `encode` wrote. */
export function decode(text: string): unknown {
  const nodes = JSON.parse(text) as Node[];
  const made = new Map<number, unknown>();
  const read = (place: number): unknown => {
    if (made.has(place)) return made.get(place);
    const node = nodes[place];
    if (node === undefined) throw new Error('a text that was not encoded here');
    if (node.t === 'map') {
      const map = new Map<unknown, unknown>();
      made.set(place, map);
      for (const [key, member] of node.v) map.set(read(key), read(member));
      return map;
    }
    if (node.t === 'set') {
      const set = new Set<unknown>();
      made.set(place, set);
      for (const member of node.v) set.add(read(member));
      return set;
    }
    if (node.t === 'array') {
      const array: unknown[] = new Array(node.length);
      made.set(place, array);
      for (const [index, member] of node.v) array[index] = read(member);
      return array;
    }
    if (node.t === 'object') {
      const object = {};
      made.set(place, object);
      // Defined and not assigned: a key may be `__proto__`.
      for (const [key, member] of node.v)
        Object.defineProperty(object, key, {
          value: read(member),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      return object;
    }
    return leaf(node);
  };
  return read(0);
}

function leaf(node: Exclude<Node, { t: 'map' | 'set' | 'array' | 'object' }>): unknown {
  switch (node.t) {
    case 'plain':
      return node.v;
    case 'undefined':
      return undefined;
    case 'number':
      return Number(node.v);
    case 'bigint':
      return BigInt(node.v);
    case 'date':
      return new Date(node.v);
    case 'bytes':
      return new Uint8Array(node.v);
    case 'error':
      return new Error(node.v);
    default:
      return undefined;
  }
}

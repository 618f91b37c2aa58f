import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import en from './en.json' with { type: 'json' };

const RENDERER = fileURLToPath(new URL('..', import.meta.url));
const PLURAL = /_(?:zero|one|two|few|many|other)$/;
/** Attributes whose text a person sees or hears. */
const SPOKEN = new Set([
  'aria-label',
  'alt',
  'title',
  'label',
  'description',
  'placeholder',
  'what',
  'error',
]);

type Node = { readonly type: string } & Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

function* walk(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const each of value) yield* walk(each);
  else if (isNode(value)) {
    yield value;
    for (const child of Object.values(value)) yield* walk(child);
  }
}

const sources = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|^testing/.test(path))
  .map((path) => ({
    path,
    nodes: [...walk(parseSync(path, readFileSync(join(RENDERER, path), 'utf8')).program)],
  }));

function keysOf(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'object' && inner !== null ? keysOf(inner, `${prefix}${key}.`) : `${prefix}${key}`,
  );
}

/** A key as the code names it; `*` stands for what is put in when the program runs. */
function patternsOf(node: Node): string[] {
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? [node['value']] : [];
  if (node.type === 'ConditionalExpression')
    return [node['consequent'], node['alternate']].flatMap((branch) =>
      isNode(branch) ? patternsOf(branch) : [],
    );
  if (node.type !== 'TemplateLiteral') return [];
  const quasis = node['quasis'] as readonly { readonly value: { readonly cooked: string } }[];
  return [quasis.map(({ value }) => value.cooked).join('*')];
}

const asked = sources.flatMap(({ path, nodes }) =>
  nodes.flatMap((node) => {
    const callee = node['callee'];
    if (node.type !== 'CallExpression' || !isNode(callee) || callee['name'] !== 't') return [];
    const [first] = node['arguments'] as readonly unknown[];
    const patterns = isNode(first) ? patternsOf(first) : [];
    return patterns.map((pattern) => ({ path, pattern }));
  }),
);

const matches = (pattern: string, key: string): boolean =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^.]+')}$`).test(key.replace(PLURAL, ''));

describe('the catalogue', () => {
  const keys = keysOf(en);

  it('is asked for in the code at all', () => {
    expect(asked.length).toBeGreaterThan(200);
  });

  it('has a text for every key that the code asks for', () => {
    expect(asked.filter(({ pattern }) => !keys.some((key) => matches(pattern, key)))).toEqual([]);
  });

  it('has no text that nothing asks for', () => {
    expect(keys.filter((key) => !asked.some(({ pattern }) => matches(pattern, key)))).toEqual([]);
  });

  it('has both forms of every text that counts', () => {
    const counted = keys.filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, ''));
    for (const key of new Set(counted))
      expect(keys).toEqual(expect.arrayContaining([`${key}_one`, `${key}_other`]));
  });
});

describe('the screens', () => {
  it('have no text of their own', () => {
    const literal = sources.flatMap(({ path, nodes }) =>
      nodes.flatMap((node) => {
        if (node.type === 'JSXText' && /\p{L}/u.test(String(node['value'])))
          return `${path}: ${node['value']}`;
        const { name, value } = node as { name?: { name?: unknown }; value?: unknown };
        const isSpoken = node.type === 'JSXAttribute' && SPOKEN.has(String(name?.name));
        return isSpoken && isNode(value) && value.type === 'Literal' && value['value'] !== ''
          ? `${path}: ${String(name?.name)}=${String(value['value'])}`
          : [];
      }),
    );
    expect(literal).toEqual([]);
  });
});

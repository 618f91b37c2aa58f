import fc from 'fast-check';
import { z } from 'zod';

/** What JSON Schema says of the shapes of the contract; nothing else is used there. */
const nodeSchema = z.looseObject({
  type: z.string().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  additionalProperties: z.unknown().optional(),
  maxItems: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  pattern: z.string().optional(),
});

/** Values for fields by their name, where any value of the type would only make every state absurd. */
export type FieldArbitraries = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/** Values of a zod schema, every one legal, optional fields there or not. */
export function valuesOf<T extends z.ZodType>(
  schema: T,
  fields: FieldArbitraries = {},
): fc.Arbitrary<z.infer<T>> {
  const made = arbitraryOf(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' }), fields);
  return made.filter((value): value is z.infer<T> => schema.safeParse(value).success);
}

function arbitraryOf(given: unknown, fields: FieldArbitraries): fc.Arbitrary<unknown> {
  const node = nodeSchema.parse(given);
  if ('const' in node) return fc.constant(node.const);
  if (node.enum !== undefined) return fc.constantFrom(...node.enum);
  const choices = node.anyOf ?? node.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => arbitraryOf(choice, fields)));
  switch (node.type) {
    case 'object':
      return objectOf(node, fields);
    case 'array':
      return fc.array(arbitraryOf(node.items ?? {}, fields), { maxLength: Math.min(node.maxItems ?? 3, 3) });
    case 'string':
      return stringOf(node);
    case 'integer':
      return fc.integer({ min: Math.max(node.minimum ?? -5, -1e6), max: Math.min(node.maximum ?? 1e6, 1e9) });
    case 'number':
      return fc.double({ min: node.minimum ?? -1e6, max: node.maximum ?? 1e6, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.constant(undefined);
  }
}

function objectOf(node: z.infer<typeof nodeSchema>, fields: FieldArbitraries): fc.Arbitrary<unknown> {
  if (node.properties === undefined)
    return fc.dictionary(
      fc.string({ minLength: 1, maxLength: 8 }),
      arbitraryOf(node.additionalProperties ?? {}, fields),
      {
        maxKeys: 2,
        noNullPrototype: true,
      },
    );
  const required = new Set(node.required ?? []);
  const entries = Object.entries(node.properties).map(([name, value]): [string, fc.Arbitrary<unknown>] => {
    const any = Object.hasOwn(fields, name)
      ? (fields[name] ?? fc.constant(undefined))
      : arbitraryOf(value, fields);
    return [name, required.has(name) ? any : fc.option(any, { nil: undefined })];
  });
  return fc
    .record(Object.fromEntries(entries))
    .map((value) => Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)));
}

function stringOf(node: z.infer<typeof nodeSchema>): fc.Arbitrary<string> {
  const { minLength = 0, maxLength = 12, pattern } = node;
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, 'u'));
  const text = fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 12)) });
  const telling = ['', '10.0.0.5', '2026-01-01T00:00:00.000Z', 'DC=a,DC=b'].filter(
    ({ length }) => length >= minLength && length <= maxLength,
  );
  return telling.length === 0
    ? text
    : fc.oneof({ weight: 4, arbitrary: text }, { weight: 1, arbitrary: fc.constantFrom(...telling) });
}

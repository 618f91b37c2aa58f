import type { z } from 'zod';

/**
 * What is wrong with one field. The plain codes have their texts in the catalogue; `host` and `said` bring the contract's own
 * sentence, `said` with the part of the text that it is about where a field holds several.
 */
export type FieldProblem =
  | { readonly code: 'missing' | 'port' | 'same-port' | 'too-many-resolvers' | 'name-too-long' | 'proxy' }
  | { readonly code: 'host'; readonly why: string }
  | { readonly code: 'resolver'; readonly text: string }
  | { readonly code: 'said'; readonly why: string; readonly text?: string };

/** What is wrong with a form, by field; an empty object when nothing is. */
export type FormProblems<F> = Partial<Record<keyof F & string, FieldProblem>>;

/** Where a value of the profile stands in a form. */
export type FieldPaths<F> = Readonly<Record<string, keyof F & string>>;

/** True when nothing keeps a form from being used. */
export const isFlawless = (problems: object): boolean => Object.keys(problems).length === 0;

/** A port from 1 to 65535 as digits; undefined for everything else. */
export function parsePort(text: string): number | undefined {
  if (!/^\d{1,5}$/.test(text.trim())) return undefined;
  const port = Number(text);
  return port >= 1 && port <= 65_535 ? port : undefined;
}

/** A port as a profile has it: left out where nothing was typed, and one that the contract refuses where it is no port. */
export const portValue = (text: string): number | undefined =>
  text.trim() === '' ? undefined : (parsePort(text) ?? 0);

/** A text as a profile has it: left out where nothing was typed. */
export const textValue = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());

/** Parts of a field that holds several, separated by spaces, commas or lines. */
export const listOf = (text: string): string[] => text.split(/[\s,;]+/).filter((part) => part !== '');

/** Lays what the contract says of a section beside the fields that its values were typed into. */
export function sectionProblems<F>(
  parsed: z.ZodSafeParseResult<unknown>,
  draft: object,
  paths: FieldPaths<F>,
): FormProblems<F> {
  const problems: FormProblems<F> = {};
  for (const issue of parsed.error?.issues ?? []) {
    const [first, second] = issue.path;
    const field = paths[`${String(first)}.${String(second)}`] ?? paths[String(first)];
    if (field === undefined || problems[field] !== undefined) continue;
    problems[field] = problemOf(issue, typeof second === 'number' ? partOf(draft, first, second) : undefined);
  }
  return problems;
}

function problemOf({ message, path }: z.core.$ZodIssue, text: string | undefined): FieldProblem {
  if (path.includes('port') || path.includes('ports')) return { code: 'port' };
  return text === undefined ? { code: 'said', why: message } : { code: 'said', why: message, text };
}

function partOf(draft: object, key: PropertyKey | undefined, index: number): string | undefined {
  const list: unknown = Object.entries(draft).find(([name]) => name === key)?.[1];
  return Array.isArray(list) ? String(list[index]).slice(0, 80) : undefined;
}

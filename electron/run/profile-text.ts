import { LineCounter, parseDocument, type YAMLError } from 'yaml';
import { z } from 'zod';
import {
  type Profile,
  type ProfileDocument,
  profileDocumentSchema,
  type SecretReference,
  type Secrets,
} from '../contract/profile.ts';
import { readProxyUrl } from '../contract/proxy-url.ts';
import { ok, type Result, refused } from '../contract/result.ts';

/** Largest profile text; a profile with everything in it is below 4 KB. */
export const PROFILE_LIMIT_BYTES = 256 * 1024;
/** Aliases that a profile may expand to: none is ever needed, a few are no attack ("billion laughs" needs thousands). */
const ALIAS_LIMIT = 20;
/** Depth that a profile can have is 3; a text that nests deeper than this is not a profile. */
const DEPTH_LIMIT = 32;

/** A profile without secrets, the secrets that stood in it literally, and where others are to be had. */
export interface ParsedProfile {
  readonly profile: Profile;
  readonly literalSecrets: Secrets;
  readonly references: readonly {
    readonly field: 'console.apiToken' | 'activeDirectory.password';
    readonly reference: SecretReference;
  }[];
  readonly warnings: readonly string[];
}

/**
 * Parses a profile written in YAML or JSON. Every refusal is one sentence with its line and what was expected; a value that may
 * be a secret is never quoted. Codes: `empty`, `too-large`, `not-text`, `syntax`, `alias-bomb`, `invalid`.
 */
export function parseProfileText(text: string): Result<ParsedProfile> {
  if (text.length > PROFILE_LIMIT_BYTES) return refused('too-large', 'a profile has at most 256 KB');
  if (text.trim() === '')
    return refused(
      'empty',
      `the file is empty; expected a profile that begins with schema: airway.profile/1`,
    );
  if (text.includes('\u0000')) return refused('not-text', 'the file is not text; expected YAML or JSON');
  const tooDeep = lineOfDepth(text);
  if (tooDeep !== undefined) return refused('syntax', 'nested far deeper than any profile', tooDeep);
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      schema: 'core',
      logLevel: 'silent',
    });
    const problem = document.errors[0];
    if (problem !== undefined)
      return refused('syntax', syntaxMessage(problem), lines.linePos(problem.pos[0]).line);
    const value: unknown = document.toJS({ maxAliasCount: ALIAS_LIMIT });
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return refused('invalid', 'expected a profile with keys such as schema, name and console', 1);
    const lineOf = (path: readonly PropertyKey[]) => lineAt(document, lines, path);
    const parsed = profileDocumentSchema.safeParse(value);
    if (!parsed.success) return invalid(parsed.error.issues, value, lineOf);
    return ok(splitSecrets(parsed.data, lineOf));
  } catch (error) {
    if (error instanceof ReferenceError)
      return refused('alias-bomb', 'aliases (*name) expand to far more than a profile; write the values out');
    if (error instanceof RangeError) return refused('syntax', 'nested far deeper than any profile');
    return refused('syntax', 'not readable as YAML or JSON');
  }
}

function syntaxMessage(problem: YAMLError): string {
  const [first = 'not readable'] = problem.message.split('\n');
  return `not readable as YAML or JSON: ${first.replace(/ at line .*$/, '').slice(0, 160)}`;
}

/** Line where brackets or indentation nest deeper than the limit: found before the parser recurses into it. */
function lineOfDepth(text: string): number | undefined {
  for (const [index, line] of text.split('\n').entries()) {
    let depth = 0;
    for (const character of line) {
      if (character === '[' || character === '{') depth += 1;
      else if (character === ']' || character === '}') depth -= 1;
      if (depth > DEPTH_LIMIT) return index + 1;
    }
    if ((/^(?:\s*- ){33,}/.exec(line) ?? /^\s{1000,}\S/.exec(line)) !== null) return index + 1;
  }
  return undefined;
}

type ProfileYaml = ReturnType<typeof parseDocument>;

/** Line of the key that a path names, or of the nearest parent that exists. */
function lineAt(document: ProfileYaml, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const part = path.slice(0, length);
    const parent: unknown = length === 1 ? document.contents : document.getIn(part.slice(0, -1), true);
    const offset = keyOffset(parent, part.at(-1)) ?? nodeOffset(document.getIn(part, true));
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return 1;
}

function keyOffset(parent: unknown, key: PropertyKey | undefined): number | undefined {
  if (typeof parent !== 'object' || parent === null || !('items' in parent) || !Array.isArray(parent.items))
    return undefined;
  for (const pair of parent.items as unknown[]) {
    if (typeof pair !== 'object' || pair === null || !('key' in pair)) continue;
    const node = pair.key;
    if (typeof node === 'object' && node !== null && 'value' in node && node.value === key)
      return nodeOffset(node);
  }
  return undefined;
}

function nodeOffset(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range))
    return undefined;
  const [start] = node.range as unknown[];
  return typeof start === 'number' ? start : undefined;
}

type Issue = z.core.$ZodIssue;

function invalid(
  issues: readonly Issue[],
  value: unknown,
  lineOf: (path: readonly PropertyKey[]) => number,
): Result<never> {
  const located = issues
    .map((issue) => ({ issue, line: lineOf(pathOf(issue)) }))
    .sort((a, b) => a.line - b.line);
  const first = located[0];
  if (first === undefined) return refused('invalid', 'not a profile', 1);
  return refused('invalid', describeIssue(first.issue, value), first.line);
}

/** For an unknown key the path ends at its parent; the key itself is where the line is. */
function pathOf(issue: Issue): readonly PropertyKey[] {
  return issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
}

function describeIssue(issue: Issue, value: unknown): string {
  const where = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(issue.path);
    const key = String(issue.keys[0]).slice(0, 60);
    return `${where}unknown key "${key}"; expected ${known.length === 0 ? 'another key' : `one of ${known.join(', ')}`}`;
  }
  const found = valueAt(value, issue.path);
  if (found === undefined && issue.code === 'invalid_type')
    return `${where}is missing; ${expectationOf(issue)}`;
  const canQuote =
    !/token|password|url/i.test(issue.path.join('.')) &&
    ['string', 'number', 'boolean'].includes(typeof found) &&
    // A login in front of a host.
    !/[^/]:.*@/.test(String(found));
  return `${where}${expectationOf(issue)}${canQuote ? `, found ${JSON.stringify(found).slice(0, 60)}` : ''}`;
}

function expectationOf(issue: Issue): string {
  if (issue.code === 'invalid_value') return `expected ${issue.values.map(String).join(' or ')}`;
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input'))
    return `expected ${WORDS[issue.expected] ?? issue.expected}`;
  if (issue.code === 'too_big' && !issue.message.startsWith('expected'))
    return `expected at most ${String(issue.maximum)} characters or entries`;
  return issue.message;
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  object: 'keys with values',
  array: 'a list',
  int: 'a whole number',
  number: 'a number',
};

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found: unknown = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<PropertyKey, unknown>)[key];
  }
  return found;
}

/** The keys that the schema knows at a path, read from the schema itself so that the two cannot differ. */
function keysAt(path: readonly PropertyKey[]): string[] {
  let schema: unknown = profileDocumentSchema;
  for (const key of path) {
    const shape: Record<string, unknown> | undefined = shapeOf(schema);
    if (shape === undefined) return [];
    schema = shape[String(key)];
  }
  return Object.keys(shapeOf(schema) ?? {});
}

function shapeOf(schema: unknown): Record<string, unknown> | undefined {
  if (schema instanceof z.ZodObject) return schema.shape as Record<string, unknown>;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return shapeOf(schema.unwrap());
  return undefined;
}

/** Takes literal secrets out of the document, so that no later stage ever holds one beside the profile. */
function splitSecrets(
  document: ProfileDocument,
  lineOf: (path: readonly PropertyKey[]) => number,
): ParsedProfile {
  const warnings: string[] = [];
  const references: ParsedProfile['references'][number][] = [];
  const literalSecrets: { -readonly [K in keyof Secrets]: Secrets[K] } = {};
  const warn = (field: string) =>
    warnings.push(
      `line ${lineOf(field.split('.'))}: ${field} holds the secret itself; better {env: NAME} or {file: PATH}`,
    );

  const take = (
    field: 'console.apiToken' | 'activeDirectory.password',
    given: string | SecretReference | undefined,
    keep: (secret: string) => void,
  ): SecretReference | undefined => {
    if (typeof given !== 'string') {
      if (given !== undefined) references.push({ field, reference: given });
      return given;
    }
    keep(given);
    warn(field);
    return { ask: true };
  };

  const { console: site, activeDirectory, proxy, ...rest } = document;
  const profile: Profile = { ...rest };
  if (site !== undefined) {
    const { apiToken, ...others } = site;
    const reference = take('console.apiToken', apiToken, (secret) => {
      literalSecrets.apiToken = secret;
    });
    profile.console = reference === undefined ? others : { ...others, apiToken: reference };
  }
  if (activeDirectory !== undefined) {
    const { password, ...others } = activeDirectory;
    const reference = take('activeDirectory.password', password, (secret) => {
      literalSecrets.bindPassword = secret;
    });
    profile.activeDirectory = reference === undefined ? others : { ...others, password: reference };
  }
  if (proxy !== undefined && 'url' in proxy) {
    const url = new URL(proxy.url);
    const login = readProxyUrl(proxy.url)?.login;
    if (login !== undefined) {
      literalSecrets.proxyLogin = login;
      warn('proxy.url');
      url.username = '';
      url.password = '';
    }
    profile.proxy = { url: url.href };
  } else if (proxy !== undefined && 'pacUrl' in proxy) {
    const url = new URL(proxy.pacUrl);
    if (url.username !== '' || url.password !== '') {
      warnings.push(
        `line ${lineOf(['proxy', 'pacUrl'])}: the login in proxy.pacUrl is left out; files are fetched without one`,
      );
      url.username = '';
      url.password = '';
      profile.proxy = { pacUrl: url.href };
    } else profile.proxy = proxy;
  } else if (proxy !== undefined) profile.proxy = proxy;
  return { profile, literalSecrets, references, warnings };
}

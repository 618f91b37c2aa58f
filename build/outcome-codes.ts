import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { LOGIN_CODES } from '../electron/contract/outcomes/ldap.ts';
import { outcomeSchema } from '../electron/contract/outcomes/outcome.ts';
import type { SeenCode } from '../electron/probes/testing/outcome-log-name.ts';

/** Tests that the page names for one code; more would say nothing more. */
const TESTS_SHOWN = 2;

const seenSchema = z.object({ kind: z.string(), code: z.string(), test: z.string() });

/** The look at a directory and the login share a shape; these codes only the login can come to. */
const ONLY_OF_LOGINS: ReadonlySet<string> = new Set(LOGIN_CODES);

/** Every kind of outcome with the codes that its shape allows, in the order of the contract. */
export function codesByKind(): ReadonlyMap<string, readonly string[]> {
  return new Map(
    outcomeSchema.options.flatMap(({ shape: { kind, code } }) => {
      const kinds = 'options' in kind ? kind.options : [...kind.values];
      return kinds.map((name): [string, readonly string[]] => [
        name,
        code.options.filter((one) => name !== 'ldap' || !ONLY_OF_LOGINS.has(one)),
      ]);
    }),
  );
}

/** What the tests of one run wrote down, each thing once. */
export function readSeenCodes(path: string): SeenCode[] {
  if (!existsSync(path)) return [];
  const lines = new Set(readFileSync(path, 'utf8').split('\n'));
  lines.delete('');
  return [...lines].map((line) => seenSchema.parse(JSON.parse(line)));
}

/** Codes, as `tcp filtered`, that no test of a probe came to. */
export function codesWithoutTest(seen: readonly SeenCode[]): string[] {
  const produced = new Set(seen.map(({ kind, code }) => `${kind} ${code}`));
  return [...codesByKind()].flatMap(([kind, codes]) =>
    codes.map((code) => `${kind} ${code}`).filter((name) => !produced.has(name)),
  );
}

/** The page `docs/probe-codes.md`: probe × code × test. A test of the probe's own room is named before any other. */
export function codesPage(seen: readonly SeenCode[]): string {
  const rows = [...codesByKind()].flatMap(([kind, codes]) =>
    codes.map((code) => {
      const tests = [
        ...new Set(seen.filter((one) => one.kind === kind && one.code === code).map(({ test }) => test)),
      ]
        .sort((a, b) => Number(b.includes('/probes/')) - Number(a.includes('/probes/')) || (a < b ? -1 : 1))
        .slice(0, TESTS_SHOWN)
        .map((test) => `[${test.split('/').at(-1)}](../${test})`);
      return `| ${kind} | \`${code}\` | ${tests.join(', ') || '**none**'} |`;
    }),
  );
  return [
    '# Which test produces which outcome code',
    '',
    'Written by `npm run codes` from what the probes returned while the unit tests ran, against real servers, network namespaces and',
    'hostile servers. `npm test` fails when a code is produced by no test, or when this page lacks a code.',
    '',
    '| probe | code | produced by, among others |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** What is wrong with the page beside the contract: codes that it lacks, and codes that are no more. */
export function pageProblems(page: string): string[] {
  const onPage = new Set(
    [...page.matchAll(/^\| (\S+) \| `(\S+)` \| \[/gm)].map(([, kind, code]) => `${kind} ${code}`),
  );
  const known = new Set(
    [...codesByKind()].flatMap(([kind, codes]) => codes.map((code) => `${kind} ${code}`)),
  );
  return [
    ...[...known].filter((name) => !onPage.has(name)).map((name) => `${name} is missing`),
    ...[...onPage].filter((name) => !known.has(name)).map((name) => `${name} is no code any more`),
  ];
}

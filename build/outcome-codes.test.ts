import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { codesByKind, codesPage, codesWithoutTest, pageProblems, readSeenCodes } from './outcome-codes.ts';

const folder = mkdtempSync(join(tmpdir(), 'airway-codes-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const all = [...codesByKind()].flatMap(([kind, codes]) =>
  codes.map((code) => ({ kind, code, test: `electron/probes/${kind}/${kind}.test.ts` })),
);

describe('the table of outcome codes', () => {
  it('knows every kind of the contract, and both kinds of a shape that serves two', () => {
    expect(codesByKind().get('tcp')).toContain('filtered');
    expect(codesByKind().get('http')).toEqual(codesByKind().get('api-token'));
    expect(codesByKind().get('ldap-bind')).toContain('bind-refused');
    expect(codesByKind().get('ldap')).not.toContain('bind-refused');
  });

  it('names the codes that no test produced', () => {
    expect(codesWithoutTest(all)).toEqual([]);
    expect(codesWithoutTest(all.filter(({ code }) => code !== 'filtered'))).toEqual(['tcp filtered']);
  });

  it('is whole as a page only with a test for each code', () => {
    expect(pageProblems(codesPage(all))).toEqual([]);
    expect(pageProblems(codesPage(all.slice(1)))).toEqual(['system-lookup resolved is missing']);
    expect(pageProblems(`${codesPage(all)}| tcp | \`ajar\` | [a.test.ts](../a.test.ts) |\n`)).toEqual([
      'tcp ajar is no code any more',
    ]);
  });

  it('is read from what the tests wrote, each thing once', () => {
    const path = join(folder, 'codes.jsonl');
    const line = JSON.stringify(all[0]);
    writeFileSync(path, `${line}\n${line}\n${JSON.stringify(all[1])}\n`);
    expect(readSeenCodes(path)).toEqual(all.slice(0, 2));
    expect(readSeenCodes(join(folder, 'none'))).toEqual([]);
  });
});

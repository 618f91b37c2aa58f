import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createPackage } from '@electron/asar';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT } from '../fresh.ts';
import { archiveProblems } from './archive-contents.ts';

const folder = mkdtempSync(join(tmpdir(), 'airway-archive-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One file for each pattern of the allow list. */
const GOOD = {
  'package.json': '{}',
  'out/desktop/main.js': 'start();',
  'out/desktop/preload.cjs': 'bridge();',
  'out/chunks/chunk-A.js': 'export {};',
  'out/renderer/index.html': '<p>',
  'out/renderer/assets/index-A.js': 'show();',
};
let count = 0;

async function problemsWith(files: Record<string, string>, budgetBytes?: number): Promise<string[]> {
  count += 1;
  const source = join(folder, String(count));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(source, path)), { recursive: true });
    writeFileSync(join(source, path), content);
  }
  const archive = join(folder, `${count}.asar`);
  await createPackage(source, archive);
  return archiveProblems(archive, budgetBytes);
}

describe('archiveProblems', () => {
  it('finds none in what is listed', async () => {
    expect(await problemsWith(GOOD)).toEqual([]);
  });

  it.each([
    ['a map', 'out/chunks/chunk-A.js.map', '{}', /chunk-A\.js\.map is not listed/],
    ['a source', 'electron/main.ts', 'start();', /electron\/main\.ts is not listed/],
    ['a test', 'out/desktop/main.test.js', 'it();', /main\.test\.js is not listed/],
    ['an environment', '.env', 'TOKEN=1', /\.env is not listed/],
    ['a package', 'node_modules/a/index.js', '', /node_modules\/a\/index\.js is not listed/],
    ['a reference to a map', 'out/chunks/b.js', '//# sourceMappingURL=b.js.map', /b\.js holds a source map/],
    ['an import of a test', 'out/chunks/b.js', 'import {it} from "vitest"', /b\.js holds a test/],
    ['a folder of this machine', 'out/chunks/b.js', `// ${ROOT}/electron/main.ts`, /b\.js names /],
    ['a token', 'out/chunks/b.js', `const t = "ghp_${'a1'.repeat(18)}"`, /b\.js holds a token/],
    [
      'a private key',
      'out/chunks/b.js',
      `-----BEGIN EC PRIVATE KEY-----\n${'MHcC'.repeat(12)}`,
      /b\.js holds a private key/,
    ],
  ])('finds %s', async (_what, path, content, problem) => {
    const problems = await problemsWith({ ...GOOD, [path]: content });
    expect(problems).toEqual([expect.stringMatching(problem)]);
  });

  it('finds what is missing, and what is too much', async () => {
    const { 'out/desktop/preload.cjs': _left, ...rest } = GOOD;
    expect(await problemsWith(rest)).toEqual(['no file is out/desktop/preload.cjs']);
    expect(await problemsWith(GOOD, 20)).toEqual([expect.stringMatching(/^the archive holds \d+ bytes/)]);
  });
});

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './fresh.ts';

it('docs/node-and-tls.md names codes, functions and switches that the code has', () => {
  const page = readFileSync(join(ROOT, 'docs', 'node-and-tls.md'), 'utf8');
  const names = [...page.matchAll(/`(@?\w*(?:_\w+|[a-z][A-Z]\w+|@\w+=\d))`/g)].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(6);
  const sources = execFileSync('git', ['ls-files', 'electron/probes/*.ts', 'electron/contract/*.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
    .trim()
    .split('\n')
    .map((path) => readFileSync(join(ROOT, path), 'utf8'))
    .join('\n');
  expect(names.filter((name) => !sources.includes(name))).toEqual([]);
});

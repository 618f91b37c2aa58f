import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { ROOT } from './fresh.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const versions = z.record(z.string(), z.string());
const manifest = z
  .object({
    devDependencies: versions,
    dependencies: versions.optional(),
    engines: z.object({ node: z.string() }),
  })
  .parse(JSON.parse(read('package.json')));
const packages = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });

/** Most lines of a source file; longer ones hold two subjects. */
const LINE_LIMIT = 400;

it('pins every package to one version', () => {
  expect(packages.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
});

it('gives every package its reason in CONTRIBUTING.md', () => {
  const [, table = ''] = read('CONTRIBUTING.md').split('## Dependencies, one reason each');
  const named = new Set(
    table.split('\n').flatMap(
      (line) =>
        line
          .split('|')[1]
          ?.split(',')
          .map((name) => name.trim()) ?? [],
    ),
  );
  expect(
    packages.map(([name]) => name).filter((name) => !named.has(name) && !name.startsWith('@types/')),
  ).toEqual([]);
});

it('runs on the Node that the pinned Electron contains', () => {
  const types = z
    .object({ dependencies: versions })
    .parse(JSON.parse(read('node_modules/electron/package.json'))).dependencies['@types/node'];
  const major = (version = ''): string => /\d+/.exec(version)?.[0] ?? '';
  expect(major(manifest.devDependencies['node'])).toBe(major(types));
  expect(process.versions.node.split('.')[0]).toBe(major(types));
});

it('locks packages by name and sum, not by where they were fetched', () => {
  expect(read('package-lock.json')).not.toContain('"resolved"');
});

it('keeps source files to one subject', () => {
  const files = execFileSync('git', ['ls-files', '*.ts', '*.tsx'], { cwd: ROOT, encoding: 'utf8' })
    .trim()
    .split('\n');
  const long = files.filter(
    (file) => !/\.(?:test|spec)\.tsx?$/.test(file) && read(file).split('\n').length > LINE_LIMIT,
  );
  expect(long).toEqual([]);
});

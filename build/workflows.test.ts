import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import packageJson from '../package.json' with { type: 'json' };
import { ROOT } from './fresh.ts';

const FOLDER = join(ROOT, '.github', 'workflows');
const scripts = new Set(Object.keys(packageJson.scripts));

const stepSchema = z.strictObject({
  name: z.string().optional(),
  id: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  with: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  env: z.record(z.string(), z.string()).optional(),
  run: z.string().optional(),
});
const permissions = z.record(z.string(), z.enum(['read', 'write']));
const workflowSchema = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions,
  concurrency: z.unknown().optional(),
  jobs: z.record(
    z.string(),
    z.looseObject({
      'runs-on': z.string(),
      'timeout-minutes': z.number(),
      permissions,
      steps: z.array(stepSchema).min(1),
      strategy: z
        .looseObject({
          matrix: z.looseObject({
            os: z.array(z.string()).optional(),
            include: z.array(z.record(z.string(), z.string())).optional(),
          }),
        })
        .optional(),
    }),
  ),
});

const workflows = readdirSync(FOLDER).map((name) => {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  return { text, ...workflowSchema.parse(parse(text, { version: '1.2' })) };
});
const jobsOf = (jobs: (typeof workflows)[number]['jobs']) => Object.entries(jobs);

it('there is one that tests and one that releases', () => {
  expect(workflows.map(({ name }) => name)).toEqual(['ci', 'release']);
});

describe.each(workflows)('the workflow $name', ({ jobs, on, permissions: general, text }) => {
  const steps = jobsOf(jobs).flatMap(([, job]) => job.steps);
  const commands = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));

  it('names scripts and files that exist', () => {
    const named = commands.flatMap((run) => [...run.matchAll(/npm run (?:--silent )?([\w:-]+)/g)]);
    expect(named.length).toBeGreaterThan(0);
    for (const [, script = ''] of named) expect(scripts.has(script), script).toBe(true);
    for (const run of commands)
      for (const [path] of run.matchAll(/(?:^|\s)(?:\.ci|build)\/[\w./-]+/g))
        expect(existsSync(join(ROOT, path.trim())), path).toBe(true);
  });

  it('gives no job more than it needs', () => {
    expect(general).toEqual({});
    for (const [name, { permissions: own }] of jobsOf(jobs)) {
      const writes = Object.values(own).filter((right) => right === 'write').length;
      expect(writes > 0, name).toBe(name === 'draft');
    }
    expect(Object.keys(on)).not.toContain('pull_request_target');
    for (const step of steps)
      if (step.uses?.startsWith('actions/checkout@')) expect(step.with?.['persist-credentials']).toBe(false);
  });

  it("uses GitHub's own actions, each of one major version", () => {
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^actions\/[a-z-]+@v\d+$/);
  });

  it('puts nothing that a stranger can write into a command', () => {
    for (const run of commands)
      for (const [, what = ''] of run.matchAll(/\$\{\{\s*([^}]+?)\s*\}\}/g))
        expect(what).toMatch(/^matrix\.\w+$/);
    expect(text).not.toMatch(/github\.event\.|github\.head_ref/);
  });

  it('covers the three systems, each pinned to a release', () => {
    const systems = jobsOf(jobs).flatMap(([, { strategy }]) => [
      ...(strategy?.matrix.os ?? []),
      ...(strategy?.matrix.include ?? []).map((one) => one['os'] ?? ''),
    ]);
    expect(systems.map((os) => os.split('-')[0]).sort()).toEqual(['macos', 'ubuntu', 'windows']);
    expect(text).not.toContain('-latest');
  });
});

it('pull requests get no secrets', () => {
  const ci = workflows.find(({ name }) => name === 'ci');
  expect(ci?.text).not.toContain('secrets.');
});

it('the installers of a version get the signatures that the program has to have', () => {
  const release = workflows.find(({ name }) => name === 'release');
  const [packages] = release?.jobs['packages']?.steps.filter(({ name }) => name === 'packages') ?? [];
  expect(packages?.env?.['AIRWAY_REQUIRE_SIGNATURES']).toBe('yes');
  expect(packages?.run).toMatch(/^npm run package -- --\$\{\{ matrix\.system \}\}$/);
});

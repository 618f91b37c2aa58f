import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureNodeBuild, ROOT } from '../../build/fresh.ts';

const folder = mkdtempSync(join(tmpdir(), 'airway-requests-'));

beforeAll(ensureNodeBuild);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the terminal host; an exit code other than 0 is an answer like any other. */
async function airway(...args: readonly string[]): Promise<{ code: number; stderr: string }> {
  const env = { ...process.env, AIRWAY_STATE_DIR: join(folder, 'state'), NO_COLOR: '1' };
  const command = [join(ROOT, 'build', 'airway.ts'), ...args];
  return promisify(execFile)(process.execPath, command, { env }).then(
    ({ stderr }) => ({ code: 0, stderr }),
    (error: { code: number; stderr: string }) => ({ code: error.code, stderr: error.stderr }),
  );
}

it('writes one message for each team beside a run, and again from what was kept', async () => {
  const [first, again] = [join(folder, 'first'), join(folder, 'again')];
  const run = await airway(
    'check',
    '--practice',
    'certificate-expired,alternate-port-blocked',
    '--requests',
    first,
  );
  expect(run.code).toBe(3);
  const names = readdirSync(first);
  expect(names.map((name) => name.replace(/^\d{8}-\d{6}-[0-9a-f]+-/, ''))).toEqual(
    ['console-administrator', 'network-team'].flatMap((owner) =>
      ['csv', 'md', 'txt'].map((format) => `${owner}.${format}`),
    ),
  );
  for (const name of names) expect(run.stderr).toContain(join(first, name));

  const kept = await airway('report', '--requests', again);
  expect(kept.code).toBe(3);
  for (const name of names)
    expect(readFileSync(join(again, name), 'utf8')).toBe(readFileSync(join(first, name), 'utf8'));
});

it('refuses before the run where no folder can be made', async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  const onFile = await airway('check', '--practice', '--requests', file);
  expect(onFile).toEqual({
    code: 2,
    stderr: expect.stringContaining('is a file, and --requests needs a folder'),
  });
  const deep = join(folder, 'missing', 'below');
  const nowhere = await airway('check', '--practice', '--requests', deep);
  expect(nowhere.code).toBe(2);
  expect(existsSync(join(folder, 'missing'))).toBe(false);
});

it('makes nothing where nobody is asked for anything', async () => {
  const none = join(folder, 'none');
  expect((await airway('check', '--practice', '--requests', none)).code).toBe(0);
  expect(existsSync(none)).toBe(false);
});

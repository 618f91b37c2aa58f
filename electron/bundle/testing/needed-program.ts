import { spawnSync } from 'node:child_process';

/**
 * True when a program of the system is missing, for `test.skipIf`. Where `CI` is set a missing program is an error instead: there
 * it would hide a test for good.
 */
export function isMissing(program: string, ...probe: readonly string[]): boolean {
  const { error, status } = spawnSync(program, [...probe], { stdio: 'ignore' });
  const missing = error !== undefined || (probe.length > 0 && status !== 0);
  if (missing && process.env['CI'] !== undefined) throw new Error(`${program} is needed for this test`);
  return missing;
}

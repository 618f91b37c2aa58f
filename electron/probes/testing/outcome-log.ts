import { appendFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect } from 'vitest';
import { OUTCOME_LOG, type SeenCode } from './outcome-log-name.ts';

/** How deep the answer of another process is searched for outcomes. */
const DEPTH_LIMIT = 5;

/** Notes every outcome in what a probe, or a process that ran some, gave back. */
export function noteOutcomes(value: unknown, depth = 0): void {
  const path = process.env[OUTCOME_LOG];
  if (path === undefined || typeof value !== 'object' || value === null || depth > DEPTH_LIMIT) return;
  if ('kind' in value && 'code' in value && 'elapsedMs' in value) {
    const test = relative(join(import.meta.dirname, '../../..'), expect.getState().testPath ?? '');
    const seen: SeenCode = { kind: String(value.kind), code: String(value.code), test };
    appendFileSync(path, `${JSON.stringify(seen)}\n`);
    return;
  }
  for (const part of Object.values(value)) noteOutcomes(part, depth + 1);
}

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OUTCOME_LOG } from '../electron/probes/testing/outcome-log-name.ts';
import { ROOT } from './fresh.ts';
import { codesPage, codesWithoutTest, readSeenCodes } from './outcome-codes.ts';

// `npm run codes`: runs the unit tests that run probes, and writes docs/probe-codes.md from what these returned.
const folder = mkdtempSync(join(tmpdir(), 'airway-codes-'));
const log = join(folder, 'codes.jsonl');
const { status } = spawnSync(join(ROOT, 'node_modules/.bin/vitest'), ['run', 'electron', 'lab'], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, [OUTCOME_LOG]: log },
});
const seen = readSeenCodes(log);
rmSync(folder, { recursive: true, force: true });
writeFileSync(join(ROOT, 'docs/probe-codes.md'), codesPage(seen));
for (const code of codesWithoutTest(seen)) process.stdout.write(`no test produces ${code}\n`);
process.exit(status ?? 1);

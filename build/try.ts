import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureNodeBuild, ROOT } from './fresh.ts';

// `npm run try`: the whole main job once, on a practice site with three faults.
const FAULTS = 'certificate-expired,invalid-host-header,alternate-port-blocked';
const FOUND_PROBLEMS = 3;

await ensureNodeBuild();
const folder = join(ROOT, 'airway-output');
mkdirSync(folder, { recursive: true });
const [html, bundle] = [join(folder, 'report.html'), join(folder, 'bundle.zip')];

process.stdout.write(`A practice site on this machine's loopback, with three faults: ${FAULTS}\n\n`);
const run = spawnSync(
  process.execPath,
  [join(ROOT, 'out', 'airway.js'), 'check', '--practice', FAULTS, '--html', html, '--bundle', bundle],
  { stdio: 'inherit' },
);
if (run.status === FOUND_PROBLEMS) {
  process.stdout.write(`\nThe faults were found, as they should be (exit code ${FOUND_PROBLEMS}).\n`);
  process.stdout.write(`HTML report:       ${html}\nDiagnostic bundle: ${bundle}\n\nThe wizard: npm start\n`);
  process.exit(0);
}
process.stderr.write(
  `\nExpected exit code ${FOUND_PROBLEMS} (problems found), got ${run.status ?? run.signal}.\n`,
);
process.exit(1);

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHOWN_SCREENS, type ShownScreen } from '../e2e/screen-list.ts';
import { ensureNodeBuild, ensureRendererBuild, ROOT } from './fresh.ts';

// `npm run screens`: walks through the wizard, pictures every screen, and writes docs/screens.md and the README's screenshot from it.
const TAKEN = join(ROOT, 'test-results', 'screens');
const DOCS = join(ROOT, 'docs', 'screens');
/** A page with all of them should open at once. */
const LIMIT_BYTES = 150_000;

await ensureNodeBuild();
await ensureRendererBuild();
const { status } = spawnSync(
  join(ROOT, 'node_modules', '.bin', 'playwright'),
  ['test', 'e2e/screens.spec.ts'],
  { cwd: ROOT, stdio: 'inherit' },
);
if (status !== 0) process.exit(status ?? 1);

rmSync(DOCS, { recursive: true, force: true });
mkdirSync(DOCS, { recursive: true });
const sections = SHOWN_SCREENS.map((screen: ShownScreen) => {
  const files = [screen.name, ...(screen.isMain === true ? [`${screen.name}-dark`] : [])];
  const pictures = files.map((file) => {
    const path = join(DOCS, `${file}.png`);
    copyFileSync(join(TAKEN, `${file}.png`), path);
    const { size } = statSync(path);
    if (size > LIMIT_BYTES) process.stdout.write(`docs/screens/${file}.png: ${size} bytes\n`);
    return `![${screen.title}${file === screen.name ? '' : ', dark'}](screens/${file}.png)`;
  });
  return [`## ${screen.title}`, screen.sentence, ...pictures].join('\n\n');
});
const head =
  '# Every screen\n\nPictures of a practice site, taken by `npm run screens` while it walks through the wizard.';
writeFileSync(join(ROOT, 'docs', 'screens.md'), `${[head, ...sections].join('\n\n')}\n`);
copyFileSync(join(TAKEN, 'console.png'), join(ROOT, 'assets', 'screenshot.png'));
process.stdout.write(`${sections.length} screens in docs/screens.md\n`);

// Runs a script of this folder on the Node that the project pins. This file alone must be content with any Node from 20 on,
// because it is what runs before anything is installed: usage `node build/bootstrap.mjs build/SCRIPT.ts [arguments]`.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [script, ...given] = process.argv.slice(2);
const pinned = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

if (!isInstalled()) {
  process.stderr.write('Installing what Airway is built from (npm ci) ...\n');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) {
    process.stderr.write('npm ci failed: Airway cannot be built without its packages.\n');
    process.exit(1);
  }
}

if (isPinned()) {
  process.argv.splice(1, 2, join(root, script));
  await import(pathToFileURL(join(root, script)).href);
} else {
  const child = spawnSync(pinned, [join(root, script), ...given], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      PATH: `${join(root, 'node_modules', '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`,
    },
  });
  process.exit(child.status ?? (child.signal === 'SIGINT' ? 130 : 1));
}

/** Installed means: by this lock file. npm leaves its own copy of it behind when it is done. */
function isInstalled() {
  const mark = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(mark) || !existsSync(pinned)) return false;
  const versionOf = (file, name) =>
    JSON.parse(readFileSync(file, 'utf8')).packages?.[`node_modules/${name}`]?.version;
  return ['node', 'electron', 'vite'].every(
    (name) => versionOf(mark, name) === versionOf(join(root, 'package-lock.json'), name),
  );
}

function isPinned() {
  try {
    return realpathSync(process.execPath) === realpathSync(pinned);
  } catch {
    return false;
  }
}

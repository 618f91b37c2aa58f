import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeRoomForLookups } from '../electron/session/lookup-threads.ts';
import { ensureNodeBuild, ensureRendererBuild, ROOT } from './fresh.ts';

// `npm start`: the wizard in its own window; where that cannot be, one line says why and the browser host opens instead.
// A build uses the pool, whose size is then settled for this process.
makeRoomForLookups();
await Promise.all([ensureNodeBuild(), ensureRendererBuild()]);

const missing = whatIsMissing();
if (typeof missing === 'string') {
  process.stdout.write(`${missing} The wizard opens in the browser instead.\n\n`);
  process.argv.splice(2, process.argv.length, 'serve');
  await import(pathToFileURL(join(ROOT, 'out', 'airway.js')).href);
} else {
  const window = spawn(missing.binary, [ROOT, ...process.argv.slice(2)], { stdio: 'inherit' });
  window.on('exit', (code) => process.exit(code ?? 1));
  window.on('error', (error) => {
    process.stderr.write(`Electron could not be started: ${error.message}\n`);
    process.exit(1);
  });
}

/** The Electron binary, or one sentence that says why there is no window. Importing `electron` here would start a download. */
function whatIsMissing(): string | { binary: string } {
  const home = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(ROOT, 'node_modules', 'electron', 'dist');
  const nameFile = join(ROOT, 'node_modules', 'electron', 'path.txt');
  const fallback =
    { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform as string] ??
    'electron';
  const binary = join(home, existsSync(nameFile) ? readFileSync(nameFile, 'utf8').trim() : fallback);
  if (!existsSync(binary)) return 'The Electron binary is not installed on this machine.';
  const hasDisplay =
    process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  return hasDisplay ? { binary } : 'This machine has no display.';
}

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeRoomForLookups } from '../electron/session/lookup-threads.ts';
import { electronBinary } from './electron-dist.ts';
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

/** The Electron binary, or one sentence that says why there is no window. */
function whatIsMissing(): string | { binary: string } {
  const binary = electronBinary();
  if (binary === undefined) return 'The Electron binary is not installed on this machine.';
  const hasDisplay =
    process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  return hasDisplay ? { binary } : 'This machine has no display.';
}

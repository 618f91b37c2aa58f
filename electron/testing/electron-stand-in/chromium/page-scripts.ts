import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { PageSecrets } from './in-page/messages.ts';

/** What a browser runs in a page before any script of the page. */
interface PageScripts {
  readonly secrets: PageSecrets;
  readonly mainWorld: string;
  readonly isolatedWorld: string;
}

function bundled(name: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(import.meta.dirname, 'in-page', name)],
    bundle: true,
    format: 'iife',
    globalName: 'standIn',
    write: false,
    target: 'chrome130',
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

/** Both worlds of one page, with its preload script in the second. */
export function pageScripts(preloadPath: string | undefined): PageScripts {
  const name = (): string => `standIn${randomBytes(12).toString('hex')}`;
  const secrets = { events: name(), toMain: name(), toPage: name() };
  const given = JSON.stringify(secrets);
  const preload = preloadPath === undefined ? '' : readFileSync(preloadPath, 'utf8');
  const start = `standIn.startIsolatedWorld(${given}, (require, module, exports) => {${preload}\n});`;
  return {
    secrets,
    mainWorld: `(() => {${bundled('main-world.ts')}\nstandIn.startMainWorld(${given});})()`,
    isolatedWorld: `(() => {${bundled('isolated-world.ts')}\n${start}})()`,
  };
}

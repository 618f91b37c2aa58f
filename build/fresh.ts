import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The root of the project. */
export const ROOT = join(import.meta.dirname, '..');

/** Newest change below some files and folders, in ms since 1970; 0 when there is nothing. */
function newestChange(paths: readonly string[]): number {
  let newest = 0;
  for (const path of paths) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) continue;
    newest = Math.max(
      newest,
      found.isDirectory() ? newestChange(readdirSync(path).map((name) => join(path, name))) : found.mtimeMs,
    );
  }
  return newest;
}

const changed = (sources: readonly string[], built: string): boolean =>
  newestChange(sources.map((path) => join(ROOT, path))) > newestChange([join(ROOT, built)]);

/** Builds the programs for Node and Electron when a source is newer than what stands in `out`. */
export async function ensureNodeBuild(): Promise<void> {
  if (!changed(['electron', 'lab', 'package.json', 'build/bundle-node.ts'], 'out/airway.js')) return;
  const { buildNode } = await import('./bundle-node.ts');
  await buildNode();
}

/** Builds the renderer when a source is newer than what stands in `out/renderer`. */
export async function ensureRendererBuild(): Promise<void> {
  if (
    !changed(['renderer', 'electron/contract', 'vite.config.ts', 'package.json'], 'out/renderer/index.html')
  )
    return;
  const { build } = await import('vite');
  await build({ configFile: join(ROOT, 'vite.config.ts'), logLevel: 'error' });
}

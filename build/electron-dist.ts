import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
/** Where Electron's package says that its binary is, by operating system. */
const BINARIES: Partial<Record<NodeJS.Platform, string>> = {
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
};

/** The folder of Electron's own binary, whether it is there or not: its package's, or what ELECTRON_OVERRIDE_DIST_PATH names. */
export const electronDist = (): string =>
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(ROOT, 'node_modules', 'electron', 'dist');

/** Electron's own binary as its package fetched it, or as ELECTRON_OVERRIDE_DIST_PATH names it; undefined where there is none. */
export function electronBinary(): string | undefined {
  // Importing the package to ask it would start the download.
  const nameFile = join(ROOT, 'node_modules', 'electron', 'path.txt');
  const name = existsSync(nameFile)
    ? readFileSync(nameFile, 'utf8').trim()
    : (BINARIES[process.platform] ?? 'electron');
  const binary = join(electronDist(), name);
  return existsSync(binary) ? binary : undefined;
}

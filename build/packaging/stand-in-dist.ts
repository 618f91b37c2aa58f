import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { ROOT } from '../fresh.ts';
import { FUSE_STATES } from './fuse-wire.ts';

/** A small program for Windows with a version resource, which comes along with electron-builder. */
const WINDOWS_PROGRAM = join(ROOT, 'node_modules', 'electron-winstaller', 'vendor', 'rcedit.exe');
/** What stands before the wire in every binary, and the version of the wire (electron/electron docs/tutorial/fuses.md). */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const WIRE_VERSION = 1;
/** Fuses that are on in a binary as Electron publishes it. */
const ON_AS_SHIPPED: ReadonlySet<number> = new Set([
  FuseV1Options.RunAsNode,
  FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  FuseV1Options.EnableNodeCliInspectArguments,
  FuseV1Options.GrantFileProtocolExtraPrivileges,
]);

/**
 * Makes a folder that looks to the packager like Electron's for one system, where that is not on this machine: a binary that starts
 * nothing, with a fuse wire as Electron ships it and one fuse more than the pinned tool knows. `platform` is `linux` or `win32`.
 */
export function makeStandInDist(folder: string, platform: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'), { recursive: true });
  writeFileSync(join(folder, 'locales', 'en-US.pak'), '');
  writeFileSync(join(folder, 'resources', 'default_app.asar'), 'what Electron shows without a program');
  writeFileSync(join(folder, 'version'), '0.0.0');
  writeFileSync(join(folder, 'LICENSE'), 'Here stands the licence of Electron.\n');
  writeFileSync(join(folder, 'LICENSES.chromium.html'), '<p>Here stand the licences of Chromium.</p>\n');
  writeFileSync(
    join(folder, 'THIS-IS-NO-ELECTRON.txt'),
    'Its binary was not on the machine that packed this.\n',
  );
  const wire = fuseWireAsShipped();
  if (platform === 'win32') {
    copyFileSync(WINDOWS_PROGRAM, join(folder, 'electron.exe'));
    writeFileSync(join(folder, 'electron.exe'), wire, { flag: 'a' });
    return;
  }
  const script = '#!/bin/sh\necho "This stands in for Electron and starts nothing." >&2\nexit 1\n';
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from(script), wire]), { mode: 0o755 });
}

function fuseWireAsShipped(): Buffer {
  const known = Object.values(FuseV1Options).filter((value) => typeof value === 'number');
  const states = known.map((fuse) => (ON_AS_SHIPPED.has(fuse) ? FUSE_STATES.on : FUSE_STATES.off));
  return Buffer.concat([
    Buffer.from(SENTINEL),
    Buffer.from([WIRE_VERSION, states.length + 1, ...states, FUSE_STATES.on]),
  ]);
}

/** Says whether a folder that was packed came from such a stand-in. */
export function isStandIn(folder: string): boolean {
  try {
    return readFileSync(join(folder, 'THIS-IS-NO-ELECTRON.txt')).length > 0;
  } catch {
    // Electron's own folder has no such file.
    return false;
  }
}

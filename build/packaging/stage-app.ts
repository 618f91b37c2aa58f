import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import { z } from 'zod';
import { buildNode } from '../bundle-node.ts';
import { ROOT } from '../fresh.ts';
import { type BundledPackage, bundledPackages } from './bundled-packages.ts';
import { sbomOf } from './sbom.ts';
import { thirdPartyLicences } from './third-party-licenses.ts';

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  license: z.string(),
  author: z.string(),
  type: z.string(),
  main: z.string(),
});

export interface Stage {
  /** What goes into the archive of a package: the desktop host's programs, the renderer, and a package.json with what these need. */
  readonly app: string;
  /** What goes beside the archive, where people and scanners can read it: licences and SBOM. */
  readonly legal: string;
}

/**
 * Builds what goes into a package, and only that, into two folders that are emptied first; what else may stand in `out` is not looked
 * at. The same sources give the same octets, names, rights and dates, wherever they lie. Answers what was bundled.
 */
export async function stageApp(stage: Stage, date: Date, homepage?: string): Promise<BundledPackage[]> {
  for (const folder of [stage.app, stage.legal]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  const out = join(stage.app, 'out');
  const modules = new Set(['rolldown/runtime']);
  const outputs = await buildNode({ outDir: out, programs: ['desktop'] });
  for (const { inputs } of Object.values(outputs))
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) if (bytesInOutput > 0) modules.add(path);
  await build({
    configFile: join(ROOT, 'vite.config.ts'),
    mode: 'production',
    logLevel: 'error',
    build: { outDir: join(out, 'renderer') },
    plugins: [noteModules(modules)],
  });

  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  const packages = bundledPackages([...modules, 'node_modules/esbuild/']);
  const { name, version, license: licence } = manifest;
  writeFileSync(
    join(stage.app, 'package.json'),
    // Desktops of Linux find the window's entry, and with it the icon, by this name.
    `${JSON.stringify({ ...manifest, homepage, desktopName: 'airway.desktop' }, null, 2)}\n`,
  );
  writeFileSync(join(stage.legal, 'sbom.cdx.json'), sbomOf({ name, version, licence }, packages, date));
  writeFileSync(join(stage.legal, 'THIRD-PARTY-LICENSES.txt'), thirdPartyLicences(packages));
  copyFileSync(join(ROOT, 'LICENSE'), join(stage.legal, 'LICENSE.airway.txt'));
  for (const folder of [stage.app, stage.legal]) setModesAndDates(folder, date);
  return packages;
}

/**
 * The date of everything that is packed: SOURCE_DATE_EPOCH (seconds since 1970, reproducible-builds.org) where it is set, else that of
 * the last commit, else the first second of 1980, which is the earliest that a zip file can say.
 */
export function sourceDate(environment: NodeJS.ProcessEnv): Date {
  const given = environment['SOURCE_DATE_EPOCH'];
  if (given !== undefined) {
    if (!/^\d{1,11}$/.test(given)) throw new Error(`SOURCE_DATE_EPOCH is no number of seconds: ${given}`);
    return new Date(Number(given) * 1000);
  }
  try {
    const seconds = execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: ROOT, stdio: 'pipe' });
    return new Date(Number(seconds.toString().trim()) * 1000);
  } catch {
    // Sources without their history.
    return new Date('1980-01-01T00:00:00Z');
  }
}

/** Gives a folder and everything in it one date. */
export function setDates(folder: string, date: Date): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    lutimesSync(join(entry.parentPath, entry.name), date, date);
  lutimesSync(folder, date, date);
}

function setModesAndDates(folder: string, date: Date): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
  setDates(folder, date);
}

/** Notes which modules the renderer is made from. */
const noteModules = (modules: Set<string>): Plugin => ({
  name: 'note-modules',
  generateBundle: (_options, bundle) => {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      for (const [id, { renderedLength }] of Object.entries(file.modules))
        if (renderedLength > 0 || id.endsWith('.css')) modules.add(id);
    }
  },
});

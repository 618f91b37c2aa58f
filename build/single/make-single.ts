import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { inject } from 'postject';
import { buildOneFile } from '../bundle-node.ts';
import { ROOT } from '../fresh.ts';
import { hostTarget, NODE_VERSION, nodeBinary, type Target } from './node-binaries.ts';
import { stripElf } from './strip-elf.ts';

/** Where Node looks for its program (ELF note, PE resource). Source: Node's documentation of single executable applications. */
export const BLOB_NAME = 'NODE_SEA_BLOB';
/** Node's binary holds this text followed by `:0`; `:1` tells it that there is a program inside. Same source. */
export const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** A single file that was made. */
export interface SingleFile {
  readonly target: Target;
  readonly path: string;
  readonly sizeBytes: number;
  /** Paths below the root of what the program was bundled from, without the wizard. */
  readonly inputs: readonly string[];
}

/**
 * Makes the terminal program as one file for a target, below `output`: Node's binary with the bundled program and the wizard in
 * it. The wizard has to be built in `out/renderer`. Throws `NotFetched` where Node's binary for another system cannot be had.
 */
export async function makeSingle(target: Target, output: string): Promise<SingleFile> {
  if (process.versions.node !== NODE_VERSION)
    throw new Error(`this is Node ${process.versions.node}: the program is prepared by Node ${NODE_VERSION}`);
  const binary = nodeBinary(target);
  const work = join(output, `work-${target}`);
  mkdirSync(work, { recursive: true });
  try {
    const main = join(work, 'airway.cjs');
    const outputs = await buildOneFile(main);
    const blob = join(work, 'airway.blob');
    const config = join(work, 'sea-config.json');
    writeFileSync(
      config,
      JSON.stringify({
        main,
        output: blob,
        disableExperimentalSEAWarning: true,
        // The cache is of one processor and its features; the target's Node would refuse it.
        useCodeCache: target === hostTarget(),
        // NODE_OPTIONS of the machine are for other programs.
        execArgvExtension: 'none',
        assets: wizardAssets(join(ROOT, 'out', 'renderer')),
      }),
    );
    execFileSync(process.execPath, ['--experimental-sea-config', config], { stdio: 'pipe' });
    const path = join(output, `airway-${target}${target.startsWith('win') ? '.exe' : ''}`);
    rmSync(path, { force: true });
    const node = readFileSync(binary);
    writeFileSync(path, target.startsWith('linux') ? stripElf(node) : node);
    await inject(path, BLOB_NAME, readFileSync(blob), { sentinelFuse: FUSE });
    chmodSync(path, 0o755);
    const inputs = Object.values(outputs).flatMap((one) => Object.keys(one.inputs));
    return { target, path, sizeBytes: statSync(path).size, inputs };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Names in the single file by path: the same on every system, in one order. */
function wizardAssets(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Object.fromEntries(
    paths.map((path) => [`wizard/${relative(folder, path).replaceAll(sep, '/')}`, path]),
  );
}

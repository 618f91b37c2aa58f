import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');
/** The Node inside the pinned Electron, which is also the Node that the scripts run on. */
const NODE_TARGET = 'node24';
/** The Chromium that the preload script runs in; older than the pinned one on purpose, newer syntax is not needed. */
const CHROMIUM_TARGET = 'chrome130';
/** Packages in CommonJS ask for Node's own modules through `require`, which a module does not have. */
const REQUIRE_FOR_MODULES =
  "import { createRequire as createRequireForAirway } from 'node:module'; const require = createRequireForAirway(import.meta.url);";

/** Programs by name: their source below the root, and the built file below `out` without its ending. */
const PROGRAMS = {
  airway: { in: 'electron/cli/airway.ts', out: 'airway' },
  desktop: { in: 'electron/main.ts', out: 'desktop/main' },
} as const;
const PRELOAD = { in: 'electron/preload.ts', out: 'desktop/preload' } as const;

/** zod brings its messages in some fifty languages; refusals are written here in one, and a start has to be quick. */
const ONE_LANGUAGE: Plugin = {
  name: 'one-language-of-zod',
  setup: ({ onLoad }) =>
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    })),
};

export interface BuildNodeOptions {
  /** Folder to write to; `out` of the project unless told. */
  readonly outDir?: string;
  /** Programs to build, all of them unless told; `desktop` brings its preload script along. */
  readonly programs?: readonly (keyof typeof PROGRAMS)[];
}

/**
 * Builds what runs on Node and in Electron, without the renderer: `airway.js` (the terminal and browser hosts),
 * `desktop/main.js`, chunks that both share, and `desktop/preload.cjs`. Throws an Error that names an entry point that is
 * missing, or esbuild's BuildFailure. Chunks of earlier builds are removed; nothing else in the folder is touched. Answers what each
 * written file was made from, with paths below the root.
 */
export async function buildNode(options: BuildNodeOptions = {}): Promise<Metafile['outputs']> {
  const outDir = options.outDir ?? join(ROOT, 'out');
  const names = options.programs ?? ['airway', 'desktop'];
  const entries = names.map((name) => PROGRAMS[name]);
  const isDesktop = names.includes('desktop');
  for (const entry of isDesktop ? [...entries, PRELOAD] : entries) {
    if (!existsSync(join(ROOT, entry.in))) throw new Error(`${entry.in} does not exist: nothing was built`);
  }

  const common: BuildOptions = {
    absWorkingDir: ROOT,
    outdir: outDir,
    bundle: true,
    external: ['electron'],
    plugins: [ONE_LANGUAGE],
    minifySyntax: true,
    sourcemap: false,
    // Where packages really lie says something about the machine only, and would stand in the comments.
    preserveSymlinks: true,
    logLevel: 'error',
  };
  const [programs, preload] = await Promise.all([
    build({
      ...common,
      entryPoints: [...entries],
      format: 'esm',
      splitting: true,
      chunkNames: 'chunks/[name]-[hash]',
      platform: 'node',
      target: NODE_TARGET,
      banner: { js: REQUIRE_FOR_MODULES },
      metafile: true,
    }),
    isDesktop
      ? build({
          ...common,
          entryPoints: [PRELOAD],
          format: 'cjs',
          // A sandboxed preload script has none of Node's modules: asking for one fails the build.
          platform: 'browser',
          target: CHROMIUM_TARGET,
          outExtension: { '.js': '.cjs' },
          metafile: true,
        })
      : undefined,
  ]);
  removeOldChunks(join(outDir, 'chunks'), Object.keys(programs.metafile.outputs));
  return { ...programs.metafile.outputs, ...preload?.metafile.outputs };
}

/**
 * Builds the terminal program as one CommonJS text, which is what Node's single executable application runs. What is imported
 * when needed is still only evaluated then. Answers what it was made from.
 */
export async function buildOneFile(outFile: string): Promise<Metafile['outputs']> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    outfile: outFile,
    entryPoints: [PROGRAMS.airway.in],
    bundle: true,
    plugins: [ONE_LANGUAGE],
    minifySyntax: true,
    minifyWhitespace: true,
    preserveSymlinks: true,
    format: 'cjs',
    platform: 'node',
    target: NODE_TARGET,
    // CommonJS has no such thing. Only the folder of the wizard is found by it, and the single file carries the wizard itself.
    define: { 'import.meta.url': 'airwayPlace' },
    banner: { js: "const airwayPlace = require('node:url').pathToFileURL(process.execPath).href;" },
    logLevel: 'error',
    metafile: true,
  });
  return metafile.outputs;
}

function removeOldChunks(folder: string, written: readonly string[]): void {
  if (!existsSync(folder)) return;
  const kept = new Set(written.map((path) => basename(path)));
  for (const name of readdirSync(folder)) if (!kept.has(name)) rmSync(join(folder, name));
}

// `node build/bundle-node.ts`
if (import.meta.main) {
  await buildNode().catch((error: unknown) => {
    // esbuild has said what is wrong already.
    if (!(error instanceof Error && 'errors' in error))
      process.stderr.write(`bundle-node: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}

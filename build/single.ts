import { mkdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureRendererBuild, ROOT } from './fresh.ts';
import { makeSingle } from './single/make-single.ts';
import { hostTarget, TARGETS, type Target } from './single/node-binaries.ts';

// `npm run single [-- --target linux-x64|linux-arm64|win-x64]... [--output FOLDER]`: the terminal program as one file, for this machine
// unless told. Node's binary for another system comes from npm.

const { values: given } = parseArgs({
  options: {
    target: { type: 'string', multiple: true },
    output: { type: 'string', default: join(ROOT, 'release', 'single') },
  },
});

function targets(): Target[] {
  const names = given.target ?? [hostTarget() ?? ''];
  return names.map((name) => {
    if (!(name in TARGETS)) throw new Error(`--target: expected one of ${Object.keys(TARGETS).join(', ')}`);
    return name as Target;
  });
}

async function main(): Promise<void> {
  const asked = targets();
  const output = resolve(given.output);
  mkdirSync(output, { recursive: true });
  await ensureRendererBuild();
  for (const target of asked) {
    const { path, sizeBytes } = await makeSingle(target, output);
    process.stdout.write(`${relative(process.cwd(), path)}: ${(sizeBytes / 1e6).toFixed(1)} MB\n`);
  }
}

await main().catch((error: unknown) => {
  process.stderr.write(`single: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});

import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { ROOT } from './fresh.ts';

/**
 * Copies a packed folder and lets the copy be inspected, which the specs need and what ships must not allow: a walk through the copy is
 * a walk through what ships, but for one fuse. Answers the copy's program. The copy is not signed; on macOS it gets the signature that
 * costs nothing. Throws an Error where there is no packed program for this system.
 */
export async function makePackedCopy(packed: string, copy: string): Promise<string> {
  const name = ['Airway.app', 'Airway.exe', 'airway'].find((one) => existsSync(join(packed, one)));
  if (name === undefined) throw new Error(`${packed} holds no packed program`);
  rmSync(copy, { recursive: true, force: true });
  // macOS's frameworks are full of relative links.
  cpSync(packed, copy, { recursive: true, verbatimSymlinks: true });
  const program = join(copy, name);
  await flipFuses(program, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: name.endsWith('.app'),
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  return name.endsWith('.app') ? join(program, 'Contents', 'MacOS', 'Airway') : program;
}

// `node build/packed-copy.ts [FOLDER]`: of what `npm run package -- --dir` made; prints the program, for AIRWAY_PACKED_APP.
if (import.meta.main) {
  const output = resolve(process.argv[2] ?? join(ROOT, 'release'));
  const own =
    process.platform === 'win32'
      ? /^win.*-unpacked$/
      : process.platform === 'darwin'
        ? /^mac/
        : /^linux.*-unpacked$/;
  const packed = readdirSync(output).find((name) => own.test(name));
  if (packed === undefined) throw new Error(`nothing is packed in ${output}`);
  process.stdout.write(`${await makePackedCopy(join(output, packed), join(output, 'under-test'))}\n`);
}

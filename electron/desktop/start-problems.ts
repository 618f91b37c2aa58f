import { accessSync, constants, mkdirSync } from 'node:fs';

/** Why what an engineer does would not be kept on this machine, in words; undefined when nothing is wrong. */
export function whyNothingIsKept(stateDirectory: string): string | undefined {
  try {
    mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
    accessSync(stateDirectory, constants.W_OK);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return `Runs cannot be kept: ${stateDirectory} cannot be written${code}. Set AIRWAY_STATE_DIR to another folder, such as one on a memory stick.`;
  }
}

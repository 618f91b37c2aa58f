import { basename, resolve } from 'node:path';

/** Endings of profiles and bundles. `.airway.yaml` is what Airway's own dialogs suggest. */
const PROFILE_ENDING = /\.(?:yaml|yml|json|airway)$/i;
const BUNDLE_ENDING = /\.zip$/i;
/** Whoever selects a folder full of files and presses Enter means one of them. */
const MOST_FILES = 3;
/** Longest path that any of the systems takes. */
const PATH_LIMIT = 32_767;

/** What a file is taken for, by its name alone; undefined when Airway does not open such files. */
export function kindOfFile(path: string): 'profile' | 'bundle' | undefined {
  const name = basename(path);
  if (BUNDLE_ENDING.test(name)) return 'bundle';
  return PROFILE_ENDING.test(name) ? 'profile' : undefined;
}

/**
 * Files that a command line names: a double click in the file manager starts Airway with one. Switches are left to whom they
 * belong, such as those of Chromium, which stand among them; so is everything that is not named like a profile or a bundle,
 * such as the folder that a development copy is started with.
 */
export function filesOfArguments(argv: readonly string[], workingDirectory: string): string[] {
  return argv
    .slice(1)
    .filter((argument) => !argument.startsWith('-') && argument.length < PATH_LIMIT)
    .filter((argument) => !argument.includes('\0') && kindOfFile(argument) !== undefined)
    .slice(0, MOST_FILES)
    .map((argument) => resolve(workingDirectory, argument));
}

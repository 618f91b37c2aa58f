import { dirname, resolve } from 'node:path';
import { writableFolder } from '../probes/host/folder-access.ts';

/**
 * Another folder for a file that could not be written, as a sentence to put behind the refusal: one of those in which this user
 * usually keeps files, and only after it took a file. Empty where none does.
 */
export async function otherFolderSentence(failedPath: string): Promise<string> {
  const { path } = await writableFolder(undefined, dirname(resolve(failedPath)));
  return path === undefined ? '' : ` ${path} takes files.`;
}

import { basename } from 'node:path';
import type { OpenedFile } from '../contract/desktop-words.ts';
import type { Result } from '../contract/result.ts';
import { openProfileFile } from '../run/profile-file.ts';
import type { OnRefusal } from '../session/refusal-log.ts';
import { kindOfFile } from './file-arguments.ts';

/** Longest name that any file system gives to a file. */
const NAME_LIMIT = 255;

export interface FileOpenerOptions {
  /** Opens a bundle for reading; answers the id by which its run is opened. */
  openBundle(path: string): Promise<Result<{ runId: string }>>;
  readonly onRefusal: OnRefusal;
}

/**
 * Opens files that came from outside of the page. Nothing of one reaches the page unless it is a profile, or a whole and unharmed
 * bundle. What it gives never rejects: a file that is neither is a refusal in words.
 */
export function createFileOpener({ openBundle, onRefusal }: FileOpenerOptions) {
  const refuse = (name: string, code: string, message: string): OpenedFile => {
    onRefusal('opened-file', `${name}: ${code}`);
    return { kind: 'refused', name, code, message };
  };
  return async (path: string): Promise<OpenedFile> => {
    const name = basename(path).slice(-NAME_LIMIT);
    const kind = kindOfFile(path);
    if (kind === undefined)
      return refuse(name, 'not-ours', 'Airway opens profiles (.airway.yaml) and bundles (.zip).');
    if (kind === 'bundle') {
      const opened = await openBundle(path);
      return opened.ok
        ? { kind: 'run', name, runId: opened.value.runId }
        : refuse(name, opened.error.code, opened.error.message);
    }
    const opened = openProfileFile(path);
    if (opened.ok) return { kind: 'profile', name, ...opened.value };
    const { code, message, line } = opened.error;
    return refuse(name, code, line === undefined ? message : `line ${line}: ${message}`);
  };
}

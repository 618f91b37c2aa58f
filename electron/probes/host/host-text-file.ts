import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { systemErrorOf } from '../tcp/tcp-system-error.ts';

// Windows has no such flag and no pipes among its files.
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** What was read of a text file of the operating system: its text, or the errno that stood in the way. */
type TextFile =
  | { readonly isReadable: true; readonly text: string; readonly isWhole: boolean }
  | { readonly isReadable: false; readonly errno: string };

/**
 * Reads at most `limitBytes` of a regular file. Anything else (a pipe, a device, a directory) is not opened for reading at
 * all, as reading it might never end. Files of /proc count as regular and have a size of 0, so the size is not asked for.
 * Never rejects.
 */
export async function readTextFile(path: string, limitBytes: number): Promise<TextFile> {
  try {
    // Non-blocking, or opening a pipe would wait for its writer.
    const file = await open(path, FLAGS);
    try {
      if (!(await file.stat()).isFile()) return { isReadable: false, errno: 'not a regular file' };
      const buffer = Buffer.allocUnsafe(limitBytes + 1);
      let filled = 0;
      while (filled < buffer.length) {
        const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, null);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      const text = buffer.toString('utf8', 0, Math.min(filled, limitBytes));
      return { isReadable: true, text, isWhole: filled <= limitBytes };
    } finally {
      await file.close();
    }
  } catch (error) {
    return { isReadable: false, errno: systemErrorOf(error).errno };
  }
}

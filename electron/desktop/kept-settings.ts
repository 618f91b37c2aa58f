import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';

/** Far above what any of these files holds. */
const LIMIT_BYTES = 256 * 1024;

/** One small file of settings that only this user can read. */
export interface KeptSettings<T> {
  /** What was kept; the given default when nothing was, or when it cannot be understood. */
  read(): T;
  /** Replaces the file as a whole. Throws the system's error when it cannot be written. */
  write(value: T): void;
  /** Removes the file; does nothing where there is none. */
  forget(): void;
}

/** Settings as JSON at a path. Whatever another program wrote there is ignored unless it fits the schema. */
export function keepSettings<T>(path: string, schema: z.ZodType<T>, otherwise: T): KeptSettings<T> {
  return {
    read: () => {
      const parsed = schema.safeParse(readJson(path));
      return parsed.success ? parsed.data : otherwise;
    },
    write: (value) => {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const temporary = `${path}.new`;
      writeFileSync(temporary, `${JSON.stringify(value)}\n`, { mode: 0o600 });
      renameSync(temporary, path);
    },
    forget: () => rmSync(path, { force: true }),
  };
}

function readJson(path: string): unknown {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const found = fstatSync(descriptor);
    if (!found.isFile() || found.size > LIMIT_BYTES) return undefined;
    const buffer = Buffer.alloc(found.size);
    const length = readSync(descriptor, buffer, 0, buffer.length, 0);
    return JSON.parse(buffer.toString('utf8', 0, length));
  } catch {
    // Not there, no right to read it, or no JSON: the default then holds.
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UPLOAD_LIMIT_BYTES } from '../contract/channels.ts';
import { ok, type Result, refused } from '../contract/result.ts';

/**
 * A bundle on its way from the page, in a file that only this user may read. There is one at a time: a page opens one bundle after
 * the other.
 */
export class BundleUpload {
  #folder: string | undefined;
  #handle: FileHandle | undefined;
  #sizeBytes = 0;
  #isBusy = false;

  /** Takes the piece that stands at `atByte`; the one at 0 forgets whatever came before. */
  async take(atByte: number, piece: Buffer): Promise<Result<null>> {
    if (this.#isBusy) return refused('upload-out-of-order', 'Another piece of this file is being written.');
    this.#isBusy = true;
    try {
      if (atByte === 0) await this.#begin();
      if (this.#handle === undefined || atByte !== this.#sizeBytes)
        return refused('upload-out-of-order', 'A piece of this file is missing; choose it again.');
      if (atByte + piece.length > UPLOAD_LIMIT_BYTES)
        return refused(
          'upload-too-large',
          'This file is larger than 256 MB. Open it on this machine with: airway serve --open FILE',
        );
      await this.#handle.write(piece);
      this.#sizeBytes += piece.length;
      return ok(null);
    } catch (error) {
      await this.remove();
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
      return refused('upload-failed', `The file could not be written to the temporary folder (${code}).`);
    } finally {
      this.#isBusy = false;
    }
  }

  /** Path of what was taken so far; undefined when there is nothing. */
  async finish(): Promise<string | undefined> {
    await this.#handle?.close();
    this.#handle = undefined;
    return this.#folder === undefined ? undefined : fileIn(this.#folder);
  }

  async remove(): Promise<void> {
    const folder = this.#folder;
    await this.#handle?.close().catch(() => undefined);
    this.#handle = undefined;
    this.#folder = undefined;
    this.#sizeBytes = 0;
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }

  async #begin(): Promise<void> {
    await this.remove();
    this.#folder = await mkdtemp(join(tmpdir(), 'airway-upload-'));
    this.#handle = await open(fileIn(this.#folder), 'wx', 0o600);
  }
}

const fileIn = (folder: string): string => join(folder, 'bundle.zip');

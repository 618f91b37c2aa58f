import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { SavedBundle } from '../contract/channels.ts';
import type { BundleTarget } from '../session/bundle-desk.ts';

/** A bundle can be saved again; only the last few are kept, so that the disk of a server is not filled. */
const MOST_BUNDLES = 4;
/** Names that every file system and every Content-Disposition header takes as they are. */
const PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,150}$/;

/** A bundle that can be fetched. */
export interface Download {
  readonly path: string;
  readonly fileName: string;
}

interface Offer extends Download {
  /** The file beside it that says what its placeholders stand for. */
  readonly keyPath?: string | undefined;
}

/** Behind the id of a bundle: its key. Ids have no dots. */
const KEY_ENDING = '.key';

/**
 * Where bundles wait for their download: one private folder below the system's temporary folder, removed at the end. A page
 * learns of a bundle by a random id and never by a path.
 */
export class Downloads {
  readonly #byId = new Map<string, Offer>();
  #folder: Promise<string> | undefined;

  /** Makes a place for a bundle of this name; the file is written by the caller. */
  async choose(suggestedName: string): Promise<string> {
    this.#folder ??= mkdtemp(join(tmpdir(), 'airway-bundles-'));
    const place = await mkdtemp(join(await this.#folder, 'bundle-'));
    return join(place, PLAIN_NAME.test(suggestedName) ? suggestedName : 'airway-bundle.zip');
  }

  /** Offers a written file for download. The oldest offer ends when there are too many. */
  offer({ path, keyPath, sizeBytes, files, sha256 }: Parameters<BundleTarget['offer']>[0]): SavedBundle {
    const id = randomBytes(16).toString('base64url');
    const fileName = basename(path);
    this.#byId.set(id, { path, fileName, keyPath });
    for (const [oldId, old] of [...this.#byId].slice(0, -MOST_BUNDLES)) {
      this.#byId.delete(oldId);
      // A file that cannot be removed now goes with its folder at the end.
      rm(dirname(old.path), { recursive: true, force: true }).catch(() => undefined);
    }
    const url = `/bundle/${id}`;
    const key =
      keyPath === undefined ? {} : { key: { url: `${url}${KEY_ENDING}`, fileName: basename(keyPath) } };
    return { kind: 'download', url, fileName, sizeBytes, files, sha256, ...key };
  }

  find(id: string): Download | undefined {
    if (!id.endsWith(KEY_ENDING)) return this.#byId.get(id);
    const path = this.#byId.get(id.slice(0, -KEY_ENDING.length))?.keyPath;
    return path === undefined ? undefined : { path, fileName: basename(path) };
  }

  /** Removes every bundle. */
  async close(): Promise<void> {
    this.#byId.clear();
    if (this.#folder !== undefined) await rm(await this.#folder, { recursive: true, force: true });
  }
}

import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { type ReadBundle, readBundle } from '../bundle/read-bundle.ts';
import type { RunOrigin } from '../contract/channels.ts';
import { compareFindings } from '../contract/comparison/compare-findings.ts';
import type { RunEvent } from '../contract/events.ts';
import { ok, type Result, refused } from '../contract/result.ts';
import { reduceRun } from '../contract/run-state.ts';
import { BundleUpload } from './bundle-upload.ts';
import { concludeRun } from './conclude.ts';

/** A run that came out of a bundle. */
export interface OpenedBundle {
  readonly events: readonly RunEvent[];
  readonly origin: RunOrigin;
}

/** Bundles that stay open side by side; the one that was opened first is forgotten for a new one. */
const MOST_OPEN = 6;

/** The bundles that a session has open, each under a name like that of a run. They are in memory, and nothing of them is kept. */
export class OpenedBundles {
  readonly #opened = new Map<string, OpenedBundle>();
  readonly #upload = new BundleUpload();

  get(runId: string): OpenedBundle | undefined {
    return this.#opened.get(runId);
  }

  async openFile(path: string, fileName = basename(path)): Promise<Result<{ runId: string }>> {
    const read = await readBundle(path, { fileName });
    if (!read.ok) return read.error.code === 'encrypted' ? isEncrypted(fileName) : read;
    const runId = `bundle-${randomBytes(6).toString('hex')}`;
    const { events } = read.value;
    this.#opened.set(runId, { events, origin: originOf(read.value, fileName) });
    const [oldest] = this.#opened.keys();
    if (this.#opened.size > MOST_OPEN && oldest !== undefined) this.#opened.delete(oldest);
    return ok({ runId });
  }

  takePiece(atByte: number, base64: string): Promise<Result<null>> {
    return this.#upload.take(atByte, Buffer.from(base64, 'base64'));
  }

  async openUpload(fileName: string): Promise<Result<{ runId: string }>> {
    try {
      const path = await this.#upload.finish();
      if (path === undefined) return refused('no-file', 'No file was handed over; choose it again.');
      return await this.openFile(path, fileName);
    } finally {
      await this.#upload.remove();
    }
  }

  close(): Promise<void> {
    this.#opened.clear();
    return this.#upload.remove();
  }
}

/** Keys are never asked for in the page: whoever holds one decrypts the bundle where the key is. */
const isEncrypted = (fileName: string): Result<never> =>
  refused(
    'encrypted',
    `${JSON.stringify(fileName).slice(1, -1)} is encrypted. Decrypt it with age -d -i KEYFILE, or open it with airway open --identity KEYFILE.`,
  );

function originOf({ manifest, report, events, signature }: ReadBundle, fileName: string): RunOrigin {
  const { findings } = concludeRun(reduceRun(events));
  const { createdAt, tool, caseNumber, note, files, leftOut } = manifest;
  return {
    fileName,
    createdAt,
    version: tool.version,
    ...(caseNumber === undefined ? {} : { caseNumber }),
    ...(note === undefined ? {} : { note }),
    ...(signature === undefined
      ? {}
      : {
          signer: {
            subject: signature.subject,
            issuer: signature.issuer,
            fingerprint256: signature.fingerprint256,
          },
        }),
    files: files.map(({ name, sizeBytes, what }) => ({ name, sizeBytes, what })),
    leftOut,
    differences: compareFindings({ findings: report.findings }, { findings }),
  };
}

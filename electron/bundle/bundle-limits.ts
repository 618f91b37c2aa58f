import { MOST_FILES } from './manifest.ts';

/** Bounds on what a bundle may hold, checked before anything is unpacked and again while it is. */
export interface BundleLimits {
  readonly files: number;
  /** Uncompressed bytes of one file, and of all together. */
  readonly fileBytes: number;
  readonly totalBytes: number;
  /**
   * How many times larger than the zip its files may be together, once they are more than `harmlessBytes`: deflate reaches a
   * thousand on zeros, logs that repeat one line a few dozen.
   */
  readonly ratio: number;
  readonly harmlessBytes: number;
  /** Bytes of a file that is parsed as a whole: the manifest and the report. */
  readonly parsedBytes: number;
  /** Bytes of one line of the events. */
  readonly lineBytes: number;
  readonly events: number;
  readonly checks: number;
  /** JSON values of manifest, report and events together. */
  readonly values: number;
}

/** Far above what a run of thousands of checks with logs comes to, and still of no harm to the machine that reads. */
export const BUNDLE_LIMITS: BundleLimits = {
  files: MOST_FILES,
  fileBytes: 1024 ** 3,
  totalBytes: 4 * 1024 ** 3,
  ratio: 200,
  harmlessBytes: 16 * 1024 ** 2,
  parsedBytes: 16 * 1024 ** 2,
  lineBytes: 4 * 1024 ** 2,
  events: 200_000,
  checks: 5000,
  values: 1_000_000,
};

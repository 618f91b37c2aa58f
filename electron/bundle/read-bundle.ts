import { stat } from 'node:fs/promises';
import { type RunEvent, runEventSchema } from '../contract/events.ts';
import { type Report, reportSchema } from '../contract/report.ts';
import { ok, type Result, refused } from '../contract/result.ts';
import { BUNDLE_SCHEMA, MANIFEST_NAME, type Manifest, MOST_FILES, manifestSchema } from './manifest.ts';
import { BundleRefused, openArchive, quoted, type SafeArchive } from './zip-reader.ts';

/** Bounds on what a bundle may hold, checked before anything is unpacked and again while it is. */
export interface BundleLimits {
  readonly files: number;
  /** Uncompressed bytes of one file, and of all together. */
  readonly fileBytes: number;
  readonly totalBytes: number;
  /** Bytes of a file that is held in memory: the manifest, the report, the events. */
  readonly parsedBytes: number;
  readonly events: number;
}

/** Far above what a run of thousands of checks with logs comes to, and still of no harm to the machine that reads. */
export const BUNDLE_LIMITS: BundleLimits = {
  files: MOST_FILES,
  fileBytes: 1024 ** 3,
  totalBytes: 4 * 1024 ** 3,
  parsedBytes: 128 * 1024 ** 2,
  events: 200_000,
};

/** A bundle whose every sum was found right. */
export interface ReadBundle {
  readonly manifest: Manifest;
  readonly report: Report;
  readonly events: readonly RunEvent[];
}

/**
 * Reads a bundle that may come from anyone. Nothing is written to disk. Refuses, with one sentence: what is no zip, names that
 * lead elsewhere, links, double names, encrypted files, more than the limits, a version that this Airway does not know, files
 * without a manifest row or rows without a file, wrong sums, and reports or events that are not of the contract.
 */
export async function readBundle(
  path: string,
  limits: Partial<BundleLimits> = {},
): Promise<Result<ReadBundle>> {
  const bounds = { ...BUNDLE_LIMITS, ...limits };
  let archive: SafeArchive | undefined;
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new BundleRefused('not-a-file', 'this is not a file');
    archive = await openArchive(path, bounds);
    return ok(await readVerified(archive, bounds));
  } catch (error) {
    const { code, message } = refusalOf(error);
    return refused(code, `${quoted(path)} cannot be read as a bundle: ${message}.`);
  } finally {
    archive?.close();
  }
}

function refusalOf(error: unknown): { code: string; message: string } {
  if (error instanceof BundleRefused) return { code: error.code, message: error.message };
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return { code: 'no-file', message: 'there is no such file' };
  if (code === 'EACCES' || code === 'EPERM')
    return { code: 'unreadable', message: 'this user has no right to read it' };
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code))
    return { code: 'unreadable', message: `the system says ${code}` };
  return { code: 'damaged', message: 'it is damaged or no zip file' };
}

async function readVerified(archive: SafeArchive, bounds: BundleLimits): Promise<ReadBundle> {
  const manifest = await readManifest(archive, bounds);
  const listed = new Set([MANIFEST_NAME, ...manifest.files.map(({ name }) => name)]);
  if (listed.size !== manifest.files.length + 1)
    throw new BundleRefused('bad-manifest', 'its manifest names a file twice');
  for (const name of archive.names)
    if (!listed.has(name))
      throw new BundleRefused('unlisted-file', `${quoted(name)} is in it and not in its manifest`);

  const kept = new Map<string, string>();
  for (const { name, sizeBytes, sha256 } of manifest.files) {
    if (!archive.names.has(name))
      throw new BundleRefused('missing-file', `${quoted(name)} is in its manifest and not in the bundle`);
    const isParsed = name === 'report.json' || name === 'events.ndjson';
    const read = await archive.read(name, isParsed ? bounds.parsedBytes : undefined);
    if (read.sizeBytes !== sizeBytes || read.sha256 !== sha256)
      throw new BundleRefused(
        'wrong-sum',
        `${quoted(name)} is not what the manifest says; it was changed or damaged`,
      );
    if (read.text !== undefined) kept.set(name, read.text);
  }
  return {
    manifest,
    report: parseReport(kept.get('report.json')),
    events: parseEvents(kept.get('events.ndjson'), bounds),
  };
}

async function readManifest(archive: SafeArchive, bounds: BundleLimits): Promise<Manifest> {
  if (!archive.names.has(MANIFEST_NAME))
    throw new BundleRefused('no-manifest', `it has no ${MANIFEST_NAME}, so it is not a bundle of Airway`);
  const { text = '' } = await archive.read(MANIFEST_NAME, bounds.parsedBytes);
  const value = parseJson(text, MANIFEST_NAME);
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  if (typeof schema === 'string' && schema !== BUNDLE_SCHEMA)
    throw new BundleRefused(
      'unknown-version',
      `it is ${quoted(schema)}, and this Airway reads ${BUNDLE_SCHEMA}`,
    );
  throw new BundleRefused('bad-manifest', `its manifest is wrong at ${issuePath(parsed.error.issues)}`);
}

function parseReport(text: string | undefined): Report {
  if (text === undefined) throw new BundleRefused('no-report', 'it holds no report.json');
  const parsed = reportSchema.safeParse(parseJson(text, 'report.json'));
  if (parsed.success) return parsed.data;
  throw new BundleRefused('bad-report', `report.json is wrong at ${issuePath(parsed.error.issues)}`);
}

function parseEvents(text: string | undefined, bounds: BundleLimits): RunEvent[] {
  if (text === undefined) throw new BundleRefused('no-events', 'it holds no events.ndjson');
  const events: RunEvent[] = [];
  let line = 0;
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    const json = text.slice(start, end === -1 ? text.length : end);
    start = end === -1 ? text.length : end + 1;
    line += 1;
    if (json.trim() === '') continue;
    if (events.length === bounds.events)
      throw new BundleRefused('too-large', `events.ndjson holds more than ${bounds.events} events`);
    const parsed = runEventSchema.safeParse(parseJson(json, `line ${line} of events.ndjson`));
    if (!parsed.success) throw new BundleRefused('bad-events', `line ${line} of events.ndjson is no event`);
    events.push(parsed.data);
  }
  return events;
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new BundleRefused('not-json', `${what} is not JSON`);
  }
}

function issuePath(issues: readonly { readonly path: readonly PropertyKey[] }[]): string {
  const path = issues[0]?.path.map(String).join('.') ?? '';
  return path === '' ? 'its top level' : quoted(path);
}

import { type RunEvent, runEventSchema } from '../contract/events.ts';
import { type Report, reportSchema } from '../contract/report.ts';
import { JsonRefused, parseBoundedJson, type ValueBudget } from './bounded-json.ts';
import type { BundleLimits } from './bundle-limits.ts';
import { EventLines } from './event-lines.ts';
import { BUNDLE_SCHEMA, MANIFEST_NAME, type Manifest, manifestSchema, SIGNATURE_NAME } from './manifest.ts';
import { PEM_LIMIT_BYTES } from './seal/pem.ts';
import { type Signature, verifySignature } from './seal/verify-signature.ts';
import { BundleRefused, quoted, type SafeArchive } from './zip-reader.ts';

/** What a bundle holds, as far as it could be read. */
export interface BundleContents {
  readonly manifest: Manifest;
  /** There when the manifest is signed, and the signature is one of these very bytes. */
  readonly signature?: Signature;
  readonly report?: Report;
  readonly events?: readonly RunEvent[];
}

/**
 * Reads a whole archive: every sum, the signature, report and events. Each fault is told to `onFault`, which may throw to end it
 * there; without a usable manifest it is thrown, because nothing else can then be judged.
 */
export async function readContents(
  archive: SafeArchive,
  limits: BundleLimits,
  onFault: (fault: BundleRefused) => void,
): Promise<BundleContents> {
  const budget: ValueBudget = { left: limits.values };
  const { manifest, bytes } = await readManifest(archive, limits, budget);
  for (const fault of unlistedFaults(archive, manifest)) onFault(fault);
  const signature = await attempt(onFault, () => readSignature(archive, bytes));
  const kept: Kept = {};
  for (const { name, sizeBytes, sha256 } of manifest.files) {
    await attempt(onFault, async () => {
      if (!archive.names.has(name))
        throw new BundleRefused('missing-file', `${quoted(name)} is in its manifest and not in the bundle`);
      const { taker, done } = takerFor(name, limits, budget, kept);
      const read = await archive.read(name, taker?.take, taker?.mostBytes).catch(damaged(name));
      if (read.sizeBytes !== sizeBytes || read.sha256 !== sha256)
        throw new BundleRefused(
          'wrong-sum',
          `${quoted(name)} is not what the manifest says; it was changed or damaged`,
        );
      // Only now: what a changed file would say is of no interest.
      done();
    });
  }
  const listed = new Set(manifest.files.map(({ name }) => name));
  if (!listed.has('report.json')) onFault(new BundleRefused('no-report', 'it holds no report.json'));
  if (!listed.has('events.ndjson')) onFault(new BundleRefused('no-events', 'it holds no events.ndjson'));
  return { manifest, ...(signature === undefined ? {} : { signature }), ...kept };
}

interface Kept {
  report?: Report;
  events?: readonly RunEvent[];
}

async function attempt<T>(
  onFault: (fault: BundleRefused) => void,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BundleRefused)) throw error;
    onFault(error);
    return undefined;
  }
}

/** What unpacking throws is damage of this one file; what the system refuses is not. */
const damaged =
  (name: string) =>
  (error: unknown): never => {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (error instanceof BundleRefused || (typeof code === 'string' && /^E[A-Z]+$/.test(code))) throw error;
    throw new BundleRefused('damaged', `${quoted(name)} in it is damaged`);
  };

function unlistedFaults(archive: SafeArchive, manifest: Manifest): BundleRefused[] {
  const listed = new Set([MANIFEST_NAME, ...manifest.files.map(({ name }) => name)]);
  if (listed.size !== manifest.files.length + 1)
    throw new BundleRefused('bad-manifest', 'its manifest names a file twice');
  return [...archive.names]
    .filter((name) => !listed.has(name) && name !== SIGNATURE_NAME)
    .map((name) => new BundleRefused('unlisted-file', `${quoted(name)} is in it and not in its manifest`));
}

interface Taker {
  readonly mostBytes?: number;
  take(piece: Buffer): void;
}

/** Who takes the pieces of a file that is parsed; the others only go through their sums. */
function takerFor(
  name: string,
  limits: BundleLimits,
  budget: ValueBudget,
  kept: Kept,
): { taker?: Taker; done: () => void } {
  if (name === 'report.json') {
    const pieces: Buffer[] = [];
    return {
      taker: { mostBytes: limits.parsedBytes, take: (piece) => void pieces.push(piece) },
      done: () => {
        const text = Buffer.concat(pieces).toString('utf8');
        // The bytes go before the values come: a large report is in memory once as text and once as values.
        pieces.length = 0;
        kept.report = parseReport(text, budget);
      },
    };
  }
  if (name === 'events.ndjson') {
    const lines = new EventLines(limits, (line, at) => parseEvent(line, at, budget));
    return {
      taker: { take: (piece) => lines.take(piece) },
      done: () => {
        kept.events = lines.end();
      },
    };
  }
  return { done: () => undefined };
}

async function readManifest(
  archive: SafeArchive,
  limits: BundleLimits,
  budget: ValueBudget,
): Promise<{ manifest: Manifest; bytes: Buffer }> {
  if (!archive.names.has(MANIFEST_NAME))
    throw new BundleRefused('no-manifest', `it has no ${MANIFEST_NAME}, so it is not a bundle of Airway`);
  const bytes = await readBytes(archive, MANIFEST_NAME, limits.parsedBytes);
  const value = parseJson(bytes.toString('utf8'), MANIFEST_NAME, budget);
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) return { manifest: parsed.data, bytes };
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  if (typeof schema === 'string' && schema !== BUNDLE_SCHEMA)
    throw new BundleRefused(
      'unknown-version',
      `it is ${quoted(schema)}, and this Airway reads ${BUNDLE_SCHEMA}`,
    );
  throw new BundleRefused('bad-manifest', `its manifest is wrong at ${issuePath(parsed.error.issues)}`);
}

async function readSignature(archive: SafeArchive, manifest: Buffer): Promise<Signature | undefined> {
  if (!archive.names.has(SIGNATURE_NAME)) return undefined;
  const pem = await readBytes(archive, SIGNATURE_NAME, PEM_LIMIT_BYTES);
  const verdict = verifySignature(pem.toString('latin1'), manifest);
  if (verdict.code === 'valid') return verdict.signature;
  throw new BundleRefused('bad-signature', `its signature does not hold: ${verdict.why}`);
}

async function readBytes(archive: SafeArchive, name: string, mostBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  await archive.read(name, (piece) => void pieces.push(piece), mostBytes).catch(damaged(name));
  return Buffer.concat(pieces);
}

function parseReport(text: string, budget: ValueBudget): Report {
  const value = parseJson(text, 'report.json', budget);
  const parsed = reportSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new BundleRefused('bad-report', `report.json is wrong at ${issuePath(parsed.error.issues)}`);
}

function parseEvent(line: string, at: number, budget: ValueBudget): RunEvent {
  const what = `line ${at} of events.ndjson`;
  const parsed = runEventSchema.safeParse(parseJson(line, what, budget));
  if (!parsed.success) throw new BundleRefused('bad-events', `${what} is no event`);
  return parsed.data;
}

const WHY_NOT_PARSED: Readonly<Record<JsonRefused['code'], string>> = {
  'not-json': 'is not JSON',
  'too-deep': 'nests deeper than a bundle may',
  'too-many': 'holds more than a bundle may',
};

function parseJson(text: string, what: string, budget: ValueBudget): unknown {
  try {
    return parseBoundedJson(text, budget);
  } catch (error) {
    if (!(error instanceof JsonRefused)) throw error;
    const code = error.code === 'not-json' ? 'not-json' : 'too-large';
    throw new BundleRefused(code, `${what} ${WHY_NOT_PARSED[error.code]}`);
  }
}

function issuePath(issues: readonly { readonly path: readonly PropertyKey[] }[]): string {
  const path = issues[0]?.path.map(String).join('.') ?? '';
  return path === '' ? 'its top level' : quoted(path);
}

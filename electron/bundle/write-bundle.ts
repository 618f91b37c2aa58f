import type { Writable } from 'node:stream';
import type { RunEvent } from '../contract/events.ts';
import { PROFILE_SCHEMA } from '../contract/profile.ts';
import { REPORT_SCHEMA, type Report, reportSchema } from '../contract/report.ts';
import { writeAtomically } from './atomic-file.ts';
import { addCollected, addText, type EntryOptions } from './bundle-entries.ts';
import { prettyJson, runCollectors } from './bundle-files.ts';
import { MANIFEST_FILE, README_FILE, renderBundleReadme, SIGNATURE_FILE } from './bundle-readme.ts';
import { BUNDLE_SCHEMA, type BundledFile, type LeftOut, type Manifest, manifestSchema } from './manifest.ts';
import { withoutLogins } from './profile-file.ts';
import { type DocumentScrubber, documentScrubber } from './scrub-document.ts';
import type { SealStep } from './seal/seal-step.ts';
import type { ManifestSigner } from './seal/sign-manifest.ts';
import { zipWriter } from './zip-writer.ts';

/** What a bundle is made of. Nothing in it may hold a secret; `secrets` in the options is a second belt. */
export interface BundleInput {
  readonly report: Report;
  /** The run's own list, read once and never held in memory as a whole. */
  readonly events: Iterable<RunEvent> | AsyncIterable<RunEvent>;
  readonly caseNumber?: string | undefined;
  readonly note?: string | undefined;
  /** ISO 8601 UTC; also the time stamp of every file inside. */
  readonly createdAt: string;
}

export interface BundleOptions extends EntryOptions {
  /** Encrypts the whole zip on its way to the file; `sha256` is then that of the encrypted file. When it fails nothing is written. */
  readonly seal?: SealStep | undefined;
  /** Signs the manifest, and with its sums every file. When it fails nothing is written. */
  readonly signer?: ManifestSigner | undefined;
  /** Secrets of the run: where one turns up in a text after all, `[secret]` is written in its place. */
  readonly secrets?: readonly string[] | undefined;
}

/** A bundle that is complete on disk. */
export interface WrittenBundle {
  readonly path: string;
  readonly sizeBytes: number;
  /** Number of files inside, the manifest included. */
  readonly files: number;
  /** SHA-256 of the zip, lower-case hex, to be quoted in the case. */
  readonly sha256: string;
}

/** Always said: nobody should have to wonder whether these are in a bundle. */
const NEVER_INCLUDED: readonly LeftOut[] = [
  {
    what: 'passwords and tokens',
    why: 'Airway never records them; checks hold them in memory only while they run',
  },
  {
    what: 'redaction of host names, addresses and user names',
    why: 'not part of this version; they stand in the files as they were seen',
  },
];

/**
 * Writes the diagnostic bundle of one run: a zip that is complete under `path` or not there at all (see `writeAtomically`), streamed
 * with constant memory. A collector that fails is one `leftOut` entry of the manifest, never a missing bundle. The same input
 * gives the same bytes in one time zone (a zip holds local times). Throws the errno of the write, or the reason of `signal`;
 * `whyWriteFailed` puts either in words.
 */
export async function writeBundle(
  input: BundleInput,
  path: string,
  options: BundleOptions = {},
): Promise<WrittenBundle> {
  const { signal } = options;
  let written: Omit<WrittenBundle, 'path'> | undefined;
  await writeAtomically(
    path,
    async (out) => {
      written = await writeZip(input, out, options);
    },
    { signal },
  );
  if (written === undefined) throw new Error('a bundle was finished without being written');
  return { path, ...written };
}

async function writeZip(
  input: BundleInput,
  out: Writable,
  options: BundleOptions,
): Promise<Omit<WrittenBundle, 'path'>> {
  const scrubber = documentScrubber(options.secrets ?? []);
  const report = scrubber.scrub(reportSchema, {
    ...input.report,
    profile: withoutLogins(input.report.profile),
  });
  const head = manifestHead(input, report, scrubber);
  const zip = zipWriter(out, new Date(input.createdAt), options.signal, options.seal);
  const files: BundledFile[] = [];
  const leftOut: LeftOut[] = [...NEVER_INCLUDED];

  for (const collector of runCollectors(report, input.events, scrubber)) {
    const added = await addCollected(zip, collector, options);
    if (added.file !== undefined) files.push(added.file);
    if (added.leftOut !== undefined) leftOut.push(added.leftOut);
  }
  if (scrubber.hits() > 0) leftOut.push(hitsSentence(scrubber.hits()));

  const readme = await addText(
    zip,
    README_FILE,
    renderBundleReadme(head, files, leftOut, options.signer !== undefined),
    options,
  );
  files.push(readme);
  const manifest = prettyJson(manifestSchema.parse({ ...head, files, leftOut }));
  await addText(zip, MANIFEST_FILE, manifest, options);
  const signature = options.signer?.sign(Buffer.from(manifest), new Date(input.createdAt));
  if (signature !== undefined) await addText(zip, SIGNATURE_FILE, signature, options);
  return { ...(await zip.end()), files: files.length + (signature === undefined ? 1 : 2) };
}

/** Throws before anything is written when the case number, the note or the time is not what the manifest may hold. */
function manifestHead(input: BundleInput, report: Report, scrubber: DocumentScrubber): Manifest {
  const { caseNumber, note, createdAt } = input;
  const head = manifestSchema.parse({
    schema: BUNDLE_SCHEMA,
    tool: report.tool,
    schemas: { report: REPORT_SCHEMA, profile: PROFILE_SCHEMA },
    runId: report.run.id,
    createdAt,
    ...(caseNumber === undefined ? {} : { caseNumber }),
    ...(note === undefined ? {} : { note }),
    files: [],
    leftOut: [],
  });
  return scrubber.scrub(manifestSchema, head);
}

function hitsSentence(hits: number): LeftOut {
  const places = hits === 1 ? '1 place' : `${hits} places`;
  return {
    what: `a secret of this run, in ${places}`,
    why: 'it turned up in what was recorded, and [secret] was written instead',
  };
}

import type { Writable } from 'node:stream';
import { REQUIRED_FILES } from '../contract/bundle-preview.ts';
import { PROFILE_SCHEMA } from '../contract/profile.ts';
import { REPORT_SCHEMA, type Report, reportSchema } from '../contract/report.ts';
import { type AddedFile, addCollected, addText, type EntryOptions } from './bundle-entries.ts';
import {
  type CollectedRun,
  type Collector,
  otherRunCollectors,
  prettyJson,
  runCollectors,
} from './bundle-files.ts';
import {
  LEDGER_FILE,
  MANIFEST_FILE,
  README_FILE,
  renderBundleReadme,
  SIGNATURE_FILE,
} from './bundle-readme.ts';
import { BundleRedaction } from './bundle-redaction.ts';
import { type LogSearch, logCollectors } from './log-files.ts';
import { BUNDLE_SCHEMA, type LeftOut, type Manifest, manifestSchema } from './manifest.ts';
import { withoutLogins } from './profile-file.ts';
import type { RedactionChoices } from './redaction/redactor.ts';
import type { SealStep } from './seal/seal-step.ts';
import type { ManifestSigner } from './seal/sign-manifest.ts';
import { whatIsNotIncluded } from './what-is-not-included.ts';
import { zipWriter } from './zip-writer.ts';

/** What a bundle is made of. Nothing in it may hold a secret; `secrets` in the options is a second belt. */
export interface BundleInput extends CollectedRun {
  /** Runs of other days, from the same machine. */
  readonly otherRuns?: readonly CollectedRun[] | undefined;
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
  /** What is replaced besides secrets; identities unless told otherwise. */
  readonly redaction?: RedactionChoices | undefined;
  /** Where logs are looked for; none are without it. */
  readonly logs?: LogSearch | undefined;
  /** Names of files that are not to be in the bundle. Those that it cannot be read without stay. */
  readonly leaveOut?: readonly string[] | undefined;
  /** Where placeholders were given before, for the same input and choices: a bundle then has the names that its preview showed. */
  readonly names?: BundleRedaction | undefined;
}

/** A zip that was written whole. */
export interface AssembledBundle {
  readonly manifest: Manifest;
  /** All files in their order, with the bytes that each takes in the zip. */
  readonly files: readonly AddedFile[];
  readonly redaction: BundleRedaction;
  readonly sizeBytes: number;
  /** SHA-256 of what went to `out`, lower-case hex. */
  readonly sha256: string;
}

/** Opens the redaction for an input: what its runs name is known from the first file on. */
export function openRedaction(input: BundleInput, options: BundleOptions): BundleRedaction {
  const reports = [input.report, ...(input.otherRuns ?? []).map(({ report }) => report)];
  return BundleRedaction.of(reports, options.secrets ?? [], options.redaction);
}

/** What would be written, file by file, and what is known beforehand not to be. `redaction` may be one with marks. */
export async function bundleContents(
  input: BundleInput,
  redaction: BundleRedaction,
  { logs, signal }: BundleOptions,
): Promise<{
  readonly report: Report;
  readonly collectors: readonly Collector[];
  readonly leftOut: readonly LeftOut[];
}> {
  const redacted = ({ report }: CollectedRun, file: string): Report =>
    redaction.document(file, reportSchema, { ...report, profile: withoutLogins(report.profile) });
  const report = redacted(input, 'report.json');
  const collectors = [...runCollectors({ report, events: input.events }, redaction)];
  for (const run of input.otherRuns ?? []) {
    const file = `runs/${run.report.run.id}/report.json`;
    collectors.push(...otherRunCollectors({ report: redacted(run, file), events: run.events }, redaction));
  }
  if (logs === undefined || report.practice !== undefined) return { report, collectors, leftOut: [] };
  const found = await logCollectors(logs, redaction, signal);
  return { report, collectors: [...collectors, ...found.collectors], leftOut: found.leftOut };
}

/** Writes the zip of a bundle to `out`, streamed with constant memory. */
export async function assembleBundle(
  input: BundleInput,
  out: Writable,
  options: BundleOptions,
): Promise<AssembledBundle> {
  const redaction = options.names ?? openRedaction(input, options);
  const contents = await bundleContents(input, redaction, options);
  const head = manifestHead(input, contents.report, redaction);
  const zip = zipWriter(out, new Date(input.createdAt), options.signal, options.seal);
  const added: AddedFile[] = [];
  const leftOut: LeftOut[] = [...whatIsNotIncluded(redaction.redactor.choices), ...contents.leftOut];

  for (const collector of contents.collectors) {
    if (isLeftOut(collector.name, options)) {
      leftOut.push({ what: collector.name, why: 'left out by whoever made this bundle' });
      continue;
    }
    const became = await addCollected(zip, collector, options);
    if (became.added !== undefined) added.push(became.added);
    if (became.leftOut !== undefined) leftOut.push(became.leftOut);
  }
  const ledger = redaction.ledger();
  const known = ledger.totals['known-secret'] ?? 0;
  if (known > 0) leftOut.push(secretSentence(known));
  added.push(await addText(zip, LEDGER_FILE, prettyJson(ledger), options));

  const listed = added.map(({ file }) => file);
  const mostLeftOut = leftOut.slice(0, MOST_LEFT_OUT);
  const readme = renderBundleReadme(head, listed, mostLeftOut, options.signer !== undefined);
  added.push(await addText(zip, README_FILE, readme, options));
  const files = added.map(({ file }) => file);
  const manifest = manifestSchema.parse({ ...head, files, leftOut: mostLeftOut });
  const text = prettyJson(manifest);
  added.push(await addText(zip, MANIFEST_FILE, text, options));
  const signature = options.signer?.sign(Buffer.from(text), new Date(input.createdAt));
  if (signature !== undefined) added.push(await addText(zip, SIGNATURE_FILE, signature, options));
  return { manifest, files: added, redaction, ...(await zip.end()) };
}

/** What the manifest may list of it. */
const MOST_LEFT_OUT = 1000;

const isLeftOut = (name: string, { leaveOut }: BundleOptions): boolean =>
  leaveOut?.includes(name) === true && !REQUIRED_FILES.includes(name);

/** Throws before anything is written when the case number, the note or the time is not what the manifest may hold. */
function manifestHead(input: BundleInput, report: Report, redaction: BundleRedaction): Manifest {
  const { caseNumber, note, createdAt } = input;
  const { identities, keepsPrivateAddresses, words } = redaction.redactor.choices;
  const head = manifestSchema.parse({
    schema: BUNDLE_SCHEMA,
    tool: report.tool,
    schemas: { report: REPORT_SCHEMA, profile: PROFILE_SCHEMA },
    runId: report.run.id,
    createdAt,
    ...(caseNumber === undefined ? {} : { caseNumber }),
    ...(note === undefined ? {} : { note }),
    redaction: { identities, keepsPrivateAddresses, ownWords: words.length },
    files: [],
    leftOut: [],
  });
  return redaction.document('manifest.json', manifestSchema, head);
}

function secretSentence(hits: number): LeftOut {
  const places = hits === 1 ? '1 place' : `${hits} places`;
  return {
    what: `a secret of this run, in ${places}`,
    why: 'it turned up in what was recorded, and [secret] was written instead',
  };
}

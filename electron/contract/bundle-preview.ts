import { z } from 'zod';
import { RUN_ID } from './run-id.ts';

/** Largest bundle that a case usually takes as an attachment. */
export const CASE_LIMIT_BYTES = 25_000_000;

/** Files that no bundle can be read without: they cannot be left out. */
export const REQUIRED_FILES: readonly string[] = [
  'report.json',
  'events.ndjson',
  'redaction.json',
  'README.txt',
  'manifest.json',
];

/** What may be chosen of a bundle. Secrets are always replaced; the rest is the customer's decision. */
export const bundleChoicesSchema = z.strictObject({
  /** Host names, addresses, users, e-mail, hardware addresses, serial numbers and domains become placeholders. */
  identities: z.boolean(),
  /** Addresses of private ranges stay, with which support can read routes. */
  keepsPrivateAddresses: z.boolean(),
  /** Further words to be hidden wherever they stand. */
  words: z.array(z.string().max(100)).max(50),
  /** Logs of the Console and the Responder are looked for on this machine. */
  logs: z.boolean(),
  /** Files that are to be left out, by their names in the bundle. */
  leaveOut: z.array(z.string().max(255)).max(1000),
  /** Further runs that are kept on this machine. */
  otherRuns: z.array(z.string().regex(RUN_ID)).max(10),
});
export type BundleChoices = z.infer<typeof bundleChoicesSchema>;

/** On by default. */
export const DEFAULT_BUNDLE_CHOICES: BundleChoices = {
  identities: true,
  keepsPrivateAddresses: true,
  words: [],
  logs: true,
  leaveOut: [],
  otherRuns: [],
};

/** One file that a bundle would hold. */
export interface PreviewedFile {
  readonly name: string;
  readonly what: string;
  readonly sizeBytes: number;
  /** Bytes that it takes in the zip. */
  readonly packedBytes: number;
  /** Parts that were replaced in it. */
  readonly replaced: number;
}

/** What a bundle would be if it were written now. */
export interface BundlePreview {
  readonly files: readonly PreviewedFile[];
  readonly leftOut: readonly { readonly what: string; readonly why: string }[];
  /** Replaced parts by rule, with what the rule is in words. */
  readonly replaced: readonly { readonly rule: string; readonly what: string; readonly count: number }[];
  /** Size of the whole zip. */
  readonly sizeBytes: number;
}

/** One stretch of a file as it would stand in the bundle; `before` is there where something was replaced, and is never a secret. */
export interface PreviewStretch {
  readonly after: string;
  readonly before?: string;
  readonly rule?: string;
  /** Characters that are not shown behind this stretch. */
  readonly gap?: number;
}

/** A page of a file, around what was replaced in it. */
export interface PreviewPage {
  readonly name: string;
  readonly page: number;
  readonly hasMore: boolean;
  readonly stretches: readonly PreviewStretch[];
}

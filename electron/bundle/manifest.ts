import { z } from 'zod';
import { toolSchema } from '../contract/events.ts';

/** Version of the bundle's layout and of its manifest. */
export const BUNDLE_SCHEMA = 'airway.bundle/1';

/** The manifest is written last, so that it can hold the sum of every other file. */
export const MANIFEST_NAME = 'manifest.json';

/** A detached CMS signature of the manifest, PEM. With the manifest it is what no row of the manifest speaks of. */
export const SIGNATURE_NAME = 'manifest.json.p7s';

/** Most files that one bundle may hold, for the writer and the reader alike. */
export const MOST_FILES = 10_000;

const bundledFileSchema = z.object({
  /** Path inside the bundle, with forward slashes. */
  name: z.string().min(1).max(255),
  sizeBytes: z.int().min(0),
  /** SHA-256 over the uncompressed bytes, lower-case hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** What the file is for, in one sentence. */
  what: z.string().max(300),
  /** There when only the end of a longer file is in the bundle: where it begins in the file, and how long that was. */
  cut: z.object({ fromByte: z.int().min(0), sizeBytes: z.int().min(0) }).optional(),
});
export type BundledFile = z.infer<typeof bundledFileSchema>;

const leftOutSchema = z.object({ what: z.string().max(200), why: z.string().max(700) });

/** Something that a reader may look for in the bundle and does not find, and why it is not there. */
export type LeftOut = z.infer<typeof leftOutSchema>;

/** `airway.bundle/1`: what is in a bundle, with size and sum of each file, and what is not in it. */
export const manifestSchema = z.object({
  schema: z.literal(BUNDLE_SCHEMA),
  tool: toolSchema,
  schemas: z.object({ report: z.string().max(80), profile: z.string().max(80) }),
  runId: z.string().max(80),
  createdAt: z.iso.datetime(),
  caseNumber: z.string().max(60).optional(),
  note: z.string().max(4000).optional(),
  /** What was replaced besides secrets, which always are; absent in bundles of versions that could not. */
  redaction: z
    .object({ identities: z.boolean(), keepsPrivateAddresses: z.boolean(), ownWords: z.int().min(0) })
    .optional(),
  /** In the order in which they stand in the bundle; the manifest itself is not listed. */
  files: z.array(bundledFileSchema).max(MOST_FILES),
  leftOut: z.array(leftOutSchema).max(1000),
});
export type Manifest = z.infer<typeof manifestSchema>;

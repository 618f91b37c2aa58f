import { z } from 'zod';

/** Largest PEM text of a key or a certificate with its chain. */
export const PEM_LIMIT_CHARACTERS = 100_000;

const pem = z.string().max(PEM_LIMIT_CHARACTERS);

/**
 * How a bundle is closed before it leaves the site. The private key and its passphrase are held by the host for as long as one
 * question is answered, and are written nowhere.
 */
export const sealingSchema = z.strictObject({
  /** Public keys of age: any of their holders can open the bundle. Empty: it is not encrypted. */
  recipients: z.array(z.string().max(120)).max(10),
  /** Absent: it is not signed. */
  signer: z
    .strictObject({ certificatePem: pem, keyPem: pem, passphrase: z.string().max(1000).optional() })
    .optional(),
});
export type Sealing = z.infer<typeof sealingSchema>;

/** What a key and a certificate came to: who would sign. */
export interface CheckedSealing {
  /** Subject of the certificate on one line; absent where nothing is signed. */
  readonly signer?: string;
}

/** How far the host is with a bundle that it reads for the preview, or writes. */
export interface BundleProgress {
  readonly doing: 'preview' | 'write';
  /** Name in the bundle of the file that is being read. */
  readonly file: string;
  /** Files before it, and uncompressed bytes of all so far. */
  readonly filesDone: number;
  readonly doneBytes: number;
}

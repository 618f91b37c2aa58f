import type { SealStep } from '../bundle/seal/seal-step.ts';
import type { ManifestSigner } from '../bundle/seal/sign-manifest.ts';
import type { Sealing } from '../contract/bundle-saving.ts';
import { ok, type Result } from '../contract/result.ts';

/** What closes a bundle; each is absent where it was not asked for. */
export interface OpenedSealing {
  readonly seal?: SealStep;
  readonly signer?: ManifestSigner;
}

/**
 * Opens keys and certificate before anything is written, so that a mistake never leads to a bundle that is open or unsigned. The
 * libraries behind it are loaded only by those who seal.
 */
export async function openSealing(sealing: Sealing | undefined, now: Date): Promise<Result<OpenedSealing>> {
  const opened: { seal?: SealStep; signer?: ManifestSigner } = {};
  if (sealing !== undefined && sealing.recipients.length > 0) {
    const { openRecipients } = await import('../bundle/seal/seal-step.ts');
    const seal = await openRecipients(sealing.recipients);
    if (!seal.ok) return seal;
    opened.seal = seal.value;
  }
  if (sealing?.signer !== undefined) {
    const { openSigner } = await import('../bundle/seal/sign-manifest.ts');
    const signer = openSigner(sealing.signer, now);
    if (!signer.ok) return signer;
    opened.signer = signer.value;
  }
  return ok(opened);
}

import type { TlsOutcome } from '../contract/outcomes/tls.ts';

/** Faults that leave no doubt of who answers. */
const LEAVES_PROOF: ReadonlySet<string> = new Set(['expires-soon', 'trusted-by-os-only']);

/** True when the certificate proved who answers: a secret that is given to anybody else would be a gift to an interceptor. */
export const isProven = ({ trust, faults }: Pick<TlsOutcome, 'trust' | 'faults'>): boolean =>
  trust.some(({ code }) => code === 'trusted') && faults.every((fault) => LEAVES_PROOF.has(fault));

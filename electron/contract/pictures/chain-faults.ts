import type { Certificate, CertificateFault } from '../outcomes/tls.ts';

/** A fault as it is written beside the certificate that has it. */
export type NotedFault = CertificateFault;

/** Faults by the place that they are of: each certificate by its index, and the gap after the last one. */
interface ChainNotes {
  readonly of: readonly (readonly NotedFault[])[];
  readonly ofGap: readonly NotedFault[];
  /** Something that the server should have sent is missing after the last certificate. */
  readonly isBroken: boolean;
}

/** Puts each fault of a chain where it is to be seen; one of which no certificate gives a sign is the server's own. */
export function certificateNotes(
  chain: readonly Certificate[],
  faults: readonly CertificateFault[],
  nowMs: number,
): ChainNotes {
  const of: NotedFault[][] = chain.map(() => []);
  const ofGap: NotedFault[] = [];
  const isBroken = faults.includes('incomplete-chain');
  const endsInRoot = chain.at(-1)?.isSelfSigned === true;
  for (const fault of new Set(faults)) {
    if (fault === 'incomplete-chain') continue;
    if (fault === 'untrusted-authority' || fault === 'trusted-by-os-only') {
      if (endsInRoot || chain.length === 0) of.at(-1)?.push(fault);
      else ofGap.push(fault);
      continue;
    }
    const places = chain.flatMap((certificate, index) => (shows(certificate, fault, nowMs) ? [index] : []));
    for (const index of places.length > 0 ? places : [0]) of[index]?.push(fault);
  }
  return { of, ofGap, isBroken };
}

/** Whether a certificate itself shows a fault; what only the server's own can have is not looked for elsewhere. */
function shows(
  { notBefore, notAfter, keyType, keyBits, signatureAlgorithm, isSelfSigned }: Certificate,
  fault: CertificateFault,
  nowMs: number,
): boolean {
  switch (fault) {
    case 'expired':
      return Date.parse(notAfter) < nowMs;
    case 'not-yet-valid':
      return Date.parse(notBefore) > nowMs;
    case 'weak-key':
      return keyType.toLowerCase() === 'rsa' && keyBits !== undefined && keyBits < 2048;
    case 'weak-signature':
      return !isSelfSigned && /md5|sha1(?!\d)/i.test(signatureAlgorithm);
    default:
      return false;
  }
}

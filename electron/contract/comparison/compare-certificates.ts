import type { Certificate } from '../outcomes/tls.ts';
import { type CheckState, checksInOrder, type RunState } from '../run-state.ts';
import { comparisonKeys, eitherKey, inOrder } from './comparison-keys.ts';

/** A certificate in as few words as tell it from another. */
export interface SeenCertificate {
  /** SHA-256 over the DER, upper-case hex pairs with colons. */
  readonly fingerprint256: string;
  readonly subject: string;
  readonly issuer: string;
  /** ISO 8601 UTC, as the certificate states it. */
  readonly notAfter: string;
}

/** Other certificates were shown for one name and port. */
export interface CertificateChange {
  /** Such as `console.example.com:443`. */
  readonly endpoint: string;
  readonly before: readonly SeenCertificate[];
  readonly after: readonly SeenCertificate[];
}

/**
 * Compares the servers' own certificates by name and port, whatever address showed them, where both runs saw any. That one of
 * them saw none is the checks' to tell.
 */
export function compareCertificates(before: RunState, after: RunState): CertificateChange[] {
  const old = shownIn(before);
  const now = shownIn(after);
  return eitherKey(old, now).flatMap((key) => {
    const was = old.get(key);
    const is = now.get(key);
    if (was === undefined || is === undefined || fingerprints(was) === fingerprints(is)) return [];
    return [{ endpoint: key, before: inOrderOf(was), after: inOrderOf(is) }];
  });
}

type Shown = ReadonlyMap<string, SeenCertificate>;

function shownIn(state: RunState): ReadonlyMap<string, Shown> {
  const keyOf = comparisonKeys(state);
  const shown = new Map<string, Map<string, SeenCertificate>>();
  for (const check of checksInOrder(state)) {
    const own = shownBy(check);
    if (own === undefined) continue;
    const endpoint = keyOf(own.endpoint);
    const known = shown.get(endpoint) ?? new Map<string, SeenCertificate>();
    const { fingerprint256, subject, issuer, notAfter } = own.certificate;
    shown.set(endpoint, known.set(fingerprint256, { fingerprint256, subject, issuer, notAfter }));
  }
  return shown;
}

function shownBy(check: CheckState): { endpoint: string; certificate: Certificate } | undefined {
  if (check.phase !== 'finished' || check.outcome === undefined) return undefined;
  const { outcome } = check;
  switch (outcome.kind) {
    case 'tls':
      return at(outcome.expectedName, outcome.port, outcome.chain);
    case 'ldap':
    case 'ldap-bind':
      return at(outcome.expectedName, outcome.port, outcome.tls?.chain);
    case 'syslog':
      return at(outcome.address, outcome.port, outcome.chain);
    default:
      return undefined;
  }
}

function at(
  name: string,
  port: number,
  chain: readonly Certificate[] | undefined,
): ReturnType<typeof shownBy> {
  const certificate = chain?.[0];
  return certificate === undefined ? undefined : { endpoint: `${name}:${port}`, certificate };
}

const inOrderOf = (shown: Shown): SeenCertificate[] =>
  [...shown.values()].sort((left, right) => inOrder(left.fingerprint256, right.fingerprint256));

const fingerprints = (shown: Shown): string => [...shown.keys()].sort(inOrder).join(' ');

import { domainToASCII } from 'node:url';
import { isIpAddress, isIpv6 } from '../../contract/host-name.ts';

/** The names that a certificate may be used for: its subjectAltName, and nothing of its subject. */
export interface CertificateNames {
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
}

/**
 * Whether a certificate is for a name or address, RFC 9525 §6: an address is compared with iPAddress entries only, a name
 * with dNSName entries only. A wildcard counts as the whole leftmost label, for exactly one label, above at least two more.
 * The commonName is never looked at (§6.3), as browsers and Go never do.
 */
export function isNamed(expectedName: string, { dnsNames, ipAddresses }: CertificateNames): boolean {
  if (isIpAddress(expectedName)) {
    const wanted = canonicalAddress(expectedName);
    return ipAddresses.some((address) => canonicalAddress(address) === wanted);
  }
  const wanted = canonicalName(expectedName);
  return wanted !== '' && dnsNames.some((pattern) => isMatch(canonicalName(pattern), wanted));
}

/** Lower case, A-labels, without the dot of the root; empty when it is not a name. */
function canonicalName(name: string): string {
  const bare = name.endsWith('.') ? name.slice(0, -1) : name;
  // Most names are ASCII already, and the wildcard is no letter that IDNA knows.
  return /^[\x21-\x7e]*$/.test(bare) ? bare.toLowerCase() : domainToASCII(bare);
}

function isMatch(pattern: string, name: string): boolean {
  if (!pattern.startsWith('*.')) return pattern === name;
  const parent = pattern.slice(1);
  const firstLabelLength = name.length - parent.length;
  return (
    firstLabelLength > 0 &&
    name.endsWith(parent) &&
    !name.slice(0, firstLabelLength).includes('.') &&
    !parent.includes('*') &&
    parent.indexOf('.', 1) !== -1
  );
}

/** One form for each address, so that `::1` equals `0:0:0:0:0:0:0:1`; a zone is no part of it. */
function canonicalAddress(address: string): string {
  const bare = address.split('%', 1)[0] ?? '';
  return isIpv6(bare) ? new URL(`http://[${bare}]`).hostname : bare;
}

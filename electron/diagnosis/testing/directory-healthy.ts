import type { Outcome } from '../../contract/outcomes/outcome.ts';
import { bind, D, DC, look, ping, srv } from './directory-outcomes.ts';
import { certificate, host, tcp, tls } from './site-run.ts';

/** One healthy domain controller over LDAPS, with what DNS says of it. */
export const RECORDS: readonly Outcome[] = [host(), srv('answered', { [DC]: D })];
/** The rows of one healthy domain controller at this address. */
export const over = (address = D): Outcome[] => [
  tcp(address, 389),
  tcp(address, 636),
  ping('answered', address),
  look('plain', 'ready', { address }),
  tls(address, 636, { expectedName: DC, chain: [certificate({ dnsNames: [DC] })] }),
  look('ldaps', 'ready', { address }),
];
export const HEALTHY_DIRECTORY: readonly Outcome[] = [...RECORDS, ...over(), bind('ready', [])];
/** The healthy run with these in place of what it has of their kind and port. */
export const without = (...parts: readonly Outcome[]): Outcome[] => {
  const replaced = parts.map((part) => ('address' in part ? `${part.kind}${part.port}` : part.kind));
  return [
    ...HEALTHY_DIRECTORY.filter(
      (one) => !replaced.includes('address' in one ? `${one.kind}${one.port}` : one.kind),
    ),
    ...parts,
  ];
};

import type { Certificate } from '../contract/outcomes/tls.ts';
import vendors from './data/inspection-vendors.json' with { type: 'json' };

/** The vendor whose mark stands in a name of the chain, from the list in `data/inspection-vendors.json`. */
export function inspectionVendor(chain: readonly Certificate[]): string | undefined {
  const names = chain.map(({ issuer }) => issuer.toLowerCase()).join('\n');
  return vendors.find(({ marks }) => marks.some((mark) => names.includes(mark)))?.vendor;
}

import type { HelloVariant } from '../../contract/outcomes/tls-hello.ts';
import { ALL_SUITES, CURRENT_SUITES } from './cipher-suites.ts';
import { type HelloOffer, TLS } from './client-hello.ts';

/** A post-quantum ClientHello with X25519MLKEM768 has 1.6 to 1.8 kB: more than one packet of an Ethernet. */
const LARGE_RECORD_BYTES = 1750;

/** A reserved name (RFC 2606 §3) that filters know and have no reason to block; the second where it is the site's own. */
const OTHER_NAMES = ['example.com', 'example.org'] as const;

/** What a variant of the greeting offers, for a site of this servername. */
export function offerOf(variant: HelloVariant, servername: string | null): HelloOffer {
  const small: HelloOffer = {
    versions: { min: TLS.v12, max: TLS.v13 },
    servername,
    alpn: ['http/1.1'],
    cipherSuites: CURRENT_SUITES,
    keyShare: 'x25519',
  };
  const upTo = (max: HelloOffer['versions']['max']): HelloOffer => ({
    ...small,
    versions: { min: TLS.v10, max },
    // Those of TLS 1.3 mean nothing to an older version.
    cipherSuites: ALL_SUITES.filter((suite) => suite >> 8 !== 0x13),
  });
  switch (variant) {
    case 'small':
      return small;
    case 'large':
      return { ...small, recordBytes: LARGE_RECORD_BYTES };
    case 'no-name':
      return { ...small, servername: null };
    case 'other-name':
      return { ...small, servername: servername === OTHER_NAMES[0] ? OTHER_NAMES[1] : OTHER_NAMES[0] };
    case 'short-answer':
      return { ...small, versions: { min: TLS.v13, max: TLS.v13 }, keyShare: 'none' };
    case 'up-to-1.0':
      return upTo(TLS.v10);
    case 'up-to-1.1':
      return upTo(TLS.v11);
    case 'up-to-1.2':
      return upTo(TLS.v12);
  }
}

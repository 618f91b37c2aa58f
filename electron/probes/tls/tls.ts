import { isIpAddress } from '../../contract/host-name.ts';
import type { TlsOutcome } from '../../contract/outcomes/tls.ts';
import { endpoint } from '../../contract/spoken.ts';
import { defineProbe, type ProbeContext } from '../probe.ts';
import { withFurtherConnects } from '../tcp/further-connects.ts';
import type { TlsInput } from './tls-attempt.ts';
import { judgeTls } from './tls-verdict.ts';

/**
 * One TLS handshake with one address, offering TLS 1.2 and 1.3 as AIR's clients do. The handshake is the platform's; every
 * octet of it is read along, so that alerts, the chain as sent and answers in other protocols are seen as they were.
 */
export const tlsHandshake = withFurtherConnects(
  defineProbe<TlsInput, TlsOutcome>({
    id: 'tls',
    // Long enough for a server that is slow to accept, and below what an engineer waits for without asking.
    deadlineMs: 5000,
    awaiting: ({ address, port }) => `the ServerHello of ${endpoint(address, port)}`,
    run,
    judge: judgeTls,
  }),
  ({ code, bytesReceived }) => (code === 'silent' || code === 'failed') && bytesReceived === 0,
);

async function run(input: TlsInput, context: ProbeContext): Promise<TlsOutcome> {
  // Loaded when the first handshake is made: reading the trust stores takes longer than starting up.
  const { observeHandshake } = await import('./tls-observation.ts');
  return observeHandshake({ ...input, servername: lawfulServername(input.servername) }, context);
}

/**
 * Loads what the first handshake would load: the wire code and the trust stores, some 50 ms of work in one piece. Done before a
 * run, it keeps that work out of the times that other probes measure meanwhile.
 */
export async function prepareTls(caPem?: string): Promise<void> {
  const [{ trustContext }] = await Promise.all([import('./trust-store.ts'), import('./tls-observation.ts')]);
  trustContext('observe', caPem);
}

/** The SNI for a name; RFC 6066 §3: a literal address is not permitted, and a name goes without its final dot. */
export function lawfulServername(servername: string | null): string | null {
  if (servername === null || isIpAddress(servername)) return null;
  const bare = servername.replace(/\.$/, '');
  return bare === '' ? null : bare;
}

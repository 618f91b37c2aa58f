import { type RawExchange, rawExchange } from '../../contract/evidence.ts';
import type { TlsOutcome } from '../../contract/outcomes/tls.ts';
import { endpoint } from '../../contract/spoken.ts';
import type { ProbeContext } from '../probe.ts';
import { type ReadCertificate, readCertificate } from './certificate.ts';
import { findFaults } from './certificate-faults.ts';
import { alertName, alertOfLibraryCode } from './tls-alerts.ts';
import { TlsAttempt, type TlsInput } from './tls-attempt.ts';
import { tlsErrorOf } from './tls-error.ts';
import { readPlaintext } from './tls-plaintext.ts';
import { lookAgain, type SecondLook } from './tls-second-look.ts';
import { assessTrust } from './trust.ts';
import { trustContext, trustStores } from './trust-store.ts';

/** Makes the handshake and, where the server cut it off without a word, a second look without one. */
export async function observeHandshake(input: TlsInput, context: ProbeContext): Promise<TlsOutcome> {
  const secureContext = trustContext('observe', input.caPem);
  const startedAt = context.now();
  const elapsed = (): number => Math.max(0, context.now() - startedAt);
  const attempt = await new TlsAttempt(input, secureContext, context).run();
  const code = codeOf(attempt);
  const remainingMs = context.deadlineMs - elapsed();
  // A connection that was given cannot be had a second time.
  const wasCutOff =
    input.socket === undefined && (code === 'closed' || code === 'reset') && attempt.wire.bytesReceived === 0;
  let look: SecondLook = {};
  if (wasCutOff && !attempt.isConnected) look = { closedBeforeHello: true };
  else if (wasCutOff && remainingMs > 0 && !context.signal.aborted) {
    context.progress(`a word of ${endpoint(input.address, input.port)} without a ClientHello`);
    look = await lookAgain(input, {
      signal: context.signal,
      deadlineMs: remainingMs,
      now: () => context.now(),
    });
  }
  return outcomeOf(input, attempt, code, look, context, elapsed());
}

/** What an attempt has shown so far; one over a connection that goes on may show more later, such as a refusal by alert. */
export const describeAttempt = (
  input: TlsInput,
  attempt: TlsAttempt,
  context: ProbeContext,
  elapsedMs: number,
): TlsOutcome => outcomeOf(input, attempt, codeOf(attempt), {}, context, elapsedMs);

/** What ended the attempt, the most telling sign first. */
function codeOf(attempt: TlsAttempt): TlsOutcome['code'] {
  const { wire, isSecure, peerEnd, failure } = attempt;
  if (alertOf(attempt) !== undefined) return 'alert';
  if (wire.protocol === 'plaintext') return 'not-tls';
  // A server that hangs up after a good handshake has refused only if it still waited for a client certificate.
  if (
    isSecure &&
    (wire.isAccepted || wire.requestsClientCertificate !== true || attempt.version !== 'TLSv1.3')
  )
    return 'established';
  if (peerEnd !== undefined) return peerEnd === 'fin' ? 'closed' : 'reset';
  if (isSecure) return 'established';
  if (failure !== undefined || attempt.isCancelled || !attempt.isConnected) return 'failed';
  return 'silent';
}

/** The alert from the wire; where it was encrypted and could not be read, the one that the library names. */
function alertOf({ wire, failure, isSecure }: TlsAttempt): TlsOutcome['alert'] {
  const code = failure !== undefined && 'code' in failure ? String(failure.code) : '';
  const alert = wire.alert ?? alertOfLibraryCode(code);
  // A warning after which the handshake went through is no refusal.
  if (alert === undefined || (isSecure && alert.level === 1)) return undefined;
  return { ...alert, name: alertName(alert.number), afterHandshake: isSecure };
}

function outcomeOf(
  input: TlsInput,
  attempt: TlsAttempt,
  endCode: TlsOutcome['code'],
  look: SecondLook,
  context: ProbeContext,
  elapsedMs: number,
): TlsOutcome {
  const { wire } = attempt;
  const plaintext = endCode === 'not-tls' ? readPlaintext(wire.start) : look.plaintext;
  const alert = alertOf(attempt);
  const version = attempt.version ?? wire.version;
  const error = errorOf(attempt, endCode);
  return {
    kind: 'tls',
    code: plaintext === undefined ? endCode : 'not-tls',
    address: input.address,
    port: input.port,
    servername: input.servername,
    expectedName: input.expectedName,
    ...(alert === undefined ? {} : { alert }),
    bytesReceived: wire.bytesReceived,
    ...(look.closedBeforeHello === undefined ? {} : { closedBeforeHello: look.closedBeforeHello }),
    ...(plaintext === undefined ? {} : { plaintext }),
    ...(version === undefined ? {} : { version }),
    ...(attempt.cipher === undefined ? {} : { cipher: attempt.cipher }),
    ...(attempt.alpn === undefined ? {} : { alpn: attempt.alpn }),
    ...certificatesOf(input, attempt, context.wallClock()),
    ...(attempt.libraryVerdict === undefined ? {} : { libraryVerdict: attempt.libraryVerdict }),
    ...(wire.requestsClientCertificate === undefined
      ? {}
      : { requestsClientCertificate: wire.requestsClientCertificate }),
    ...(error === undefined ? {} : { error }),
    raw: rawOf(attempt),
    timings: {
      ...(attempt.connectMs === undefined ? {} : { connectMs: attempt.connectMs }),
      ...(attempt.handshakeMs === undefined ? {} : { handshakeMs: attempt.handshakeMs }),
    },
    elapsedMs,
  };
}

function certificatesOf(
  input: TlsInput,
  { wire, libraryChain }: TlsAttempt,
  nowMs: number,
): Pick<TlsOutcome, 'chain' | 'chainSource' | 'trust' | 'faults'> {
  const sent = readChain(wire.chain ?? []);
  const chain = sent.length > 0 ? sent : readChain(libraryChain);
  const [leaf] = chain;
  if (leaf === undefined) return { chain: [], chainSource: 'none', trust: [], faults: [] };
  const assessment = assessTrust(chain, trustStores(input.caPem));
  return {
    chain: chain.map(({ certificate }) => certificate),
    chainSource: sent.length > 0 ? 'wire' : 'library',
    trust: [...assessment.trust],
    faults: findFaults(leaf, assessment, input.expectedName, nowMs),
  };
}

/** Up to the first certificate that cannot be read: those after it would seem to stand in another place than they do. */
function readChain(ders: readonly Uint8Array[]): ReadCertificate[] {
  const chain: ReadCertificate[] = [];
  for (const der of ders) {
    const read = readCertificate(der);
    if (read === undefined) break;
    chain.push(read);
  }
  return chain;
}

function errorOf(attempt: TlsAttempt, code: TlsOutcome['code']): TlsOutcome['error'] {
  if (attempt.isCancelled) return { errno: 'ECANCELED', message: 'the run was cancelled' };
  if (code === 'failed' && attempt.failure === undefined)
    return { errno: 'ETIMEDOUT', syscall: 'connect', message: 'no connection before the deadline' };
  // What the library makes of an end that was seen on the wire is beside the point.
  if (attempt.failure === undefined || code === 'closed' || code === 'not-tls') return undefined;
  return tlsErrorOf(attempt.failure);
}

function rawOf({ hello, helloAtMs, wire, answerAtMs }: TlsAttempt): RawExchange[] {
  const raw: RawExchange[] = [];
  if (hello !== undefined) raw.push(rawExchange('sent', helloAtMs, 'TLS ClientHello', hello));
  if (wire.bytesReceived > 0) {
    const exchange = rawExchange('received', answerAtMs ?? 0, 'first octets of the server', wire.start);
    raw.push({ ...exchange, omittedBytes: wire.bytesReceived - wire.start.length });
  }
  return raw;
}

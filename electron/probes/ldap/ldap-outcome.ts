import type { LdapOutcome } from '../../contract/outcomes/ldap.ts';
import { tlsErrorOf } from '../tls/tls-error.ts';
import { readPlaintext } from '../tls/tls-plaintext.ts';
import type { LdapExchange } from './ldap-exchange.ts';
import type { LdapInput } from './ldap-input.ts';

/** The run was cancelled. */
export const CANCELLED = { errno: 'ECANCELED', message: 'the run was cancelled' };
/** RFC 4513 §5.1.2: a name without a password is an unauthenticated login, which succeeds and means nothing. */
export const NO_PASSWORD = {
  errno: 'EINVAL',
  message: 'there is no password; a login without one is an anonymous one, so none was sent',
};

/** Nothing was sent and nothing is known. */
export const notBegun = (
  kind: LdapOutcome['kind'],
  { address, port, security, expectedName }: LdapInput,
  error: NonNullable<LdapOutcome['error']>,
): LdapOutcome => ({
  kind,
  code: 'failed',
  address,
  port,
  security,
  expectedName,
  phase: 'connect',
  results: [],
  referrals: [],
  bytesReceived: 0,
  error,
  raw: [],
  timings: {},
  elapsedMs: 0,
});

/** Lays out what a conversation came to; whose login it was and what it read is for the caller to add. */
export function outcomeOf(
  kind: LdapOutcome['kind'],
  { address, port, security, expectedName }: LdapInput,
  exchange: LdapExchange,
  code: LdapOutcome['code'],
): LdapOutcome {
  const { talk, results, rootDse, clockOffsetMs, computers, referrals } = exchange;
  if (code === 'ready') exchange.phase = 'done';
  const tls = talk.tls();
  const error = errorOf(exchange, code);
  return {
    kind,
    code,
    address,
    port,
    security,
    expectedName,
    phase: exchange.phase,
    results,
    ...(rootDse === undefined ? {} : { rootDse }),
    ...(clockOffsetMs === undefined ? {} : { clockOffsetMs }),
    ...(tls === undefined ? {} : { tls }),
    ...(code === 'not-ldap' ? { foreign: foreignOf(talk.start) } : {}),
    ...(computers === undefined ? {} : { computers }),
    referrals,
    bytesReceived: talk.bytesReceived,
    ...(error === undefined ? {} : { error }),
    raw: talk.raw,
    timings: {
      ...(talk.connectMs === undefined ? {} : { connectMs: talk.connectMs }),
      ...(talk.tlsMs === undefined ? {} : { tlsMs: talk.tlsMs }),
      ...exchange.timings,
    },
    elapsedMs: talk.elapsed(),
  };
}

/** RFC 8446 §5.1: an alert or a handshake record, of a version that begins with 3. */
function foreignOf(start: Buffer): NonNullable<LdapOutcome['foreign']> {
  const read = readPlaintext(start);
  return (start[0] === 0x15 || start[0] === 0x16) && start[1] === 3 ? { ...read, protocol: 'tls' } : read;
}

function errorOf({ talk, isConfused }: LdapExchange, code: LdapOutcome['code']): LdapOutcome['error'] {
  if (talk.isCancelled) return CANCELLED;
  const failure = talk.failure ?? talk.attempt?.failure;
  // What the library makes of an end or an alert that was seen on the wire is beside the point.
  if (code === 'tls-failed')
    return failure === undefined || talk.tls()?.code !== 'failed' ? undefined : tlsErrorOf(failure);
  if (code !== 'failed') return undefined;
  if (isConfused) return { errno: 'EPROTO', message: 'an answer belongs to another operation' };
  if (talk.isEndless) return { errno: 'EMSGSIZE', message: 'the server sends without end' };
  if (failure === undefined)
    return { errno: 'ETIMEDOUT', syscall: 'connect', message: 'no connection before the deadline' };
  return tlsErrorOf(failure);
}

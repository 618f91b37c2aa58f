import type { CheckInfo } from '../contract/checks.ts';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { TlsOutcome } from '../contract/outcomes/tls.ts';
import type { HelloVariant } from '../contract/outcomes/tls-hello.ts';
import { endpoint } from '../contract/spoken.ts';
import { tlsHandshake } from '../probes/tls/tls.ts';
import { tlsHello } from '../probes/tls/tls-hello.ts';
import { check, type PlanNode, whenFinishedOrLate } from './plan.ts';

/** The handshake that greetings are compared about. */
interface Handshake {
  /** Id of its row. */
  readonly tlsId: string;
  /** The same of the row to be: its id, step and subject; the title and the target are made here. */
  readonly row: Pick<CheckInfo, 'id' | 'step' | 'subject'>;
  readonly address: string;
  readonly port: number;
  /** The servername that the handshake sends; null for an address. */
  readonly servername: string | null;
  /** The handshake's deadline, if it is not the probe's own. */
  readonly deadlineMs?: number | undefined;
}

/** Share of the handshake's deadline after which its silence is a reason to ask differently; the rest is for the answers. */
const PATIENCE = 0.3;

/** Cut off or silent: what is it about the greeting, its name or its size, and does the server answer at all? */
const SILENCE: readonly HelloVariant[] = ['small', 'large', 'no-name', 'other-name', 'short-answer'];
/** Refused in words: is it the name, the version or the cipher suite? */
const REFUSAL: readonly HelloVariant[] = [
  'small',
  'no-name',
  'other-name',
  'up-to-1.0',
  'up-to-1.1',
  'up-to-1.2',
];
/** The server chose a version that is too old: which ones has it? */
const VERSIONS: readonly HelloVariant[] = ['up-to-1.0', 'up-to-1.1', 'up-to-1.2'];
const NAMES: readonly HelloVariant[] = ['small', 'no-name', 'other-name'];

const NEEDS_NAME: ReadonlySet<HelloVariant> = new Set(['no-name', 'other-name']);

/**
 * Greetings that differ in one thing, sent where a handshake failed, or was silent for a part of its deadline: then they end with
 * that deadline, so that silence costs no more time than without them. A handshake that comes about has none, and neither has
 * one whose failure says all.
 */
export function planGreetings(handshake: Handshake): PlanNode {
  const { tlsId, row, address, port, servername } = handshake;
  const wholeMs = handshake.deadlineMs ?? tlsHandshake.deadlineMs;
  const patienceMs = Math.round(wholeMs * PATIENCE);
  return whenFinishedOrLate([tlsId], patienceMs, (seen) => {
    const variants = variantsFor(seen.get(tlsId)).filter(
      (variant) => servername !== null || !NEEDS_NAME.has(variant),
    );
    if (variants.length === 0) return [];
    const at = endpoint(address, port);
    const info = {
      ...row,
      title: `TLS greetings compared at ${at}`,
      target: at,
      deadlineMs: wholeMs - patienceMs,
    };
    return [check(tlsHello, { address, port, servername, variants }, info)];
  });
}

function variantsFor(outcome: Outcome | undefined): readonly HelloVariant[] {
  if (outcome === undefined) return SILENCE;
  if (outcome.kind !== 'tls') return [];
  switch (outcome.code) {
    case 'silent':
      return SILENCE;
    case 'closed':
    case 'reset':
      return outcome.bytesReceived === 0 && outcome.closedBeforeHello !== true ? SILENCE : [];
    case 'alert':
      return variantsForAlert(outcome);
    case 'failed':
      return outcome.version !== undefined && outcome.version < 'TLSv1.2' ? VERSIONS : [];
    case 'established':
    case 'not-tls':
      return [];
  }
}

/** RFC 8446 §6: a certificate that is asked for is not a matter of the greeting. */
const CLIENT_CERTIFICATE_REQUIRED = 116;
const UNRECOGNIZED_NAME = 112;

function variantsForAlert({ alert, requestsClientCertificate }: TlsOutcome): readonly HelloVariant[] {
  const isAboutGreeting =
    alert !== undefined &&
    !alert.afterHandshake &&
    alert.number !== CLIENT_CERTIFICATE_REQUIRED &&
    requestsClientCertificate !== true;
  if (!isAboutGreeting) return [];
  return alert.number === UNRECOGNIZED_NAME ? NAMES : REFUSAL;
}

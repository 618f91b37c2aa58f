import { describe, expect, it } from 'vitest';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { TlsOutcome } from '../contract/outcomes/tls.ts';
import type { PlanNode } from './plan.ts';
import { planGreetings } from './tls-greetings.ts';

const TLS = 'console/tls/10.0.0.5:443';

const tls = (code: TlsOutcome['code'], more: Partial<TlsOutcome> = {}): TlsOutcome => ({
  kind: 'tls',
  code,
  address: '10.0.0.5',
  port: 443,
  servername: 'console.example.com',
  expectedName: 'console.example.com',
  bytesReceived: 0,
  chain: [],
  chainSource: 'none',
  trust: [],
  faults: [],
  raw: [],
  timings: {},
  elapsedMs: 5,
  ...more,
});

const alert = (number: number, more: Partial<TlsOutcome> = {}): TlsOutcome =>
  tls('alert', { alert: { level: 2, number, name: 'some', afterHandshake: false }, ...more });

function planned(
  outcome: Outcome | undefined,
  servername: string | null = 'console.example.com',
  deadlineMs?: number,
) {
  const node = planGreetings({
    tlsId: TLS,
    row: { id: 'console/tls-hello/10.0.0.5:443', step: 'console', subject: 'console:443' },
    address: '10.0.0.5',
    port: 443,
    servername,
    deadlineMs,
  });
  if (node.kind !== 'after') throw new Error('not a continuation');
  const rows: readonly PlanNode[] = node.plan(new Map(outcome === undefined ? [] : [[TLS, outcome]]));
  const [row] = rows;
  return { node, row: row?.kind === 'check' ? row : undefined };
}

/** How many greetings a planned row sends, as it says itself. */
const count = (...args: Parameters<typeof planned>): number =>
  Number(/to (\d+) kinds/.exec(planned(...args).row?.awaiting ?? '')?.[1] ?? 0);

describe('greetings are compared', () => {
  it.each<[string, Outcome | undefined, number]>([
    ['about a handshake that is silent so far', undefined, 5],
    ['about one that stayed silent', tls('silent'), 5],
    ['about one that was cut at the ClientHello', tls('reset', { closedBeforeHello: false }), 5],
    ['about one that was refused', alert(40), 6],
    ['about one whose name was refused', alert(112), 3],
    ['about one that ended in an old version', tls('failed', { version: 'TLSv1' }), 3],
    ['not about one that came about', tls('established'), 0],
    ['not about one that was closed before it was greeted', tls('closed', { closedBeforeHello: true }), 0],
    ['not about one that was cut in the middle', tls('reset', { bytesReceived: 900 }), 0],
    ['not about another protocol', tls('not-tls'), 0],
    ['not about a client certificate', alert(116), 0],
    ['not about a client certificate in TLS 1.2', alert(40, { requestsClientCertificate: true }), 0],
    ['not about a connection that failed', tls('failed', { error: { errno: 'ECONNREFUSED' } }), 0],
  ])('%s', (_what, outcome, greetings) => {
    expect(count(outcome)).toBe(greetings);
  });

  it('without other names where the site has none', () => {
    expect(count(tls('silent'), null)).toBe(3);
    expect(count(alert(112), null)).toBe(1);
  });

  it('within the deadline of the handshake, whatever it is', () => {
    for (const deadlineMs of [undefined, 100, 2000, 60_000]) {
      const { node, row } = planned(undefined, null, deadlineMs);
      expect((node.patienceMs ?? 0) + (row?.info.deadlineMs ?? 0)).toBe(deadlineMs ?? 5000);
      expect(row?.info).toMatchObject({ probe: 'tls-hello', target: '10.0.0.5:443', subject: 'console:443' });
    }
  });
});

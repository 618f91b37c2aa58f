import { describe, expect, it } from 'vitest';
import { diagnose, unexplainedFailures } from './diagnose.ts';
import { flowsOf } from './testing/flows.ts';
import { healthyEnd, host, lookup, resolver, responderProfile, siteRun, tcp } from './testing/site-run.ts';

const A = '10.0.0.5';
const RESOLVED = [host(), lookup([A]), resolver('10.0.0.53', 'answered', [A])];

describe('the real-time port', () => {
  it('asks the network team for the real-time port with the reason of that port', () => {
    const outcomes = [...RESOLVED, ...healthyEnd(A), tcp(A, 4222, 'filtered')];
    const [first] = diagnose(siteRun(outcomes, responderProfile()));
    expect(first).toMatchObject({ subject: 'responder:4222', severity: 'warning' });
    expect(flowsOf(first?.remedy.form)).toEqual([`console.example.com ${A} TCP 4222`]);
    expect(first?.remedy.request).toContain('AIR Responders receive tasks in real time on this port (NATS)');
    expect(first?.ruledOut).toContain(`not the whole host: ${A}:443 opened in 5 ms`);
  });

  it('leaves no failed row of the real-time port beside a cause that it shares', () => {
    const failing = (code: 'filtered' | 'refused') => [
      ...RESOLVED,
      ...[443, 8443, 4222].map((port) => tcp(A, port, code)),
    ];
    for (const code of ['filtered', 'refused'] as const) {
      const state = siteRun(failing(code), responderProfile());
      expect(unexplainedFailures(state, diagnose(state))).toEqual([]);
    }
  });
});

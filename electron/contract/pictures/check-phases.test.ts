import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostFacts, http, lookup, tcpOpen, tls } from '../../../renderer/testing/scripted-outcomes.ts';
import type { Outcome } from '../outcomes/outcome.ts';
import type { CheckState } from '../run-state.ts';
import { axisEndMs, phasesOf } from './check-phases.ts';

const finished = (
  outcome: Outcome | undefined,
  elapsedMs: number,
): Extract<CheckState, { phase: 'finished' }> => ({
  id: 'x',
  step: 'console',
  probe: 'tcp',
  title: 'x',
  target: 'x',
  subject: 'console:443',
  deadlineMs: 5000,
  phase: 'finished',
  status: 'passed',
  startedMs: 100,
  elapsedMs,
  ...(outcome === undefined ? {} : { outcome }),
});

describe('phasesOf', () => {
  it('splits an HTTP exchange into its layers, one after the other', () => {
    expect(phasesOf(finished(http('10.0.0.5', 443), 46))).toEqual([
      { layer: 'tcp', fromMs: 100, lengthMs: 2 },
      { layer: 'tls', fromMs: 102, lengthMs: 13 },
      { layer: 'http', fromMs: 115, lengthMs: 31 },
    ]);
  });

  it('splits a way through a proxy into the proxy and what is in the tunnel', () => {
    const { kind: _kind, address: _address, port: _port, raw: _raw, ...inside } = tls('10.0.0.5', 443, false);
    const through: Outcome = {
      kind: 'proxy',
      code: 'through',
      proxy: { scheme: 'https', host: 'proxy', port: 3128 },
      proxyAddress: '10.0.0.9',
      target: { host: 'console', port: 443, protocol: 'tls' },
      inside: { tls: inside },
      bytesReceived: 39,
      raw: [],
      timings: { connectMs: 2, proxyTlsMs: 5, answerMs: 10, insideMs: 20 },
      elapsedMs: 40,
    };
    expect(phasesOf(finished(through, 40)).map(({ layer, lengthMs }) => [layer, lengthMs])).toEqual([
      ['tcp', 2],
      ['tls', 5],
      ['http', 10],
      ['tls', 23],
    ]);
  });

  it.each([
    ['dns', lookup],
    ['tcp', tcpOpen('10.0.0.5', 443)],
    ['other', hostFacts],
  ] as const)('gives a check of one layer its whole time: %s', (layer, outcome) => {
    expect(phasesOf(finished(outcome, 12))).toEqual([{ layer, fromMs: 100, lengthMs: 12 }]);
  });

  it('has no phase where no time passed, and one where nothing is known', () => {
    expect(phasesOf(finished(undefined, 0))).toEqual([]);
    expect(phasesOf(finished(undefined, 3))).toEqual([{ layer: 'other', fromMs: 100, lengthMs: 3 }]);
  });

  it('never draws more time than a check took, whatever its timings say', () => {
    const ms = fc.double({ min: 0, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(ms, ms, ms, (connectMs, handshakeMs, elapsedMs) => {
        const outcome = { ...tls('10.0.0.5', 443, false), timings: { connectMs, handshakeMs } };
        const phases = phasesOf(finished(outcome, elapsedMs));
        const total = phases.reduce((sum, { lengthMs }) => sum + lengthMs, 0);
        expect(total).toBeCloseTo(elapsedMs, 6);
        expect(phases.every(({ lengthMs }) => lengthMs > 0)).toBe(true);
      }),
    );
  });
});

describe('axisEndMs', () => {
  it('holds every time and grows in few steps', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (ms) => axisEndMs(ms) >= ms));
    const ends = new Set(Array.from({ length: 6000 }, (_, ms) => axisEndMs(ms)));
    expect(ends.size).toBeLessThan(16);
  });
});

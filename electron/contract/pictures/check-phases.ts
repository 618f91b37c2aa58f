import type { Outcome } from '../outcomes/outcome.ts';

/** A stretch of a check's time, by the layer that it was spent in. */
export interface Phase {
  readonly layer: 'dns' | 'tcp' | 'tls' | 'http' | 'other';
  /** Milliseconds since the run started. */
  readonly fromMs: number;
  readonly lengthMs: number;
}

/** Layers in the order in which they come, as the legend shows them. */
export const LAYERS = ['dns', 'tcp', 'tls', 'http'] as const;

/** A check that has ended, with its time and what it saw. */
interface TimedCheck {
  readonly startedMs: number;
  readonly elapsedMs: number;
  readonly outcome?: Outcome | undefined;
}

/** Splits the time of a finished check by layer, as far as its outcome tells; together the phases never exceed its time. */
export function phasesOf(check: TimedCheck): Phase[] {
  const parts = layersOf(check.outcome);
  const phases: Phase[] = [];
  let fromMs = check.startedMs;
  let leftMs = check.elapsedMs;
  for (const [index, { layer, ms }] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const lengthMs = isLast ? leftMs : Math.min(leftMs, Math.max(0, ms ?? 0));
    if (lengthMs > 0) phases.push({ layer, fromMs, lengthMs });
    fromMs += lengthMs;
    leftMs -= lengthMs;
  }
  return phases;
}

/** The last layer takes what is left: a check that failed spent its time in the layer that it got to. */
function layersOf(outcome: Outcome | undefined): { layer: Phase['layer']; ms?: number | undefined }[] {
  switch (outcome?.kind) {
    case 'system-lookup':
    case 'resolver':
    case 'srv':
      return [{ layer: 'dns' }];
    case 'tcp':
      return [{ layer: 'tcp' }];
    case 'tls-hello':
      return [{ layer: 'tls' }];
    case 'tls':
      return [{ layer: 'tcp', ms: outcome.timings.connectMs }, { layer: 'tls' }];
    case 'http':
    case 'api-token': {
      const { connectMs, tlsMs } = outcome.timings;
      return [{ layer: 'tcp', ms: connectMs }, { layer: 'tls', ms: tlsMs }, { layer: 'http' }];
    }
    case 'plain-http':
      return [{ layer: 'tcp', ms: outcome.timings.connectMs }, { layer: 'http' }];
    case 'pac':
      return [{ layer: 'http', ms: outcome.fetch.elapsedMs }, { layer: 'other' }];
    case 'proxy': {
      const { connectMs, proxyTlsMs, answerMs } = outcome.timings;
      const inside = outcome.inside?.tls === undefined ? ('other' as const) : ('tls' as const);
      const ways = [
        { layer: 'tcp' as const, ms: connectMs },
        ...(proxyTlsMs === undefined ? [] : [{ layer: 'tls' as const, ms: proxyTlsMs }]),
        { layer: 'http' as const, ms: answerMs },
      ];
      return outcome.inside === undefined ? ways : [...ways, { layer: inside }];
    }
    default:
      return [{ layer: 'other' }];
  }
}

/** Ends of the time axis, in ms: few enough that the bars keep their scale while a run goes on. */
const AXIS_ENDS_MS = [
  50, 100, 200, 300, 500, 750, 1000, 1500, 2000, 3000, 4000, 5000, 6000, 8000, 10_000, 15_000, 20_000, 30_000,
  60_000,
];

/** The shortest axis that holds a time. */
export function axisEndMs(lastMs: number): number {
  return AXIS_ENDS_MS.find((endMs) => lastMs <= endMs) ?? lastMs;
}

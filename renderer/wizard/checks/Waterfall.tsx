import { useTranslation } from 'react-i18next';
import { phasesOf } from '../../../electron/contract/pictures/check-phases.ts';
import type { CheckState } from '../../../electron/contract/run-state.ts';
import { useFormat } from '../use-format.ts';
import { useNowMs } from './run-clock.tsx';

/** Width of the drawing, in its own units; a stretch is never drawn narrower than it can be seen. */
const WIDTH = 200;
const NARROWEST = 3;

interface Props {
  readonly check: CheckState;
  readonly axisMs: number;
}

/** When in the run a check went through which layer. Says the same in words. */
export function Waterfall({ check, axisMs }: Props) {
  if (check.phase === 'running') return <RunningBar startedMs={check.startedMs} axisMs={axisMs} />;
  // What an earlier run saw has no place in the time of this one.
  if (check.status === 'skipped' || check.seenAt !== undefined) return <span className="waterfall" />;
  return <FinishedBar check={check} axisMs={axisMs} />;
}

function FinishedBar({
  check,
  axisMs,
}: {
  readonly check: Extract<CheckState, { phase: 'finished' }>;
  readonly axisMs: number;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const phases = phasesOf(check);
  const words = phases
    .map(({ layer, lengthMs }) =>
      t('checks.phase', { layer: t(`layer.${layer}`), time: format.duration(lengthMs) }),
    )
    .join(', ');
  const perMs = WIDTH / axisMs;
  return (
    <svg
      className="waterfall"
      viewBox={`0 0 ${WIDTH} 12`}
      preserveAspectRatio="none"
      role="img"
      aria-label={words === '' ? t('checks.no-time') : words}
    >
      {phases.map(({ layer, fromMs, lengthMs }) => {
        const width = Math.max(NARROWEST, lengthMs * perMs);
        return (
          <rect
            key={layer}
            className={`bar-${layer}`}
            x={Math.min(fromMs * perMs, WIDTH - width)}
            y="0"
            width={width}
            height="12"
          />
        );
      })}
    </svg>
  );
}

function RunningBar({ startedMs, axisMs }: { readonly startedMs: number; readonly axisMs: number }) {
  const nowMs = useNowMs();
  const perMs = WIDTH / axisMs;
  const x = Math.min(startedMs * perMs, WIDTH - NARROWEST);
  const width = Math.max(NARROWEST, Math.min((nowMs - startedMs) * perMs, WIDTH - x));
  return (
    <svg className="waterfall" viewBox={`0 0 ${WIDTH} 12`} preserveAspectRatio="none" aria-hidden="true">
      <rect className="bar-running" x={x} y="0" width={width} height="12" />
    </svg>
  );
}

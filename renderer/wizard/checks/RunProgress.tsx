import { useTranslation } from 'react-i18next';
import type { CheckStep } from '../../store/check-steps.ts';
import { useWizard } from '../../store/store-context.tsx';
import { checksIn, countChecks } from '../conclusion.ts';
import { useFormat } from '../use-format.ts';
import { useRunClock } from '../use-run-clock.ts';

/** How far the checks of a screen are, and since when. */
export function RunProgress({ step }: { readonly step: CheckStep }) {
  const { t } = useTranslation();
  const format = useFormat();
  const run = useWizard((state) => state.run);
  const nowMs = useRunClock(run.phase === 'running');
  if (run.phase === 'empty') return null;
  const checks = checksIn(run, step);
  const { running } = countChecks(checks);
  const total = checks.length;
  return (
    <p className="run-progress">
      <span>
        {run.phase === 'running'
          ? t('run.progress', { count: total, done: total - running })
          : t('run.total', { count: total })}
      </span>
      <span>{run.phase === 'running' ? format.seconds(nowMs) : format.duration(nowMs)}</span>
      {run.ended === null || run.ended === 'completed' ? null : <span>{t(`runs.ended.${run.ended}`)}</span>}
      {run.phase === 'finished' && run.run !== null ? (
        <span>{t('run.started-at', { time: format.timeOrDate(run.run.startedAt) })}</span>
      ) : null}
    </p>
  );
}

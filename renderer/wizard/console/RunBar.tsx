import { ArrowRight, Play, RotateCw, Settings2, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/shallow';
import { Button } from '../../components/Button.tsx';
import { isRunOfForm } from '../../store/run-slice.ts';
import { isRunnable, profileOf } from '../../store/site-form.ts';
import { useWizard } from '../../store/store-context.tsx';
import { consoleChecks, countChecks } from '../conclusion.ts';
import { useFormat } from '../use-format.ts';
import { useRunClock } from '../use-run-clock.ts';

/** Starts, repeats or cancels the run, and says how far it is. */
export function RunBar() {
  const { t } = useTranslation();
  const { run, isStarting, isCancelling } = useWizard(
    useShallow(({ run, isStarting, isCancelling }) => ({ run, isStarting, isCancelling })),
  );
  const canStart = useWizard(({ aim, form }) => aim.kind === 'practice' || isRunnable(form));
  // The form may name another site by now; a start is then no repetition, and says so.
  const otherHost = useWizard((state) =>
    state.aim.kind === 'practice' || state.run.phase === 'empty' || isRunOfForm(state)
      ? undefined
      : profileOf(state.form, false).console?.address,
  );
  const isOpened = useWizard((state) => state.origin !== null);
  const startRun = useWizard((state) => state.startRun);
  const cancelRun = useWizard((state) => state.cancelRun);
  const goTo = useWizard((state) => state.goTo);
  const isRunning = run.phase === 'running' || isStarting;

  if (isOpened)
    return (
      <div className="run-bar">
        <RunProgress />
      </div>
    );
  if (!canStart && run.phase !== 'running')
    return (
      <div className="run-bar">
        <Button look="primary" icon={Settings2} onPress={() => goTo('site')}>
          {t('console.fill-in')}
        </Button>
        <RunProgress />
      </div>
    );
  return (
    <div className="run-bar">
      {isRunning ? (
        <Button icon={Square} isDisabled={isCancelling || isStarting} onPress={() => void cancelRun()}>
          {isCancelling ? t('console.cancelling') : t('common.cancel')}
        </Button>
      ) : (
        <Button
          look={run.phase === 'empty' ? 'primary' : 'secondary'}
          icon={run.phase === 'empty' ? Play : RotateCw}
          onPress={() => void startRun()}
        >
          {run.phase === 'empty'
            ? t('console.start')
            : otherHost === undefined
              ? t('console.again')
              : t('console.start-other', { host: otherHost })}
        </Button>
      )}
      <RunProgress />
      {run.phase === 'finished' && !isStarting ? (
        <div className="run-next">
          <Button look="primary" icon={ArrowRight} onPress={() => goTo('review')}>
            {t('console.to-review')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function RunProgress() {
  const { t } = useTranslation();
  const format = useFormat();
  const run = useWizard((state) => state.run);
  const nowMs = useRunClock(run.phase === 'running');
  if (run.phase === 'empty') return null;
  const checks = consoleChecks(run);
  const { running } = countChecks(checks);
  const total = checks.length;
  return (
    <p className="run-progress">
      <span>
        {run.phase === 'running'
          ? t('console.progress', { count: total, done: total - running })
          : t('console.total', { count: total })}
      </span>
      <span>{run.phase === 'running' ? format.seconds(nowMs) : format.duration(nowMs)}</span>
      {run.ended === null || run.ended === 'completed' ? null : <span>{t(`runs.ended.${run.ended}`)}</span>}
      {run.phase === 'finished' && run.run !== null ? (
        <span>{t('console.started-at', { time: format.timeOrDate(run.run.startedAt) })}</span>
      ) : null}
    </p>
  );
}

import { ArrowRight, Eye, ListChecks, Play, RotateCw, Settings2, Square } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/shallow';
import { askToNotify } from '../../api/notices.ts';
import { Button } from '../../components/Button.tsx';
import { useFocusKept } from '../../components/use-focus-kept.ts';
import type { CheckStep } from '../../store/check-steps.ts';
import { WIZARD_STEPS } from '../../store/navigation-slice.ts';
import { stepReadiness } from '../../store/profile-forms.ts';
import { stepsToCheck } from '../../store/run-request.ts';
import { isRunOfForm } from '../../store/run-slice.ts';
import { useWizard } from '../../store/store-context.tsx';
import { watchObstacle } from '../../store/watch-verdict.ts';
import { RunProgress } from './RunProgress.tsx';
import { SkipControl } from './SkipControl.tsx';
import { useConclusion } from './use-conclusion.ts';

interface Props {
  readonly step: CheckStep;
  /** A run was started from here. */
  onStart(): void;
}

/** Starts, repeats, watches or cancels the checks of a screen, or all of them, and says how far they are. */
export function RunBar({ step, onStart }: Props) {
  const { t } = useTranslation();
  const { isStarting, isCancelling, cancelRun } = useWizard(
    useShallow(({ isStarting, isCancelling, cancelRun }) => ({ isStarting, isCancelling, cancelRun })),
  );
  const isRunning = useWizard((state) => state.run.phase === 'running') || isStarting;
  const bar = useRef<HTMLDivElement>(null);
  useFocusKept(bar, `${isRunning} ${isStarting}`);
  return (
    <div ref={bar} className="run-bar">
      {isRunning ? (
        <Button icon={Square} isDisabled={isCancelling || isStarting} onPress={() => void cancelRun()}>
          {isCancelling ? t('run.cancelling') : t('common.cancel')}
        </Button>
      ) : (
        <Starters step={step} onStart={onStart} />
      )}
      <RunProgress step={step} />
      {isRunning ? null : <Next step={step} />}
    </div>
  );
}

function Starters({ step, onStart }: Props) {
  const { t } = useTranslation();
  const phase = useWizard((state) => state.run.phase);
  const isSkipped = useWizard((state) => state.skips[step] !== undefined);
  const canCheck = useWizard(
    (state) => state.aim.kind === 'practice' || stepReadiness(state)[step] === 'ready',
  );
  const hasAnything = useWizard((state) => stepsToCheck(state).length > 0);
  // The forms may name another site by now; a start is then no repetition, and says so.
  const isOtherSite = useWizard(
    (state) => state.aim.kind === 'site' && state.run.phase !== 'empty' && !isRunOfForm(state),
  );
  const startRun = useWizard((state) => state.startRun);
  const goTo = useWizard((state) => state.goTo);
  const conclusion = useConclusion(step);
  const isNew = phase === 'empty' || isOtherSite;
  const wasChecked = !isNew && conclusion !== 'left-out' && conclusion !== 'not-started';

  const start = (steps?: readonly CheckStep[]) => {
    void startRun(steps);
    onStart();
  };

  const everything = hasAnything ? (
    <Button key="all" look={isNew ? 'primary' : 'secondary'} icon={ListChecks} onPress={() => start()}>
      {isNew ? t('run.all') : t('run.all-again')}
    </Button>
  ) : null;
  const alone =
    isSkipped || (!canCheck && !hasAnything) ? null : (
      <Button
        key="step"
        look={!isNew && !wasChecked && canCheck ? 'primary' : 'secondary'}
        icon={wasChecked ? RotateCw : Play}
        isDisabled={!canCheck}
        onPress={() => start([step])}
      >
        {wasChecked ? t('run.step-again') : t('run.step')}
      </Button>
    );
  return (
    <>
      {!hasAnything && (step === 'console' || step === 'responder') && !isSkipped ? (
        <Button look="primary" icon={Settings2} onPress={() => goTo('site')}>
          {t('run.fill-in')}
        </Button>
      ) : null}
      {isNew ? [everything, alone] : [alone, everything]}
      {wasChecked && !isSkipped ? <WatchStep step={step} /> : null}
      {wasChecked && !isSkipped ? null : <SkipControl key="skip" step={step} />}
    </>
  );
}

/** Offered where something of the step is out of order and can be looked at again by itself. */
function WatchStep({ step }: { readonly step: CheckStep }) {
  const { t } = useTranslation();
  const conclusion = useConclusion(step);
  const isHindered = useWizard(
    (state) => watchObstacle({ steps: [step], finding: null }, state.run) !== undefined,
  );
  const isWatched = useWizard(
    (state) => state.watch?.phase === 'checking' || state.watch?.phase === 'waiting',
  );
  const startWatch = useWizard((state) => state.startWatch);
  const isTroubled = conclusion === 'problems' || conclusion === 'warnings' || conclusion === 'unexplained';
  if (!isTroubled || isHindered || isWatched) return null;
  const watch = () => {
    void askToNotify();
    void startWatch({ steps: [step], finding: null });
  };
  return (
    <Button icon={Eye} onPress={watch}>
      {t('watch.start')}
    </Button>
  );
}

function Next({ step }: { readonly step: CheckStep }) {
  const { t } = useTranslation();
  const goTo = useWizard((state) => state.goTo);
  const hasRun = useWizard((state) => state.run.phase === 'finished');
  const conclusion = useConclusion(step);
  const next = WIZARD_STEPS[WIZARD_STEPS.indexOf(step) + 1] ?? 'review';
  const isDone = hasRun && conclusion !== 'left-out';
  return (
    <div className="run-next">
      <Button look={isDone ? 'primary' : 'secondary'} icon={ArrowRight} onPress={() => goTo(next)}>
        {t('run.next', { step: t(`step.${next}`) })}
      </Button>
    </div>
  );
}

import { CircleCheck, Eye, SearchCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { FaultPicker } from './FaultPicker.tsx';

/**
 * In the place of the findings while an exercise is open: the engineer reads the rows, says the cause and is told afterwards.
 * What is ticked is the same on every screen.
 */
export function GuessPanel() {
  const { t } = useTranslation();
  const exercise = useWizard((state) => state.exercise);
  const isRunning = useWizard((state) => state.run.phase !== 'finished');
  const offered = useWizard((state) => state.app?.practiceFaults);
  const picked = useWizard((state) => state.pickedCauses);
  const pickCauses = useWizard((state) => state.pickCauses);
  const answerExercise = useWizard((state) => state.answerExercise);
  if (exercise === null) return null;
  const count = exercise.faults.length;
  return (
    <section className="card guess stack" aria-labelledby="guess-title">
      <div className="step-heading">
        <h2 id="guess-title">{t('practice.guess.title')}</h2>
        <p className="muted">
          {exercise.isCounted ? t('practice.guess.count', { count }) : t('practice.guess.uncounted')}{' '}
          {isRunning ? t('practice.guess.wait') : t('practice.guess.what')}
        </p>
      </div>
      {isRunning ? null : (
        <>
          <FaultPicker
            label={t('practice.guess.search')}
            offered={offered ?? []}
            chosen={picked}
            onChange={pickCauses}
          />
          <div className="actions">
            <Button
              look="primary"
              icon={SearchCheck}
              isDisabled={picked.length === 0}
              onPress={() => answerExercise(picked)}
            >
              {t('practice.guess.say', { count: picked.length })}
            </Button>
            {exercise.isCounted && count > 0 ? null : (
              <Button icon={CircleCheck} isDisabled={picked.length > 0} onPress={() => answerExercise([])}>
                {t('practice.guess.healthy')}
              </Button>
            )}
            {count === 0 ? null : (
              <Button look="quiet" icon={Eye} onPress={() => answerExercise([])}>
                {t('practice.guess.tell')}
              </Button>
            )}
          </div>
        </>
      )}
    </section>
  );
}

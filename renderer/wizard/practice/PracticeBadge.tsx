import { FlaskConical, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { PracticeDialog } from './PracticeDialog.tsx';

/** On every screen while the practice site is on it: that it is one, the score, another exercise, and the way back. */
export function PracticeBadge() {
  const { t } = useTranslation();
  const { exercises, solved } = useWizard((state) => state.score);
  const isAimed = useWizard((state) => state.aim.kind === 'practice');
  const isRunning = useWizard((state) => state.run.phase === 'running' || state.isStarting);
  const aimAtSite = useWizard((state) => state.aimAtSite);
  const goTo = useWizard((state) => state.goTo);
  const leave = () => {
    aimAtSite();
    goTo('site');
  };
  return (
    <>
      <p className="chip chip-practice">
        <FlaskConical aria-hidden className="icon" />
        <span>{t('top.practice')}</span>
        {exercises === 0 ? null : (
          <span className="chip-aside">{t('practice.score', { solved, count: exercises })}</span>
        )}
      </p>
      {isAimed ? (
        <div className="top-actions">
          <PracticeDialog isSmall isDisabled={isRunning} label={t('practice.another')} />
          <Button isSmall look="quiet" icon={Undo2} isDisabled={isRunning} onPress={leave}>
            {t('practice.leave')}
          </Button>
        </div>
      ) : null}
    </>
  );
}

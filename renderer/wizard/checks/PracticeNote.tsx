import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Notice } from '../../components/Notice.tsx';
import { useWizard } from '../../store/store-context.tsx';

/** Says that the practice site brings its own settings, and leads back to one's own. */
export function PracticeNote() {
  const { t } = useTranslation();
  const aimAtSite = useWizard((state) => state.aimAtSite);
  const goTo = useWizard((state) => state.goTo);
  const isRunning = useWizard((state) => state.run.phase === 'running' || state.isStarting);
  const leave = () => {
    aimAtSite();
    goTo('site');
  };
  return (
    <Notice
      tone="info"
      title={t('practice.note')}
      actions={
        <Button isSmall icon={Undo2} isDisabled={isRunning} onPress={leave}>
          {t('practice.leave')}
        </Button>
      }
    />
  );
}

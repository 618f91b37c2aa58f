import { Eye, RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../electron/contract/findings.ts';
import { askToNotify } from '../../api/notices.ts';
import { Button } from '../../components/Button.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { targetOf, watchObstacle } from '../../store/watch-verdict.ts';
import { MendButton } from '../practice/MendButton.tsx';

/** Looks again at what shows a finding: once, or until it is gone. */
export function FindingActions({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation();
  const run = useWizard((state) => state.run);
  const isBusy = useWizard(
    ({ run: shown, isStarting, watch }) =>
      shown.phase === 'running' || isStarting || watch?.phase === 'checking',
  );
  const isOpened = useWizard((state) => state.origin !== null);
  const checkAgain = useWizard((state) => state.checkAgain);
  const startWatch = useWizard((state) => state.startWatch);
  if (isOpened) return null;
  const target = targetOf(finding, run);
  const obstacle = watchObstacle(target, run);
  const watch = () => {
    void askToNotify();
    void startWatch(target);
  };
  return (
    <div className="finding-actions">
      <MendButton finding={finding} />
      <Button icon={RotateCw} isDisabled={isBusy} onPress={() => void checkAgain(target)}>
        {t('findings.check-again')}
      </Button>
      {obstacle === undefined ? (
        <Button icon={Eye} isDisabled={isBusy} onPress={watch}>
          {t('watch.start')}
        </Button>
      ) : (
        <p className="muted">{t(`watch.obstacle.${obstacle}`)}</p>
      )}
    </div>
  );
}

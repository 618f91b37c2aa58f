import { Wrench } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../electron/contract/findings.ts';
import { Button } from '../../components/Button.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { targetOf } from '../../store/watch-verdict.ts';

/**
 * On the practice site there is nobody at the firewall: a press takes this fault off the site. Under watch the next round shows it;
 * else what shows the finding is checked again at once.
 */
export function MendButton({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation();
  const run = useWizard((state) => state.run);
  const isBusy = useWizard((state) => state.run.phase === 'running' || state.isStarting);
  const isWatched = useWizard(({ watch }) => watch?.phase === 'checking' || watch?.phase === 'waiting');
  const mendPractice = useWizard((state) => state.mendPractice);
  const checkAgain = useWizard((state) => state.checkAgain);
  const fault = useWizard(({ aim }) =>
    aim.kind === 'practice' ? aim.faults.find((id) => id === finding.cause) : undefined,
  );
  if (fault === undefined) return null;
  const mend = () => {
    mendPractice(fault);
    if (!isWatched) void checkAgain(targetOf(finding, run));
  };
  return (
    <Button icon={Wrench} isDisabled={isBusy} onPress={mend}>
      {t('practice.mend')}
    </Button>
  );
}

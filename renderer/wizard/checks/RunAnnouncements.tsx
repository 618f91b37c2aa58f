import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { checksInOrder } from '../../../electron/contract/run-state.ts';
import { useAnnounce } from '../../components/Announcer.tsx';
import { isGuessing } from '../../store/practice-slice.ts';
import { useWizard } from '../../store/store-context.tsx';
import { concludeRun, countChecks } from '../conclusion.ts';
import { useFindingText } from '../use-finding-text.ts';

/**
 * Tells those who do not see the screen how the run goes: that it started, each new root cause, and how it ended. Single rows
 * are not read out.
 */
export function RunAnnouncements() {
  const { t } = useTranslation();
  const findingText = useFindingText();
  const announce = useAnnounce();
  const run = useWizard((state) => state.run);
  const findings = useWizard((state) => state.findings);
  const unexplained = useWizard((state) => state.unexplained);
  const isHidden = useWizard(isGuessing);
  const said = useRef({ phase: run.phase, cause: '' });
  const first = findings[0];

  useEffect(() => {
    const before = said.current;
    const cause = first === undefined ? '' : `${first.cause} ${first.subject}`;
    said.current = { phase: run.phase, cause };
    if (run.phase === 'running' && before.phase !== 'running') announce(t('spoken.started'), 'now');
    else if (run.phase === 'finished' && before.phase === 'running') {
      const counts = countChecks(checksInOrder(run));
      announce(
        t('spoken.finished', {
          count: run.order.length,
          failed: counts.failed,
          conclusion: t(`conclusion.title.${concludeRun({ run, findings, unexplained })}`),
        }),
        'now',
      );
    } else if (first !== undefined && cause !== before.cause && !isHidden && run.phase !== 'empty')
      announce(t('spoken.cause', { title: findingText.title(first) }));
  }, [announce, first, findings, unexplained, run, isHidden, t, findingText]);

  return null;
}

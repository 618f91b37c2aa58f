import { FileArchive, GitCompareArrows } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/shallow';
import { KEPT_RUNS } from '../../../electron/contract/kept-runs.ts';
import { Button } from '../../components/Button.tsx';
import { Notice } from '../../components/Notice.tsx';
import { StepHeading } from '../../components/StepHeading.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { useFormat } from '../use-format.ts';
import { useRefusalText } from '../use-refusal-text.ts';
import { DeleteRuns } from './DeleteRuns.tsx';
import { KeptRuns } from './KeptRuns.tsx';
import { OpenBundle } from './OpenBundle.tsx';

/** Every run that is kept on this machine, and the bundles that are open: to be opened, compared and removed. */
export function HistoryScreen() {
  const { t } = useTranslation();
  const format = useFormat();
  const refusalText = useRefusalText();
  const { runs, opened, chosen } = useWizard(
    useShallow(({ recentRuns, openedRuns, chosenRuns }) => ({
      runs: recentRuns,
      opened: openedRuns,
      chosen: chosenRuns,
    })),
  );
  const problem = useWizard((state) => state.historyProblem);
  const compareChosen = useWizard((state) => state.compareChosen);
  const isEmpty = runs.length + opened.length === 0;
  return (
    <>
      <StepHeading title={t('place.history')}>
        <p className="lede">
          {t('history.lede', {
            runs: format.number(KEPT_RUNS.count),
            days: format.number(KEPT_RUNS.days),
            size: format.bytes(KEPT_RUNS.totalBytes),
          })}
        </p>
      </StepHeading>
      {problem === null ? null : (
        <Notice tone="error" isSpoken title={t('history.problem')}>
          <p>{refusalText(problem)}</p>
        </Notice>
      )}
      {isEmpty ? (
        <div className="card empty">
          <FileArchive aria-hidden className="icon" />
          <p>{t('history.empty')}</p>
        </div>
      ) : (
        <>
          <div className="actions">
            <Button
              look="primary"
              icon={GitCompareArrows}
              isDisabled={chosen.length !== 2}
              onPress={() => void compareChosen()}
            >
              {t('history.compare')}
            </Button>
            <DeleteRuns />
            <p className="muted" aria-live="polite">
              {chosen.length === 2 ? t('history.two') : t('history.hint')}
            </p>
          </div>
          <KeptRuns />
        </>
      )}
      <OpenBundle />
    </>
  );
}

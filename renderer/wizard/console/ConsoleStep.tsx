import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/Notice.tsx';
import { StepHeading } from '../../components/StepHeading.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { FindingsPanel } from '../findings/FindingsPanel.tsx';
import { useRefusalText } from '../use-refusal-text.ts';
import { CheckList } from './CheckList.tsx';
import { ConsoleLede } from './ConsoleLede.tsx';
import { RunBar } from './RunBar.tsx';

/** Whether the Console can be reached from here, check by check. */
export function ConsoleStep() {
  const { t } = useTranslation();
  const refusalText = useRefusalText();
  const phase = useWizard((state) => state.run.phase);
  const problem = useWizard((state) => state.runProblem);
  return (
    <>
      <StepHeading title={t('console.title')}>
        <ConsoleLede />
      </StepHeading>
      <RunBar />
      {problem === null ? null : (
        <Notice tone="error" isSpoken title={t('console.problem')}>
          <p>{refusalText(problem)}</p>
        </Notice>
      )}
      {phase === 'empty' ? null : (
        <>
          <FindingsPanel />
          <CheckList />
        </>
      )}
    </>
  );
}

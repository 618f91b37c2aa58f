import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/shallow';
import { Notice } from '../../components/Notice.tsx';
import { SteadyPlace } from '../../components/SteadyPlace.tsx';
import { StepHeading } from '../../components/StepHeading.tsx';
import type { CheckStep } from '../../store/check-steps.ts';
import { useWizard } from '../../store/store-context.tsx';
import { whyLeftOut } from '../conclusion.ts';
import { FindingsPanel } from '../findings/FindingsPanel.tsx';
import { useRefusalText } from '../use-refusal-text.ts';
import { CheckList } from './CheckList.tsx';
import { FieldsPanel } from './FieldsPanel.tsx';
import { RunBar } from './RunBar.tsx';
import { RunProgress } from './RunProgress.tsx';
import { SkipNotice } from './SkipNotice.tsx';
import { StepLede } from './StepLede.tsx';
import { useConclusion } from './use-conclusion.ts';

interface Props {
  readonly step: CheckStep;
  /** What is filled in for this step alone; absent where that is done on the Site screen. */
  readonly fields?: ReactNode;
  /** The fields in a few words, for when they are folded. */
  readonly summary?: string;
  /** Why nothing is checked, where that is not what was left empty here. */
  readonly whyEmpty?: string;
}

/** One screen of checks: what is checked and from where, its fields, its findings and its rows. */
export function CheckScreen({ step, fields, summary = '', whyEmpty }: Props) {
  const { t } = useTranslation();
  const refusalText = useRefusalText();
  const bar = useRef<HTMLDivElement>(null);
  const problem = useWizard((state) => state.runProblem);
  const isPractice = useWizard((state) => state.aim.kind === 'practice');
  const isSkipped = useWizard((state) => state.skips[step] !== undefined);
  const hasRun = useWizard((state) => state.run.phase !== 'empty');
  const isOpened = useWizard((state) => state.origin !== null);
  if (isOpened) return <ReadOnly step={step} />;
  return (
    <>
      <StepHeading title={t(`step.${step}`)}>
        <StepLede step={step} />
      </StepHeading>
      {isSkipped ? <SkipNotice step={step} /> : null}
      {fields === undefined || isPractice || isSkipped ? null : (
        <FieldsPanel step={step} summary={summary} whyEmpty={whyEmpty}>
          {fields}
        </FieldsPanel>
      )}
      <div ref={bar} className="run-place">
        <RunBar step={step} onStart={() => bar.current?.scrollIntoView({ block: 'start' })} />
      </div>
      {problem === null ? null : (
        <Notice tone="error" isSpoken title={t('run.problem')}>
          <p>{refusalText(problem)}</p>
        </Notice>
      )}
      {hasRun ? <Results step={step} /> : null}
    </>
  );
}

/** The same of a run that came out of a bundle: what was seen, and nothing that could be started or filled in. */
function ReadOnly({ step }: { readonly step: CheckStep }) {
  const { t } = useTranslation();
  return (
    <>
      <StepHeading title={t(`step.${step}`)} />
      <div className="run-bar">
        <RunProgress step={step} />
      </div>
      <Results step={step} />
    </>
  );
}

function Results({ step }: { readonly step: CheckStep }) {
  const { t } = useTranslation();
  const shown = useWizard(useShallow(({ run, findings }) => ({ run, findings })));
  const conclusion = useConclusion(step);
  const reason = useWizard((state) => whyLeftOut(state.run, step));
  return (
    <SteadyPlace version={shown} anchors=".row, .finding">
      {conclusion === 'left-out' ? (
        <Notice tone="info" title={t('run.left-out', { step: t(`step.${step}`) })}>
          {reason === undefined ? null : <p>{t('run.left-out-because', { reason })}</p>}
        </Notice>
      ) : (
        <FindingsPanel scope={step} />
      )}
      <CheckList scope={step} />
    </SteadyPlace>
  );
}

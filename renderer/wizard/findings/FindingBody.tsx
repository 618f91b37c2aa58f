import { useTranslation } from 'react-i18next';
import {
  type Finding,
  type RemedyStep,
  type SpokenStep,
  spokenSteps,
} from '../../../electron/contract/findings.ts';
import { handOverOf } from '../../../electron/contract/hand-over.ts';
import { requestText } from '../../../electron/contract/hand-over-text.ts';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { Recorded } from '../../components/Recorded.tsx';
import { useFindingText } from '../use-finding-text.ts';
import { CopyHandOver } from './CopyHandOver.tsx';
import { EvidenceLinks } from './EvidenceLinks.tsx';
import { FindingActions } from './FindingActions.tsx';
import { FindingChain } from './FindingChain.tsx';

/** A finding opened up. */
export function FindingBody({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation();
  const findingText = useFindingText();
  const summary = findingText.summary(finding);
  const { remedy, explains, explainsChecks, ruledOut } = finding;
  return (
    <div className="finding-body">
      {summary === undefined ? null : <p>{summary}</p>}
      <p className="finding-detail" lang="en" dir="ltr">
        {finding.detail}
      </p>
      <div className="finding-part">
        <h4>{t('findings.remedy')}</h4>
        <ol className="remedy">
          {spokenSteps(remedy.steps).map((step) => (
            <li key={`${step.variants[0].os ?? ''} ${step.text}`}>
              <Step step={step} finding={finding} />
            </li>
          ))}
        </ol>
      </div>
      <FindingActions finding={finding} />
      <Request finding={finding} />
      <div className="finding-part">
        <h4>{t('findings.evidence')}</h4>
        <EvidenceLinks checkIds={finding.evidence} />
        <FindingChain finding={finding} />
      </div>
      {explainsChecks.length === 0 ? null : (
        <details className="record">
          <summary>{t('findings.explains-checks', { count: explainsChecks.length })}</summary>
          <EvidenceLinks checkIds={explainsChecks} />
        </details>
      )}
      {explains.length === 0 ? null : (
        <p className="muted">{t('findings.explains-causes', { causes: explains.join(', ') })}</p>
      )}
      {ruledOut.length === 0 ? null : (
        <div className="finding-part">
          <h4>{t('findings.ruled-out')}</h4>
          <ul className="ruled-out">
            {ruledOut.map((sentence) => (
              <li key={sentence}>
                <Recorded>{sentence}</Recorded>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

/** What is ready to be sent to the owner; runs of an older Airway have it as a text alone. */
function Request({ finding }: { readonly finding: Finding }) {
  const { form, request } = finding.remedy;
  const { t } = useTranslation();
  const text = form === undefined ? request : requestText(form);
  if (text === undefined) return null;
  return (
    <div className="finding-part">
      <h4>{t('findings.request')}</h4>
      <CodeBlock kind="recorded" label={t('findings.request-label')} text={text} />
      {form === undefined ? null : <CopyHandOver handOver={handOverOf(form)} finding={finding} />}
    </div>
  );
}

function Step({ step: { variants }, finding }: { readonly step: SpokenStep; readonly finding: Finding }) {
  const { t } = useTranslation();
  const findingText = useFindingText();
  const [first] = variants;
  const text = findingText.step(first, finding);
  const isOne = variants.length === 1;
  return (
    <>
      {isOne ? <OsChip os={variants[0].os} /> : null}
      {findingText.hasStep(first) ? <span>{text}</span> : <Recorded>{text}</Recorded>}
      {variants.map(({ command, os }) =>
        command === undefined ? null : (
          <div className="step-command" key={os ?? command}>
            {isOne ? null : <OsChip os={os} />}
            <CodeBlock
              kind="command"
              label={
                os === undefined ? t('findings.command') : t('findings.command-for', { os: t(`os.${os}`) })
              }
              text={command}
            />
          </div>
        ),
      )}
    </>
  );
}

function OsChip({ os }: { readonly os: RemedyStep['os'] }) {
  const { t } = useTranslation();
  return os === undefined ? null : <span className="os">{t(`os.${os}`)}</span>;
}

import { ArrowRight, RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { requestsByOwner } from '../../../electron/contract/hand-over.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { StepHeading } from '../../components/StepHeading.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { groupByOwner } from '../conclusion.ts';
import { Conclusions } from '../findings/Conclusions.tsx';
import { CopyHandOver } from '../findings/CopyHandOver.tsx';
import { FindingCard } from '../findings/FindingCard.tsx';
import { NothingYet } from '../NothingYet.tsx';
import { RunTimeline, SiteMap } from '../pictures/RunPictures.tsx';
import { CountsTable } from './CountsTable.tsx';
import { EarlierRun } from './EarlierRun.tsx';
import { ExportPanel } from './ExportPanel.tsx';
import { LeftOut } from './LeftOut.tsx';
import { SyslogQuestion } from './SyslogQuestion.tsx';
import { useSummary } from './use-summary.ts';

/** The run in a form that can be read aloud, sent on and acted upon. */
export function ReviewStep() {
  const { t } = useTranslation();
  const phase = useWizard((state) => state.run.phase);
  return (
    <>
      <StepHeading title={t('review.title')}>
        <p className="lede">{t('review.lede')}</p>
      </StepHeading>
      {phase === 'empty' ? (
        <NothingYet title={t('review.empty')} what={t('review.empty-what')} />
      ) : (
        <Review />
      )}
    </>
  );
}

function Review() {
  const { t } = useTranslation();
  const isRunning = useWizard((state) => state.run.phase === 'running');
  const findings = useWizard((state) => state.findings);
  const isOpened = useWizard((state) => state.origin !== null);
  const startRun = useWizard((state) => state.startRun);
  const goTo = useWizard((state) => state.goTo);
  const summary = useSummary();
  const root = findings[0];

  const runAgain = () => {
    void startRun();
    goTo('console');
  };

  return (
    <div className="stack">
      <section className="card stack" aria-labelledby="summary-title">
        <div className="card-head">
          <h2 id="summary-title">{t('review.summary')}</h2>
          <CopyButton text={summary} what={t('review.summary-label')} />
        </div>
        <p className="summary">{summary}</p>
      </section>
      {isOpened ? null : <SyslogQuestion />}
      <SiteMap />
      <section className="findings" aria-labelledby="review-findings">
        <h2 id="review-findings">{t('findings.title')}</h2>
        <Conclusions scope="all">
          {groupByOwner(findings).map((group) => (
            <section key={group.owner} className="owner-group" aria-labelledby={`owner-${group.owner}`}>
              <h3 id={`owner-${group.owner}`}>
                {t('review.for-owner', { owner: t(`owner.${group.owner}`), count: group.findings.length })}
              </h3>
              {requestsByOwner(group).map((handOver) => (
                <CopyHandOver key={handOver.to} handOver={handOver} />
              ))}
              {group.findings.map((finding) => (
                <FindingCard
                  key={`${finding.cause} ${finding.subject}`}
                  finding={finding}
                  isRoot={finding === root && finding.severity !== 'info'}
                />
              ))}
            </section>
          ))}
        </Conclusions>
      </section>
      <EarlierRun />
      <RunTimeline />
      <LeftOut />
      <CountsTable />
      <ExportPanel />
      <div className="actions">
        <Button look="primary" icon={ArrowRight} onPress={() => goTo('bundle')}>
          {t('review.to-bundle')}
        </Button>
        {isOpened ? null : (
          <Button icon={RotateCw} isDisabled={isRunning} onPress={runAgain}>
            {t('run.all-again')}
          </Button>
        )}
      </div>
    </div>
  );
}

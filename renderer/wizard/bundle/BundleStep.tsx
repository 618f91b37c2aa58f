import { Archive } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/shallow';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { Notice } from '../../components/Notice.tsx';
import { StepHeading } from '../../components/StepHeading.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { NothingYet } from '../NothingYet.tsx';
import { AlsoIn } from './AlsoIn.tsx';
import { BundleFiles } from './BundleFiles.tsx';
import { BundleOutcome } from './BundleOutcome.tsx';
import { FileDialog } from './FileDialog.tsx';
import { HiddenParts } from './HiddenParts.tsx';
import { PreviewLedger } from './PreviewLedger.tsx';
import { SealingFields } from './SealingFields.tsx';

/** The diagnostic bundle for the support case. */
export function BundleStep() {
  const { t } = useTranslation();
  const phase = useWizard((state) => state.run.phase);
  return (
    <>
      <StepHeading title={t('bundle.title')}>
        <p className="lede">{t('bundle.lede')}</p>
      </StepHeading>
      {phase === 'empty' ? (
        <NothingYet title={t('bundle.empty')} what={t('bundle.empty-what')} />
      ) : (
        <BundleForm />
      )}
    </>
  );
}

function BundleForm() {
  const { t } = useTranslation();
  const { caseNumber, note, setCaseNumber, setNote, saveBundle, bundle } = useWizard(
    useShallow(({ caseNumber, note, setCaseNumber, setNote, saveBundle, bundle }) => ({
      caseNumber,
      note,
      setCaseNumber,
      setNote,
      saveBundle,
      bundle,
    })),
  );
  const isRunning = useWizard((state) => state.run.phase === 'running');
  const runId = useWizard((state) => state.runId);
  const readPreview = useWizard((state) => state.readPreview);
  const refreshRuns = useWizard((state) => state.refreshRuns);
  // Case number and note are in it, but nobody should wait for every letter: the preview is read anew when something is chosen.
  useEffect(() => {
    if (isRunning || runId === null) return;
    void readPreview();
    void refreshRuns();
  }, [isRunning, runId, readPreview, refreshRuns]);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void saveBundle();
      }}
    >
      <section className="card stack" aria-label={t('bundle.about')}>
        <Field
          label={t('bundle.case')}
          isOptional
          width="short"
          description={t('bundle.case-description')}
          value={caseNumber}
          onChange={setCaseNumber}
        />
        <Field
          label={t('bundle.note')}
          isOptional
          lines={4}
          description={t('bundle.note-description')}
          value={note}
          onChange={setNote}
        />
      </section>
      <HiddenParts />
      <AlsoIn />
      <BundleFiles />
      <PreviewLedger />
      <SealingFields />
      {isRunning ? (
        <Notice tone="info" title={t('bundle.running')}>
          <p>{t('bundle.running-what')}</p>
        </Notice>
      ) : null}
      <BundleOutcome />
      <div className="actions actions-bar">
        <Button
          type="submit"
          look="primary"
          icon={Archive}
          isDisabled={isRunning || bundle.kind === 'saving'}
        >
          {bundle.kind === 'refused' ? t('bundle.retry') : t('bundle.save')}
        </Button>
      </div>
      <FileDialog />
    </form>
  );
}

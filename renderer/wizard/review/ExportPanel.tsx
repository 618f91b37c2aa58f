import { Braces, FileText, Globe, Printer } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { Notice } from '../../components/Notice.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { useRefusalText } from '../use-refusal-text.ts';

const FORMATS = [
  { format: 'html', icon: Globe },
  { format: 'markdown', icon: FileText },
  { format: 'json', icon: Braces },
] as const;

/** The whole run as a file to be sent on: for people, for a ticket, for paper, for programs. */
export function ExportPanel() {
  const { t } = useTranslation();
  const isSaving = useWizard((state) => state.exported.kind === 'saving');
  const saveText = useWizard((state) => state.saveText);
  const printReport = useWizard((state) => state.printReport);
  return (
    <section className="card stack" aria-labelledby="export-title">
      <h2 id="export-title">{t('export.title')}</h2>
      <p className="muted">{t('export.what')}</p>
      <div className="actions">
        {FORMATS.map(({ format, icon }) => (
          <Button
            key={format}
            icon={icon}
            isDisabled={isSaving}
            onPress={() => void saveText({ kind: 'report', format })}
          >
            {t(`export.${format}`)}
          </Button>
        ))}
        <Button icon={Printer} isDisabled={isSaving} onPress={() => void printReport()}>
          {t('export.pdf')}
        </Button>
      </div>
      <Outcome />
    </section>
  );
}

function Outcome() {
  const { t } = useTranslation();
  const refusalText = useRefusalText();
  const exported = useWizard((state) => state.exported);
  switch (exported.kind) {
    case 'none':
    case 'saving':
    case 'cancelled':
      return null;
    case 'saved':
      return (
        <Notice tone="success" isSpoken title={t('export.saved')}>
          <CodeBlock kind="command" label={t('export.path')} text={exported.path} />
        </Notice>
      );
    case 'downloaded':
      return (
        <Notice tone="success" isSpoken title={t('export.downloaded')}>
          <p className="file-name">{exported.fileName}</p>
        </Notice>
      );
    case 'by-hand':
      return (
        <Notice tone="info" isSpoken title={t('export.by-hand')}>
          <p>{t('export.by-hand-what')}</p>
        </Notice>
      );
    case 'refused':
      return (
        <Notice tone="error" isSpoken title={t('export.refused')}>
          <p>{refusalText(exported.refusal)}</p>
        </Notice>
      );
  }
}

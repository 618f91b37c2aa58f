import { useTranslation } from 'react-i18next';
import { useWizard } from '../../store/store-context.tsx';
import { Conclusions } from './Conclusions.tsx';
import { FindingCard } from './FindingCard.tsx';

/** What the checks come to: the root cause first and whole, the others folded, or what was found healthy. */
export function FindingsPanel() {
  const { t } = useTranslation();
  const findings = useWizard((state) => state.findings);
  return (
    <section className="findings" aria-labelledby="findings-title">
      <h2 id="findings-title" className="visually-hidden">
        {t('findings.title')}
      </h2>
      <Conclusions>
        {findings.map((finding, index) => (
          <FindingCard
            key={`${finding.cause} ${finding.subject}`}
            finding={finding}
            isRoot={index === 0 && finding.severity !== 'info'}
          />
        ))}
      </Conclusions>
    </section>
  );
}

import { LoaderCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/shallow';
import { SeverityMark } from '../../components/SeverityMark.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { findingsIn, type Scope } from '../conclusion.ts';
import { useFindingText } from '../use-finding-text.ts';
import { useSubject } from '../use-subject.ts';

/** What can be said while checks are under way. Always of one height, so that the rows below stay where they are. */
export function RunningConclusion({ scope }: { readonly scope: Scope }) {
  const { t } = useTranslation();
  const subjectText = useSubject();
  const findingText = useFindingText();
  const concluded = useWizard(
    useShallow(({ run, findings, unexplained }) => ({ run, findings, unexplained })),
  );
  const [first, ...others] = findingsIn(concluded, scope);
  return (
    <div className="card running-conclusion">
      {first === undefined ? (
        <>
          <span className="status status-running">
            <LoaderCircle aria-hidden className="icon" />
            <span>{t('status.running')}</span>
          </span>
          <p>{t('findings.none-yet')}</p>
        </>
      ) : (
        <>
          <SeverityMark severity={first.severity} />
          <p>
            <strong>{findingText.title(first)}</strong>{' '}
            <span className="muted">{subjectText(first.subject)}</span>
            {others.length === 0 ? null : (
              <span className="muted"> {t('findings.and-more', { count: others.length })}</span>
            )}
          </p>
        </>
      )}
    </div>
  );
}

import { CircleCheck, CircleHelp, CircleMinus, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/shallow';
import { useWizard } from '../../store/store-context.tsx';
import {
  type Conclusion,
  carriedOut,
  checksIn,
  countChecks,
  groupBySubject,
  type Scope,
  unexplainedChecks,
} from '../conclusion.ts';
import { useFormat } from '../use-format.ts';
import { useSubject } from '../use-subject.ts';
import { EvidenceLinks } from './EvidenceLinks.tsx';

type Causeless = Exclude<Conclusion, 'running' | 'problems' | 'warnings'>;

const LOOKS: Record<Causeless, { icon: LucideIcon; tone: string }> = {
  healthy: { icon: CircleCheck, tone: 'success' },
  unexplained: { icon: CircleHelp, tone: 'error' },
  incomplete: { icon: CircleMinus, tone: 'plain' },
  'nothing-checked': { icon: CircleMinus, tone: 'plain' },
  'not-started': { icon: CircleMinus, tone: 'plain' },
  'left-out': { icon: CircleMinus, tone: 'plain' },
};

/** What can be said of a finished run without a cause: only what was checked, and from where. */
export function ConclusionCard({
  scope,
  conclusion,
}: {
  readonly scope: Scope;
  readonly conclusion: Causeless;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const subjectText = useSubject();
  const concluded = useWizard(
    useShallow(({ run, findings, unexplained }) => ({ run, findings, unexplained })),
  );
  const { run } = concluded;
  const vantage = run.run?.vantage ?? 'workstation';
  const failures = unexplainedChecks(concluded, scope);
  const { icon: Icon, tone } = LOOKS[conclusion];
  const checks = checksIn(run, scope).filter(({ probe }) => probe !== 'none');
  const counts = countChecks(checks);
  const groups = groupBySubject(checks).filter(({ checks: own }) => carriedOut(countChecks(own)) > 0);
  return (
    <div className={`card conclusion conclusion-${tone}`}>
      <Icon aria-hidden className="icon conclusion-icon" />
      <div className="conclusion-body">
        <p className="conclusion-title">{t(`conclusion.title.${conclusion}`)}</p>
        <p>{t(`conclusion.what.${conclusion}`)}</p>
        {groups.length === 0 ? null : (
          <>
            <p className="field-label">
              {t('conclusion.checked', {
                from: t(`vantage.inline.${vantage}`),
                count: carriedOut(counts),
              })}
            </p>
            <ul className="checked-list">
              {groups.map(({ subject, checks: own }) => {
                const { passed } = countChecks(own);
                return (
                  <li key={subject}>
                    {t('conclusion.checked-line', {
                      subject: subjectText(subject),
                      passed: format.number(passed),
                      count: carriedOut(countChecks(own)),
                    })}
                  </li>
                );
              })}
            </ul>
          </>
        )}
        {conclusion === 'unexplained' ? <EvidenceLinks checkIds={failures} /> : null}
        {counts.skipped > 0 ? (
          <p className="muted">{t('conclusion.skipped', { count: counts.skipped })}</p>
        ) : null}
      </div>
    </div>
  );
}

import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/shallow';
import { isExercise, isGuessing } from '../../store/practice-slice.ts';
import { useWizard } from '../../store/store-context.tsx';
import { findingsIn, type Scope } from '../conclusion.ts';
import { GuessPanel } from '../practice/GuessPanel.tsx';
import { VerdictCard } from '../practice/VerdictCard.tsx';
import { Conclusions } from './Conclusions.tsx';
import { FindingCard } from './FindingCard.tsx';

/** What the checks come to: the root cause first and whole, the others folded, or what was found healthy. */
export function FindingsPanel({ scope }: { readonly scope: Scope }) {
  const { t } = useTranslation();
  const concluded = useWizard(
    useShallow(({ run, findings, unexplained }) => ({ run, findings, unexplained })),
  );
  const findings = findingsIn(concluded, scope);
  const exercise = useWizard((state) => (isExercise(state) ? state.exercise : null));
  const isHidden = useWizard(isGuessing);
  if (isHidden) return <GuessPanel />;
  return (
    <section className="findings" aria-labelledby="findings-title">
      <h2 id="findings-title" className="visually-hidden">
        {t('findings.title')}
      </h2>
      {exercise === null ? null : <VerdictCard exercise={exercise} />}
      <Conclusions scope={scope}>
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

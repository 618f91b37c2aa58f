import type { ReactNode } from 'react';
import { useShallow } from 'zustand/shallow';
import { useWizard } from '../../store/store-context.tsx';
import { concludeRun, unexplainedChecks } from '../conclusion.ts';
import { ConclusionCard } from './ConclusionCard.tsx';
import { EndedEarly } from './EndedEarly.tsx';
import { RunningConclusion } from './RunningConclusion.tsx';

/** What a run comes to, around its findings: the state of a run under way, or what can be said besides them. */
export function Conclusions({ children }: { readonly children: ReactNode }) {
  const concluded = useWizard(
    useShallow(({ run, findings, unexplained }) => ({ run, findings, unexplained })),
  );
  const conclusion = concludeRun(concluded);
  if (conclusion === 'running') return <RunningConclusion />;
  if (conclusion === 'problems' || conclusion === 'warnings')
    return (
      <>
        <EndedEarly />
        {children}
        {unexplainedChecks(concluded).length > 0 ? <ConclusionCard conclusion="unexplained" /> : null}
      </>
    );
  return (
    <>
      {conclusion === 'incomplete' ? null : <EndedEarly />}
      <ConclusionCard conclusion={conclusion} />
      {children}
    </>
  );
}

import type { ReactNode } from 'react';
import { useShallow } from 'zustand/shallow';
import { useWizard } from '../../store/store-context.tsx';
import { concludeRun, type Scope, unexplainedChecks } from '../conclusion.ts';
import { ConclusionCard } from './ConclusionCard.tsx';
import { EndedEarly } from './EndedEarly.tsx';
import { RunningConclusion } from './RunningConclusion.tsx';

/** What a run comes to, around its findings: the state of a run under way, or what can be said besides them. */
export function Conclusions({ scope, children }: { readonly scope: Scope; readonly children: ReactNode }) {
  const concluded = useWizard(
    useShallow(({ run, findings, unexplained }) => ({ run, findings, unexplained })),
  );
  const conclusion = concludeRun(concluded, scope);
  if (conclusion === 'running') return <RunningConclusion scope={scope} />;
  if (conclusion === 'problems' || conclusion === 'warnings')
    return (
      <>
        <EndedEarly />
        {children}
        {unexplainedChecks(concluded, scope).length > 0 ? (
          <ConclusionCard scope={scope} conclusion="unexplained" />
        ) : null}
      </>
    );
  return (
    <>
      {conclusion === 'incomplete' ? null : <EndedEarly />}
      <ConclusionCard scope={scope} conclusion={conclusion} />
      {children}
    </>
  );
}

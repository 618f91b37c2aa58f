import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/shallow';
import { Button } from '../../components/Button.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { CheckTitle } from '../checks/CheckTitle.tsx';

/** Links that are shown at first; a run may have hundreds of rows that say the same. */
const SHOWN = 8;

/** Leads to the rows that show a cause. */
export function EvidenceLinks({ checkIds }: { readonly checkIds: readonly string[] }) {
  const { t } = useTranslation();
  const [showsAll, setShowsAll] = useState(false);
  const showCheck = useWizard((state) => state.showCheck);
  const checks = useWizard(
    useShallow(({ run }) =>
      checkIds.flatMap((id) => (Object.hasOwn(run.checks, id) ? (run.checks[id] ?? []) : [])),
    ),
  );
  const shown = showsAll ? checks : checks.slice(0, SHOWN);
  return (
    <ul className="evidence">
      {shown.map((check) => (
        <li key={check.id}>
          <button type="button" className="evidence-link" onClick={() => showCheck(check.id)}>
            <StatusMark status={check.phase === 'running' ? 'running' : check.status} />
            <CheckTitle title={check.title} />
          </button>
        </li>
      ))}
      {checks.length > shown.length ? (
        <li>
          <Button look="quiet" isSmall onPress={() => setShowsAll(true)}>
            {t('findings.all-rows', { count: checks.length })}
          </Button>
        </li>
      ) : null}
    </ul>
  );
}

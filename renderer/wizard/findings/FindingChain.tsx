import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../electron/contract/findings.ts';
import { chainSeenBy } from '../../../electron/contract/pictures/seen-chain.ts';
import { Unfold } from '../../components/Unfold.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { ChainPicture } from '../pictures/ChainPicture.tsx';

/** The chain that shows a fault of certificates; nothing for a finding that rests on none. */
export function FindingChain({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation();
  const outcome = useWizard(({ run }) => {
    for (const id of finding.evidence) {
      const check = Object.hasOwn(run.checks, id) ? run.checks[id] : undefined;
      const seen = check?.phase === 'finished' ? check.outcome : undefined;
      if ((chainSeenBy(seen)?.faults.length ?? 0) > 0) return seen;
    }
    return undefined;
  });
  const shown = chainSeenBy(outcome);
  if (shown === undefined) return null;
  return (
    <Unfold className="record" summary={t('findings.chain')}>
      <ChainPicture shown={shown} hasTable />
    </Unfold>
  );
}

import { useTranslation } from 'react-i18next';
import type { SrvOutcome } from '../../../../electron/contract/outcomes/srv.ts';
import { endpoint } from '../../../../electron/contract/spoken.ts';
import { FactList } from './FactList.tsx';
import { systemErrorText } from './system-error.ts';

/** What one resolver says of a domain's controllers. */
export function SrvFacts({ outcome }: { readonly outcome: SrvOutcome }) {
  const { t } = useTranslation();
  const { targets, targetCount, resolver } = outcome;
  return (
    <>
      <FactList
        facts={[
          { label: t('facts.code'), value: outcome.code },
          { label: t('facts.name'), value: outcome.name },
          { label: t('facts.srv-resolver'), value: endpoint(resolver.address, resolver.port) },
          { label: t('facts.transport'), value: outcome.transport.toUpperCase() },
          {
            label: t('facts.srv-count'),
            value: targetCount > targets.length ? String(targetCount) : undefined,
          },
          { label: t('facts.error'), value: systemErrorText(outcome.error) },
        ]}
      />
      {targets.length === 0 ? null : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('facts.srv-controller')}</th>
              <th scope="col">{t('facts.srv-port')}</th>
              <th scope="col">{t('facts.srv-priority')}</th>
              <th scope="col">{t('facts.srv-weight')}</th>
              <th scope="col">{t('facts.addresses')}</th>
            </tr>
          </thead>
          <tbody>
            {targets.map(({ target, port, priority, weight, addresses }) => (
              <tr key={`${target}:${port}/${priority}/${weight}`}>
                <th scope="row">{target}</th>
                <td>{port}</td>
                <td>{priority}</td>
                <td>{weight}</td>
                <td>{addresses.join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

import { useTranslation } from 'react-i18next';
import type { ResolverOutcome, SystemLookupOutcome } from '../../../../electron/contract/outcomes/dns.ts';
import { FactList } from './FactList.tsx';
import { systemErrorText } from './system-error.ts';

/** The operating system's own lookup. */
export function SystemLookupFacts({ outcome }: { readonly outcome: SystemLookupOutcome }) {
  const { t } = useTranslation();
  const { hostsFile } = outcome;
  return (
    <FactList
      facts={[
        { label: t('facts.code'), value: outcome.code },
        { label: t('facts.name'), value: outcome.hostname },
        {
          label: t('facts.addresses'),
          value: outcome.addresses.map(({ address }) => address),
        },
        { label: t('facts.error'), value: systemErrorText(outcome.error) },
        {
          label: t('facts.hosts-file'),
          value: hostsFile.readable
            ? hostsFile.entries.length === 0
              ? t('facts.hosts-none', { path: hostsFile.path })
              : hostsFile.entries.map(({ line, address, names }) =>
                  t('facts.hosts-line', { path: hostsFile.path, line, address, names: names.join(' ') }),
                )
            : t('facts.hosts-unreadable', { path: hostsFile.path }),
        },
      ]}
    />
  );
}

/** What one resolver answered by packet, question by question. */
export function ResolverFacts({ outcome }: { readonly outcome: ResolverOutcome }) {
  const { t } = useTranslation();
  return (
    <>
      <FactList
        facts={[
          { label: t('facts.code'), value: outcome.code },
          { label: t('facts.name'), value: outcome.hostname },
          {
            label: t('facts.wildcard'),
            value:
              outcome.wildcard === undefined || outcome.wildcard.addresses.length === 0
                ? undefined
                : `${outcome.wildcard.hostname}: ${outcome.wildcard.addresses.join(', ')}`,
          },
        ]}
      />
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('facts.question')}</th>
            <th scope="col">{t('facts.answer')}</th>
            <th scope="col">{t('facts.addresses')}</th>
            <th scope="col">{t('facts.cnames')}</th>
            <th scope="col">{t('facts.ttl')}</th>
            <th scope="col">{t('facts.transport')}</th>
          </tr>
        </thead>
        <tbody>
          {outcome.questions.map((question) => (
            <tr key={question.type}>
              <th scope="row">{question.type}</th>
              <td>
                {question.rcodeName === undefined
                  ? question.code
                  : `${question.code} (${question.rcodeName})`}
              </td>
              <td>{question.addresses.join(', ')}</td>
              <td>{question.cnames.join(' → ')}</td>
              <td>
                {question.ttlSeconds === undefined ? '' : t('unit.seconds', { value: question.ttlSeconds })}
              </td>
              <td>{question.transport.toUpperCase()}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

import { useTranslation } from 'react-i18next';
import type { PacOutcome } from '../../../../electron/contract/outcomes/pac.ts';
import { useFormat } from '../../use-format.ts';
import { FactList } from './FactList.tsx';
import { systemErrorText } from './system-error.ts';

/** How a proxy configuration file was fetched, and what it says for each port. */
export function PacFacts({ outcome }: { readonly outcome: PacOutcome }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { fetch } = outcome;
  return (
    <FactList
      facts={[
        { label: t('facts.code'), value: outcome.code },
        { label: t('facts.url'), value: outcome.url },
        { label: t('facts.pac-named-by'), value: outcome.namedBy.join(', ') },
        { label: t('facts.pac-reason'), value: outcome.reason },
        { label: t('facts.pac-line'), value: outcome.line === undefined ? undefined : String(outcome.line) },
        {
          label: t('facts.pac-answers'),
          value: outcome.answers.map(({ url, result }) => `${url} → ${result}`),
        },
        {
          label: t('facts.pac-lookups'),
          value: outcome.lookups.map(
            ({ hostname, addresses }) =>
              `${hostname}: ${addresses.length === 0 ? t('facts.pac-unknown-name') : addresses.join(', ')}`,
          ),
        },
        { label: t('facts.status'), value: fetch.status === undefined ? undefined : String(fetch.status) },
        { label: t('facts.pac-type'), value: fetch.contentType },
        { label: t('facts.redirects'), value: fetch.redirects },
        { label: t('facts.received'), value: t('facts.bytes', { count: fetch.sizeBytes }) },
        { label: t('facts.pac-sum'), value: fetch.sha256 },
        { label: t('facts.pac-evaluation-time'), value: format.duration(outcome.evaluationMs) },
        { label: t('facts.error'), value: systemErrorText(outcome.error) },
        { label: t('facts.pac-start'), value: outcome.start === '' ? undefined : outcome.start },
      ]}
    />
  );
}

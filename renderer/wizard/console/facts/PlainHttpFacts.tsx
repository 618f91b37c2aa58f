import { useTranslation } from 'react-i18next';
import type { PlainHttpOutcome } from '../../../../electron/contract/outcomes/plain-http.ts';
import { FactList } from './FactList.tsx';
import { systemErrorText } from './system-error.ts';

/** What came back in clear text, and who may have had a hand in it. */
export function PlainHttpFacts({ outcome }: { readonly outcome: PlainHttpOutcome }) {
  const { t } = useTranslation();
  const { status, statusText } = outcome;
  return (
    <FactList
      facts={[
        { label: t('facts.code'), value: outcome.code },
        { label: t('facts.url'), value: outcome.url },
        {
          label: t('facts.status'),
          value: status === undefined ? undefined : `${status} ${statusText ?? ''}`.trim(),
        },
        { label: t('facts.location'), value: outcome.location },
        { label: t('facts.proxy-marks'), value: outcome.proxyMarks },
        { label: t('facts.title'), value: outcome.title },
        {
          label: t('facts.headers'),
          value: Object.entries(outcome.headers).map(([name, value]) => `${name}: ${value}`),
        },
        { label: t('facts.body'), value: t('facts.bytes', { count: outcome.bodyBytes }) },
        { label: t('facts.error'), value: systemErrorText(outcome.error) },
      ]}
    />
  );
}

import { useTranslation } from 'react-i18next';
import type { HttpOutcome } from '../../../../electron/contract/outcomes/http.ts';
import { useFormat } from '../../use-format.ts';
import { clockText } from './clock-text.ts';
import { FactList } from './FactList.tsx';
import { systemErrorText } from './system-error.ts';

/** What an HTTP request was answered. */
export function HttpFacts({ outcome }: { readonly outcome: HttpOutcome }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { signature, token, status, statusText } = outcome;
  const marks = [signature.product, signature.quote && t('facts.quote', { text: signature.quote })];
  return (
    <FactList
      facts={[
        { label: t('facts.code'), value: outcome.code },
        { label: t('facts.url'), value: outcome.url },
        { label: t('facts.host-header'), value: outcome.hostHeader },
        {
          label: t('facts.status'),
          value: status === undefined ? undefined : `${status} ${statusText ?? ''}`.trim(),
        },
        { label: t('facts.http-version'), value: outcome.httpVersion },
        { label: t('facts.title'), value: outcome.title },
        {
          label: t('facts.signature'),
          value: [t(`signature.${signature.code}`), ...marks.filter(Boolean)].join(', '),
        },
        {
          label: t('facts.token'),
          value:
            token === undefined
              ? undefined
              : [t(`facts.token-${token.code}`), token.message].filter(Boolean).join(': '),
        },
        {
          label: t('facts.redirects'),
          value: outcome.redirects.map(({ url, status: code, location = '', followed }) =>
            t(followed ? 'facts.redirect' : 'facts.redirect-not-followed', { url, code, location }),
          ),
        },
        {
          label: t('facts.headers'),
          value: Object.entries(outcome.headers).map(([name, value]) => `${name}: ${value}`),
        },
        {
          label: t('facts.clock-offset'),
          value: clockText(t, format, outcome.clockOffsetMs),
        },
        { label: t('facts.body'), value: t('facts.bytes', { count: outcome.bodyBytes }) },
        { label: t('facts.error'), value: systemErrorText(outcome.error) },
      ]}
    />
  );
}

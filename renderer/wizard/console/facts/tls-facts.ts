import type { TFunction } from 'i18next';
import type { TlsOutcome } from '../../../../electron/contract/outcomes/tls.ts';
import type { Fact } from './FactList.tsx';

/** How a handshake was refused, and what is wrong with the certificate: for TLS by itself and inside another protocol alike. */
export function tlsVerdictFacts(
  t: TFunction,
  { alert, plaintext, faults, trust }: Pick<TlsOutcome, 'alert' | 'plaintext' | 'faults' | 'trust'>,
): readonly Fact[] {
  return [
    {
      label: t('facts.alert'),
      value:
        alert === undefined
          ? undefined
          : t(alert.afterHandshake ? 'facts.alert-after' : 'facts.alert-value', {
              name: alert.name,
              number: alert.number,
            }),
    },
    {
      label: t('facts.plaintext'),
      value: plaintext && `${plaintext.protocol}: ${plaintext.firstLine}`,
    },
    {
      label: t('facts.faults'),
      value: faults.length === 0 ? undefined : faults.map((fault) => t(`fault.${fault}`)),
    },
    {
      label: t('facts.trust'),
      value: trust.map(({ store, code, anchor }) =>
        t(anchor === undefined ? 'facts.trust-line' : 'facts.trust-anchor', {
          store: t(`facts.store.${store}`),
          code: t(`facts.trusted.${code}`),
          anchor,
        }),
      ),
    },
  ];
}

import { useTranslation } from 'react-i18next';
import type { TcpOutcome } from '../../../../electron/contract/outcomes/tcp.ts';
import { endpoint } from '../../../../electron/contract/spoken.ts';
import { FactList } from './FactList.tsx';
import { systemErrorText } from './system-error.ts';

/** What a SYN to one address came to. */
export function TcpFacts({ outcome }: { readonly outcome: TcpOutcome }) {
  const { t } = useTranslation();
  const { localAddress, localPort, interfaceName } = outcome;
  const local =
    localAddress === undefined
      ? undefined
      : localPort === undefined
        ? localAddress
        : endpoint(localAddress, localPort);
  return (
    <FactList
      facts={[
        { label: t('facts.code'), value: outcome.code },
        { label: t('facts.error'), value: systemErrorText(outcome.error) },
        {
          label: t('facts.origin'),
          value: outcome.origin === undefined ? undefined : t(`facts.origin-of.${outcome.origin}`),
        },
        {
          label: t('facts.source'),
          value:
            local !== undefined && interfaceName !== undefined
              ? t('facts.source-on', { address: local, interface: interfaceName })
              : local,
        },
        {
          label: t('facts.retransmit'),
          value: outcome.hasRetransmitSignature ? t('facts.retransmit-seen') : undefined,
        },
      ]}
    />
  );
}

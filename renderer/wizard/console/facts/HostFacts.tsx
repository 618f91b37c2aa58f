import { useTranslation } from 'react-i18next';
import type { HostOutcome } from '../../../../electron/contract/outcomes/host.ts';
import { useFormat } from '../../use-format.ts';
import { FactList } from './FactList.tsx';

/** Routes that are listed; the record has them all. */
const SHOWN_ROUTES = 12;

/** Facts of this machine. */
export function HostFacts({ outcome }: { readonly outcome: HostOutcome }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { os, runtime, clock } = outcome;
  return (
    <FactList
      facts={[
        { label: t('facts.host-name'), value: outcome.hostname },
        { label: t('facts.os'), value: `${os.version} ${os.release} (${os.arch})` },
        { label: t('facts.clock'), value: `${format.utc(clock.utc)}, ${clock.timeZone}` },
        {
          label: t('facts.interfaces'),
          value: outcome.interfaces.map(
            ({ name, kind, product, addresses }) =>
              `${name}${kind === undefined ? '' : ` (${[t(`facts.interface-kind.${kind}`), product].filter((word) => word !== undefined).join(', ')})`}: ${addresses.map(({ address, prefixLength }) => `${address}/${prefixLength}`).join(', ')}`,
          ),
        },
        {
          label: t('facts.routes'),
          value: outcome.routes
            .slice(0, SHOWN_ROUTES)
            .map(({ destination, gateway, interfaceName }) =>
              gateway === undefined
                ? t('facts.route-direct', { destination, interface: interfaceName })
                : t('facts.route', { destination, gateway, interface: interfaceName }),
            ),
        },
        { label: t('facts.resolvers'), value: outcome.resolvers },
        { label: t('facts.search-domains'), value: outcome.searchDomains.join(', ') },
        {
          label: t('facts.proxy-variables'),
          value: Object.entries(outcome.proxyVariables).map(([name, value]) => `${name}=${value}`),
        },
        {
          label: t('facts.trust-variables'),
          value: Object.entries(outcome.trustVariables).map(([name, value]) => `${name}=${value}`),
        },
        { label: t('facts.runtime'), value: `Node ${runtime.node}, ${runtime.openssl}` },
        { label: t('facts.unreadable'), value: outcome.unreadable },
      ]}
    />
  );
}

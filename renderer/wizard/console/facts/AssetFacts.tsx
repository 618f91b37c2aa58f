import { useTranslation } from 'react-i18next';
import type {
  ExclusionListOutcome,
  ResponderAssetOutcome,
} from '../../../../electron/contract/outcomes/responder-asset.ts';
import { endpoint } from '../../../../electron/contract/spoken.ts';
import { useFormat } from '../../use-format.ts';
import { FactList } from './FactList.tsx';

/** Log files that are listed; the record has more. */
const SHOWN_LOGS = 6;

/** What there is of a Responder on this machine. */
export function ResponderAssetFacts({ outcome }: { readonly outcome: ResponderAssetOutcome }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { services, servicesLookedFor, folders, version, configs, logs, unreadable } = outcome;
  return (
    <FactList
      facts={[
        {
          label: t('facts.services'),
          value: services.map(({ name, displayName, state, start, result }) =>
            [name, displayName, state, start === 'unknown' ? undefined : start, result]
              .filter((word) => word !== undefined)
              .join(', '),
          ),
        },
        { label: t('facts.services-sought'), value: servicesLookedFor },
        {
          label: t('facts.folders'),
          value: folders.map(({ path, state, errno }) =>
            t('facts.folder-state', { path, state: errno ?? t(`facts.folder-is.${state}`) }),
          ),
        },
        {
          label: t('facts.version'),
          value:
            version === undefined
              ? undefined
              : t('facts.version-of', { version: version.value, source: version.source }),
        },
        {
          label: t('facts.set-to'),
          value: configs.flatMap(({ addresses }) =>
            addresses.map(({ key, host, port }) =>
              t('facts.config-address', { key, address: port === undefined ? host : endpoint(host, port) }),
            ),
          ),
        },
        { label: t('facts.config-keys'), value: configs.flatMap(({ keys }) => keys) },
        {
          label: t('facts.logs'),
          value: logs
            .slice(0, SHOWN_LOGS)
            .map(({ path, sizeBytes, modifiedAt }) =>
              t('facts.log', { path, size: format.bytes(sizeBytes), time: format.utc(modifiedAt) }),
            ),
        },
        { label: t('facts.unreadable'), value: unreadable },
      ]}
    />
  );
}

/** Whether endpoint protection leaves the Responder's folders alone. */
export function ExclusionFacts({ outcome }: { readonly outcome: ExclusionListOutcome }) {
  const { t } = useTranslation();
  return (
    <FactList
      facts={[
        { label: t('facts.product'), value: outcome.product },
        {
          label: t('facts.exclusions'),
          value: outcome.folders.map(({ path, isExcluded }) =>
            isExcluded ? t('facts.excluded', { path }) : t('facts.not-excluded', { path }),
          ),
        },
        { label: t('facts.unreadable'), value: outcome.unreadable },
      ]}
    />
  );
}

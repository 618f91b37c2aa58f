import { useTranslation } from 'react-i18next';
import type {
  DiskSpaceOutcome,
  FirewallOutcome,
  FolderAccessOutcome,
  SiteRoutesOutcome,
} from '../../../../electron/contract/outcomes/machine.ts';
import { useFormat } from '../../use-format.ts';
import { FactList } from './FactList.tsx';

/** The way of this machine to each address of the site. */
export function SiteRoutesFacts({ outcome }: { readonly outcome: SiteRoutesOutcome }) {
  const { t } = useTranslation();
  return (
    <FactList
      facts={[
        ...outcome.routes.map((route) => ({
          label: route.address,
          value: [
            route.isLocal ? t('facts.route-local') : '',
            route.errno === undefined ? '' : t('facts.route-none', { errno: route.errno }),
            route.interfaceName === undefined
              ? ''
              : [route.interfaceName, route.interfaceDescription, route.product]
                  .filter((word) => word !== undefined)
                  .join(', '),
            route.interfaceKind === undefined ? '' : t(`facts.interface-kind.${route.interfaceKind}`),
            route.gateway === undefined ? '' : t('facts.route-gateway', { gateway: route.gateway }),
            route.sourceAddress === undefined
              ? ''
              : t('facts.route-source', { address: route.sourceAddress }),
          ].filter((line) => line !== ''),
        })),
        { label: t('facts.unreadable'), value: outcome.unreadable },
      ]}
    />
  );
}

/** The firewalls of this machine. */
export function FirewallFacts({ outcome }: { readonly outcome: FirewallOutcome }) {
  const { t } = useTranslation();
  return (
    <FactList
      facts={[
        ...outcome.firewalls.map(({ name, isEnabled, inbound, outbound }) => ({
          label: name,
          value: [
            isEnabled ? t('facts.firewall-on') : t('facts.firewall-off'),
            inbound === undefined
              ? ''
              : t('facts.firewall-inbound', { action: t(`facts.action.${inbound}`) }),
            outbound === undefined
              ? ''
              : t('facts.firewall-outbound', { action: t(`facts.action.${outbound}`) }),
          ].filter((line) => line !== ''),
        })),
        { label: t('facts.unreadable'), value: outcome.unreadable },
      ]}
    />
  );
}

/** Room on the volumes of some folders. */
export function DiskSpaceFacts({ outcome }: { readonly outcome: DiskSpaceOutcome }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <FactList
      facts={outcome.volumes.map(({ path, totalBytes, freeBytes, availableBytes, freeFiles, errno }) => ({
        label: path,
        value: [
          freeBytes === undefined || totalBytes === undefined
            ? ''
            : t('facts.disk-free', { free: format.bytes(freeBytes), total: format.bytes(totalBytes) }),
          availableBytes === undefined || availableBytes === freeBytes
            ? ''
            : t('facts.disk-available', { free: format.bytes(availableBytes) }),
          freeFiles === undefined ? '' : t('facts.disk-files', { files: format.number(freeFiles) }),
          errno ?? '',
        ].filter((line) => line !== ''),
      }))}
    />
  );
}

/** Whether the folder for the results takes files. */
export function FolderAccessFacts({ outcome }: { readonly outcome: FolderAccessOutcome }) {
  const { t } = useTranslation();
  return (
    <FactList
      facts={[
        { label: t('facts.folder'), value: outcome.path },
        { label: t('facts.code'), value: outcome.code },
        { label: t('facts.error'), value: outcome.errno },
        { label: t('facts.other-folder'), value: outcome.otherFolder },
      ]}
    />
  );
}

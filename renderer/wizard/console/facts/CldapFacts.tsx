import { useTranslation } from 'react-i18next';
import type { CldapOutcome } from '../../../../electron/contract/outcomes/cldap.ts';
import { FactList } from './FactList.tsx';
import { systemErrorText } from './system-error.ts';

/** What a domain controller says of its domain and of the two sites. */
export function CldapFacts({ outcome }: { readonly outcome: CldapOutcome }) {
  const { t } = useTranslation();
  const { netlogon } = outcome;
  return (
    <FactList
      facts={[
        { label: t('facts.code'), value: outcome.code },
        { label: t('facts.name'), value: outcome.domain },
        { label: t('facts.ldap-dns-name'), value: netlogon?.hostName },
        { label: t('facts.netlogon-domain'), value: netlogon?.domain },
        { label: t('facts.netlogon-forest'), value: netlogon?.forest },
        {
          label: t('facts.netlogon-names'),
          value:
            netlogon === undefined ? undefined : `${netlogon.netbiosDomain}\\${netlogon.netbiosComputer}`,
        },
        { label: t('facts.netlogon-server-site'), value: netlogon?.serverSite },
        {
          label: t('facts.netlogon-client-site'),
          value: netlogon === undefined ? undefined : netlogon.clientSite || t('facts.netlogon-no-site'),
        },
        { label: t('facts.datagrams'), value: outcome.attempts.toString() },
        { label: t('facts.error'), value: systemErrorText(outcome.error) },
        { label: t('facts.received'), value: t('facts.bytes', { count: outcome.bytesReceived }) },
      ]}
    />
  );
}

import { useTranslation } from 'react-i18next';
import type { LdapOutcome } from '../../../../electron/contract/outcomes/ldap.ts';
import { ChainPicture } from '../../pictures/ChainPicture.tsx';
import { useFormat } from '../../use-format.ts';
import { CertificateChain } from './CertificateChain.tsx';
import { clockText } from './clock-text.ts';
import { FactList } from './FactList.tsx';
import { systemErrorText } from './system-error.ts';
import { tlsVerdictFacts } from './tls-facts.ts';

/** What one connection with a directory showed, with its results as sent. */
export function LdapFacts({ outcome }: { readonly outcome: LdapOutcome }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { rootDse, tls, bind, base, computers, foreign, bindWithheld } = outcome;
  return (
    <>
      <FactList
        facts={[
          { label: t('facts.code'), value: outcome.code },
          { label: t('facts.ldap-phase'), value: outcome.phase },
          { label: t('facts.ldap-protection'), value: t(`facts.ldap-security.${outcome.security}`) },
          {
            label: t('facts.ldap-results'),
            value: outcome.results.map(({ diagnosticMessage: text, ...result }) =>
              t(text === '' ? 'facts.ldap-result' : 'facts.ldap-result-text', { ...result, text }),
            ),
          },
          {
            label: t('facts.ldap-foreign'),
            value: foreign === undefined ? undefined : `${foreign.protocol}: ${foreign.firstLine}`,
          },
          {
            label: t('facts.ldap-withheld'),
            value: bindWithheld === undefined ? undefined : t(`facts.ldap-withheld-${bindWithheld}`),
          },
          {
            label: t('facts.ldap-name-form'),
            value: bind === undefined ? undefined : t(`facts.ldap-name-forms.${bind.nameForm}`),
          },
          {
            label: t('facts.ldap-base'),
            value: base === undefined ? undefined : t(`facts.ldap-base-${base.source}`, { dn: base.dn }),
          },
          {
            label: t('facts.ldap-computers'),
            value:
              computers?.hasMore === true
                ? t('facts.ldap-computers-more', { count: computers.count })
                : computers?.count.toString(),
          },
          { label: t('facts.ldap-referrals'), value: outcome.referrals },
          { label: t('facts.ldap-dns-name'), value: rootDse?.dnsHostName ?? rootDse?.vendorName },
          {
            label: t('facts.ldap-default-context'),
            value:
              rootDse === undefined
                ? undefined
                : (rootDse.defaultNamingContext ?? t('facts.ldap-no-default-context')),
          },
          { label: t('facts.ldap-contexts'), value: rootDse?.namingContexts },
          { label: t('facts.clock-offset'), value: clockText(t, format, outcome.clockOffsetMs) },
          { label: t('facts.tls-version'), value: tls?.version },
          { label: t('facts.cipher'), value: tls?.cipher },
          {
            label: t('facts.expected-name'),
            value: tls === undefined ? undefined : outcome.expectedName,
          },
          ...(tls === undefined ? [] : tlsVerdictFacts(t, tls)),
          { label: t('facts.error'), value: systemErrorText(outcome.error) },
          { label: t('facts.received'), value: t('facts.bytes', { count: outcome.bytesReceived }) },
        ]}
      />
      {tls === undefined || tls.chain.length === 0 ? null : (
        <>
          <ChainPicture shown={{ ...tls, expectedName: outcome.expectedName }} />
          <CertificateChain chain={tls.chain} source={tls.chainSource} />
        </>
      )}
    </>
  );
}

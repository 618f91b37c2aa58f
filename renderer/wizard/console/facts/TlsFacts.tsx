import { useTranslation } from 'react-i18next';
import type { TlsOutcome } from '../../../../electron/contract/outcomes/tls.ts';
import { ChainPicture } from '../../pictures/ChainPicture.tsx';
import { CertificateChain } from './CertificateChain.tsx';
import { FactList } from './FactList.tsx';
import { systemErrorText } from './system-error.ts';
import { tlsVerdictFacts } from './tls-facts.ts';

/** What a TLS handshake showed, with the chain as it was sent. */
export function TlsFacts({ outcome }: { readonly outcome: TlsOutcome }) {
  const { t } = useTranslation();
  return (
    <>
      <FactList
        facts={[
          { label: t('facts.code'), value: outcome.code },
          { label: t('facts.tls-version'), value: outcome.version },
          { label: t('facts.cipher'), value: outcome.cipher },
          { label: t('facts.alpn'), value: outcome.alpn ?? undefined },
          { label: t('facts.servername'), value: outcome.servername ?? t('facts.servername-none') },
          { label: t('facts.expected-name'), value: outcome.expectedName },
          ...tlsVerdictFacts(t, outcome),
          {
            label: t('facts.client-certificate'),
            value:
              outcome.requestsClientCertificate === true ? t('facts.client-certificate-wanted') : undefined,
          },
          { label: t('facts.error'), value: systemErrorText(outcome.error) },
          { label: t('facts.received'), value: t('facts.bytes', { count: outcome.bytesReceived }) },
        ]}
      />
      {outcome.chain.length === 0 ? null : (
        <>
          <ChainPicture shown={outcome} />
          <CertificateChain chain={outcome.chain} source={outcome.chainSource} />
        </>
      )}
    </>
  );
}

import { useTranslation } from 'react-i18next';
import type { Certificate, TlsOutcome } from '../../../../electron/contract/outcomes/tls.ts';
import { useFormat } from '../../use-format.ts';

interface Props {
  readonly chain: readonly Certificate[];
  readonly source: TlsOutcome['chainSource'];
}

/** Names of one certificate that are listed; a shared one may hold hundreds. */
const SHOWN_NAMES = 8;

/** The chain in the order in which it was sent. */
export function CertificateChain({ chain, source }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <table className="table">
      <caption>{t(`chain.caption-${source}`, { count: chain.length })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('chain.subject')}</th>
          <th scope="col">{t('chain.issuer')}</th>
          <th scope="col">{t('chain.valid')}</th>
          <th scope="col">{t('chain.names')}</th>
          <th scope="col">{t('chain.key')}</th>
        </tr>
      </thead>
      <tbody>
        {chain.map((certificate) => (
          <tr key={certificate.fingerprint256}>
            <th scope="row">{certificate.commonName ?? certificate.subject}</th>
            <td>
              {certificate.isSelfSigned
                ? t('chain.itself')
                : (certificate.issuerCommonName ?? certificate.issuer)}
            </td>
            <td>
              <span className="nowrap">{format.utc(certificate.notBefore)}</span>{' '}
              <span className="nowrap">{t('chain.until', { date: format.utc(certificate.notAfter) })}</span>
            </td>
            <td className="loose">
              <Names certificate={certificate} />
            </td>
            <td className="loose">
              <span className="nowrap">
                {certificate.keyBits === undefined
                  ? certificate.keyType
                  : t('chain.key-bits', { type: certificate.keyType, bits: certificate.keyBits })}
              </span>{' '}
              <span>{certificate.signatureAlgorithm}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Names({ certificate }: { readonly certificate: Certificate }) {
  const { t } = useTranslation();
  const names = [...certificate.dnsNames, ...certificate.ipAddresses];
  if (names.length === 0) return certificate.isCa ? '' : t('chain.no-names');
  const shown = names.slice(0, SHOWN_NAMES).join(', ');
  const more = names.length - SHOWN_NAMES;
  return more > 0 ? t('chain.more-names', { names: shown, count: more }) : shown;
}

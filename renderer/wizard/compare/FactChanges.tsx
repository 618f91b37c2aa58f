import { useTranslation } from 'react-i18next';
import type { SetChange } from '../../../electron/contract/comparison/compare-addresses.ts';
import type {
  CertificateChange,
  SeenCertificate,
} from '../../../electron/contract/comparison/compare-certificates.ts';
import type { ValueChange } from '../../../electron/contract/comparison/compare-sites.ts';
import { useFormat } from '../use-format.ts';
import { CompareTable } from './CompareTable.tsx';

interface Sides {
  readonly before: string;
  readonly after: string;
}

/** What names led to: addresses that are gone and addresses that are new. */
export function NameChanges({ changes }: { readonly changes: readonly SetChange[] }) {
  const { t } = useTranslation();
  return (
    <CompareTable what={t('compare.name')} before={t('compare.gone')} after={t('compare.added')}>
      {changes.map(({ name, source, resolver = '', gone, added }) => (
        <tr key={`${source} ${resolver} ${name}`}>
          <th scope="row">
            {name}
            <span className="content-what">{t(`compare.source.${source}`, { resolver })}</span>
          </th>
          <Values values={gone} />
          <Values values={added} />
        </tr>
      ))}
    </CompareTable>
  );
}

function Values({ values }: { readonly values: readonly string[] }) {
  const { t } = useTranslation();
  if (values.length === 0) return <td className="absent">{t('compare.none')}</td>;
  return (
    <td className="loose">
      {values.map((value) => (
        <span key={value} className="value-line">
          {value}
        </span>
      ))}
    </td>
  );
}

/** Names and ports that show another certificate. */
export function CertificateChanges({
  changes,
  before,
  after,
}: Sides & { readonly changes: readonly CertificateChange[] }) {
  const { t } = useTranslation();
  return (
    <CompareTable what={t('compare.endpoint')} before={before} after={after}>
      {changes.map((change) => (
        <tr key={change.endpoint}>
          <th scope="row">{change.endpoint}</th>
          <Certificates certificates={change.before} />
          <Certificates certificates={change.after} />
        </tr>
      ))}
    </CompareTable>
  );
}

function Certificates({ certificates }: { readonly certificates: readonly SeenCertificate[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <td className="loose">
      {certificates.map(({ fingerprint256, subject, issuer, notAfter }) => (
        <span key={fingerprint256} className="value-block">
          {subject}
          <span className="content-what">{t('compare.issued-by', { issuer })}</span>
          <span className="content-what">{t('compare.until', { time: format.utc(notAfter) })}</span>
          <code className="fingerprint">{fingerprint256}</code>
        </span>
      ))}
    </td>
  );
}

const TOLD = ['machine', 'platform', 'version', 'vantage', 'ended', 'practice'] as const;

/** What the runs were made of and from. */
export function SiteChanges({
  changes,
  before,
  after,
}: Sides & { readonly changes: readonly ValueChange[] }) {
  const { t } = useTranslation();
  return (
    <CompareTable what={t('compare.what')} before={before} after={after}>
      {changes.map((change) => {
        const known = TOLD.find((name) => name === change.what);
        return (
          <tr key={change.what}>
            <th scope="row">
              {known === undefined ? <code>{change.what}</code> : t(`compare.fact.${known}`)}
            </th>
            <Value value={change.before} />
            <Value value={change.after} />
          </tr>
        );
      })}
    </CompareTable>
  );
}

function Value({ value }: { readonly value: string | undefined }) {
  const { t } = useTranslation();
  return value === undefined || value === '' ? (
    <td className="absent">{t('compare.none')}</td>
  ) : (
    <td className="loose">{value}</td>
  );
}

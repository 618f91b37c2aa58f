import { BadgeCheck, FileText } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunOrigin } from '../../../electron/contract/channels.ts';
import { StepHeading } from '../../components/StepHeading.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { FindingChanges } from '../compare/FindingChanges.tsx';
import { useFormat } from '../use-format.ts';

/** What is in the bundle that is open, who signed it, and what was concluded otherwise when it was written. */
export function OpenedBundle() {
  const { t } = useTranslation();
  const origin = useWizard((state) => state.origin);
  if (origin === null) return null;
  return (
    <>
      <StepHeading title={t('opened.bundle-title')}>
        <p className="lede">{t('opened.bundle-lede', { name: origin.fileName })}</p>
      </StepHeading>
      <About origin={origin} />
      <section className="card stack" aria-labelledby="differences-title">
        <h2 id="differences-title">{t('opened.differences-title')}</h2>
        {origin.differences.length === 0 ? (
          <p>{t('opened.same', { version: origin.version })}</p>
        ) : (
          <>
            <p>{t('opened.differences-what', { version: origin.version })}</p>
            <FindingChanges
              changes={origin.differences}
              before={t('opened.recorded', { version: origin.version })}
              after={t('opened.now')}
            />
          </>
        )}
      </section>
      <Files origin={origin} />
    </>
  );
}

function About({ origin }: { readonly origin: RunOrigin }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { createdAt, version, caseNumber, note, signer } = origin;
  return (
    <section className="card stack" aria-labelledby="about-title">
      <h2 id="about-title">{t('opened.about')}</h2>
      <dl className="facts">
        <Fact label={t('opened.written')}>
          {t('opened.written-by', { time: format.dateTime(createdAt), version })}
        </Fact>
        {caseNumber === undefined ? null : <Fact label={t('bundle.case')}>{caseNumber}</Fact>}
        {note === undefined ? null : <Fact label={t('bundle.note')}>{note}</Fact>}
        <Fact label={t('opened.signature')}>
          {signer === undefined ? t('opened.unsigned') : <Signer signer={signer} />}
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{label}</dt>
      <dd className="pre-line">{children}</dd>
    </div>
  );
}

function Signer({ signer }: { readonly signer: NonNullable<RunOrigin['signer']> }) {
  const { t } = useTranslation();
  return (
    <>
      <span className="with-icon">
        <BadgeCheck aria-hidden className="icon" />
        {t('opened.signed', { subject: signer.subject, issuer: signer.issuer })}
      </span>
      <span className="content-what">{t('opened.fingerprint')}</span>
      <code className="fingerprint">{signer.fingerprint256}</code>
    </>
  );
}

function Files({ origin }: { readonly origin: RunOrigin }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="two-columns">
      <section className="card stack" aria-labelledby="files-title">
        <h2 id="files-title">{t('opened.files')}</h2>
        <p className="muted">{t('opened.files-what')}</p>
        <ul className="content-list">
          {origin.files.map(({ name, sizeBytes, what }) => (
            <li key={name}>
              <FileText aria-hidden className="icon" />
              <span>
                <span className="file-name">{name}</span>
                <span className="content-what">
                  {t('opened.file', { size: format.bytes(sizeBytes), what })}
                </span>
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section className="card stack" aria-labelledby="left-out-title">
        <h2 id="left-out-title">{t('opened.left-out')}</h2>
        <ul className="content-list">
          {origin.leftOut.map(({ what, why }) => (
            <li key={what}>
              <span>
                <span className="left-out-what">{what}</span>
                <span className="content-what">{why}</span>
              </span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

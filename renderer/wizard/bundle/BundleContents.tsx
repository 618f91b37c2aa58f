import { Ban, FileText } from 'lucide-react';
import { useTranslation } from 'react-i18next';

const HELD = ['report-html', 'report-json', 'events', 'host', 'profile', 'manifest'] as const;
const NEVER = ['secrets', 'keys', 'other-files'] as const;

/** What the bundle will hold and what it never holds, before it is made. */
export function BundleContents() {
  const { t } = useTranslation();
  return (
    <div className="two-columns">
      <section className="card stack" aria-labelledby="held-title">
        <h2 id="held-title">{t('bundle.held')}</h2>
        <ul className="content-list">
          {HELD.map((each) => (
            <li key={each}>
              <FileText aria-hidden className="icon" />
              <span>
                <span className="file-name">{t(`bundle.file.${each}.name`)}</span>
                <span className="content-what">{t(`bundle.file.${each}.what`)}</span>
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section className="card stack" aria-labelledby="never-title">
        <h2 id="never-title">{t('bundle.never')}</h2>
        <ul className="content-list">
          {NEVER.map((each) => (
            <li key={each}>
              <Ban aria-hidden className="icon" />
              <span>{t(`bundle.never-list.${each}`)}</span>
            </li>
          ))}
        </ul>
        <p className="muted">{t('bundle.in-it')}</p>
      </section>
    </div>
  );
}

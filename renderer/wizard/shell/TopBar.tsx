import { MapPin } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useWizard } from '../../store/store-context.tsx';
import { PracticeBadge } from '../practice/PracticeBadge.tsx';

/** Which site is on the screen, seen from where; of the practice site its badge tells the name. */
export function TopBar() {
  const { t } = useTranslation();
  const started = useWizard((state) => state.run.run);
  const formName = useWizard(({ form, directoryForm, syslogForm }) =>
    [form.name, form.address, directoryForm.domain, syslogForm.address]
      .map((text) => text.trim())
      .find(Boolean),
  );
  const formVantage = useWizard((state) => state.form.vantage);
  const isPractice = useWizard(({ aim, run }) =>
    run.run === null ? aim.kind === 'practice' : run.run.practice !== undefined,
  );
  const name = started?.profile.name ?? formName ?? '';
  const vantage = started?.vantage ?? formVantage;
  return (
    <div className="top-bar">
      {isPractice ? null : <p className="top-site">{name === '' ? t('top.no-site') : name}</p>}
      {name === '' ? null : (
        <p className="chip">
          <MapPin aria-hidden className="icon" />
          <span>{t(`vantage.seen-from.${vantage}`)}</span>
        </p>
      )}
      {isPractice ? <PracticeBadge /> : null}
    </div>
  );
}

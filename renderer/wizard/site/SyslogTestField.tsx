import { useTranslation } from 'react-i18next';
import { CheckField } from '../../components/CheckField.tsx';
import { useWizard } from '../../store/store-context.tsx';

/** Consent to one syslog test message, where a profile names a receiver. Off until it is given, and for one run. */
export function SyslogTestField() {
  const { t } = useTranslation();
  const syslog = useWizard((state) => state.form.base?.syslog);
  const sends = useWizard((state) => state.sendsSyslogTest);
  const setSends = useWizard((state) => state.setSendsSyslogTest);
  if (syslog === undefined) return null;
  return (
    <div className="file-field">
      <p className="field-label">{t('site.syslog-test')}</p>
      <CheckField isSelected={sends} onChange={setSends}>
        {t('site.syslog-test-send', { address: syslog.address })}
      </CheckField>
      <p className="field-description">{t('site.syslog-test-what')}</p>
    </div>
  );
}

import { useTranslation } from 'react-i18next';
import { useWizard } from '../../store/store-context.tsx';
import { usualSyslogPort } from '../../store/syslog-form.ts';
import { CheckScreen } from '../checks/CheckScreen.tsx';
import { SyslogFields } from './SyslogFields.tsx';

/** Whether the Console's messages can reach the receiver. */
export function SyslogStep() {
  const { t } = useTranslation();
  const { address, port, transport } = useWizard((state) => state.syslogForm);
  return (
    <CheckScreen
      step="syslog"
      fields={<SyslogFields />}
      summary={t('syslog.summary', {
        address: address.trim(),
        port: port.trim() === '' ? usualSyslogPort(transport) : port,
        transport: t(`syslog.transport-of.${transport}`),
      })}
    />
  );
}

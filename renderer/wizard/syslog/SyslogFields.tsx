import { useTranslation } from 'react-i18next';
import { CheckField } from '../../components/CheckField.tsx';
import { Field } from '../../components/Field.tsx';
import { Segments } from '../../components/Segments.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { isSyslogEmpty, syslogProblems, usualSyslogPort } from '../../store/syslog-form.ts';
import { useProblemText } from '../site/use-problem-text.ts';

const TRANSPORTS = ['udp', 'tcp', 'tls'] as const;
const FORMATS = ['rfc5424', 'rfc3164', 'cef'] as const;
const FRAMINGS = ['octet-counting', 'newline'] as const;

/** Which receiver, how the Console sends to it, and whether it may be sent one message. */
export function SyslogFields() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const form = useWizard((state) => state.syslogForm);
  const edit = useWizard((state) => state.editSyslog);
  const problems = syslogProblems(form);
  return (
    <>
      <div className="address-and-port">
        <Field
          label={t('syslog.address')}
          description={t('syslog.address-description')}
          placeholder={t('syslog.address-example')}
          value={form.address}
          error={problemText(problems.address)}
          onChange={(address) => edit({ address })}
        />
        <Field
          label={t('syslog.port')}
          inputMode="numeric"
          placeholder={String(usualSyslogPort(form.transport))}
          value={form.port}
          error={problemText(problems.port)}
          onChange={(port) => edit({ port })}
        />
      </div>
      <Segments
        label={t('syslog.transport')}
        value={form.transport}
        choices={TRANSPORTS.map((value) => ({ value, title: t(`syslog.transport-of.${value}`) }))}
        description={t(`syslog.transport-what.${form.transport}`)}
        onChange={(transport) => edit({ transport })}
      />
      <div className="two-fields">
        <Segments
          label={t('syslog.format')}
          value={form.format}
          choices={FORMATS.map((value) => ({ value, title: t(`facts.syslog-format-of.${value}`) }))}
          onChange={(format) => edit({ format })}
        />
        {form.transport === 'udp' ? null : (
          <Segments
            label={t('syslog.framing')}
            value={form.framing}
            choices={FRAMINGS.map((value) => ({ value, title: t(`syslog.framing-of.${value}`) }))}
            description={t(`syslog.framing-what.${form.framing}`)}
            onChange={(framing) => edit({ framing })}
          />
        )}
      </div>
      <TestMessageField />
    </>
  );
}

/** Consent to one test message. Off until it is given, and for one run. */
function TestMessageField() {
  const { t } = useTranslation();
  const address = useWizard((state) => state.syslogForm.address.trim());
  const isEmpty = useWizard((state) => isSyslogEmpty(state.syslogForm));
  const sends = useWizard((state) => state.sendsSyslogTest);
  const setSends = useWizard((state) => state.setSendsSyslogTest);
  if (isEmpty) return null;
  return (
    <div className="consent">
      <CheckField isSelected={sends} onChange={setSends}>
        {t('syslog.test-send', { address })}
      </CheckField>
      <p className="field-description">{t('syslog.test-what')}</p>
    </div>
  );
}

import { useTranslation } from 'react-i18next';
import type { SyslogOutcome } from '../../../../electron/contract/outcomes/syslog.ts';
import type { SyslogMessageOutcome } from '../../../../electron/contract/outcomes/syslog-message.ts';
import { useFormat } from '../../use-format.ts';
import { FactList } from './FactList.tsx';
import { systemErrorText } from './system-error.ts';

/** What a syslog receiver did without a message. */
export function SyslogFacts({ outcome }: { readonly outcome: SyslogOutcome }) {
  const { t } = useTranslation();
  const { control } = outcome;
  return (
    <FactList
      facts={[
        { label: t('facts.code'), value: outcome.code },
        { label: t('facts.transport'), value: outcome.transport.toUpperCase() },
        {
          label: t('facts.syslog-datagrams'),
          value: outcome.datagramsSent === undefined ? undefined : String(outcome.datagramsSent),
        },
        {
          label: t('facts.syslog-control'),
          value: control === undefined ? undefined : `${control.port}: ${control.code}`,
        },
        { label: t('facts.tls-version'), value: outcome.version },
        { label: t('facts.plaintext'), value: outcome.plaintext?.firstLine },
        { label: t('facts.error'), value: systemErrorText(outcome.error) },
      ]}
    />
  );
}

/** What was sent to a receiver, and what came of it. */
export function SyslogMessageFacts({ outcome }: { readonly outcome: SyslogMessageOutcome }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { keptMs } = outcome.timings;
  return (
    <FactList
      facts={[
        { label: t('facts.code'), value: outcome.code },
        { label: t('facts.syslog-token'), value: outcome.wasSent ? outcome.token : undefined },
        { label: t('facts.syslog-message'), value: outcome.wasSent ? outcome.message : undefined },
        { label: t('facts.transport'), value: outcome.transport.toUpperCase() },
        { label: t('facts.syslog-format'), value: t(`facts.syslog-format-of.${outcome.format}`) },
        { label: t('facts.syslog-framing'), value: t(`facts.syslog-framing-of.${outcome.framing}`) },
        { label: t('facts.syslog-kept'), value: keptMs === undefined ? undefined : format.duration(keptMs) },
        { label: t('facts.tls-version'), value: outcome.tlsVersion },
        {
          label: t('facts.alert'),
          value:
            outcome.alert === undefined
              ? undefined
              : t('facts.alert-value', { name: outcome.alert.name, number: outcome.alert.number }),
        },
        { label: t('facts.plaintext'), value: outcome.plaintext?.firstLine },
        { label: t('facts.error'), value: systemErrorText(outcome.error) },
      ]}
    />
  );
}

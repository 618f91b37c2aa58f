import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

const PLAIN = [
  'dns',
  'host',
  'proxy',
  'console',
  'responder',
  'relay',
  'advertised',
  'control',
  'active-directory',
  'referral',
  'syslog',
] as const;

/** How a report's subject is said: `console:443` is "Console, port 443". */
export function useSubject(): (subject: string) => string {
  const { t } = useTranslation();
  return useCallback(
    (subject) => {
      const [service = '', rest] = subject.split(':', 2);
      const known = PLAIN.find((name) => name === service);
      if (known === undefined) return subject;
      const name = t(`subject.${known}`);
      if (rest === undefined) return name;
      const [port = '', transport] = rest.split('/', 2);
      return transport === undefined
        ? t('subject.with-port', { name, port })
        : t('subject.with-transport', { name, port, transport: transport.toUpperCase() });
    },
    [t],
  );
}

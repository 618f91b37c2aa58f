import { useTranslation } from 'react-i18next';
import { greetingAnswer, greetingName } from '../../../../electron/contract/greeting-words.ts';
import type { TlsHelloOutcome } from '../../../../electron/contract/outcomes/tls-hello.ts';
import { FactList } from './FactList.tsx';

/** What a server did to greetings that differ in one thing, one line each. */
export function TlsHelloFacts({ outcome }: { readonly outcome: TlsHelloOutcome }) {
  const { t } = useTranslation();
  return (
    <FactList
      facts={[
        { label: t('facts.code'), value: outcome.code },
        {
          label: t('facts.greetings'),
          value: outcome.greetings.map((greeting) =>
            t('facts.greeting', { greeting: greetingName(greeting), answer: greetingAnswer(greeting) }),
          ),
        },
      ]}
    />
  );
}

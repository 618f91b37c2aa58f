import { useTranslation } from 'react-i18next';
import type { SyslogAnswer } from '../../../electron/contract/outcomes/syslog-message.ts';
import { sentSyslogToken } from '../../../electron/contract/run-state.ts';
import { ChoiceCards } from '../../components/ChoiceCards.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { Notice } from '../../components/Notice.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { useRefusalText } from '../use-refusal-text.ts';

const ANSWERS: readonly SyslogAnswer[] = ['not-looked', 'arrived', 'not-arrived', 'altered'];

/** Asks whether the syslog test message arrived: only somebody at the receiver can tell. */
export function SyslogQuestion() {
  const { t } = useTranslation();
  const refusalText = useRefusalText();
  const token = useWizard((state) => sentSyslogToken(state.run));
  const answer = useWizard((state) => state.run.syslogAnswer?.answer ?? 'not-looked');
  const problem = useWizard((state) => state.answerProblem);
  const answerSyslog = useWizard((state) => state.answerSyslog);
  if (token === undefined) return null;
  return (
    <section className="card stack" aria-labelledby="syslog-question">
      <h2 id="syslog-question">{t('syslog-test.title')}</h2>
      <p>{t('syslog-test.what')}</p>
      <CodeBlock kind="command" label={t('syslog-test.token')} text={token} />
      <CodeBlock kind="command" label={t('syslog-test.command')} text={`sudo grep -rF ${token} /var/log`} />
      <ChoiceCards
        label={t('syslog-test.question')}
        value={answer}
        choices={ANSWERS.map((value) => ({
          value,
          title: t(`syslog-test.answer.${value}`),
          detail: t(`syslog-test.means.${value}`),
        }))}
        onChange={(chosen) => void answerSyslog(chosen)}
      />
      {problem === null ? null : (
        <Notice tone="error" isSpoken title={t('syslog-test.not-kept')}>
          <p>{refusalText(problem)}</p>
        </Notice>
      )}
    </section>
  );
}

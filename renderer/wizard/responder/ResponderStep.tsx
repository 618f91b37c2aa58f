import { useTranslation } from 'react-i18next';
import { CheckField } from '../../components/CheckField.tsx';
import { Field } from '../../components/Field.tsx';
import { responderProblems, usualTasksPort } from '../../store/responder-form.ts';
import { useWizard } from '../../store/store-context.tsx';
import { CheckScreen } from '../checks/CheckScreen.tsx';
import { useProblemText } from '../site/use-problem-text.ts';

/** What a Responder needs beyond HTTPS: the real-time port, the relay, and on an asset the Responder itself. */
export function ResponderStep() {
  const { t } = useTranslation();
  const { isWanted, usesTasksPort, tasksPort, relay } = useWizard((state) => state.responderForm);
  const usual = useWizard((state) => usualTasksPort(state.form.primaryPort));
  const port = tasksPort.trim() === '' ? usual : tasksPort;
  const parts = [
    usesTasksPort && port !== null ? t('responder.summary-port', { port }) : t('responder.summary-no-port'),
    relay.trim() === '' ? '' : t('responder.summary-relay', { relay: relay.trim() }),
  ];
  return (
    <CheckScreen
      step="responder"
      fields={<ResponderFields />}
      whyEmpty={isWanted ? t('responder.needs-console') : t('responder.not-wanted')}
      summary={parts.filter((part) => part !== '').join(', ')}
    />
  );
}

function ResponderFields() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const form = useWizard((state) => state.responderForm);
  const edit = useWizard((state) => state.editResponder);
  const usual = useWizard((state) => usualTasksPort(state.form.primaryPort));
  const problems = responderProblems(form);
  return (
    <>
      <CheckField isSelected={form.isWanted} onChange={(isWanted) => edit({ isWanted })}>
        {t('responder.wanted')}
      </CheckField>
      {form.isWanted ? (
        <>
          <Field
            label={t('responder.tasks-port')}
            width="short"
            inputMode="numeric"
            isDisabled={!form.usesTasksPort}
            placeholder={usual === null ? '' : String(usual)}
            description={
              usual === null
                ? t('responder.tasks-port-none')
                : t('responder.tasks-port-description', { port: usual })
            }
            value={form.tasksPort}
            error={problemText(problems.tasksPort)}
            onChange={(tasksPort) => edit({ tasksPort })}
          />
          <CheckField
            isSelected={!form.usesTasksPort}
            onChange={(isUnused) => edit({ usesTasksPort: !isUnused })}
          >
            {t('responder.tasks-port-unused')}
          </CheckField>
          <Field
            label={t('responder.relay')}
            isOptional
            description={t('responder.relay-description')}
            value={form.relay}
            error={problemText(problems.relay)}
            onChange={(relay) => edit({ relay })}
          />
        </>
      ) : null}
    </>
  );
}

import { ChevronRight } from 'lucide-react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { CheckField } from '../../components/CheckField.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { useFormat } from '../use-format.ts';

/** Runs that one bundle takes besides its own. */
const MOST_OTHER_RUNS = 10;
/** Runs that are offered; older ones are of little use to a case of today. */
const OFFERED_RUNS = 20;

/** What else goes into the bundle: logs of this machine, and runs of other days. */
export function AlsoIn() {
  const { t } = useTranslation();
  const format = useFormat();
  const choices = useWizard((state) => state.choices);
  const choose = useWizard((state) => state.choose);
  const runId = useWizard((state) => state.runId);
  const recentRuns = useWizard((state) => state.recentRuns);
  const isPractice = useWizard((state) => state.run.run?.practice !== undefined);
  const runs = recentRuns
    .filter((run) => run.runId !== runId && run.ended !== 'running')
    .slice(0, OFFERED_RUNS);
  const { otherRuns } = choices;
  return (
    <section className="card stack" aria-labelledby="also-title">
      <h2 id="also-title">{t('bundle.also')}</h2>
      <CheckField
        isSelected={choices.logs && !isPractice}
        isDisabled={isPractice}
        onChange={(logs) => choose({ logs })}
      >
        {t('bundle.logs')}
        <span className="content-what">{isPractice ? t('bundle.logs-practice') : t('bundle.logs-what')}</span>
      </CheckField>
      {runs.length === 0 ? null : (
        <Disclosure className="disclosure">
          <Heading level={3} className="disclosure-heading">
            <Button slot="trigger" className="disclosure-trigger">
              <ChevronRight aria-hidden className="icon disclosure-chevron" />
              {t('bundle.runs')}
              <span className="disclosure-aside">{t('bundle.runs-chosen', { count: otherRuns.length })}</span>
            </Button>
          </Heading>
          <DisclosurePanel className="disclosure-panel">
            <div className="choices disclosure-content">
              {runs.map((run) => {
                const isOn = otherRuns.includes(run.runId);
                return (
                  <CheckField
                    key={run.runId}
                    isSelected={isOn}
                    isDisabled={!isOn && otherRuns.length >= MOST_OTHER_RUNS}
                    onChange={(isChosen) =>
                      choose({
                        otherRuns: isChosen
                          ? [...otherRuns, run.runId]
                          : otherRuns.filter((other) => other !== run.runId),
                      })
                    }
                  >
                    {t('history.delete-run', { name: run.name, time: format.dateTime(run.startedAt) })}
                  </CheckField>
                );
              })}
            </div>
          </DisclosurePanel>
        </Disclosure>
      )}
    </section>
  );
}

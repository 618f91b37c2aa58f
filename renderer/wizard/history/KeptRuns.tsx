import { useTranslation } from 'react-i18next';
import type { RunSummary } from '../../../electron/contract/channels.ts';
import { Button } from '../../components/Button.tsx';
import { CheckField } from '../../components/CheckField.tsx';
import type { OpenedRun } from '../../store/opened-slice.ts';
import { useWizard } from '../../store/store-context.tsx';
import { useFormat } from '../use-format.ts';

/** One row of the list: a kept run, or one that came out of a bundle. */
type Listed = RunSummary | OpenedRun;

/** The list of runs, newest first, bundles before the runs of this machine. */
export function KeptRuns() {
  const { t } = useTranslation();
  const runs = useWizard((state) => state.recentRuns);
  const opened = useWizard((state) => state.openedRuns);
  return (
    <section className="card" aria-label={t('history.list')}>
      <table className="table history">
        <thead>
          <tr>
            <th scope="col">{t('history.started')}</th>
            <th scope="col">{t('history.site')}</th>
            <th scope="col">{t('history.from')}</th>
            <th scope="col">{t('history.ended')}</th>
            <th scope="col" className="number">
              {t('history.duration')}
            </th>
            <th scope="col" className="number">
              {t('history.size')}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {[...opened, ...runs].map((run) => (
            <RunRow key={run.runId} run={run} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function RunRow({ run }: { readonly run: Listed }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isChosen = useWizard((state) => state.chosenRuns.includes(run.runId));
  const isShown = useWizard((state) => state.runId === run.runId);
  const toggleRun = useWizard((state) => state.toggleRun);
  const openRun = useWizard((state) => state.openRun);
  const goTo = useWizard((state) => state.goTo);
  const time = format.timeOrDate(run.startedAt);
  const open = () => {
    void openRun(run.runId, 'fileName' in run ? 'restored' : 'chosen');
    goTo('console');
  };
  return (
    <tr className={isChosen ? 'history-chosen' : ''}>
      <th scope="row">
        <CheckField isSelected={isChosen} onChange={() => toggleRun(run.runId)}>
          {time}
        </CheckField>
      </th>
      <td className="loose">
        {run.name}
        {'fileName' in run ? <span className="content-what">{run.fileName}</span> : null}
      </td>
      {'fileName' in run ? <td colSpan={4}>{t('history.from-bundle')}</td> : <OwnCells run={run} />}
      <td className="number">
        <Button
          isSmall
          aria-label={t('runs.open-label', { name: run.name, time })}
          isDisabled={isShown}
          onPress={open}
        >
          {isShown ? t('history.shown') : t('runs.open')}
        </Button>
      </td>
    </tr>
  );
}

function OwnCells({ run }: { readonly run: RunSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <td>
        {run.isPractice ? t('top.practice') : t(`vantage.seen-from.${run.vantage}`)}
        {run.hostname === undefined ? null : <span className="content-what">{run.hostname}</span>}
      </td>
      <td>{t(`runs.ended.${run.ended}`)}</td>
      <td className="number">{run.durationMs === undefined ? '' : format.duration(run.durationMs)}</td>
      <td className="number">{run.sizeBytes === undefined ? '' : format.bytes(run.sizeBytes)}</td>
    </>
  );
}

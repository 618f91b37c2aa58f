import { FolderOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RunSummary } from '../../../electron/contract/channels.ts';
import { Button } from '../../components/Button.tsx';
import { Notice } from '../../components/Notice.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { useFormat } from '../use-format.ts';

/** Runs in the list; older ones are opened from their bundles. */
const SHOWN_RUNS = 6;

function useOpen(): (run: RunSummary) => void {
  const openRun = useWizard((state) => state.openRun);
  const goTo = useWizard((state) => state.goTo);
  return ({ runId }) => {
    void openRun(runId, 'chosen');
    goTo('console');
  };
}

/** Says that the last run never came to its end, and opens it. */
export function CutOffNotice() {
  const { t } = useTranslation();
  const format = useFormat();
  const open = useOpen();
  const runId = useWizard((state) => state.runId);
  const last = useWizard((state) => state.recentRuns[0]);
  if (last?.ended !== 'cut-off' || last.runId === runId) return null;
  return (
    <Notice
      tone="warning"
      title={t('runs.cut-off', { time: format.timeOrDate(last.startedAt) })}
      actions={
        <Button isSmall icon={FolderOpen} onPress={() => open(last)}>
          {t('runs.open-it')}
        </Button>
      }
    >
      <p>{t('runs.cut-off-what', { name: last.name })}</p>
    </Notice>
  );
}

/** The runs that are kept on this machine, newest first. */
export function RecentRuns() {
  const { t } = useTranslation();
  const format = useFormat();
  const open = useOpen();
  const runs = useWizard((state) => state.recentRuns);
  if (runs.length === 0) return null;
  return (
    <section className="recent" aria-labelledby="recent-title">
      <h2 id="recent-title">{t('runs.title')}</h2>
      <ul className="recent-list">
        {runs.slice(0, SHOWN_RUNS).map((run) => {
          const time = format.timeOrDate(run.startedAt);
          return (
            <li key={run.runId} className="recent-run">
              <span className="recent-time">{time}</span>
              <span className="recent-name">
                {run.watchRound === undefined
                  ? run.name
                  : t('runs.watched', { name: run.name, count: run.watchRound })}
              </span>
              <span className="recent-detail">
                {run.isPractice ? t('top.practice') : t(`vantage.seen-from.${run.vantage}`)}
              </span>
              <span className="recent-detail">{t(`runs.ended.${run.ended}`)}</span>
              <Button
                look="quiet"
                isSmall
                aria-label={t('runs.open-label', { name: run.name, time })}
                onPress={() => open(run)}
              >
                {t('runs.open')}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

import { GitCompareArrows } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { useFormat } from '../use-format.ts';

/** Earlier runs that are offered; the History has all of them. */
const SHOWN = 3;

/** Leads to what changed since an earlier run of the same site. */
export function EarlierRun() {
  const { t } = useTranslation();
  const format = useFormat();
  const runs = useWizard((state) => state.recentRuns);
  const runId = useWizard((state) => state.runId);
  const run = useWizard((state) => state.run.run);
  const compareWith = useWizard((state) => state.compareWith);
  const refreshRuns = useWizard((state) => state.refreshRuns);
  useEffect(() => void refreshRuns(), [refreshRuns]);
  if (run === null) return null;
  const earlier = runs
    .filter(
      (each) =>
        each.runId !== runId &&
        each.isPractice === (run.practice !== undefined) &&
        each.name === run.profile.name &&
        Date.parse(each.startedAt) < Date.parse(run.startedAt),
    )
    .slice(0, SHOWN);
  if (earlier.length === 0) return null;
  return (
    <section className="card stack" aria-labelledby="earlier-title">
      <h2 id="earlier-title">{t('earlier.title')}</h2>
      <div className="actions">
        {earlier.map((each) => (
          <Button key={each.runId} icon={GitCompareArrows} onPress={() => void compareWith(each.runId)}>
            {t('earlier.since', { time: format.timeOrDate(each.startedAt) })}
          </Button>
        ))}
      </div>
    </section>
  );
}

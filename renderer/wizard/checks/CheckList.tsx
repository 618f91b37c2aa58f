import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { axisEndMs, LAYERS } from '../../../electron/contract/pictures/check-phases.ts';
import { useWizard } from '../../store/store-context.tsx';
import { checksIn, countChecks, groupBySubject, type Scope, type SubjectGroup } from '../conclusion.ts';
import { useFormat } from '../use-format.ts';
import { useRunClock } from '../use-run-clock.ts';
import { useSubject } from '../use-subject.ts';
import { CheckRow } from './CheckRow.tsx';
import { RunClock } from './run-clock.tsx';
import { type NearRows, useNearRows } from './use-near-rows.ts';

/** Every check of the run as a live row, by subject. Rows never change their place. */
export function CheckList({ scope }: { readonly scope: Scope }) {
  const { t } = useTranslation();
  const run = useWizard((state) => state.run);
  const groups = useMemo(() => groupBySubject(checksIn(run, scope)), [run, scope]);
  const nowMs = useRunClock(run.phase === 'running');
  const axisMs = axisEndMs(nowMs);
  const rows = useNearRows();
  let before = 0;
  if (groups.length === 0) return null;
  return (
    <section className="checks" aria-labelledby="checks-title">
      <div className="checks-head">
        <h2 id="checks-title">{t('checks.title')}</h2>
        <Legend axisMs={axisMs} />
      </div>
      <RunClock value={nowMs}>
        {groups.map((group) => {
          const first = before;
          before += group.checks.length;
          return <Group key={group.subject} group={group} axisMs={axisMs} rows={rows} first={first} />;
        })}
      </RunClock>
    </section>
  );
}

interface GroupProps {
  readonly group: SubjectGroup;
  readonly axisMs: number;
  readonly rows: NearRows;
  /** Rows before those of this group. */
  readonly first: number;
}

function Group({ group, axisMs, rows, first }: GroupProps) {
  const { t } = useTranslation();
  const subjectText = useSubject();
  const rowToFocus = useWizard((state) => state.rowToFocus);
  const { running, failed, warned, error } = countChecks(group.checks);
  const title = subjectText(group.subject);
  const total = group.checks.length;
  const troubled = failed + warned + error;
  return (
    <section className="group" aria-label={title}>
      <div className="group-head">
        <h3>{title}</h3>
        <p className="group-count">
          {running > 0
            ? t('checks.group-running', { count: total, done: total - running })
            : troubled > 0
              ? t('checks.group-troubled', { count: total, troubled })
              : t('checks.group-total', { count: total })}
        </p>
      </div>
      <ul className="rows">
        {group.checks.map((check, index) => (
          <CheckRow
            key={check.id}
            check={check}
            axisMs={axisMs}
            isNear={rows.isNear(check.id, first + index) || check.id === rowToFocus}
            watch={rows.watch}
          />
        ))}
      </ul>
    </section>
  );
}

function Legend({ axisMs }: { readonly axisMs: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <p className="legend">
      {LAYERS.map((layer) => (
        <span key={layer} className="legend-item">
          <svg className={`legend-swatch bar-${layer}`} viewBox="0 0 10 10" aria-hidden="true">
            <rect width="10" height="10" rx="2" />
          </svg>
          {t(`layer.${layer}`)}
        </span>
      ))}
      <span className="legend-axis">{t('checks.axis', { end: format.duration(axisMs) })}</span>
    </p>
  );
}

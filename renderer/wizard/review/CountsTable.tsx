import { useTranslation } from 'react-i18next';
import type { CheckStatus } from '../../../electron/contract/checks.ts';
import { checksInOrder } from '../../../electron/contract/run-state.ts';
import { StatusMark } from '../../components/StatusMark.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { countChecks, groupBySubject } from '../conclusion.ts';
import { useFormat } from '../use-format.ts';
import { useSubject } from '../use-subject.ts';

const COLUMNS: readonly CheckStatus[] = ['passed', 'warned', 'failed', 'skipped', 'error'];
/** Seldom used: a column of zeros says nothing. */
const RARE: ReadonlySet<CheckStatus> = new Set(['warned', 'error']);

/** How many checks of each subject came out how. */
export function CountsTable() {
  const { t } = useTranslation();
  const format = useFormat();
  const subjectText = useSubject();
  const run = useWizard((state) => state.run);
  const groups = groupBySubject(checksInOrder(run));
  const totals = countChecks(checksInOrder(run));
  const columns = COLUMNS.filter((status) => totals[status] > 0 || !RARE.has(status));
  return (
    <section className="card stack" aria-labelledby="counts-title">
      <h2 id="counts-title">{t('review.counts')}</h2>
      <table className="table counts">
        <thead>
          <tr>
            <th scope="col">{t('review.subject')}</th>
            {columns.map((status) => (
              <th key={status} scope="col" className="number">
                <StatusMark status={status} />
              </th>
            ))}
            <th scope="col" className="number">
              {t('review.total')}
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ subject, checks }) => {
            const counts = countChecks(checks);
            return (
              <tr key={subject}>
                <th scope="row">{subjectText(subject)}</th>
                {columns.map((status) => (
                  <td key={status} className={counts[status] === 0 ? 'number zero' : 'number'}>
                    {format.number(counts[status])}
                  </td>
                ))}
                <td className="number">{format.number(checks.length)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

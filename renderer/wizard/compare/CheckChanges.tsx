import { useTranslation } from 'react-i18next';
import type {
  CheckChange,
  CheckSide,
  TimingChange,
} from '../../../electron/contract/comparison/compare-runs.ts';
import { Recorded } from '../../components/Recorded.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import { CheckTitle } from '../checks/CheckTitle.tsx';
import { useFormat } from '../use-format.ts';
import { CompareTable } from './CompareTable.tsx';

interface Props<T> {
  readonly changes: readonly T[];
  readonly before: string;
  readonly after: string;
}

/** Checks that came out otherwise, or that only one of the runs made. */
export function CheckChanges({ changes, before, after }: Props<CheckChange>) {
  const { t } = useTranslation();
  return (
    <CompareTable what={t('compare.check')} before={before} after={after}>
      {changes.map((change) => (
        <tr key={change.key}>
          <th scope="row">
            <CheckTitle title={(change.after ?? change.before)?.title ?? ''} />
          </th>
          <Side side={change.before} />
          <Side side={change.after} />
        </tr>
      ))}
    </CompareTable>
  );
}

function Side({ side }: { readonly side: CheckSide | undefined }) {
  const { t } = useTranslation();
  if (side === undefined) return <td className="absent">{t('compare.not-part')}</td>;
  return (
    <td>
      <StatusMark status={side.status} />
      <span className="content-what">
        <Recorded>{side.reason ?? side.code}</Recorded>
      </span>
    </td>
  );
}

/** Checks that came out the same and took another kind of time. */
export function TimingChanges({ changes, before, after }: Props<TimingChange>) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <CompareTable what={t('compare.check')} before={before} after={after} holdsNumbers>
      {changes.map((change) => (
        <tr key={change.key}>
          <th scope="row">
            <CheckTitle title={change.after.title} />
          </th>
          <td className="number">{format.duration(change.before.elapsedMs)}</td>
          <td className="number">{format.duration(change.after.elapsedMs)}</td>
        </tr>
      ))}
    </CompareTable>
  );
}

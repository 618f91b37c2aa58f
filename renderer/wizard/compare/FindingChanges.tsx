import { useTranslation } from 'react-i18next';
import type { FindingChange, FindingSide } from '../../../electron/contract/comparison/compare-findings.ts';
import { SeverityMark } from '../../components/SeverityMark.tsx';
import { confidenceWord } from '../conclusion.ts';
import { useFindingText } from '../use-finding-text.ts';
import { useSubject } from '../use-subject.ts';
import { CompareTable } from './CompareTable.tsx';

interface Props {
  readonly changes: readonly FindingChange[];
  /** Titles of the two sides. */
  readonly before: string;
  readonly after: string;
}

/** Causes that the two sides do not agree in. */
export function FindingChanges({ changes, before, after }: Props) {
  const { t } = useTranslation();
  const subjectText = useSubject();
  const findingText = useFindingText();
  return (
    <CompareTable what={t('compare.cause')} before={before} after={after}>
      {changes.map((change) => (
        <tr key={`${change.cause} ${change.subject}`}>
          <th scope="row">
            {findingText.title({
              cause: change.cause,
              title: (change.after ?? change.before)?.title ?? '',
            })}
            <span className="content-what">{subjectText(change.subject)}</span>
          </th>
          <Side side={change.before} />
          <Side side={change.after} />
        </tr>
      ))}
    </CompareTable>
  );
}

function Side({ side }: { readonly side: FindingSide | undefined }) {
  const { t } = useTranslation();
  if (side === undefined) return <td className="absent">{t('compare.not-named')}</td>;
  return (
    <td>
      <SeverityMark severity={side.severity} />
      <span className="content-what">
        {side.isFirst ? t('compare.first') : null} {t(`confidence.${confidenceWord(side.confidence)}`)}
      </span>
    </td>
  );
}

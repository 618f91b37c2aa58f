import { useTranslation } from 'react-i18next';
import { phasesOf } from '../../../electron/contract/pictures/check-phases.ts';
import type { CheckState } from '../../../electron/contract/run-state.ts';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { FactList } from '../console/facts/FactList.tsx';
import { OutcomeFacts } from '../console/facts/OutcomeFacts.tsx';
import { WireLog } from '../console/facts/WireLog.tsx';
import { AttemptsPicture } from '../pictures/AttemptsPicture.tsx';
import { useFormat } from '../use-format.ts';

/** Most characters of a check's JSON that are shown; the bundle holds all of it. */
const JSON_LIMIT = 200_000;

/** A check opened up: what was seen in a sentence, the facts, what went over the wire, and the record as it is kept. */
export function CheckDetails({ check }: { readonly check: CheckState }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (check.phase === 'running')
    return (
      <div className="details">
        <FactList
          facts={[
            { label: t('facts.target'), value: check.target },
            { label: t('facts.waiting-for'), value: check.awaiting },
            { label: t('facts.deadline'), value: format.duration(check.deadlineMs) },
          ]}
        />
      </div>
    );
  const phases = phasesOf(check).map(({ layer, lengthMs }) =>
    t('checks.phase', { layer: t(`layer.${layer}`), time: format.duration(lengthMs) }),
  );
  const json = JSON.stringify(check, null, 2);
  return (
    <div className="details">
      {check.reason === undefined ? null : (
        <p className="details-reason" lang="en" dir="ltr">
          {check.reason}
        </p>
      )}
      <FactList
        facts={[
          { label: t('facts.target'), value: check.target },
          ...(check.status === 'skipped'
            ? []
            : [
                {
                  label: t('facts.time'),
                  value: t('facts.time-of-deadline', {
                    time: format.duration(check.elapsedMs),
                    deadline: format.duration(check.deadlineMs),
                  }),
                },
                {
                  label: t('facts.phases'),
                  value: phases.length < 2 ? undefined : phases.join(', '),
                },
              ]),
        ]}
      />
      {check.outcome === undefined ? null : <OutcomeFacts outcome={check.outcome} />}
      <AttemptsPicture check={check} />
      {check.outcome !== undefined && 'raw' in check.outcome ? (
        <WireLog exchanges={check.outcome.raw} />
      ) : null}
      {check.crash === undefined ? null : (
        <CodeBlock kind="data" label={t('facts.crash')} text={check.crash} />
      )}
      <details className="record">
        <summary>{t('facts.record')}</summary>
        {json.length > JSON_LIMIT ? <p className="field-description">{t('facts.record-cut')}</p> : null}
        <CodeBlock
          kind="data"
          label={t('facts.record-label', { title: check.title })}
          text={json.slice(0, JSON_LIMIT)}
        />
      </details>
    </div>
  );
}

import { ChevronRight } from 'lucide-react';
import { memo, type Ref, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckState } from '../../../electron/contract/run-state.ts';
import { Recorded } from '../../components/Recorded.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { useFormat } from '../use-format.ts';
import { CheckDetails } from './CheckDetails.tsx';
import { CheckTitle } from './CheckTitle.tsx';
import { useNowMs } from './run-clock.tsx';
import { Waterfall } from './Waterfall.tsx';

interface Props {
  readonly check: CheckState;
  readonly axisMs: number;
  /** On the screen or near it, opened, or about to get the focus. */
  readonly isNear: boolean;
  readonly watch: Ref<HTMLLIElement>;
}

type Finished = Extract<CheckState, { phase: 'finished' }>;

/**
 * One check. A row keeps its height whatever becomes of it; what is too long is cut here and whole when the row is open. Far from
 * the screen it is its text alone, to be found by a search and read aloud: hundreds of whole rows would keep a page busy.
 */
export const CheckRow = memo(function CheckRow({ check, axisMs, isNear, watch }: Props) {
  const isOpen = useWizard((state) => state.openRows[check.id] === true);
  return (
    <li ref={watch} data-row={check.id} className={isOpen ? 'row row-open' : 'row'}>
      {isNear || isOpen ? (
        <WholeRow check={check} axisMs={axisMs} isOpen={isOpen} />
      ) : (
        <span className="row-title">
          <CheckTitle title={check.title} />
        </span>
      )}
    </li>
  );
});

type WholeProps = Pick<Props, 'check' | 'axisMs'> & { readonly isOpen: boolean };

function WholeRow({ check, axisMs, isOpen }: WholeProps) {
  const { t } = useTranslation();
  const isWanted = useWizard((state) => state.rowToFocus === check.id);
  const toggleRow = useWizard((state) => state.toggleRow);
  const rowFocused = useWizard((state) => state.rowFocused);
  const button = useRef<HTMLButtonElement>(null);
  const detailsId = useId();

  useEffect(() => {
    if (!isWanted) return;
    button.current?.scrollIntoView({ block: 'center' });
    button.current?.focus({ preventScroll: true });
    rowFocused();
  }, [isWanted, rowFocused]);

  return (
    <>
      {/* A plain button: with hundreds of rows each one has to be cheap. */}
      <button
        ref={button}
        type="button"
        className="row-button"
        aria-expanded={isOpen}
        aria-controls={detailsId}
        onClick={() => toggleRow(check.id)}
      >
        <StatusMark status={check.phase === 'running' ? 'running' : check.status} />
        <span className="row-text">
          <span className="row-title">
            <CheckTitle title={check.title} />
          </span>
          <span className="row-reason">
            {check.phase === 'running' ? (
              t('checks.awaiting', { what: check.awaiting })
            ) : (
              <Reason check={check} />
            )}
          </span>
        </span>
        <Waterfall check={check} axisMs={axisMs} />
        <RowTime check={check} />
        <ChevronRight aria-hidden className="icon row-chevron" />
      </button>
      <div id={detailsId} className="row-details" hidden={!isOpen}>
        {isOpen ? <CheckDetails check={check} /> : null}
      </div>
    </>
  );
}

function Reason({ check }: { readonly check: Finished }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (check.seenAt === undefined)
    return check.reason === undefined ? null : <Recorded>{check.reason}</Recorded>;
  return t('checks.seen-at', { time: format.timeOrDate(check.seenAt), reason: check.reason ?? '' });
}

function RowTime({ check }: { readonly check: CheckState }) {
  const format = useFormat();
  if (check.phase === 'running')
    return <RunningTime startedMs={check.startedMs} deadlineMs={check.deadlineMs} />;
  // A skipped check took no time; "0 ms" would say that it was made.
  return (
    <span className="row-time">{check.status === 'skipped' ? '' : format.duration(check.elapsedMs)}</span>
  );
}

function RunningTime({ startedMs, deadlineMs }: { readonly startedMs: number; readonly deadlineMs: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const time = format.seconds(Math.max(0, useNowMs() - startedMs));
  return (
    <span className="row-time row-time-running">
      {t('checks.time-of', { time, deadline: format.duration(deadlineMs) })}
    </span>
  );
}

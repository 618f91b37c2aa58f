import { CircleCheck, CircleX, Dices } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CauseId } from '../../../electron/contract/cause-ids.ts';
import { useAnnounce } from '../../components/Announcer.tsx';
import { Button } from '../../components/Button.tsx';
import type { Exercise } from '../../store/practice-slice.ts';
import { useWizard } from '../../store/store-context.tsx';
import { EvidenceLinks } from '../findings/EvidenceLinks.tsx';

/** What became of the engineer's answer: each cause read, missed or wrongly named, with what tells it. */
export function VerdictCard({ exercise }: { readonly exercise: Exercise }) {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const offered = useWizard((state) => state.app?.practiceFaults);
  const surprise = useWizard((state) => state.surprise);
  const surpriseMe = useWizard((state) => state.surpriseMe);
  const title = useRef<HTMLHeadingElement>(null);
  const { faults, guesses } = exercise;
  const said = guesses ?? [];
  const read = faults.filter((fault) => said.includes(fault)).length;
  const wrong = said.filter((cause) => !faults.includes(cause));
  const isSolved = read === faults.length && wrong.length === 0;
  const headline = isSolved
    ? t('practice.verdict.solved')
    : faults.length === 0
      ? t('practice.verdict.was-healthy')
      : t('practice.verdict.partly', { read, count: faults.length });
  // The button that was pressed is gone: whoever works by keyboard goes on from here.
  useEffect(() => {
    if (document.activeElement?.matches('body') === true) title.current?.focus();
    announce(headline, 'now');
  }, [announce, headline]);
  const told = (cause: CauseId) => offered?.find(({ id }) => id === cause);
  return (
    <section
      className={`card conclusion verdict conclusion-${isSolved ? 'success' : 'error'}`}
      aria-labelledby="verdict-title"
    >
      {isSolved ? (
        <CircleCheck aria-hidden className="icon conclusion-icon" />
      ) : (
        <CircleX aria-hidden className="icon conclusion-icon" />
      )}
      <div className="conclusion-body">
        <h2 id="verdict-title" ref={title} tabIndex={-1} className="conclusion-title">
          {headline}
        </h2>
        {faults.length === 0 ? <p>{t('practice.verdict.nothing-wrong')}</p> : null}
        <ul className="verdict-list">
          {faults.map((cause) => (
            <li key={cause} className="verdict-item">
              <p>
                <strong>
                  {t(said.includes(cause) ? 'practice.verdict.read' : 'practice.verdict.missed', {
                    title: told(cause)?.title ?? cause,
                  })}
                </strong>
              </p>
              <Why cause={cause} breaks={told(cause)?.breaks} />
            </li>
          ))}
          {wrong.map((cause) => (
            <li key={cause} className="verdict-item">
              <p>
                <strong>{t('practice.verdict.wrong', { title: told(cause)?.title ?? cause })}</strong>
              </p>
              <WhyNot cause={cause} breaks={told(cause)?.breaks ?? ''} />
            </li>
          ))}
        </ul>
        <div className="actions">
          <Button look="primary" icon={Dices} onPress={() => void surpriseMe(surprise)}>
            {t('practice.verdict.next')}
          </Button>
        </div>
      </div>
    </section>
  );
}

/** What the site does, and the rows in which it shows. */
function Why({ cause, breaks }: { readonly cause: CauseId; readonly breaks: string | undefined }) {
  const { t } = useTranslation();
  const finding = useWizard((state) => state.findings.find((each) => each.cause === cause));
  return (
    <>
      {breaks === undefined ? null : <p>{breaks}</p>}
      {finding === undefined ? (
        <p className="muted">{t('practice.verdict.not-named')}</p>
      ) : (
        <>
          <p className="muted">{t('practice.verdict.told-by')}</p>
          <EvidenceLinks checkIds={finding.evidence} />
        </>
      )}
    </>
  );
}

/** How a site would look that had it; Airway may have found it beside what was put there. */
function WhyNot({ cause, breaks }: { readonly cause: CauseId; readonly breaks: string }) {
  const { t } = useTranslation();
  const isThere = useWizard((state) => state.findings.some((each) => each.cause === cause));
  return <p>{isThere ? t('practice.verdict.follows') : t('practice.verdict.would', { breaks })}</p>;
}

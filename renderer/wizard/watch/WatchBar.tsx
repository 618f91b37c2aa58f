import {
  CircleCheck,
  CircleHelp,
  CircleX,
  Eye,
  LoaderCircle,
  type LucideIcon,
  Square,
  Wrench,
  X,
} from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { isGuessing } from '../../store/practice-slice.ts';
import { useWizard } from '../../store/store-context.tsx';
import type { Watch, WatchPhase } from '../../store/watch-slice.ts';
import { useFindingText } from '../use-finding-text.ts';
import { useFormat } from '../use-format.ts';
import { useRefusalText } from '../use-refusal-text.ts';
import { useWatchWords } from './use-watch-words.ts';
import { WatchLatency } from './WatchLatency.tsx';

const ICONS: Record<WatchPhase, LucideIcon> = {
  checking: LoaderCircle,
  waiting: Eye,
  green: CircleCheck,
  still: CircleX,
  unclear: CircleHelp,
  stopped: Square,
};

/** On every screen: what is looked at again, how often it was, what changed last, and what came of it. */
export function WatchBar() {
  const watch = useWizard((state) => state.watch);
  return watch === null ? null : <Bar watch={watch} />;
}

function Bar({ watch }: { readonly watch: Watch }) {
  const { t } = useTranslation();
  const words = useWatchWords();
  const refusalText = useRefusalText();
  const stopWatch = useWizard((state) => state.stopWatch);
  const dismissWatch = useWizard((state) => state.dismissWatch);
  const bar = useRef<HTMLElement>(null);
  const { phase, problem } = watch;
  const isGoing = phase === 'checking' || phase === 'waiting';
  const Icon = ICONS[phase];

  // The button that was pressed cannot be used by now: whoever works by keyboard goes on from here, and back to the title.
  useLayoutEffect(() => {
    const place = bar.current;
    if (document.activeElement?.matches('body, :disabled') === true) place?.focus();
    return () => {
      if (place?.contains(document.activeElement) === true) document.querySelector('h1')?.focus();
    };
  }, []);

  return (
    <section ref={bar} tabIndex={-1} className={`watch watch-${phase}`} aria-label={t('watch.label')}>
      <Icon aria-hidden className="icon watch-icon" />
      <div className="watch-body">
        <p className="watch-title">{words(watch)}</p>
        <p className="watch-detail">
          {problem === null ? <WatchDetail watch={watch} /> : refusalText(problem)}
        </p>
        <WatchLatency rounds={watch.seenRounds} />
      </div>
      <div className="watch-actions">
        <PracticeMender watch={watch} />
        {isGoing ? (
          <Button isSmall icon={Square} onPress={() => void stopWatch()}>
            {watch.isRepeated ? t('watch.stop') : t('common.cancel')}
          </Button>
        ) : (
          <Button isSmall icon={X} onPress={dismissWatch}>
            {t('watch.dismiss')}
          </Button>
        )}
      </div>
    </section>
  );
}

/** Always of one line, so that nothing below moves with each round. */
function WatchDetail({ watch }: { readonly watch: Watch }) {
  const { t } = useTranslation();
  const format = useFormat();
  const findingText = useFindingText();
  const { rounds, lookedAt, lastChange, isRepeated, phase, target } = watch;
  const parts = isRepeated ? [t('watch.rounds', { count: rounds })] : [];
  if (!isRepeated && lookedAt !== null)
    parts.push(t('watch.looked-at', { time: format.timeOfDay(lookedAt) }));
  if (lastChange !== null) {
    const { gone, came, at } = lastChange;
    parts.push(t('watch.changed', { time: format.timeOfDay(at) }));
    if (gone.length > 0) parts.push(t('watch.gone', { titles: gone.map(findingText.title).join('; ') }));
    if (came.length > 0) parts.push(t('watch.came', { titles: came.map(findingText.title).join('; ') }));
  } else if (isRepeated) parts.push(t('watch.no-change'));
  if (phase === 'green' && isRepeated && target.steps.includes('active-directory'))
    parts.push(t('watch.without-login'));
  return parts.join(' · ');
}

/** On the practice site there is nobody at the firewall: a press mends it. */
function PracticeMender({ watch }: { readonly watch: Watch }) {
  const { t } = useTranslation();
  const mendPractice = useWizard((state) => state.mendPractice);
  const cause = watch.target.finding?.finding.cause;
  const fault = useWizard((state) => {
    const { aim, findings } = state;
    if (aim.kind !== 'practice' || isGuessing(state)) return undefined;
    const wanted = cause ?? findings[0]?.cause;
    return aim.faults.find((each) => each === wanted);
  });
  if (fault === undefined || (watch.phase !== 'checking' && watch.phase !== 'waiting')) return null;
  return (
    <Button isSmall icon={Wrench} onPress={() => mendPractice(fault)}>
      {t('watch.mend-practice')}
    </Button>
  );
}

import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { notify } from '../../api/notices.ts';
import { useAnnounce } from '../../components/Announcer.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { useFindingText } from '../use-finding-text.ts';
import { useWatchWords } from './use-watch-words.ts';

/** Says aloud, and by a message of the system where the host allows it, what came of looking again. Rounds are not read out. */
export function WatchAnnouncements() {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const words = useWatchWords();
  const findingText = useFindingText();
  const watch = useWizard((state) => state.watch);
  const said = useRef('');

  useEffect(() => {
    if (watch === null) {
      said.current = '';
      return;
    }
    const { phase, lastChange } = watch;
    const isGoing = phase === 'checking' || phase === 'waiting';
    const news = `${isGoing ? 'going' : phase} ${lastChange?.at ?? ''}`;
    if (news === said.current) return;
    said.current = news;
    const gone = lastChange?.gone ?? [];
    const change =
      isGoing && gone.length > 0 ? t('watch.gone', { titles: gone.map(findingText.title).join('; ') }) : '';
    announce(`${words(watch)}. ${change}`.trim(), 'now');
    if (phase === 'green') notify(words(watch), t('app.name'));
  }, [watch, announce, words, findingText, t]);

  return null;
}

import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Watch } from '../../store/watch-slice.ts';
import { useFindingText } from '../use-finding-text.ts';

/** How looking again stands, in one sentence. */
export function useWatchWords(): (watch: Watch) => string {
  const { t } = useTranslation();
  const findingText = useFindingText();
  return useCallback(
    ({ phase, isRepeated, target }) => {
      const steps = target.steps.map((step) => t(`step.${step}`)).join(', ');
      const what = target.finding === null ? steps : findingText.title(target.finding.finding);
      switch (phase) {
        case 'checking':
        case 'waiting':
          return isRepeated ? t('watch.watching', { what }) : t('watch.checking', { what });
        case 'green':
          return target.finding === null ? t('watch.green', { what }) : t('watch.gone-now', { what });
        default:
          return t(`watch.ended.${phase}`, { what });
      }
    },
    [t, findingText],
  );
}

import { History } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useWizard } from '../../store/store-context.tsx';

/** The way to the runs that are kept, from every screen. */
export function HistoryLink() {
  const { t } = useTranslation();
  const place = useWizard((state) => state.place);
  const openHistory = useWizard((state) => state.openHistory);
  return (
    <Button
      className="rail-link"
      {...(place === 'steps' ? {} : { 'aria-current': 'page' as const })}
      onPress={openHistory}
    >
      <History aria-hidden className="icon" />
      <span>{t('place.history')}</span>
    </Button>
  );
}

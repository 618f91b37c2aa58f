import { Keyboard } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useWizard } from '../store/store-context.tsx';

/** Opens the list of keys, for those who do not know that `?` does. */
export function ShortcutsLink() {
  const { t } = useTranslation();
  const setHelpOpen = useWizard((state) => state.setHelpOpen);
  return (
    <Button className="rail-link" onPress={() => setHelpOpen(true)}>
      <Keyboard aria-hidden className="icon" />
      <span>{t('shortcuts.link')}</span>
    </Button>
  );
}

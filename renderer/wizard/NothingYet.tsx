import { Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/Button.tsx';
import { useWizard } from '../store/store-context.tsx';

/** What a step that needs a run shows before there is one: why it is empty, and the way to a run. */
export function NothingYet({ title, what }: { readonly title: string; readonly what: string }) {
  const { t } = useTranslation();
  const goTo = useWizard((state) => state.goTo);
  return (
    <div className="card empty">
      <p className="conclusion-title">{title}</p>
      <p>{what}</p>
      <Button look="primary" icon={Play} onPress={() => goTo('console')}>
        {t('review.to-console')}
      </Button>
    </div>
  );
}

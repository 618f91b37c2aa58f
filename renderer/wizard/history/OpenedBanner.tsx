import { FileArchive, ListTree, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { useFormat } from '../use-format.ts';

/** Says on every screen that what is shown came out of a bundle, and cannot be changed. */
export function OpenedBanner() {
  const { t } = useTranslation();
  const format = useFormat();
  const origin = useWizard((state) => state.origin);
  const goTo = useWizard((state) => state.goTo);
  const closeBundle = useWizard((state) => state.closeBundle);
  if (origin === null) return null;
  const { fileName, createdAt, version, differences } = origin;
  return (
    <section className="opened-banner" aria-label={t('opened.banner-label')}>
      <FileArchive aria-hidden className="icon" />
      <p className="opened-what">
        <strong className="opened-name">{fileName}</strong>{' '}
        {t('opened.read-only', { time: format.dateTime(createdAt), version })}{' '}
        {differences.length === 0
          ? t('opened.no-differences')
          : t('opened.differences', { count: differences.length })}
      </p>
      <div className="actions">
        <Button isSmall icon={ListTree} onPress={() => goTo('bundle')}>
          {t('opened.show')}
        </Button>
        <Button isSmall icon={X} onPress={closeBundle}>
          {t('opened.close')}
        </Button>
      </div>
    </section>
  );
}

import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/Notice.tsx';
import { useWizard } from '../../store/store-context.tsx';

/** Says that nothing answers behind this page, and what to do. */
export function ConnectionNotice() {
  const { t } = useTranslation();
  const connection = useWizard((state) => state.connection);
  if (connection === 'connected') return null;
  return (
    <div className="top-notice">
      <Notice tone="error" isSpoken title={t('connection.title')}>
        <p>{t(`connection.${connection}`)}</p>
      </Notice>
    </div>
  );
}

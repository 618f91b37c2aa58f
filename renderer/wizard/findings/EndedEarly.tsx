import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/Notice.tsx';
import { useWizard } from '../../store/store-context.tsx';

/** Says that a run did not come to its end by itself, so that nobody takes what is shown for all there is. */
export function EndedEarly() {
  const { t } = useTranslation();
  const ended = useWizard((state) => state.run.ended);
  const message = useWizard((state) => state.run.message);
  if (ended === null || ended === 'completed') return null;
  return (
    <Notice tone="warning" title={t(`conclusion.ended.${ended}`)}>
      {message === null ? null : <p>{message}</p>}
      <p>{t('conclusion.ended-what')}</p>
    </Notice>
  );
}

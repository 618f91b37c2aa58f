import { useTranslation } from 'react-i18next';
import { StepHeading } from '../../components/StepHeading.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { GuessPanel } from './GuessPanel.tsx';

/** In the place of Review and Bundle while an exercise is open: both would tell the causes. */
export function GuessScreen() {
  const { t } = useTranslation();
  const step = useWizard((state) => state.step);
  return (
    <>
      <StepHeading title={t(`step.${step}`)}>
        <p className="lede">{t('practice.guess.first')}</p>
      </StepHeading>
      <GuessPanel />
    </>
  );
}

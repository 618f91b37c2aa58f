import { useTranslation } from 'react-i18next';
import type { Vantage } from '../../../electron/contract/profile.ts';
import { ChoiceCards } from '../../components/ChoiceCards.tsx';
import { useWizard } from '../../store/store-context.tsx';

const VANTAGES: readonly Vantage[] = ['asset', 'console', 'workstation'];

/** Where this machine stands: a check is only as true as the place that it ran from. */
export function VantageField() {
  const { t } = useTranslation();
  const vantage = useWizard((state) => state.form.vantage);
  const editSite = useWizard((state) => state.editSite);
  return (
    <ChoiceCards
      label={t('vantage.label')}
      value={vantage}
      choices={VANTAGES.map((value) => ({
        value,
        title: t(`vantage.title.${value}`),
        detail: t(`vantage.why.${value}`),
      }))}
      onChange={(chosen) => editSite({ vantage: chosen })}
    />
  );
}

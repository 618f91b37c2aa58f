import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/Notice.tsx';
import type { CheckStep } from '../../store/check-steps.ts';
import { useWizard } from '../../store/store-context.tsx';

/** Says that a step is left out, and why. */
export function SkipNotice({ step }: { readonly step: CheckStep }) {
  const { t } = useTranslation();
  const reason = useWizard((state) => state.skips[step] ?? '');
  return (
    <Notice tone="info" isSpoken title={t('skip.skipped', { step: t(`step.${step}`) })}>
      <p>{reason}</p>
    </Notice>
  );
}

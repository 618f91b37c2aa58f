import { useTranslation } from 'react-i18next';
import type { CheckStep } from '../../store/check-steps.ts';
import { useWizard } from '../../store/store-context.tsx';

/** Whose connections a step looks at: those that an asset makes, or those of the Console. */
const MADE_BY = {
  console: 'asset',
  responder: 'asset',
  'active-directory': 'console',
  syslog: 'console',
} as const;

/** Two sentences: what is checked, and what the place that it is checked from means for the result. */
export function StepLede({ step }: { readonly step: CheckStep }) {
  const { t } = useTranslation();
  const isPractice = useWizard(({ aim, run }) =>
    run.run === null ? aim.kind === 'practice' : run.run.practice !== undefined,
  );
  const vantage = useWizard(({ run, form }) => run.run?.vantage ?? form.vantage);
  return (
    <p className="lede">
      {t(`checks-what.${step}`)}{' '}
      {isPractice ? t('run.practice-says-nothing') : t(`made-by.${MADE_BY[step]}.${vantage}`)}
    </p>
  );
}

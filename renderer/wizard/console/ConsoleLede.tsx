import { useTranslation } from 'react-i18next';
import { consolePorts } from '../../../electron/contract/profile.ts';
import { isRunnable, profileOf } from '../../store/site-form.ts';
import { useWizard } from '../../store/store-context.tsx';

/** Two sentences: what is checked, and what the place that it is checked from means for the result. */
export function ConsoleLede() {
  const { t } = useTranslation();
  const aim = useWizard((state) => state.aim);
  const form = useWizard((state) => state.form);
  const started = useWizard((state) => state.run.run);
  if (started?.practice !== undefined || (started === null && aim.kind === 'practice'))
    return <p className="lede">{t('console.lede-practice')}</p>;
  if (started === null && !isRunnable(form)) return <p className="lede">{t('console.lede-nothing')}</p>;
  const profile = started?.profile ?? profileOf(form, false);
  const { primary, alternate } = consolePorts(profile);
  const host = profile.console?.address ?? '';
  return (
    <p className="lede">
      {alternate === null || alternate === primary
        ? t('console.lede-one-port', { host, primary })
        : t('console.lede-two-ports', { host, primary, alternate })}{' '}
      {t(`console.seen-from.${started?.vantage ?? profile.vantage}`)}
    </p>
  );
}

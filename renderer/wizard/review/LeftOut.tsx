import { CircleMinus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CHECK_STEPS } from '../../store/check-steps.ts';
import { useWizard } from '../../store/store-context.tsx';
import { whyLeftOut } from '../conclusion.ts';

/** Steps of which the run knows nothing, and why: nobody shall take them for healthy. */
export function LeftOut() {
  const { t } = useTranslation();
  const run = useWizard((state) => state.run);
  const leftOut = CHECK_STEPS.flatMap((step) => {
    const reason = whyLeftOut(run, step);
    return reason === undefined ? [] : { step, reason };
  });
  if (leftOut.length === 0) return null;
  return (
    <section className="card stack" aria-labelledby="left-out-title">
      <h2 id="left-out-title">{t('review.left-out')}</h2>
      <ul className="content-list">
        {leftOut.map(({ step, reason }) => (
          <li key={step}>
            <CircleMinus aria-hidden className="icon" />
            <span>
              <strong>{t(`step.${step}`)}</strong>
              <span className="content-what">{reason}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

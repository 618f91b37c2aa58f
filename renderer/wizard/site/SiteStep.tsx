import { ArrowRight } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Notice } from '../../components/Notice.tsx';
import { StepHeading } from '../../components/StepHeading.tsx';
import { isRunnable } from '../../store/site-form.ts';
import { useWizard } from '../../store/store-context.tsx';
import { OpenBundle } from '../history/OpenBundle.tsx';
import { PracticeDialog } from '../practice/PracticeDialog.tsx';
import { AddressFields } from './AddressFields.tsx';
import { AdvancedFields } from './AdvancedFields.tsx';
import { CaFileField } from './CaFileField.tsx';
import { ProfileFileField } from './ProfileFileField.tsx';
import { CutOffNotice, RecentRuns } from './RecentRuns.tsx';
import { TokenField } from './TokenField.tsx';
import { VantageField } from './VantageField.tsx';

/** What is to be checked, and from where. */
export function SiteStep() {
  const { t } = useTranslation();
  const form = useWizard((state) => state.form);
  const settleAddress = useWizard((state) => state.settleAddress);
  const aimAtSite = useWizard((state) => state.aimAtSite);
  const goTo = useWizard((state) => state.goTo);
  const refreshRuns = useWizard((state) => state.refreshRuns);
  const [wasTried, setWasTried] = useState(false);

  useEffect(() => void refreshRuns(), [refreshRuns]);

  const goOn = (event: FormEvent) => {
    event.preventDefault();
    settleAddress();
    setWasTried(true);
    if (!isRunnable(form)) return;
    aimAtSite();
    goTo('console');
  };

  return (
    <>
      <StepHeading title={t('site.title')}>
        <p className="lede">{t('site.lede')}</p>
      </StepHeading>
      <CutOffNotice />
      <form className="stack" onSubmit={goOn} noValidate>
        <section className="card stack" aria-label={t('site.where')}>
          <AddressFields showsMissing={wasTried} />
          <VantageField />
        </section>
        <section className="card stack" aria-label={t('site.more')}>
          <ProfileFileField />
          <CaFileField />
          <TokenField />
          <AdvancedFields showsMissing={wasTried} />
        </section>
        {wasTried && !isRunnable(form) ? (
          <Notice tone="error" isSpoken title={t('site.not-runnable')} />
        ) : null}
        <div className="actions actions-bar">
          <Button type="submit" look="primary" icon={ArrowRight}>
            {t('site.continue')}
          </Button>
          <PracticeDialog label={t('practice.open')} />
        </div>
      </form>
      <RecentRuns />
      <OpenBundle />
    </>
  );
}

import { type ComponentType, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Announcer } from './components/Announcer.tsx';
import { StepErrorBoundary } from './components/StepErrorBoundary.tsx';
import type { WizardStep } from './store/navigation-slice.ts';
import { useWizard } from './store/store-context.tsx';
import { BundleStep } from './wizard/bundle/BundleStep.tsx';
import { RunAnnouncements } from './wizard/checks/RunAnnouncements.tsx';
import { ConsoleStep } from './wizard/console/ConsoleStep.tsx';
import { DirectoryStep } from './wizard/directory/DirectoryStep.tsx';
import { ResponderStep } from './wizard/responder/ResponderStep.tsx';
import { ReviewStep } from './wizard/review/ReviewStep.tsx';
import { ConnectionNotice } from './wizard/shell/ConnectionNotice.tsx';
import { Rail } from './wizard/shell/Rail.tsx';
import { TopBar } from './wizard/shell/TopBar.tsx';
import { SiteStep } from './wizard/site/SiteStep.tsx';
import { SyslogStep } from './wizard/syslog/SyslogStep.tsx';
import { WatchAnnouncements } from './wizard/watch/WatchAnnouncements.tsx';
import { WatchBar } from './wizard/watch/WatchBar.tsx';

const SCREENS: Record<WizardStep, ComponentType> = {
  site: SiteStep,
  console: ConsoleStep,
  responder: ResponderStep,
  'active-directory': DirectoryStep,
  syslog: SyslogStep,
  review: ReviewStep,
  bundle: BundleStep,
};

const MAIN_ID = 'main';

/** The wizard: rail, top bar and the screen of the current step. */
export function App() {
  const { t, i18n } = useTranslation();
  const step = useWizard((state) => state.step);
  const closeRows = useWizard((state) => state.closeRows);
  const theme = useWizard((state) => state.theme);
  const isGreen = useWizard((state) => state.watch?.phase === 'green');
  const Screen = SCREENS[step];

  useEffect(() => {
    document.documentElement.lang = i18n.language;
  }, [i18n.language]);
  useEffect(() => {
    const name = t(`step.${step}`);
    // Whoever is in another window sees it there.
    document.title = isGreen
      ? t('watch.window-title', { step: name })
      : t('app.window-title', { step: name });
  }, [step, isGreen, t]);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);

  return (
    <Announcer>
      <button type="button" className="skip-link" onClick={() => document.getElementById(MAIN_ID)?.focus()}>
        {t('app.skip')}
      </button>
      <div className="shell">
        <Rail />
        <div className="page">
          <header className="page-top">
            <TopBar />
            <ConnectionNotice />
            <WatchBar />
          </header>
          <main id={MAIN_ID} tabIndex={-1} className="page-main">
            <StepErrorBoundary step={step} onBroken={closeRows}>
              <Screen key={step} />
            </StepErrorBoundary>
          </main>
        </div>
      </div>
      <RunAnnouncements />
      <WatchAnnouncements />
    </Announcer>
  );
}

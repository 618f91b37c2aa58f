import { type ComponentType, useEffect } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Announcer } from './components/Announcer.tsx';
import { StepErrorBoundary } from './components/StepErrorBoundary.tsx';
import { Shortcuts } from './shortcuts/Shortcuts.tsx';
import type { Place } from './store/history-slice.ts';
import type { WizardStep } from './store/navigation-slice.ts';
import { isGuessing } from './store/practice-slice.ts';
import { useWizard } from './store/store-context.tsx';
import { useTheme } from './use-theme.ts';
import { BundleStep } from './wizard/bundle/BundleStep.tsx';
import { RunAnnouncements } from './wizard/checks/RunAnnouncements.tsx';
import { CompareScreen } from './wizard/compare/CompareScreen.tsx';
import { ConsoleStep } from './wizard/console/ConsoleStep.tsx';
import { DirectoryStep } from './wizard/directory/DirectoryStep.tsx';
import { HistoryScreen } from './wizard/history/HistoryScreen.tsx';
import { OpenedBanner } from './wizard/history/OpenedBanner.tsx';
import { OpenedBundle } from './wizard/history/OpenedBundle.tsx';
import { GuessScreen } from './wizard/practice/GuessScreen.tsx';
import { ResponderStep } from './wizard/responder/ResponderStep.tsx';
import { ReviewStep } from './wizard/review/ReviewStep.tsx';
import { ConnectionNotice } from './wizard/shell/ConnectionNotice.tsx';
import { Rail } from './wizard/shell/Rail.tsx';
import { TopBar } from './wizard/shell/TopBar.tsx';
import { SiteStep } from './wizard/site/SiteStep.tsx';
import { SyslogStep } from './wizard/syslog/SyslogStep.tsx';
import { useLanguage } from './wizard/use-language.ts';
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

const PLACES: Record<Exclude<Place, 'steps'>, ComponentType> = {
  history: HistoryScreen,
  compare: CompareScreen,
};

/** The screen of a step; what tells the causes waits while they are to be read by the engineer. */
function screenOf(step: WizardStep, { isOpened, isHidden }: { isOpened: boolean; isHidden: boolean }) {
  if (isHidden && (step === 'review' || step === 'bundle')) return GuessScreen;
  return isOpened && step === 'bundle' ? OpenedBundle : SCREENS[step];
}

const MAIN_ID = 'main';

/** The wizard: rail, top bar and the screen of the current step. */
export function App() {
  const { t, i18n } = useTranslation();
  const step = useWizard((state) => state.step);
  const closeRows = useWizard((state) => state.closeRows);
  const theme = useWizard((state) => state.theme);
  const place = useWizard((state) => state.place);
  const isOpened = useWizard((state) => state.origin !== null);
  const isHidden = useWizard(isGuessing);
  const Step = screenOf(step, { isOpened, isHidden });
  const Screen = place === 'steps' ? Step : PLACES[place];
  const shown = place === 'steps' ? step : place;
  const isGreen = useWizard((state) => state.watch?.phase === 'green');

  useLanguage();
  useEffect(() => {
    const name = place === 'steps' ? t(`step.${step}`) : t(`place.${place}`);
    // Whoever is in another window sees it there.
    document.title = isGreen
      ? t('watch.window-title', { step: name })
      : t('app.window-title', { step: name });
  }, [step, place, isGreen, t]);
  useTheme(theme);

  return (
    <I18nProvider locale={i18n.language}>
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
              <OpenedBanner />
              <WatchBar />
            </header>
            <main id={MAIN_ID} tabIndex={-1} className="page-main">
              <StepErrorBoundary step={shown} onBroken={closeRows}>
                <Screen key={shown} />
              </StepErrorBoundary>
            </main>
          </div>
        </div>
        <RunAnnouncements />
        <WatchAnnouncements />
        <Shortcuts />
      </Announcer>
    </I18nProvider>
  );
}

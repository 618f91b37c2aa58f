import {
  Circle,
  CircleCheck,
  CircleMinus,
  CircleX,
  LoaderCircle,
  type LucideIcon,
  TriangleAlert,
} from 'lucide-react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/shallow';
import { ShortcutsLink } from '../../shortcuts/ShortcutsLink.tsx';
import { WIZARD_STEPS } from '../../store/navigation-slice.ts';
import { useWizard } from '../../store/store-context.tsx';
import { HistoryLink } from '../history/HistoryLink.tsx';
import { LanguageChoice } from './LanguageChoice.tsx';
import { type RailState, type StepMark, stepStates } from './step-states.ts';
import { ThemeChoice } from './ThemeChoice.tsx';

const ICON_URL = new URL('../../../assets/icon.svg', import.meta.url).href;

const ICONS: Record<StepMark, LucideIcon> = {
  none: Circle,
  running: LoaderCircle,
  passed: CircleCheck,
  warned: TriangleAlert,
  problems: CircleX,
  skipped: CircleMinus,
};

/** The wizard's steps, each with how it stands; every one can be turned to at any time. */
export function Rail() {
  const { t } = useTranslation();
  const step = useWizard((state) => state.step);
  const isOnSteps = useWizard((state) => state.place === 'steps');
  const goTo = useWizard((state) => state.goTo);
  const app = useWizard((state) => state.app);
  const seen = useWizard(
    useShallow((state): RailState => {
      const { form, responderForm, directoryForm, syslogForm, skips } = state;
      const { aim, run, findings, unexplained, visited, bundle } = state;
      const forms = { form, responderForm, directoryForm, syslogForm, skips };
      return { ...forms, aim, run, findings, unexplained, visited, bundle };
    }),
  );
  const states = stepStates(seen);
  return (
    <aside className="rail" aria-label={t('app.name')}>
      <p className="brand">
        <img src={ICON_URL} alt="" width="32" height="32" />
        <span>{t('app.name')}</span>
      </p>
      <nav aria-label={t('rail.label')}>
        <ol className="rail-steps">
          {WIZARD_STEPS.map((each) => {
            const { mark, word } = states[each];
            const Icon = ICONS[mark];
            return (
              <li key={each}>
                <Button
                  className={`rail-step mark-${mark}`}
                  {...(each === step && isOnSteps ? { 'aria-current': 'step' as const } : {})}
                  onPress={() => goTo(each)}
                >
                  <Icon aria-hidden className="icon rail-mark" />
                  <span className="rail-text">
                    <span className="rail-name">{t(`step.${each}`)}</span>
                    <span className="rail-state">{t(`rail.state.${word}`)}</span>
                  </span>
                </Button>
              </li>
            );
          })}
        </ol>
      </nav>
      <div className="rail-foot">
        <HistoryLink />
        <ShortcutsLink />
        <ThemeChoice />
        <LanguageChoice />
        {app === null ? null : (
          <p className="rail-version">{t(`app.version-${app.host}`, { version: app.tool.version })}</p>
        )}
      </div>
    </aside>
  );
}

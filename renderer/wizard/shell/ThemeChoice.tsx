import { Contrast, type LucideIcon, Monitor, Moon, Sun } from 'lucide-react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { THEMES, type Theme } from '../../store/preferences-slice.ts';
import { useWizard } from '../../store/store-context.tsx';

const ICONS: Record<Theme, LucideIcon> = { system: Monitor, light: Sun, dark: Moon, contrast: Contrast };

/** Light, dark, high contrast, or as the operating system says. */
export function ThemeChoice() {
  const { t } = useTranslation();
  const theme = useWizard((state) => state.theme);
  const setTheme = useWizard((state) => state.setTheme);
  return (
    <ToggleButtonGroup
      className="theme-choice"
      aria-label={t('theme.label')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[theme]}
      onSelectionChange={(keys) => {
        const chosen = THEMES.find((each) => keys.has(each));
        if (chosen !== undefined) setTheme(chosen);
      }}
    >
      {THEMES.map((each) => {
        const Icon = ICONS[each];
        return (
          <ToggleButton key={each} id={each} aria-label={t(`theme.${each}`)} className="theme-button">
            <Icon aria-hidden className="icon" />
          </ToggleButton>
        );
      })}
    </ToggleButtonGroup>
  );
}

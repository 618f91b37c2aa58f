import { Languages } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isLanguage, LANGUAGES } from '../../languages.ts';
import { useWizard } from '../../store/store-context.tsx';

/** The language of the texts, each by its own name, or as the operating system says. */
export function LanguageChoice() {
  const { t } = useTranslation();
  const language = useWizard((state) => state.language);
  const setLanguage = useWizard((state) => state.setLanguage);
  return (
    <label className="language-choice">
      <Languages aria-hidden className="icon" />
      <span className="visually-hidden">{t('language.label')}</span>
      <select
        className="language-select"
        value={language}
        onChange={({ target: { value } }) => setLanguage(isLanguage(value) ? value : 'system')}
      >
        <option value="system">{t('language.system')}</option>
        {Object.entries(LANGUAGES).map(([tag, name]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

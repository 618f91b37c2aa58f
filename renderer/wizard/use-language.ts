import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { showLanguage } from '../i18n.ts';
import { languageFor } from '../languages.ts';
import { useWizard } from '../store/store-context.tsx';

/** Shows the language that was chosen, or that the system wants now, and tells the page which one it is and how it is read. */
export function useLanguage(): void {
  const { i18n } = useTranslation();
  const choice = useWizard((state) => state.language);

  useEffect(() => {
    // Texts that cannot be loaded leave the page in the language that it is in.
    const show = () =>
      void showLanguage(i18n, languageFor(choice, navigator.languages)).catch(() => undefined);
    show();
    window.addEventListener('languagechange', show);
    return () => window.removeEventListener('languagechange', show);
  }, [choice, i18n]);

  useEffect(() => {
    document.documentElement.lang = i18n.language;
    document.documentElement.dir = i18n.dir();
  }, [i18n, i18n.language]);
}

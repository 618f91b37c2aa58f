/** The languages of the wizard by tag (BCP 47), each by its own name. English is the source of all others. */
export const LANGUAGES = {
  en: 'English',
  de: 'Deutsch',
  tr: 'Türkçe',
  ja: '日本語',
  ar: 'العربية',
} as const;
/** A language that there is a catalogue for. */
export type Language = keyof typeof LANGUAGES;
/** What somebody chose; `system` follows the operating system. */
export type LanguageChoice = Language | 'system';

/** Whether a text, such as one that was kept on this machine, names a language of the wizard. */
export const isLanguage = (tag: string): tag is Language => Object.hasOwn(LANGUAGES, tag);

/** The language to show: the chosen one, else the first of those that the system wants and there is, else English. */
export function languageFor(choice: LanguageChoice, wanted: readonly string[]): Language {
  if (choice !== 'system') return choice;
  return wanted.map((tag) => tag.toLowerCase().split('-')[0] ?? '').find(isLanguage) ?? 'en';
}

/**
 * How numbers and dates are written: the regional form that the system wants, where it is of the same language. Digits are always
 * those of addresses and ports, which stand beside them.
 */
export function localeFor(language: string, wanted: readonly string[]): string {
  const regional = wanted.find((tag) => tag.toLowerCase().split('-')[0] === language);
  try {
    return new Intl.Locale(regional ?? language, { numberingSystem: 'latn' }).toString();
  } catch {
    return language;
  }
}

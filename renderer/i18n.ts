import { createInstance, type FormatterModule, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Language, localeFor } from './languages.ts';
import en from './locales/en.json' with { type: 'json' };

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

/** The texts of one language: those of the wizard, and those of causes and remedies. */
interface Texts {
  readonly wizard: object;
  readonly causes: object;
}

/** Where the texts of causes stand beside those of the wizard. */
export const CAUSES = 'causes';

const texts = async (
  wizard: Promise<{ readonly default: object }>,
  causes: Promise<{ readonly default: object }>,
): Promise<Texts> => ({ wizard: (await wizard).default, causes: (await causes).default });

/** Each is a script of its own, loaded when somebody wants it. A further language is one line here and one in `languages.ts`. */
export const TEXTS: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Texts>>> = {
  de: () => texts(import('./locales/de.json'), import('./locales/causes/de.json')),
  tr: () => texts(import('./locales/tr.json'), import('./locales/causes/tr.json')),
  ja: () => texts(import('./locales/ja.json'), import('./locales/causes/ja.json')),
  ar: () => texts(import('./locales/ar.json'), import('./locales/causes/ar.json')),
};

/**
 * Keeps what is put into a sentence from changing the order of the words around it (UAX #9, first strong isolate). Where all is read
 * from left to right the text stays as it is, because it is copied.
 */
export const apart = (instance: i18n, text: string): string =>
  instance.dir() === 'rtl' ? `\u2068${text}\u2069` : text;

/** Ports and codes are numbers as well and have no thousands; only what is counted is written as a number. */
const COUNTS: FormatterModule = {
  type: 'formatter',
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown, _format, language, options) =>
    typeof value === 'number' && options?.['interpolationkey'] === 'count'
      ? new Intl.NumberFormat(localeFor(language ?? 'en', navigator.languages)).format(value)
      : String(value ?? ''),
};

/** Readies the English texts at once; those of other languages come with `showLanguage`. */
export function createI18n(): i18n {
  const instance = createInstance();
  void instance
    .use(initReactI18next)
    .use(COUNTS)
    .init({
      lng: 'en',
      fallbackLng: 'en',
      resources: { en: { translation: en } },
      initAsync: false,
      interpolation: {
        // React escapes by itself; what has to be kept apart is a text that is read in another direction.
        escape: (value: string) => apart(instance, value),
        alwaysFormat: true,
      },
      react: { useSuspense: false },
    });
  return instance;
}

const wanted = new WeakMap<i18n, Language>();

/**
 * Turns to a language once its texts are there; of several asked for one after the other, the last one is shown. Rejects when they
 * cannot be loaded, and the language stays as it was.
 */
export async function showLanguage(instance: i18n, language: Language): Promise<void> {
  wanted.set(instance, language);
  if (language !== 'en' && !instance.hasResourceBundle(language, 'translation')) {
    const { wizard, causes } = await TEXTS[language]();
    instance.addResourceBundle(language, 'translation', wizard);
    instance.addResourceBundle(language, CAUSES, causes);
  }
  if (wanted.get(instance) === language && instance.language !== language)
    await instance.changeLanguage(language);
}

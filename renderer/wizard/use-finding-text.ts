import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding, RemedyStep } from '../../electron/contract/findings.ts';
import { fillPlaceholders } from '../../electron/contract/placeholders.ts';
import { apart, CAUSES } from '../i18n.ts';

/** Texts of causes in one language, as `locales/causes/` has them: by id of the cause, and by id of the step. */
interface CauseTexts {
  readonly causes: Readonly<Record<string, { readonly title: string; readonly summary: string }>>;
  readonly steps: Readonly<Record<string, string>>;
}

/** What is said of a finding in the language of the page. What was seen stays as it was recorded. */
export interface FindingText {
  /** The cause in words, and behind a colon what it was seen on, as recorded. */
  title(finding: Pick<Finding, 'cause' | 'title'>): string;
  /** What the cause means at the site; undefined in English, where the detail says it. */
  summary(finding: Pick<Finding, 'cause'>): string | undefined;
  /** A text of the remedy with what was seen filled in. */
  step(step: Pick<RemedyStep, 'id' | 'text'>, finding: Pick<Finding, 'fill'>): string;
  /** False where a text of the remedy is shown as it was recorded, in English. */
  hasStep(step: Pick<RemedyStep, 'id'>): boolean;
}

/** Speaks of findings in the language of the page; what has no translation is in English, as it was recorded. */
export function useFindingText(): FindingText {
  const { i18n } = useTranslation();
  const { language } = i18n;
  return useMemo(() => {
    const texts = i18n.getResourceBundle(language, CAUSES) as CauseTexts | undefined;
    const own = <T>(table: Readonly<Record<string, T>> | undefined, id: string | undefined): T | undefined =>
      table !== undefined && id !== undefined && Object.hasOwn(table, id) ? table[id] : undefined;
    return {
      title: ({ cause, title }) => {
        const translated = own(texts?.causes, cause)?.title;
        if (translated === undefined) return title;
        // No title of the catalogue has a colon; what comes behind one is what it was seen on.
        const at = title.indexOf(': ');
        return at < 0 ? translated : `${translated}: ${apart(i18n, title.slice(at + 2))}`;
      },
      summary: ({ cause }) => own(texts?.causes, cause)?.summary,
      step: ({ id, text }, { fill = {} }) => {
        const translated = own(texts?.steps, id);
        return translated === undefined ? text : fillPlaceholders(translated, fill);
      },
      hasStep: ({ id }) => own(texts?.steps, id) !== undefined,
    };
  }, [i18n, language]);
}

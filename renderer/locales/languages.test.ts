import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../languages.ts';

const PLURAL = /_(zero|one|two|few|many|other)$/;
/** Forms that stand for one number alone, which may be a word in them; of none there may be nothing else to say. */
const OF_ONE_NUMBER = /_(?:zero|one|two)$/;
/** Left-to-right and right-to-left marks, embeddings and isolates: setting texts apart is done where they are shown. */
const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

function textsOf(value: object, prefix = ''): [string, string][] {
  return Object.entries(value).flatMap(([key, inner]): [string, string][] =>
    typeof inner === 'object' && inner !== null
      ? textsOf(inner, `${prefix}${key}.`)
      : [[`${prefix}${key}`, String(inner)]],
  );
}

const read = (language: string): ReadonlyMap<string, string> =>
  new Map(textsOf(JSON.parse(readFileSync(join(import.meta.dirname, `${language}.json`), 'utf8')) as object));

const placeholders = (text: string): string[] => [...new Set(text.match(/\{\{[^}]*\}\}/g) ?? [])].sort();

const english = read('en');
const translations = Object.keys(LANGUAGES).filter((language) => language !== 'en');

/** The keys that a language needs: those of English, and of what is counted the forms that the language has (CLDR). */
function wantedKeys(language: string): string[] {
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
  const keys = [...english.keys()].flatMap((key) =>
    PLURAL.test(key) ? pluralCategories.map((form) => key.replace(PLURAL, `_${form}`)) : key,
  );
  return [...new Set(keys)].sort();
}

/** The English text that a key of another language says: of what is counted, the form of many. */
const sourceOf = (key: string): string =>
  english.get(key) ?? english.get(key.replace(PLURAL, '_other')) ?? '';

describe.each(translations)('the wizard in %s', (language) => {
  const texts = read(language);

  it('has every text, in every form that the language counts with, and no other', () => {
    expect([...texts.keys()].sort()).toEqual(wantedKeys(language));
  });

  it('has in each text what is put into the English one', () => {
    const different = [...texts].filter(([key, text]) => {
      const wanted = placeholders(sourceOf(key));
      const had = placeholders(text);
      const isFree = (word: string) =>
        key.endsWith('_zero') || (OF_ONE_NUMBER.test(key) && word === '{{count}}');
      return (
        had.some((word) => !wanted.includes(word)) ||
        wanted.some((word) => !had.includes(word) && !isFree(word))
      );
    });
    expect(different).toEqual([]);
  });

  it('has no text left in English, none empty, and none that turns the direction itself', () => {
    const bad = [...texts].filter(
      ([key, text]) =>
        text.trim() === '' ||
        BIDI_CONTROLS.test(text) ||
        (text === sourceOf(key) && text.replaceAll(/\{\{[^}]*\}\}/g, '').split(/\s+/).length > 3),
    );
    expect(bad).toEqual([]);
  });
});

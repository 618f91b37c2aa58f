import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHECK_TITLES } from '../contract/check-titles.ts';
import { PLACEHOLDERS } from '../contract/placeholders.ts';
import { CATALOGUE } from './catalogue.ts';
import { stepId } from './step-id.ts';

/** Texts of one language by id of the cause, by id of the step, and by form of a check's title. */
interface Texts {
  readonly causes: Readonly<Record<string, { readonly title: string; readonly summary: string }>>;
  readonly steps: Readonly<Record<string, string>>;
  /** By the form of the title of a check. */
  readonly checks: Readonly<Record<string, string>>;
}

const FOLDER = join(import.meta.dirname, '..', '..', 'renderer', 'locales', 'causes');
const languages = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));

const causes = Object.values(CATALOGUE);
/** English texts of all steps, by id. */
const steps = new Map(
  causes.flatMap(({ remedy, elsewhere = {} }) =>
    [remedy, ...Object.values(elsewhere).map((other) => other.steps)]
      .flat()
      .map(({ text }): [string, string] => [stepId(text), text]),
  ),
);

/** The words of a text that are filled in, each as often as it stands there. */
const words = (text: string): string[] =>
  (text.match(/(?<![A-Za-z0-9_])[A-Z][A-Z_]+(?![A-Za-z0-9_=])/g) ?? [])
    .filter((word) => Object.hasOwn(PLACEHOLDERS, word))
    .sort();

/** What is typed or read letter by letter: file and option names, cmdlets, addresses. It is the same in every language. */
const literals = (text: string): string[] => [
  ...new Set(
    text.match(/(?<![\w-])--?[a-zA-Z][\w-]+|\b[A-Z][a-z]+-[A-Z][A-Za-z]{2,}\b|\b\d+\.\d+\.\d+\.\d+\b/g) ?? [],
  ),
];

describe('the texts of remedies', () => {
  it('have names that no two of them share', () => {
    const all = causes.flatMap(({ remedy, elsewhere = {} }) =>
      [remedy, ...Object.values(elsewhere).map((other) => other.steps)].flat().map(({ text }) => text),
    );
    expect(steps.size).toBe(new Set(all).size);
  });
});

describe.each(languages)('causes in %s', (language) => {
  const texts = JSON.parse(readFileSync(join(FOLDER, `${language}.json`), 'utf8')) as Texts;

  it('have a title and a summary each, and a text for every step', () => {
    expect(
      causes.filter(({ id }) => texts.causes[id] === undefined).map(({ id, title }) => `${id}: ${title}`),
    ).toEqual([]);
    expect(
      [...steps].filter(([id]) => texts.steps[id] === undefined).map(([id, text]) => `${id}: ${text}`),
    ).toEqual([]);
  });

  it('are all of causes and steps that there are', () => {
    expect(Object.keys(texts.causes).filter((id) => !Object.hasOwn(CATALOGUE, id))).toEqual([]);
    expect(Object.keys(texts.steps).filter((id) => !steps.has(id))).toEqual([]);
  });

  it('keep the form of a title, behind which a colon and what was seen is put', () => {
    const bad = Object.values(texts.causes).filter(
      ({ title, summary }) => title.length > 80 || /: |[.。]$/.test(title) || title === '' || summary === '',
    );
    expect(bad).toEqual([]);
  });

  it('keep every word that is filled in and what is typed letter by letter', () => {
    const changed = Object.entries(texts.steps).flatMap(([id, text]) => {
      const source = steps.get(id) ?? '';
      const isSame =
        [...new Set(words(source))].join() === [...new Set(words(text))].join() &&
        literals(source).every((literal) => text.includes(literal));
      return isSame && text.length <= 600 ? [] : `${id}: ${source} | ${text}`;
    });
    expect(changed).toEqual([]);
  });

  it('come with the title of every check, with the same holes', () => {
    const holes = (form: string): string => (form.match(/\{\d\}/g) ?? []).sort().join();
    expect(Object.keys(texts.checks).sort()).toEqual([...CHECK_TITLES].sort());
    expect(
      Object.entries(texts.checks).filter(([form, text]) => text === '' || holes(form) !== holes(text)),
    ).toEqual([]);
  });
});

import { afterEach, describe, expect, it, vi } from 'vitest';
import { createI18n, showLanguage, TEXTS } from './i18n.ts';
import { LANGUAGES, type Language, languageFor, localeFor } from './languages.ts';

afterEach(() => vi.unstubAllGlobals());

describe('languageFor', () => {
  it.each<[string[], Language]>([
    [['de-AT', 'en'], 'de'],
    [['fr-FR', 'tr-TR', 'en-GB'], 'tr'],
    [['JA'], 'ja'],
    [['ar-EG'], 'ar'],
    [['fr', 'es'], 'en'],
    [[], 'en'],
    [['constructor', 'toString'], 'en'],
  ])('takes of %j the first that there is: %s', (wanted, language) => {
    expect(languageFor('system', wanted)).toBe(language);
  });

  it('takes what was chosen, whatever the system wants', () => {
    expect(languageFor('ja', ['de'])).toBe('ja');
  });
});

describe('localeFor', () => {
  it('writes as the region does, in the digits of addresses', () => {
    const egypt = localeFor('ar', ['en', 'ar-EG']);
    expect(new Intl.NumberFormat(egypt).format(443)).toBe('443');
    expect(new Intl.NumberFormat(localeFor('de', ['en'])).format(1234.5)).toBe('1.234,5');
    expect(localeFor('de', ['de-x_'])).toBe('de');
  });
});

describe('the texts', () => {
  it('are there in English at once', () => {
    expect(createI18n().t('step.review')).toBe('Review');
  });

  it('have a catalogue for every language', () => {
    expect(['en', ...Object.keys(TEXTS)].sort()).toEqual(Object.keys(LANGUAGES).sort());
  });

  it('come when a language is shown, and what it lacks is in English', async () => {
    const i18n = createI18n();
    await showLanguage(i18n, 'de');
    expect(i18n.language).toBe('de');
    expect(i18n.t('common.cancel')).toBe('Abbrechen');
    i18n.removeResourceBundle('de', 'translation');
    i18n.addResourceBundle('de', 'translation', {});
    expect(i18n.t('common.cancel')).toBe('Cancel');
  });

  it('are those of the language that was asked for last', async () => {
    const i18n = createI18n();
    await Promise.all([showLanguage(i18n, 'ja'), showLanguage(i18n, 'tr')]);
    expect(i18n.language).toBe('tr');
    await Promise.all([showLanguage(i18n, 'ja'), showLanguage(i18n, 'en')]);
    expect(i18n.language).toBe('en');
  });

  it('count with the separators of the language, and leave ports alone', async () => {
    vi.stubGlobal('navigator', { languages: ['de-DE'] });
    const i18n = createI18n();
    await showLanguage(i18n, 'de');
    expect(i18n.t('facts.bytes', { count: 12_345 })).toContain('12.345');
    expect(i18n.t('responder.summary-port', { port: 8443 as unknown as string })).toContain('8443');
  });

  it('set apart what is put into a sentence that is read from right to left', async () => {
    const i18n = createI18n();
    const port = '10.0.0.5:443';
    expect(i18n.t('site.ports-one', { primary: port })).toBe(`port ${port}`);
    await showLanguage(i18n, 'ar');
    expect(i18n.t('site.ports-one', { primary: port })).toContain(`\u2068${port}\u2069`);
  });

  it('put nothing of what was seen into a sentence but as it is', () => {
    expect(createI18n().t('watch.gone', { titles: '<b>$t(app.name) {{titles}} &' })).toBe(
      'gone: <b>$t(app.name) {{titles}} &',
    );
  });
});

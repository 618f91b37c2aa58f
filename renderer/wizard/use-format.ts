import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { localeFor } from '../languages.ts';

/** Numbers and dates as they are written where the engineer is. */
export interface Format {
  /** `340 ms`, `1.2 s`. */
  duration(milliseconds: number): string;
  /** Seconds with one decimal, whatever they are: for a number that goes on changing. */
  seconds(milliseconds: number): string;
  /** `1.4 MB`. */
  bytes(count: number): string;
  number(value: number): string;
  /** Date and time of this machine's time zone. */
  dateTime(iso: string): string;
  /** `14:05:32`: for what just happened. */
  timeOfDay(iso: string): string;
  /** `14:05`; with the date when it is not of today. */
  timeOrDate(iso: string): string;
  /** The day in UTC, as short as it is told apart: `Nov 14, 2026`. */
  day(iso: string): string;
  /** Date and time in UTC, as certificates state them. */
  utc(iso: string): string;
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** Formats in the language of the texts, in the regional form of the browser where that is the same language. */
export function useFormat(): Format {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  return useMemo(() => {
    const locale = localeFor(language, navigator.languages);
    // Making one takes longer than a thousand uses of it, and each running row uses one ten times a second.
    const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
    const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    const alwaysTenths = new Intl.NumberFormat(locale, {
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    });
    const number = (value: number, digits: 0 | 1 = 0) => (digits === 0 ? whole : tenths).format(value);
    const moment = (iso: string, options: Intl.DateTimeFormatOptions) => {
      const date = new Date(iso);
      return Number.isNaN(date.getTime()) ? iso : new Intl.DateTimeFormat(locale, options).format(date);
    };
    return {
      number: (value) => number(value),
      duration: (milliseconds) => {
        if (milliseconds >= 60_000) return t('unit.minutes', { value: number(milliseconds / 60_000, 1) });
        if (milliseconds >= 1000) return t('unit.seconds', { value: number(milliseconds / 1000, 1) });
        return t('unit.milliseconds', { value: number(milliseconds) });
      },
      seconds: (milliseconds) => t('unit.seconds', { value: alwaysTenths.format(milliseconds / 1000) }),
      bytes: (count) => {
        const power = Math.min(3, Math.max(0, Math.floor(Math.log10(Math.max(1, count)) / 3)));
        return new Intl.NumberFormat(locale, {
          style: 'unit',
          unit: BYTE_UNITS[power] ?? 'byte',
          unitDisplay: power === 0 ? 'long' : 'short',
          maximumFractionDigits: power === 0 ? 0 : 1,
        }).format(count / 1000 ** power);
      },
      dateTime: (iso) => moment(iso, { dateStyle: 'medium', timeStyle: 'short' }),
      timeOfDay: (iso) => moment(iso, { timeStyle: 'medium' }),
      timeOrDate: (iso) => {
        const isToday = new Date(iso).toDateString() === new Date().toDateString();
        return moment(iso, isToday ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' });
      },
      day: (iso) => moment(iso, { dateStyle: 'medium', timeZone: 'UTC' }),
      utc: (iso) =>
        `${moment(iso, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC', hourCycle: 'h23' })} UTC`,
    };
  }, [language, t]);
}

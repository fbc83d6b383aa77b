/** Moments to text in the user's own way of writing them. All times are milliseconds since 1970. */
import { formatNumber } from '../../src-shared/format.ts';
import { localeNow, t } from '../../src-shared/language/index.ts';

const minute = 60_000;
const hour = 60 * minute;

interface Formats {
  locale: string;
  clock: Intl.DateTimeFormat;
  fullClock: Intl.DateTimeFormat;
  dayAndMonth: Intl.DateTimeFormat;
  dayMonthYear: Intl.DateTimeFormat;
  month: Intl.DateTimeFormat;
  monthAndYear: Intl.DateTimeFormat;
  full: Intl.DateTimeFormat;
  days: Intl.RelativeTimeFormat;
}

let made: Formats | null = null;

/** The formats of the present locale: to make them takes longer than to use them. */
function formats(): Formats {
  const locale = localeNow();
  if (made?.locale === locale) return made;
  const date = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, options);
  return (made = {
    locale,
    clock: date({ timeStyle: 'short' }),
    fullClock: date({ timeStyle: 'medium' }),
    dayAndMonth: date({ day: 'numeric', month: 'short' }),
    dayMonthYear: date({ day: 'numeric', month: 'short', year: 'numeric' }),
    month: date({ month: 'long' }),
    monthAndYear: date({ month: 'long', year: 'numeric' }),
    full: date({ dateStyle: 'medium', timeStyle: 'medium' }),
    days: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
  });
}

/** Whether both moments are on the same day here. */
export function isSameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

/** The same time of the day before, by the calendar: where clocks are changed, a day has 23 or 25 hours. */
function dayBefore(at: number): number {
  const date = new Date(at);
  return date.setDate(date.getDate() - 1);
}

/** `14:02`. */
export function clockTime(at: number): string {
  return formats().clock.format(at);
}

/** `14:02:31`, for what is soon. */
export function fullTime(at: number): string {
  return formats().fullClock.format(at);
}

/** The shortest that says when: the time today, `Yesterday` (inside a sentence `yesterday`), the day this year, else with its year. */
export function shortMoment(at: number, now: number, isInside = false): string {
  const { clock, days, dayAndMonth, dayMonthYear, locale } = formats();
  if (isSameDay(at, now)) return clock.format(at);
  if (isSameDay(at, dayBefore(now))) {
    const yesterday = days.format(-1, 'day');
    if (isInside) return yesterday;
    return yesterday.charAt(0).toLocaleUpperCase(locale) + yesterday.slice(1);
  }
  return new Date(at).getFullYear() === new Date(now).getFullYear()
    ? dayAndMonth.format(at)
    : dayMonthYear.format(at);
}

/** The day of a moment: `Today`, `Yesterday`, `21 Nov`, with the year where it is another one. */
export function dayOf(at: number, now: number): string {
  if (!isSameDay(at, now)) return shortMoment(at, now);
  const { days, locale } = formats();
  const today = days.format(0, 'day');
  return today.charAt(0).toLocaleUpperCase(locale) + today.slice(1);
}

/** A day with its year, whatever day it is: `12 Jan 2026`. */
export function fullDate(at: number): string {
  return formats().dayMonthYear.format(at);
}

/** The month of a moment: `November`, with the year where it is another one: `December 2025`. */
export function monthWords(at: number, now: number): string {
  const { month, monthAndYear, locale } = formats();
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const text = (isThisYear ? month : monthAndYear).format(at);
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}

/** A moment inside a sentence: `14:02` today, else `21 Nov, 14:02`. */
export function moment(at: number, now: number): string {
  const time = clockTime(at);
  return isSameDay(at, now) ? time : t('units.dayAndTime', { day: shortMoment(at, now), time });
}

/** With seconds, for a tooltip. */
export function fullMoment(at: number): string {
  return formats().full.format(at);
}

/** A rough span of milliseconds, in one unit: `under a minute`, `38 min`, `5 h`, `3 days`. */
export function roughSpan(milliseconds: number): string {
  if (milliseconds < minute) return t('units.underMinute');
  if (milliseconds < hour)
    return t('units.minutes', { number: formatNumber(Math.floor(milliseconds / minute)) });
  if (milliseconds < 48 * hour)
    return t('units.hours', { number: formatNumber(Math.floor(milliseconds / hour)) });
  return t('units.wholeDays', { count: Math.floor(milliseconds / (24 * hour)) });
}

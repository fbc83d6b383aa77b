import { localeNow } from '../../../src-shared/language/index.ts';
import { clockTime } from '../../presentation/dates.ts';

/** What newer browsers and Node know of a locale, under either of two names. */
interface WeekLocale {
  getWeekInfo?: () => { firstDay: number };
  weekInfo?: { firstDay: number };
}

/** The days of a week (0 is Sunday) in the order in which the language's speakers count them. */
export function weekDays(): number[] {
  const locale = new Intl.Locale(localeNow()) as Intl.Locale & WeekLocale;
  const first = (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1;
  return Array.from({ length: 7 }, (_, index) => (first + index) % 7);
}

/** A day (0 is Sunday) by its name: `Mon` or `Monday`. */
export function dayName(day: number, length: 'short' | 'long'): string {
  // The first of March 2026 is a Sunday.
  return new Intl.DateTimeFormat(localeNow(), { weekday: length }).format(new Date(2026, 2, 1 + day));
}

/** A minute of a day as a clock shows it; the day's end is the next one's beginning. */
export function minuteTime(minute: number): string {
  return clockTime(new Date(2026, 2, 1, 0, minute).getTime());
}

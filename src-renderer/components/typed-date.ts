import { localeNow } from '../../src-shared/language/index.ts';

/** Which part of a date stands where, and what its months are called, in the locale that is spoken. */
function wayOfDates(): { order: ('day' | 'month' | 'year')[]; months: string[] } {
  const locale = localeNow();
  const numeric = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'numeric', year: 'numeric' });
  const named = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
  const monthOf = (month: number): string =>
    named.formatToParts(new Date(2001, month, 1)).find(({ type }) => type === 'month')!.value;
  return {
    order: numeric
      .formatToParts(0)
      .flatMap(({ type }) => (type === 'day' || type === 'month' || type === 'year' ? [type] : [])),
    months: Array.from({ length: 12 }, (_, month) => monthOf(month).toLocaleLowerCase(locale)),
  };
}

/**
 * Where the day that somebody typed begins, milliseconds since 1970: as the locale writes it (`3/11/2026`, `3.11.26`,
 * `3 Nov 2026`), or `2026-11-03`. Without a year it is the last such day. Null for what is none.
 */
export function readDate(text: string, now: number): number | null {
  const { order, months } = wayOfDates();
  const parts = text.toLocaleLowerCase(localeNow()).match(/\d+|\p{L}+/gu) ?? [];
  const name = parts.find((part) => /\p{L}/u.test(part));
  const numbers = parts.filter((part) => part !== name);
  if (numbers.some((part) => !/^\d+$/.test(part))) return null;
  const isYearFirst = numbers[0]?.length === 4;
  const places = (isYearFirst ? (['year', 'month', 'day'] as const) : order).filter(
    (place) =>
      (place !== 'month' || name === undefined) &&
      (place !== 'year' || numbers.length + Number(!!name) === 3),
  );
  if (places.length !== numbers.length) return null;
  const given = Object.fromEntries(places.map((place, index) => [place, Number(numbers[index])]));
  const named =
    name !== undefined && name.length >= 3 ? months.findIndex((month) => month.startsWith(name)) : -1;
  const month = name === undefined ? given['month']! - 1 : named;
  const at = (year: number): number | null => {
    const date = new Date(year, month, given['day']);
    // The 31st of a month that has none would be another day.
    return date.getMonth() === month && date.getDate() === given['day'] ? date.getTime() : null;
  };
  if (given['year'] !== undefined) return at(given['year'] < 100 ? 2000 + given['year'] : given['year']);
  const thisYear = new Date(now).getFullYear();
  const day = at(thisYear);
  return day !== null && day <= now ? day : at(thisYear - 1);
}

/** Where the day after one begins: by the calendar, for some have 23 or 25 hours. */
export function dayAfter(at: number): number {
  const date = new Date(at);
  return date.setDate(date.getDate() + 1);
}

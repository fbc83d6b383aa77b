import { formatBytes, formatDuration } from '../../src-shared/format.ts';
import type { HistoryEnd, HistoryFilter, Period } from '../../src-shared/history/history.ts';
import { isFailureKind } from '../../src-shared/failures/failure-table.ts';
import { asName, localeNow, t } from '../../src-shared/language/index.ts';

export const historyEnds: readonly HistoryEnd[] = ['saved', 'noted', 'split', 'cancelled'];
export const periods: readonly Period[] = [
  'today',
  'week',
  'month',
  'thisMonth',
  'lastMonth',
  'year',
  'lastYear',
];

/** Sizes to choose from, in bytes. */
export const sizeRanges: readonly Pick<HistoryFilter, 'smallest' | 'largest'>[] = [
  { smallest: null, largest: 1e6 },
  { smallest: 1e6, largest: 1e8 },
  { smallest: 1e8, largest: 1e9 },
  { smallest: 1e9, largest: null },
];

/** A range of values in words, `of` says one; null where it has no ends. */
function rangeWords(from: number | null, to: number | null, of: (value: number) => string): string | null {
  if (from === null) return to === null ? null : t('history.range.atMost', { to: of(to) });
  if (to === null) return t('history.range.atLeast', { from: of(from) });
  const [first, last] = [of(from), of(to)];
  return first === last ? first : t('history.range.between', { from: first, to: last });
}

/** Bytes: `1.0 MB to 100 MB`. */
export const sizeRangeWords = ({
  smallest,
  largest,
}: Pick<HistoryFilter, 'smallest' | 'largest'>): string | null => rangeWords(smallest, largest, formatBytes);

/** How long servers prepared: `5 min to 10 min`. */
export const preparedRangeWords = ({
  shortest,
  longest,
}: Pick<HistoryFilter, 'shortest' | 'longest'>): string | null =>
  rangeWords(shortest, longest, (milliseconds) => formatDuration(milliseconds / 1000));

/** Days from one moment to before another, as short as they are told apart: `3 – 9 Nov 2026`. */
export function dayRange(from: number, to: number): string {
  const format = new Intl.DateTimeFormat(localeNow(), { day: 'numeric', month: 'short', year: 'numeric' });
  return format.formatRange(from, to - 1);
}

/** The days of a filter in words, or null where it has none. */
export function daysWords({ from, to }: Pick<HistoryFilter, 'from' | 'to'>): string | null {
  if (from !== null && to !== null) return dayRange(from, to);
  const day = (at: number): string => dayRange(at, at + 1);
  if (from !== null) return t('history.range.since', { day: day(from) });
  return to === null ? null : t('history.range.until', { day: day(to - 1) });
}

/** The kind of a failure in a few words; what an older or newer Ferry called it where that isn't known here. */
export function setbackWords(kind: string): string {
  return isFailureKind(kind) ? t(`history.setbacks.${kind}`) : kind;
}

/** What is chosen in a filter, by its name where it is one alone. */
export function chosenWords<Value extends string>(
  what: 'servers' | 'ends' | 'types' | 'setbacks',
  chosen: readonly Value[],
  nameOf: (value: Value) => string,
): string {
  if (chosen.length === 0) return t(`history.any.${what}`);
  return chosen.length === 1
    ? asName(nameOf(chosen[0]!))
    : t(`history.several.${what}`, { count: chosen.length });
}

import { expect, test } from 'vitest';
import type { TimeBar } from '../../src-shared/history/history-plots.ts';
import { periodBounds } from '../../src-renderer/presentation/history-periods.ts';
import {
  daysWords,
  periods,
  preparedRangeWords,
  setbackWords,
  sizeRangeWords,
} from '../../src-renderer/presentation/history-words.ts';
import {
  barOf,
  barWords,
  evenSpanTicks,
  sizeTicks,
  spanTicks,
} from '../../src-renderer/presentation/plot-words.ts';

test('periods are days of the calendar, up to now but for the last month and year', () => {
  const now = new Date(2026, 10, 30, 15, 30).getTime();
  const day = (...parts: [number, number, number]): number => new Date(...parts).getTime();
  expect(Object.fromEntries(periods.map((period) => [period, periodBounds(period, now)]))).toEqual({
    today: { from: day(2026, 10, 30), to: null },
    week: { from: day(2026, 10, 24), to: null },
    month: { from: day(2026, 10, 1), to: null },
    thisMonth: { from: day(2026, 10, 1), to: null },
    lastMonth: { from: day(2026, 9, 1), to: day(2026, 10, 1) },
    year: { from: day(2026, 0, 1), to: null },
    lastYear: { from: day(2025, 0, 1), to: day(2026, 0, 1) },
  });
});

test('ranges are said by their ends', () => {
  expect(sizeRangeWords({ smallest: null, largest: null })).toBeNull();
  expect(sizeRangeWords({ smallest: null, largest: 1e6 })).toBe('Up to 1.0 MB');
  expect(sizeRangeWords({ smallest: 1e9, largest: null })).toBe('1.0 GB and more');
  expect(preparedRangeWords({ shortest: 300_000, longest: 600_000 })).toBe('5 min to 10 min');
  expect(preparedRangeWords({ shortest: 300_000, longest: 300_000 })).toBe('5 min');
  const [from, to] = [new Date(2026, 10, 3).getTime(), new Date(2026, 10, 4).getTime()];
  expect(daysWords({ from, to: null })).toBe('Since 3 Nov 2026');
  expect(daysWords({ from: null, to })).toBe('Until 3 Nov 2026');
  expect(daysWords({ from, to })).toBe('3 Nov 2026');
});

test('a failure that this Ferry doesn’t know goes by the name that it has', () => {
  expect([setbackWords('cut'), setbackWords('of-the-future')]).toEqual(['Connection cut', 'of-the-future']);
});

test('bars that are picked together are said as one', () => {
  const month = (number: number): TimeBar => ({
    ...{ from: new Date(2026, number, 1).getTime(), to: new Date(2026, number + 1, 1).getTime() },
    ...{ downloads: 2, bytes: 5e8, prepared: 60_000, fetched: 30_000 },
  });
  expect(barWords(barOf([month(9)]), 'month')).toBe(
    'October 2026: 2 downloads, 500 MB. The server prepared for 1 min, bytes came for 30 s.',
  );
  // Languages part the ends of a range with thin blanks.
  expect(barWords(barOf([month(9), month(10)]), 'month').replace(/\s/g, ' ')).toBe(
    '1 Oct – 30 Nov 2026: 4 downloads, 1.0 GB. The server prepared for 2 min, bytes came for 1 min.',
  );
});

test('axes have round values, no more than there is room for', () => {
  expect(spanTicks(1_000, 3_600_000, 3)).toEqual([1_000, 30_000, 600_000]);
  expect(evenSpanTicks(11 * 3_600_000, 2)).toEqual([5 * 3_600_000, 10 * 3_600_000]);
  expect(evenSpanTicks(1, 2)).toEqual([]);
  expect(sizeTicks(2e6, 3e10, 3)).toEqual([1e7, 1e9]);
});

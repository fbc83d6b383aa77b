import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  clockTime,
  fullMoment,
  moment,
  roughSpan,
  shortMoment,
} from '../../src-renderer/presentation/dates.ts';
import {
  formatBytes,
  formatDuration,
  formatList,
  formatNumber,
  formatPercent,
  formatRate,
  wholePercent,
} from '../../src-shared/format.ts';
import { setLanguage } from '../../src-shared/language/index.ts';

beforeEach(() => setLanguage('en'));
afterEach(() => setLanguage('en'));

/** What a function makes of the same in English and in German. */
function both(make: () => string): [string, string] {
  setLanguage('en');
  const english = make();
  setLanguage('de');
  return [english, make()];
}

test.each([
  [0, '0 B', '0 B'],
  [999, '999 B', '999 B'],
  [1_500, '1.5 kB', '1,5 kB'],
  [99_950, '100 kB', '100 kB'],
  [999_499, '999 kB', '999 kB'],
  [999_500, '1.0 MB', '1,0 MB'],
  [212_000_000, '212 MB', '212 MB'],
  [1_234_000_000_000_000_000, '1,234 PB', '1.234 PB'],
  [-1, '–', '–'],
  [NaN, '–', '–'],
])('%d bytes', (bytes, english, german) => {
  expect(both(() => formatBytes(bytes))).toEqual([english, german]);
});

test.each([
  [8, '8 s', '8 s'],
  [78, '1 min 18 s', '1 min 18 s'],
  [120, '2 min', '2 min'],
  [7_500, '2 h 5 min', '2 h 5 min'],
  [86_400, '1 d', '1 Tag'],
  [273_600, '3 d 4 h', '3 Tage 4 h'],
  [Infinity, '–', '–'],
])('%d seconds', (seconds, english, german) => {
  expect(both(() => formatDuration(seconds))).toEqual([english, german]);
});

test('rates, shares, numbers and lists', () => {
  expect(both(() => formatRate(41_200_000))).toEqual(['41.2 MB/s', '41,2 MB/s']);
  expect(both(() => formatPercent(629, 1_000))).toEqual(['62 %', '62 %']);
  // Never all before it is all.
  expect(formatPercent(9_999, 10_000)).toBe('99 %');
  expect(formatPercent(9_999_999_999_999, 10_000_000_000_000)).toBe('99 %');
  expect(formatPercent(12, 10)).toBe('100 %');
  expect(formatPercent(1, 0)).toBe('–');
  expect(both(() => formatNumber(4_012))).toEqual(['4,012', '4.012']);
  expect(both(() => formatNumber(0.25, 2))).toEqual(['0.25', '0,25']);
  expect(both(() => formatList(['a', 'b', 'c']))).toEqual(['a, b and c', 'a, b und c']);
});

test('whole percents are what was counted', () => {
  const percents = Array.from({ length: 101 }, (_, count) => count);
  expect(percents.map((count) => formatPercent(count, 100))).toEqual(percents.map((count) => `${count} %`));
  expect(percents.map((count) => formatPercent(count / 100, 1))).toEqual(
    percents.map((count) => `${count} %`),
  );
  expect(percents.map((count) => wholePercent((count * 7) / 700))).toEqual(percents);
});

test('moments are as short as they can be', () => {
  const now = new Date(2026, 10, 22, 16, 30).getTime();
  const at = (...parts: [number, number, number, number, number]): number => new Date(...parts).getTime();
  expect(clockTime(at(2026, 10, 22, 14, 2))).toBe('14:02');
  expect(both(() => shortMoment(at(2026, 10, 22, 14, 2), now))).toEqual(['14:02', '14:02']);
  expect(both(() => shortMoment(at(2026, 10, 21, 14, 2), now))).toEqual(['Yesterday', 'Gestern']);
  expect(both(() => shortMoment(at(2026, 2, 5, 14, 2), now))).toEqual(['5 Mar', '5. März']);
  expect(both(() => shortMoment(at(2025, 2, 5, 14, 2), now))).toEqual(['5 Mar 2025', '5. März 2025']);
  expect(both(() => moment(at(2026, 10, 21, 14, 2), now))).toEqual(['Yesterday, 14:02', 'Gestern, 14:02']);
  expect(both(() => fullMoment(at(2026, 10, 21, 14, 2)))).toEqual([
    '21 Nov 2026, 14:02:00',
    '21.11.2026, 14:02:00',
  ]);
});

test.each([
  [30_000, 'under a minute', 'weniger als eine Minute'],
  [38 * 60_000, '38 min', '38 min'],
  [5 * 3_600_000, '5 h', '5 h'],
  [72 * 3_600_000, '3 days', '3 Tage'],
])('a rough span of %d milliseconds', (milliseconds, english, german) => {
  expect(both(() => roughSpan(milliseconds))).toEqual([english, german]);
});

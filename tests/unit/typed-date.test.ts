import { afterEach, expect, test } from 'vitest';
import { readDate } from '../../src-renderer/components/typed-date.ts';
import { fullDate } from '../../src-renderer/presentation/dates.ts';
import { setLanguage } from '../../src-shared/language/index.ts';

afterEach(() => setLanguage('en'));

const now = new Date(2026, 10, 30, 15, 30).getTime();
const read = (...texts: string[]): string[] =>
  texts.map((text) => {
    const at = readDate(text, now);
    return at === null ? 'none' : new Date(at).toLocaleString('sv');
  });

test('a day is read as the language writes it, and with the year first', () => {
  const third = Array.from({ length: 7 }, () => '2026-11-03 00:00:00');
  expect(
    read('3/11/2026', '03.11.26', ' 3 - 11 - 2026', '3 Nov 2026', '3 november 2026', '2026-11-03', '3/11'),
  ).toEqual(third);
  setLanguage('de');
  expect(
    read('3.11.2026', '3.11.', '03.11.26', '3. Nov. 2026', '3. November', '2026-11-3', '3 11 26'),
  ).toEqual(third);
});

test('each day that Ferry writes is read again', () => {
  for (const language of ['en', 'de'] as const) {
    setLanguage(language);
    for (let month = 0; month < 12; month += 1) {
      const at = new Date(2024, month, 29).getTime();
      expect(readDate(fullDate(at), now), fullDate(at)).toBe(at);
    }
  }
});

test('without a year it is the last such day, and what is no day is none', () => {
  expect(read('30.11.', '1.12.', '29.2.2024', '31 Dec')).toEqual([
    ...['2026-11-30 00:00:00', '2025-12-01 00:00:00', '2024-02-29 00:00:00', '2025-12-31 00:00:00'],
  ]);
  const odd = [
    '',
    '3',
    '31.11.2026',
    '29.2.',
    '1.13.2026',
    '3 No 2026',
    '3 Nix 2026',
    '1.2.3.4',
    'Nov',
    '3 4 Nov 2026',
  ];
  expect(read(...odd)).toEqual(odd.map(() => 'none'));
});

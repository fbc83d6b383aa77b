import { afterEach, expect, test } from 'vitest';
import { dayPlan } from '../../src-shared/bandwidth.ts';
import { hostSettings } from '../../src-shared/settings.ts';
import type { SavePathTemplate } from '../../src-shared/settings.ts';
import { saved } from '../fakes/job-rows.ts';
import { setLanguage } from '../../src-shared/language/index.ts';
import { factsOf, filedPath, filingProblem } from '../../src-renderer/views/settings/save-path-words.ts';
import { findSettings } from '../../src-renderer/views/settings/settings-search.ts';
import { rateText, readNumber, unitOf } from '../../src-renderer/components/typed-number.ts';
import { dayName, weekDays } from '../../src-renderer/views/settings/week.ts';

afterEach(() => setLanguage('en'));

test.each([
  ['en', '1.5', 1.5],
  ['en', '1,5', 1.5],
  ['en', ' 1,500 ', 1500],
  ['en', '1,234.5', 1234.5],
  ['en', '.5', 0.5],
  ['de', '1,5', 1.5],
  ['de', '1.500', 1500],
  ['de', '1.5', 1.5],
  ['de', '1.234,5', 1234.5],
] as const)('in %s “%s” is the number %d', (language, text, number) => {
  setLanguage(language);
  expect(readNumber(text)).toBe(number);
});

test.each(['', 'lots', '-3', '1e3', '1.2.3,4,5', '12 MB', '٣'])('“%s” is no number', (text) => {
  expect(readNumber(text)).toBeNull();
});

test('a bandwidth is shown in the unit that keeps it exact, as its language writes numbers', () => {
  expect([unitOf(1_500_000), unitOf(999_000), unitOf(1_234_567)]).toEqual(['MB', 'kB', 'kB']);
  setLanguage('de');
  expect(rateText(1_500_000, 'MB')).toBe('1,5');
  expect(readNumber(rateText(1_234_567, 'kB'))).toBe(1234.567);
});

test('settings are found by any words of their name, sentence or section, whatever the case and the accents', () => {
  const namesOf = (text: string): string[] =>
    findSettings(text, hostSettings).flatMap(({ settings }) => settings);
  expect(namesOf('').length).toBeGreaterThan(10);
  expect(namesOf('TIMETABLE')).toEqual(['timetable']);
  expect(namesOf('speed combined')).toEqual(['rateLimit']);
  expect(namesOf('filing')).toEqual(['filing']);
  expect(namesOf('zebra')).toEqual([]);
  setLanguage('de');
  expect(namesOf('hochstgeschwindigkeit tempo')).toEqual(['rateLimit']);
});

test('a setting that this host doesn’t follow isn’t shown, and its section goes with it', () => {
  const sectionsOf = (...followed: (typeof hostSettings)[number][]): unknown =>
    findSettings('', followed).find(({ id }) => id === 'system')?.settings;
  expect(sectionsOf(...hostSettings)).toEqual([
    'startAtLogin',
    'closeWithoutTray',
    'awakeWhilePreparing',
    'whenAllDone',
    'updateChannel',
  ]);
  expect(sectionsOf('awakeWhilePreparing')).toEqual(['awakeWhilePreparing']);
  expect(sectionsOf()).toBeUndefined();
});

test('settings are found by what people call them, too', () => {
  const namesOf = (text: string): string[] =>
    findSettings(text, hostSettings).flatMap(({ settings }) => settings);
  expect(namesOf('dark mode')).toEqual(['theme']);
  expect(namesOf('throttle')).toEqual(['rateLimit', 'timetable']);
  expect(namesOf('password')).toEqual(['servers']);
  setLanguage('de');
  expect(namesOf('passwort')).toEqual(['servers']);
});

test('a week begins where the language’s speakers begin it', () => {
  setLanguage('de', ['de-DE']);
  expect(weekDays()).toEqual([1, 2, 3, 4, 5, 6, 0]);
  expect(dayName(weekDays()[0]!, 'long')).toBe('Montag');
  setLanguage('en', ['en-US']);
  expect(weekDays()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(dayName(0, 'short')).toBe('Sun');
});

test('a day is divided by what counts when: the first entry where hours overlap, the night before as well', () => {
  const work = { days: [1], from: '08:00', to: '18:00', limit: 1_000_000 };
  const lunch = { days: [1], from: '12:00', to: '13:00', limit: null };
  const night = { days: [0], from: '22:00', to: '06:00', limit: 5_000_000 };
  const plan = dayPlan([night, lunch, work], 1);
  expect(plan.map(({ from, to, entry }) => [from / 60, to / 60, entry])).toEqual([
    [0, 6, night],
    [6, 8, null],
    [8, 12, work],
    [12, 13, lunch],
    [13, 18, work],
    [18, 24, null],
  ]);
  expect(dayPlan([work, lunch], 1).map(({ from, to }) => [from / 60, to / 60])).toEqual([
    [0, 8],
    [8, 18],
    [18, 24],
  ]);
  expect(dayPlan([], 3)).toEqual([{ from: 0, to: 1440, entry: null }]);
});

test('what is wrong with a filing rule is said at its field', () => {
  expect(filingProblem({ folder: '{server}/{date:yyyy}', name: '{name}' })).toBeNull();
  expect(filingProblem({ folder: '{sever}', name: '{name}' })).toEqual({
    in: 'folder',
    words: '“{sever}” isn’t a known token. Use {server}, {name}, {date:yyyy-MM-dd} and {type}.',
  });
  expect(filingProblem({ folder: '', name: '{name' })).toMatchObject({ in: 'name' });
  expect(filingProblem({ folder: '', name: ' ' })).toMatchObject({ in: 'name' });
  expect(filingProblem({ folder: 'a'.repeat(501), name: '{name}' })).toMatchObject({ in: 'folder' });
});

test('the preview shows folders and name as the file would get them', () => {
  const facts = { server: 'Legal/HR', name: 'Annual report.zip', type: '', at: Date.UTC(2026, 10, 22, 12) };
  expect(filedPath({ folder: '{server}/{date:yyyy}', name: '{date:MM} {name}' }, facts)).toBe(
    'Legal_HR / 2026 / 11 Annual report.zip',
  );
  expect(filedPath({ folder: '{date:yyyy}', name: '{name}' }, facts, ['Tender', 'Plans'])).toBe(
    'Tender / Plans / 2026 / Annual report.zip',
  );
});

test('the last saved file is previewed by its own name, without what the rule has put around it', () => {
  const rule = { folder: '{server}', name: '{date:yyyy} {name} of {server}' };
  const nameOf = (name: string, by: SavePathTemplate): string =>
    factsOf(saved({ id: 'one', name, connectionName: 'Records', now: Date.UTC(2026, 5, 1), size: 1 }), by)
      .name;
  expect(nameOf('2026 Minutes of Records.pdf', rule)).toBe('Minutes.pdf');
  expect(nameOf('Minutes.pdf', rule)).toBe('Minutes.pdf');
  expect(nameOf('Minutes.pdf', { folder: '', name: '{name}' })).toBe('Minutes.pdf');
});

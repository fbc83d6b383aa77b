import { afterEach, expect, test } from 'vitest';
import { readTime, timeText } from '../../src-renderer/components/typed-time.ts';
import { setLanguage } from '../../src-shared/language/index.ts';
import '../../src-shared/language/all.ts';

afterEach(() => setLanguage('en'));

test.each([
  ['18:30', '18:30'],
  ['8.05', '08:05'],
  ['1830', '18:30'],
  [' 7 ', '07:00'],
  ['6:30 pm', '18:30'],
  ['6:30\u202fPM', '18:30'],
  ['12 a.m.', '00:00'],
  ['12 p.m.', '12:00'],
  ['24:00', null],
  ['13 pm', null],
  ['0 am', null],
  ['7:60', null],
  ['noon', null],
  ['', null],
])('the time that was typed: %j', (typed, time) => {
  expect(readTime(typed)).toBe(time);
});

test('a time is written as all others are, and read back from that', () => {
  setLanguage('de');
  expect(timeText('18:30')).toBe('18:30');
  expect(readTime(timeText('00:05'))).toBe('00:05');
  expect(timeText('half')).toBe('half');
  expect(timeText('25:99')).toBe('25:99');
});

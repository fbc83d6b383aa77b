import { expect, test } from 'vitest';
import { MonthLines } from '../../src-renderer/table/month-lines.ts';

const november = { at: 11, count: 2 };
const october = { at: 10, count: 1 };

test('each month has a heading over its rows', () => {
  const lines = new MonthLines(3, [november, october]);
  expect(lines.count).toBe(5);
  expect([0, 1, 2, 3, 4].map((line) => lines.monthAt(line))).toEqual([
    november,
    undefined,
    undefined,
    october,
    undefined,
  ]);
  expect([1, 2, 4].map((line) => lines.placeOf(line))).toEqual([0, 1, 2]);
  expect([0, 1, 2].map((place) => lines.lineOf(place))).toEqual([1, 2, 4]);
});

test('a heading stands for the first row under it', () => {
  const lines = new MonthLines(3, [november, october]);
  expect([0, 3].map((line) => lines.placeOf(line))).toEqual([0, 2]);
});

test('rows in another order than that of time have no headings', () => {
  const lines = new MonthLines(3, []);
  expect([lines.count, lines.monthAt(0), lines.placeOf(2), lines.lineOf(2)]).toEqual([3, undefined, 2, 2]);
});

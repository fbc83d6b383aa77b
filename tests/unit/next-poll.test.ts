import { describe, expect, test } from 'vitest';
import { likelyLengths } from '../../src-main/core/likely-lengths.ts';
import { longestWait, nextWait, shortestWait } from '../../src-main/core/next-poll.ts';
import type { Outlook } from '../../src-main/core/next-poll.ts';

const minute = 60_000;
const unknown: Outlook = { age: 0, learnt: { lengths: [], samples: 0 }, left: null, stretches: [] };
const learntFrom = (spans: number[]): Outlook['learnt'] => ({
  lengths: likelyLengths(spans),
  samples: spans.length,
});
/** Thirty lengths around a middle, spread by a factor. */
const around = (middle: number, factor: number): number[] =>
  Array.from({ length: 30 }, (_one, index) => middle * factor ** ((index - 14.5) / 10));

describe('the next question', () => {
  test('about what nothing is known of waits with the root of its age, within its bounds', () => {
    const waits = [0, 60_000, 240_000, 960_000].map((age) => nextWait({ ...unknown, age }));
    expect(waits[0]).toBe(shortestWait);
    expect(waits[2]! / waits[1]!).toBeCloseTo(2, 0);
    expect(waits[3]! / waits[2]!).toBeCloseTo(2, 0);
    expect(nextWait({ ...unknown, age: 1e9 })).toBe(longestWait);
  });

  test('comes often when earlier ones ended at that age, seldom before, and like a fixed one after', () => {
    const learnt = learntFrom(around(10 * minute, 1.3));
    const at = (minutes: number): number => nextWait({ ...unknown, learnt, age: minutes * minute });
    expect(at(10)).toBeLessThan(at(2) / 2);
    expect(at(60)).toBeCloseTo(at(300), -1);
  });

  test('comes seldom between two usual lengths', () => {
    const learnt = learntFrom([...around(3 * minute, 1.2), ...around(20 * minute, 1.2)]);
    const at = (minutes: number): number => nextWait({ ...unknown, learnt, age: minutes * minute });
    expect(at(8)).toBeGreaterThan(2 * at(3));
    expect(at(8)).toBeGreaterThan(1.5 * at(20));
  });

  test('trusts counters more than what was learnt, and the more the longer they kept their pace', () => {
    const stretch = { lasted: 30_000, done: 0.1 };
    const with_ = (stretches: Outlook['stretches'], left: number): number =>
      nextWait({ age: 5 * minute, learnt: learntFrom(around(5 * minute, 1.3)), left, stretches });
    // 60 s are left at that pace.
    const [few, many] = [with_([stretch], 0.2), with_(Array<typeof stretch>(12).fill(stretch), 0.2)];
    expect(few).toBeLessThan(many);
    expect(many).toBeGreaterThan(20_000);
    expect(many).toBeLessThan(60_000);
    expect(with_([stretch, stretch], 0.001)).toBeLessThan(2_500);
  });

  test('is as if there were no counters where they stand still or are at their end', () => {
    const learnt = learntFrom(around(10 * minute, 1.3));
    const plain = nextWait({ ...unknown, learnt, age: 8 * minute });
    const still = { lasted: 30_000, done: 0 };
    expect(nextWait({ ...unknown, learnt, age: 8 * minute, left: 0.5, stretches: [still] })).toBe(plain);
    const ended = { lasted: 30_000, done: 0.5 };
    expect(nextWait({ ...unknown, learnt, age: 8 * minute, left: 0, stretches: [ended] })).toBe(plain);
  });
});

describe('likely lengths', () => {
  const shareWithin = (lengths: number[], from: number, to: number): number =>
    lengths.filter((length) => length >= from && length < to).length / lengths.length;

  test('are smooth around one peak, and keep two apart', () => {
    const one = likelyLengths(around(10, 1.5));
    expect(shareWithin(one, 0, 10)).toBeCloseTo(0.5, 1);
    const two = likelyLengths([...around(3, 1.1), ...around(30, 1.1)]);
    expect(shareWithin(two, 5, 18)).toBeLessThan(0.03);
    expect(shareWithin(two, 0, 5)).toBeCloseTo(0.5, 1);
  });

  test('of many samples that are one wide peak leave no gaps between them', () => {
    // About a lognormal distribution.
    const hundred = Array.from(
      { length: 100 },
      (_one, index) => 10 * ((index + 0.5) / (99.5 - index)) ** 0.6,
    );
    const lengths = likelyLengths(hundred);
    const middle = lengths.slice(lengths.length / 4, (lengths.length * 3) / 4);
    const steps = middle.slice(1).map((length, index) => length / middle[index]!);
    expect(Math.max(...steps)).toBeLessThan(1.02);
  });

  test('of equal ones are that one; of fewer than two there are none', () => {
    expect(likelyLengths([7, 7, 7])).toEqual([7]);
    expect(likelyLengths([7])).toEqual([]);
    expect(likelyLengths([])).toEqual([]);
    expect(likelyLengths([0, -3, 5])).toEqual([]);
  });
});

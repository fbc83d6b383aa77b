import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boundTimes, comingTime, farthest, pastTime } from '../../src-shared/time-bounds.ts';

const now = 1_790_000_000_000;

test('a time of something past is not after now, one for something to come at most a year away', () => {
  expect([-1e300, -5, 5, now, now + 1, 8.64e15, 1e300].map((at) => pastTime(at, now))).toEqual([
    ...[0, 0, 5, now, now, now, now],
  ]);
  expect([-5, 5, now, now + 1, now + farthest + 1, 1e300].map((at) => comingTime(at, now))).toEqual([
    ...[0, 5, now, now + 1, now + farthest, now + farthest],
  ]);
});

test('what is inside of its bounds stays the very same, and nothing else is touched', () => {
  const fine = {
    createdAt: now,
    retryAt: null,
    name: 'at',
    state: { is: 'ready', expiresAt: now + 1 },
    at: 'ENOSPC',
  };
  expect(boundTimes(fine, now)).toBe(fine);
  const odd = { ...fine, createdAt: 1e15, state: { is: 'ready', expiresAt: 1e15 }, size: 1e15 };
  expect(boundTimes(odd, now)).toEqual({
    ...fine,
    state: { is: 'ready', expiresAt: now + farthest },
    size: 1e15,
  });
});

test('whatever a time says, it ends inside of its bounds', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (at) => {
      const { createdAt, dueAt } = boundTimes({ createdAt: at, dueAt: at }, now);
      expect(createdAt).toBeGreaterThanOrEqual(0);
      expect(createdAt).toBeLessThanOrEqual(now);
      expect(dueAt).toBeGreaterThanOrEqual(0);
      expect(dueAt).toBeLessThanOrEqual(now + farthest);
    }),
    { seed: 1 },
  );
});

import { expect, test } from 'vitest';
import { timeUntil, timeUntilRetry } from '../../src-main/core/wait-times.ts';
import { slowestBackoff } from '../../src-shared/job/job-failures.ts';
import { composeJob } from '../fakes/compose-job.ts';

const now = 1_790_000_000_000;

test('a time that was noted is as far away as the calendar says, and has come when it says so', () => {
  expect(timeUntil(now + 500, now, 1_000)).toBe(500);
  expect(timeUntil(now, now, 1_000)).toBe(0);
  expect(timeUntil(now - 1, now, 1_000)).toBe(0);
  expect(timeUntil(null, now, 1_000)).toBe(0);
});

test('a time further ahead than it was ever put off has come: the calendar was set back', () => {
  expect(timeUntil(now + 1_000, now, 1_000)).toBe(1_000);
  expect(timeUntil(now + 1_001, now, 1_000)).toBe(0);
});

test('a server that wants more time than Ferry ever takes by itself gets it', () => {
  const retryAt = now + 2 * slowestBackoff;
  const waiting = (retryAfter?: number) =>
    composeJob({ retryAt, lastFailure: { kind: 'server-error', ...(retryAfter && { retryAfter }) } });
  expect(timeUntilRetry(waiting((2 * slowestBackoff) / 1000), now)).toBe(2 * slowestBackoff);
  expect(timeUntilRetry(waiting(), now)).toBe(0);
});

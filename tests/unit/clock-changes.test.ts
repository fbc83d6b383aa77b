import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { shortMoment } from '../../src-renderer/presentation/dates.ts';

beforeAll(() => void vi.stubEnv('TZ', 'Europe/Berlin'));
afterAll(() => vi.unstubAllEnvs());

test.each([
  [
    'an hour was left out',
    '2026-03-30T00:30:00+02:00',
    '2026-03-29T00:10:00+01:00',
    '2026-03-28T23:45:00+01:00',
  ],
  [
    'an hour came twice',
    '2026-10-25T23:30:00+01:00',
    '2026-10-24T12:00:00+02:00',
    '2026-10-23T23:45:00+02:00',
  ],
])('yesterday is the day before, also where %s', (_, now, yesterday, earlier) => {
  expect(shortMoment(Date.parse(yesterday), Date.parse(now))).toBe('Yesterday');
  expect(shortMoment(Date.parse(earlier), Date.parse(now))).not.toBe('Yesterday');
});

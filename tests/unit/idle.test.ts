import { expect, test } from 'vitest';
import { hourOf } from '../bench/idle-hour.ts';

test('an hour in which nothing is wanted writes nothing and asks nobody anything', async () => {
  expect(await hourOf(false)).toEqual({ writes: 0, requests: 0 });
});

test('an hour of waiting for one thing writes nothing, and asks for it alone', async () => {
  const { writes, requests } = await hourOf(true);
  expect(writes).toBe(0);
  expect(requests).toBeGreaterThanOrEqual(60);
  expect(requests).toBeLessThan(200);
});

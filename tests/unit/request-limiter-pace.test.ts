import { expect, test } from 'vitest';
import { createRequestLimiter } from '../../src-main/adapters/servers/request-limiter.ts';
import type { Entering } from '../../src-main/adapters/servers/request-limiter.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const { signal } = new AbortController();

/** A limiter for five requests in a second, and the times at which requests went through it. */
function paced(limit = 100) {
  const clock = new FakeClock();
  const begin = clock.now();
  const limiter = createRequestLimiter(limit, { requests: 5, milliseconds: 1000, clock });
  const times: number[] = [];
  const order: string[] = [];
  const enter = (name: string, options: Partial<Entering> = {}): Promise<void> =>
    limiter.enter({ signal, ...options }).then((leave) => {
      times.push(clock.now() - begin);
      order.push(name);
      leave();
    });
  return { clock, limiter, times, order, enter };
}

test('no second sees more requests than the pace allows, however many wait', async () => {
  const { clock, times, enter } = paced();
  for (let index = 0; index < 23; index += 1) void enter(`${index}`);
  await clock.advance(10_000);
  expect(times).toHaveLength(23);
  for (const [index, time] of times.entries()) {
    const before = times[index - 5];
    if (before !== undefined) expect(time - before).toBeGreaterThanOrEqual(1000);
  }
  expect(times.at(-1)).toBe(4000);
});

test('a pause saves nothing up: the second after it sees no more than any other', async () => {
  const { clock, times, enter } = paced();
  for (let index = 0; index < 3; index += 1) void enter('early');
  await clock.advance(60_000);
  for (let index = 0; index < 12; index += 1) void enter('late');
  await clock.advance(60_000);
  expect(times.slice(3)).toEqual([
    ...Array<number>(5).fill(60_000),
    ...Array<number>(5).fill(61_000),
    62_000,
    62_000,
  ]);
});

test('who waits at a screen goes first when the pace lets the next ones through', async () => {
  const { clock, order, enter } = paced();
  for (let index = 0; index < 5; index += 1) await enter('first');
  for (let index = 0; index < 6; index += 1) void enter(`background ${index}`);
  void enter('user', { priority: 'user' });
  await clock.advance(1000);
  expect(order.slice(5)).toEqual(['user', 'background 0', 'background 1', 'background 2', 'background 3']);
  await clock.advance(1000);
  expect(order.slice(10)).toEqual(['background 4', 'background 5']);
});

test('requests to another server neither wait for the pace nor count for it', async () => {
  const { clock, times, enter } = paced();
  for (let index = 0; index < 9; index += 1) await enter('elsewhere', { elsewhere: true });
  for (let index = 0; index < 5; index += 1) await enter('own');
  void enter('own, later');
  for (let index = 0; index < 9; index += 1) await enter('elsewhere', { elsewhere: true });
  expect(times).toEqual(Array<number>(23).fill(0));
  await clock.advance(1000);
  expect(times.at(-1)).toBe(1000);
});

test('requests to another server still take a place', async () => {
  const { clock, limiter, order, enter } = paced(1);
  const leave = await limiter.enter({ signal, elsewhere: true });
  void enter('next', { elsewhere: true });
  await clock.advance(5000);
  expect(order).toEqual([]);
  leave();
  await clock.advance(0);
  expect(order).toEqual(['next']);
});

test('nobody waiting means nothing that keeps the clock busy', async () => {
  const { clock, enter } = paced();
  for (let index = 0; index < 5; index += 1) await enter('first');
  const controller = new AbortController();
  const given = enter('given up', { signal: controller.signal });
  expect(clock.sleeping).toBe(1);
  controller.abort(new Error('changed my mind'));
  await expect(given).rejects.toThrow('changed my mind');
  expect(clock.sleeping).toBe(0);
});

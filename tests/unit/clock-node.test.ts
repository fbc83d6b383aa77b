import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClock } from '../../src-main/adapters/clock-node.ts';
import { createRandom } from '../../src-main/adapters/random-node.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const day = 24 * 60 * 60 * 1000;

test('a sleep lasts as long as asked, also longer than a timer can', async () => {
  const done = vi.fn();
  void createClock()
    .sleep(60 * day, new AbortController().signal)
    .then(done);
  await vi.advanceTimersByTimeAsync(60 * day - 1);
  expect(done).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(done).toHaveBeenCalledOnce();
});

test('a sleep that is aborted rejects with the reason and leaves no timer', async () => {
  const controller = new AbortController();
  const sleep = createClock().sleep(day, controller.signal);
  const reason = new Error('paused');
  controller.abort(reason);
  await expect(sleep).rejects.toBe(reason);
  await expect(createClock().sleep(1, controller.signal)).rejects.toBe(reason);
  expect(vi.getTimerCount()).toBe(0);
});

test('a finished sleep no longer listens to its signal', async () => {
  const { signal } = new AbortController();
  const remove = vi.spyOn(signal, 'removeEventListener');
  const sleep = createClock().sleep(-5, signal);
  await vi.advanceTimersByTimeAsync(1);
  await sleep;
  expect(remove).toHaveBeenCalledOnce();
});

test('ids differ and are safe in a file name', () => {
  const random = createRandom();
  const ids = Array.from({ length: 1000 }, () => random.id());
  expect(new Set(ids).size).toBe(1000);
  for (const one of ids) expect(one).toMatch(/^[\w-]{20,64}$/);
  expect(random.next()).toBeGreaterThanOrEqual(0);
  expect(random.next()).toBeLessThan(1);
});

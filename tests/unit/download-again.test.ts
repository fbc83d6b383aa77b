import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAgain } from '../../src-renderer/state/again.ts';
import { rowsOf } from '../../src-renderer/state/queue-rows.ts';
import { queued, saved } from '../fakes/job-rows.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const done = saved({ id: 'done', name: 'Plan.pdf', now: 0, size: 1 });

test('what is pressed twice within a moment is downloaded again once', async () => {
  const act = vi.fn(async () => true);
  const again = createAgain(act);
  const press = () => again(done, rowsOf([done]));
  const said = ['“Plan.pdf” is in the queue again.', null];
  expect(await Promise.all([press(), press()])).toEqual(said);
  expect(await press()).toBeNull();
  expect(act).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(2_000);
  expect(await Promise.all([press(), press()])).toEqual(said);
  expect(act).toHaveBeenCalledTimes(2);
});

test('of what is in the queue already it says so, which nothing else is taken for', async () => {
  const say = (...rows: (typeof done)[]) => createAgain(async () => true)(done, rowsOf([done, ...rows]));
  const queuedAs = { name: 'Plan.pdf', now: 0 };
  expect(await say(queued({ id: 'again', ...queuedAs }))).toBe(
    '“Plan.pdf” is in the queue once more: it was there already.',
  );
  expect(
    await say(
      saved({ id: 'over', ...queuedAs, size: 1 }),
      queued({ id: 'other', ...queuedAs, items: 2 }),
      queued({ id: 'elsewhere', ...queuedAs, connectionId: 'elsewhere' }),
    ),
  ).toBe('“Plan.pdf” is in the queue again.');
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadWhenLinked } from '../../src-renderer/state/load-when-linked.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Something that is loaded, how often it was so far, and the link that it waits for. */
function harness(...ends: boolean[]) {
  let tell: (link: string) => void = () => undefined;
  const load = vi.fn(async () => ends.shift() ?? true);
  loadWhenLinked({ onLink: (listener) => (tell = listener) }, load);
  return { load, tell: (link: string) => tell(link) };
}

test('what failed to load is loaded again until it came', async () => {
  const { load, tell } = harness(false, false, true);
  tell('open');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(load).toHaveBeenCalledTimes(3);
});

test('nothing is asked while the link is lost, and once when it is back', async () => {
  const { load, tell } = harness(false, true);
  tell('open');
  await vi.advanceTimersByTimeAsync(0);
  tell('lost');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(load).toHaveBeenCalledTimes(1);
  tell('open');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(load).toHaveBeenCalledTimes(2);
});

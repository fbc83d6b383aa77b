import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createClock } from '../../src-main/adapters/clock-node.ts';
import type { Clock } from '../../src-main/core/ports.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

interface Harness {
  clock: Clock;
  advance: (milliseconds: number) => Promise<unknown>;
}

const harnesses: [string, () => Harness][] = [
  ['the machine’s', () => ({ clock: createClock(), advance: (time) => vi.advanceTimersByTimeAsync(time) })],
  [
    'the tests’',
    () => {
      const clock = new FakeClock();
      return { clock, advance: (time) => clock.advance(time) };
    },
  ],
];

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] }));
afterEach(() => void vi.useRealTimers());

describe.each(harnesses)('a clock (%s)', (_name, createHarness) => {
  test('sleeps exactly as long as asked', async () => {
    const { clock, advance } = createHarness();
    const done = vi.fn();
    void clock.sleep(1_000, new AbortController().signal).then(done);
    await advance(999);
    expect(done).not.toHaveBeenCalled();
    await advance(1);
    expect(done).toHaveBeenCalledOnce();
  });

  test('wakes sleepers in the order of their times', async () => {
    const { clock, advance } = createHarness();
    const { signal } = new AbortController();
    const woken: number[] = [];
    for (const time of [30, 10, 20]) void clock.sleep(time, signal).then(() => woken.push(time));
    await advance(100);
    expect(woken).toEqual([10, 20, 30]);
  });

  test('rejects with the signal’s reason, before and during a sleep', async () => {
    const { clock } = createHarness();
    const controller = new AbortController();
    const reason = new Error('paused');
    const during = clock.sleep(1_000, controller.signal);
    controller.abort(reason);
    await expect(during).rejects.toBe(reason);
    await expect(clock.sleep(1, controller.signal)).rejects.toBe(reason);
  });

  test('tells spans that agree with how long was slept', async () => {
    const { clock, advance } = createHarness();
    const before = clock.monotonic();
    const at = clock.now();
    await advance(5_000);
    expect(Math.round(clock.monotonic() - before)).toBe(5_000);
    expect(clock.now() - at).toBe(5_000);
  });
});

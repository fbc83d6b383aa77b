import { describe, expect, test } from 'vitest';
import type { Output } from '../../src-main/core/ports.ts';
import { keptProgress, ProgressPublisher, RateMeter } from '../../src-main/core/progress-publisher.ts';
import type { Progress } from '../../src-shared/job/job-view.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const at = (jobId: string, bytes: number): Progress => ({
  ...{ phase: 'downloading', jobId, bytes, total: 100, rate: 0, secondsLeft: null },
});

function createPublisher() {
  const clock = new FakeClock();
  const told: [string, number][][] = [];
  const publisher = new ProgressPublisher(clock, (items) =>
    told.push(items.map((item) => [item.jobId, item.phase === 'downloading' ? item.bytes : -1])),
  );
  return { clock, told, publisher };
}

describe('how far downloads are', () => {
  test('is told before a job is forgotten where that must be known', async () => {
    const { clock, told, publisher } = createPublisher();
    publisher.set(at('a', 1));
    publisher.set(at('a', 2));
    publisher.tell(at('a', 0));
    publisher.clear('a');
    await clock.advance(1_000);
    expect(told).toEqual([[['a', 1]], [['a', 0]]]);
  });

  test('is told at once, and what follows within a quarter of a second together, the last of each', async () => {
    const { clock, told, publisher } = createPublisher();
    publisher.set(at('a', 1));
    expect(told).toEqual([[['a', 1]]]);
    publisher.set(at('a', 2));
    publisher.set(at('b', 5));
    publisher.set(at('a', 3));
    await clock.advance(249);
    expect(told).toHaveLength(1);
    await clock.advance(1);
    expect(told[1]).toEqual([
      ['a', 3],
      ['b', 5],
    ]);
    await clock.advance(1_000);
    expect(told).toHaveLength(2);
    publisher.set(at('b', 6));
    expect(told).toHaveLength(3);
  });

  test('is known of each until it is over, and then no more', async () => {
    const { clock, told, publisher } = createPublisher();
    publisher.set(at('a', 1));
    publisher.set(at('b', 2));
    expect(publisher.all()).toEqual([at('a', 1), at('b', 2)]);
    expect([publisher.get('b'), publisher.get('c')]).toEqual([at('b', 2), null]);
    publisher.clear('b');
    await clock.advance(1_000);
    expect([publisher.get('b'), told.length]).toEqual([null, 1]);
  });

  test('is told no more after the end', async () => {
    const { clock, told, publisher } = createPublisher();
    publisher.set(at('a', 1));
    publisher.set(at('a', 2));
    publisher.stop();
    await clock.advance(1_000);
    publisher.set(at('a', 3));
    await clock.advance(1_000);
    expect(told).toHaveLength(1);
  });
});

test('of a download without bytes on their way it is what was kept, where the whole is known', () => {
  const output = (durable: number, total: number | null): Output => ({
    ...{ jobId: 'a', folder: '/d', part: '.p', volume: null, sourceId: 's', proof: null, name: null, total },
    ...{ durable, digests: [], sha256: null, whole: false, pieces: [], tail: null },
  });
  expect(keptProgress(output(40, 100))).toEqual([at('a', 40)]);
  expect([keptProgress(output(0, 100)), keptProgress(output(40, null))]).toEqual([[], []]);
});

describe('the speed of a download', () => {
  async function metered(samples: [number, number][]): Promise<number> {
    const clock = new FakeClock();
    const meter = new RateMeter(clock);
    for (const [wait, bytes] of samples) {
      await clock.advance(wait);
      meter.add(bytes);
    }
    return meter.rate();
  }

  test('is nothing while too little is known', async () => {
    expect(await metered([])).toBe(0);
    expect(await metered([[0, 500]])).toBe(0);
    expect(
      await metered([
        [0, 0],
        [0, 500],
      ]),
    ).toBe(0);
  });

  test('takes what came at once for no more than it is', async () => {
    expect(
      await metered([
        [0, 0],
        [50, 200_000],
      ]),
    ).toBe(200_000);
  });

  test('is what came by the time that it took', async () => {
    expect(
      await metered([
        [0, 1_000],
        [2_000, 5_000],
      ]),
    ).toBe(2_000);
  });

  test.each([99, 100, 103])('of a limited line is never above its limit, in steps of %i ms', async (step) => {
    const clock = new FakeClock();
    const meter = new RateMeter(clock);
    meter.add(0);
    let highest = 0;
    for (let time = 0; time < 8_000; time += step) {
      // A line opens with what was saved up for it.
      meter.add(2 * 40_000 + time * 400);
      if (time >= 1_000) highest = Math.max(highest, meter.rate());
      await clock.advance(step);
    }
    expect(Math.round(highest)).toBe(400_000);
  });

  test('counts the last five seconds alone', async () => {
    const fast: [number, number][] = [
      [0, 0],
      [1_000, 1_000_000],
    ];
    const slow = Array.from({ length: 7 }, (_, index): [number, number] => [
      1_000,
      1_000_000 + (index + 1) * 10,
    ]);
    expect(await metered([...fast, ...slow])).toBe(10);
  });

  test('of a line that stood still for long is what the two last moments say', async () => {
    expect(
      await metered([
        [0, 0],
        [1_000, 100],
        [60_000, 160],
      ]),
    ).toBe(1);
  });

  test('takes what comes within a tenth of a second as one moment', async () => {
    // The last of them counts, at its own time.
    expect(
      await metered([
        [0, 0],
        [1_000, 1_000],
        [50, 2_100],
      ]),
    ).toBe(2_000);
    expect(
      await metered([
        [0, 0],
        [1_000, 1_000],
        [100, 2_200],
      ]),
    ).toBe(2_000);
  });
});

import { describe, expect, test } from 'vitest';
import { limitAt } from '../../src-shared/bandwidth.ts';
import type { TimetableEntry } from '../../src-shared/settings.ts';
import { Bandwidth } from '../../src-main/core/bandwidth.ts';
import type { Lane } from '../../src-main/core/bandwidth.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeConfig } from '../fakes/fake-config.ts';

const kilobyte = 1024;

/** Two servers, the first with a limit of its own where told, and transfers that take all they get. */
function createLine({ all, own = null }: { all: number | null; own?: number | null }) {
  const clock = new FakeClock();
  const config = new FakeConfig();
  config.saveSettings({ ...config.settings(), rateLimit: all });
  const bandwidth = new Bandwidth({ clock, config }, (id) => (id === 'limited' ? own : null));
  const ends: AbortController[] = [];

  /** Bytes that came out at the sink, by the second. */
  const run = (lane: Lane): { seconds: number[]; total: () => number } => {
    const end = new AbortController();
    ends.push(end);
    const began = clock.now();
    const seconds: number[] = [];
    const flow = async (): Promise<void> => {
      while (!end.signal.aborted) {
        const bytes = bandwidth.slice(lane.connectionId);
        await bandwidth.take(lane, bytes, end.signal);
        const second = Math.floor((clock.now() - began) / 1000);
        seconds[second] = (seconds[second] ?? 0) + bytes;
        // What nothing limits would never let the clock go on.
        if (bandwidth.slice(lane.connectionId) === 1024 * kilobyte) await clock.sleep(10, end.signal);
      }
    };
    flow().catch(() => undefined);
    return { seconds, total: () => seconds.reduce((sum, bytes) => sum + (bytes ?? 0), 0) };
  };
  const stop = (): void => {
    for (const end of ends) end.abort(new Error('the test is over'));
    bandwidth.stop();
  };
  return { clock, config, bandwidth, run, stop };
}

describe('a limited bandwidth', () => {
  test('lets as much through as it says, evenly in every second', async () => {
    const { clock, bandwidth, run, stop } = createLine({ all: 200 * kilobyte });
    const sink = run(bandwidth.lane('one', 'normal'));
    await clock.advance(10_000);
    stop();
    for (const bytes of sink.seconds.slice(1, 10)) {
      expect(bytes).toBeGreaterThan(170 * kilobyte);
      expect(bytes).toBeLessThan(230 * kilobyte);
    }
    expect(sink.total() / 10).toBeLessThan(1.05 * 200 * kilobyte);
  });

  test('is divided evenly, and by weight', async () => {
    const { clock, bandwidth, run, stop } = createLine({ all: 700 * kilobyte });
    const high = run(bandwidth.lane('one', 'high'));
    const normal = run(bandwidth.lane('one', 'normal'));
    const low = run(bandwidth.lane('two', 'low'));
    await clock.advance(20_000);
    stop();
    expect(high.total() / normal.total()).toBeCloseTo(2, 0);
    expect(normal.total() / low.total()).toBeCloseTo(2, 0);
    expect(low.seconds.filter((bytes) => bytes > 0).length).toBeGreaterThan(17);
  });

  test('gives a newcomer its share, not the past', async () => {
    const { clock, bandwidth, run, stop } = createLine({ all: 200 * kilobyte });
    const first = run(bandwidth.lane('one', 'normal'));
    await clock.advance(10_000);
    const before = first.total();
    const second = run(bandwidth.lane('two', 'normal'));
    await clock.advance(10_000);
    stop();
    expect((first.total() - before) / second.total()).toBeCloseTo(1, 0);
  });

  test('gives one that stood idle its share, not what it left', async () => {
    const { clock, bandwidth, run, stop } = createLine({ all: 200 * kilobyte });
    const idle = bandwidth.lane('two', 'normal');
    const first = run(bandwidth.lane('one', 'normal'));
    await clock.advance(10_000);
    const before = first.total();
    const second = run(idle);
    await clock.advance(10_000);
    stop();
    expect((first.total() - before) / second.total()).toBeCloseTo(1, 0);
  });

  test('counts nothing for one that stopped asking', async () => {
    const { clock, bandwidth, stop } = createLine({ all: 100 * kilobyte });
    const never = new AbortController().signal;
    await bandwidth.take(bandwidth.lane('one', 'normal'), 100 * kilobyte, never);
    const end = new AbortController();
    const gone = bandwidth.take(bandwidth.lane('one', 'high'), 10_000 * kilobyte, end.signal);
    let served = false;
    void bandwidth
      .take(bandwidth.lane('one', 'normal'), kilobyte, never)
      .then(() => (served = true))
      .catch(() => undefined);
    end.abort(new Error('paused'));
    await expect(gone).rejects.toThrow('paused');
    await clock.advance(2_000);
    stop();
    expect(served).toBe(true);
  });

  test('of one server leaves the others alone', async () => {
    const { clock, bandwidth, run, stop } = createLine({ all: 400 * kilobyte, own: 100 * kilobyte });
    const limited = run(bandwidth.lane('limited', 'normal'));
    const other = run(bandwidth.lane('one', 'normal'));
    await clock.advance(10_000);
    stop();
    expect(limited.total() / 10 / kilobyte).toBeCloseTo(100, -1);
    expect(other.total() / 10 / kilobyte).toBeGreaterThan(270);
  });

  test('may change while bytes flow', async () => {
    const { clock, config, bandwidth, run, stop } = createLine({ all: 10 * kilobyte });
    const sink = run(bandwidth.lane('one', 'normal'));
    await clock.advance(3_000);
    config.saveSettings({ ...config.settings(), rateLimit: 500 * kilobyte });
    bandwidth.changed();
    await clock.advance(3_000);
    config.saveSettings({ ...config.settings(), rateLimit: null });
    bandwidth.changed();
    await clock.advance(1_000);
    stop();
    expect(sink.seconds[2]).toBeLessThan(15 * kilobyte);
    expect(sink.seconds[4]).toBeGreaterThan(400 * kilobyte);
    expect(sink.seconds[6]).toBeGreaterThan(10_000 * kilobyte);
  });

  test('lets go who is stopped, and serves the others', async () => {
    const { clock, bandwidth, run, stop } = createLine({ all: 100 * kilobyte });
    const end = new AbortController();
    const reason = new Error('paused');
    const lane = bandwidth.lane('one', 'normal');
    await bandwidth.take(lane, 100 * kilobyte, end.signal);
    const waiting = bandwidth.take(lane, kilobyte, end.signal);
    end.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    const other = run(bandwidth.lane('two', 'normal'));
    await clock.advance(5_000);
    stop();
    expect(other.total()).toBeGreaterThan(300 * kilobyte);
  });
});

describe('a timetable', () => {
  const office: TimetableEntry = { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', limit: 50_000 };
  const night: TimetableEntry = { days: [5], from: '22:00', to: '06:00', limit: null };
  const at = (day: number, time: string): number => {
    const [hours, minutes] = time.split(':').map(Number) as [number, number];
    // The first of November 2026 is a Sunday.
    return new Date(2026, 10, 1 + day, hours, minutes).getTime();
  };
  const limit = (day: number, time: string): number | null =>
    limitAt({ rateLimit: 200_000, timetable: [office, night] }, at(day, time));

  test('counts in its hours on its days, and the usual limit else', () => {
    expect(limit(1, '08:00')).toBe(50_000);
    expect(limit(5, '17:59')).toBe(50_000);
    expect(limit(1, '07:59')).toBe(200_000);
    expect(limit(1, '18:00')).toBe(200_000);
    expect(limit(0, '12:00')).toBe(200_000);
  });

  test('goes on past midnight into the next day', () => {
    expect(limit(5, '23:00')).toBeNull();
    expect(limit(6, '05:59')).toBeNull();
    expect(limit(6, '06:00')).toBe(200_000);
    expect(limit(5, '05:00')).toBe(200_000);
  });

  test('of the same begin and end is the whole day', () => {
    const always = { ...office, days: [0], from: '00:00', to: '00:00' };
    const settings = { rateLimit: null, timetable: [always] };
    expect(limitAt(settings, at(0, '23:59'))).toBe(50_000);
    expect(limitAt(settings, at(1, '00:00'))).toBeNull();
  });
});

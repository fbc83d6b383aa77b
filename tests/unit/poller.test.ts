import { describe, expect, test } from 'vitest';
import type { Connections } from '../../src-main/core/connections.ts';
import { Poller } from '../../src-main/core/poller.ts';
import type { RemoteStatus } from '../../src-main/core/ports.ts';
import type { PreparationEstimate } from '../../src-main/core/preparation-estimate.ts';
import type { ProgressPublisher } from '../../src-main/core/progress-publisher.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { JobEvent } from '../../src-shared/job/job-events.ts';
import { preparedIdSchema } from '../../src-shared/job/job.ts';
import type { Job } from '../../src-shared/job/job.ts';
import type { Progress } from '../../src-shared/job/job-view.ts';
import { farthest } from '../../src-shared/time-bounds.ts';
import { composeJob, silentServer } from '../fakes/compose-job.ts';
import { FakeClock, settle } from '../fakes/fake-clock.ts';
import { FakeConfig } from '../fakes/fake-config.ts';
import { FakeJobStore } from '../fakes/fake-job-store.ts';

const prepared = preparedIdSchema.parse('prepared-1');
const minute = 60_000;
const counters = (filesDone: number) => ({ filesDone, filesTotal: 9, bytesDone: 0, bytesTotal: 0 });
const waiting = (filesDone = 0, retryAfter?: number): RemoteStatus => ({
  ...{ is: 'waiting', counters: counters(filesDone), word: 'IN_PROGRESS' },
  ...(retryAfter !== undefined && { retryAfter }),
});
const polling = (more: Partial<Job> = {}): Job =>
  composeJob({ run: 3, state: { is: 'preparing', prepared }, ...more });

/** A poller and a server that says what `world.status` says. */
function createPoller() {
  const clock = new FakeClock();
  const config = new FakeConfig();
  const polls: number[] = [];
  const progress: Progress[] = [];
  const silences: string[] = [];
  const alive: number[] = [];
  const store = new FakeJobStore();
  store.noteAlive = () => void alive.push(clock.now() - 1_790_000_000_000);
  const world = {
    status: waiting() as RemoteStatus | Error,
    answer: null as (() => RemoteStatus) | null,
    opened: (): Promise<void> => Promise.resolve(),
  };
  const connections = {
    opened: () => world.opened(),
    find: () => silentServer,
    api: () => ({
      poll: async () => {
        polls.push(clock.now() - 1_790_000_000_000);
        if (world.status instanceof Error) throw world.status;
        return world.answer?.() ?? world.status;
      },
    }),
  } as unknown as Connections;
  const poller = new Poller(
    { clock, config, store, random: { next: () => 0.5, id: () => 'x' } },
    connections,
    { set: (item: Progress) => void progress.push(item) } as unknown as ProgressPublisher,
    {
      of: () => ({ usual: 5 * minute, ends: { lengths: [], samples: 0 } }),
    } as unknown as PreparationEstimate,
    (jobId) => void silences.push(jobId),
  );
  const end = new AbortController();
  let softened = 0;
  const watch = (job = polling()): { event: JobEvent | null; error: unknown } => {
    const news: { event: JobEvent | null; error: unknown } = { event: null, error: null };
    poller
      .watch(job, prepared, end.signal, () => (softened += 1))
      .then(
        (event) => (news.event = event),
        (error: unknown) => (news.error = error),
      );
    return news;
  };
  return {
    clock,
    config,
    poller,
    polls,
    alive,
    progress,
    silences,
    world,
    watch,
    end,
    softened: () => softened,
  };
}

describe('a preparation', () => {
  test('of which nothing is known is asked after a second, and the less often the older it is', async () => {
    const { clock, polls, alive, watch, end } = createPoller();
    watch();
    await clock.advance(999);
    expect(polls).toEqual([]);
    await clock.advance(10 * minute);
    end.abort();
    expect(polls.slice(0, 2)).toEqual([1_000, 2_000]);
    const gaps = polls.map((at, index) => at - (polls[index - 1] ?? 0));
    expect(gaps).toEqual(gaps.toSorted((one, other) => one - other));
    expect(gaps.at(-1)).toBeGreaterThan(10_000);
    // Nothing else is kept while it waits.
    expect(alive).toEqual(polls);
  });

  test('whose counters move on is asked seldom at first, and often when its end is near', async () => {
    const { clock, polls, world, watch } = createPoller();
    const whole = 10 * minute;
    world.answer = () => {
      const bytesDone = Math.min(1_000, Math.floor((1_000 * (clock.now() - 1_790_000_000_000)) / whole));
      return bytesDone < 1_000
        ? { is: 'waiting', counters: { filesDone: 0, filesTotal: 9, bytesDone, bytesTotal: 1_000 }, word: '' }
        : { is: 'ready', counters: counters(9), name: null, expiresAt: null };
    };
    const news = watch();
    await clock.advance(2 * whole);
    expect(news.event).toMatchObject({ type: 'becameReady' });
    expect(polls.length).toBeLessThan(25);
    expect(polls.at(-1)! - whole).toBeLessThan(1_500);
    const gaps = polls.map((at, index) => at - (polls[index - 1] ?? 0));
    expect(Math.max(...gaps)).toBe(60_000);
  });

  test('is asked again when its server says, not sooner than after a second', async () => {
    const { clock, polls, world, watch } = createPoller();
    world.status = waiting(0, 90);
    watch();
    await clock.advance(91_000);
    expect(polls).toEqual([1_000, 91_000]);
    world.status = waiting(0, 0);
    await clock.advance(90_000);
    await clock.advance(1_000);
    expect(polls.slice(2)).toEqual([181_000, 182_000]);
  });

  test('that is tried again is asked when its next try is due', async () => {
    const { clock, polls, watch } = createPoller();
    watch(polling({ retryAt: clock.now() + 7_000, lastFailure: { kind: 'cut' }, attempt: 1 }));
    await clock.advance(6_999);
    expect(polls).toEqual([]);
    await clock.advance(1);
    expect(polls).toEqual([7_000]);
  });

  test('waits for its connection’s gate, and an answer says that what failed no longer counts', async () => {
    const { clock, polls, world, watch, softened } = createPoller();
    const gate = Promise.withResolvers<void>();
    world.opened = () => gate.promise;
    watch();
    await clock.advance(minute);
    expect([polls.length, softened()]).toEqual([0, 0]);
    gate.resolve();
    await settle();
    expect([polls.length, softened()]).toEqual([1, 1]);
  });

  test('is shown as far as it is, since when, and when it is asked next', async () => {
    const { clock, progress, world, watch } = createPoller();
    const since = clock.now();
    world.status = waiting(4, 20);
    watch();
    await clock.advance(1_000);
    expect(progress).toEqual([
      {
        ...{ phase: 'preparing', jobId: 'job-1', counters: counters(4), word: 'IN_PROGRESS' },
        ...{ nextPollAt: since + 21_000, since, usually: 5 * minute },
      },
    ]);
  });

  test('that is stopped is asked no more', async () => {
    const { clock, polls, watch, end } = createPoller();
    const news = watch();
    await clock.advance(1_000);
    end.abort(new Error('paused'));
    await clock.advance(minute);
    expect(polls).toHaveLength(1);
    expect(news.error).toEqual(new Error('paused'));
  });

  test('whose server fails rejects with what failed', async () => {
    const { clock, world, watch } = createPoller();
    world.status = new FailedError({ kind: 'busy' });
    const news = watch();
    await clock.advance(1_000);
    expect(news.error).toBe(world.status);
  });
});

test.each<[RemoteStatus, JobEvent]>([
  [
    { is: 'ready', counters: counters(9), name: 'a.zip', expiresAt: 7 },
    { type: 'becameReady', run: 3, counters: counters(9), name: 'a.zip', expiresAt: 7 },
  ],
  [
    { is: 'failed', failure: { kind: 'failed-on-server' } },
    { type: 'failed', run: 3, failure: { kind: 'failed-on-server' } },
  ],
  [
    { is: 'cancelled', counters: counters(1) },
    { type: 'failed', run: 3, failure: { kind: 'cancelled-on-server' } },
  ],
  [
    { is: 'tooLarge', limit: 10, size: 20 },
    { type: 'tooLarge', run: 3, limit: 10, size: 20 },
  ],
  [{ is: 'gone' }, { type: 'gone', run: 3 }],
])('a server that says %j ends the preparation with that news', async (status, event) => {
  const { clock, world, watch } = createPoller();
  world.status = status;
  const news = watch();
  await clock.advance(1_000);
  expect(news.event).toEqual(event);
});

test('what is said to be kept for ever is kept for a year', async () => {
  const { clock, world, watch } = createPoller();
  world.status = { is: 'ready', counters: counters(9), name: null, expiresAt: 9e15 };
  const news = watch();
  await clock.advance(1_000);
  const { expiresAt } = news.event as { expiresAt: number };
  expect(expiresAt).toBeGreaterThan(clock.now());
  expect(expiresAt).toBeLessThanOrEqual(clock.now() + farthest);
});

describe('a silent server', () => {
  test('is mentioned after a quarter of an hour without a change, until it shows progress', async () => {
    const { clock, poller, silences, world, watch } = createPoller();
    const began = clock.now();
    watch();
    await clock.advance(15 * minute);
    expect(poller.silentSince('job-1')).toBeNull();
    expect(silences).toEqual([]);
    await clock.advance(2 * minute);
    const since = poller.silentSince('job-1')!;
    expect(since).toBeGreaterThanOrEqual(began);
    expect(since).toBeLessThan(began + minute);
    expect(silences).toEqual(['job-1']);
    world.status = waiting(1);
    await clock.advance(minute);
    expect(poller.silentSince('job-1')).toBeNull();
    expect(silences).toEqual(['job-1', 'job-1']);
    expect(poller.silentSince('other')).toBeNull();
  });

  test('fails the job after as many minutes as the settings say, and is forgotten with it', async () => {
    const { clock, config, poller, watch } = createPoller();
    config.saveSettings({ ...config.settings(), silenceMinutes: 20 });
    const news = watch();
    await clock.advance(20 * minute);
    expect(news.event).toBeNull();
    await clock.advance(2 * minute);
    expect(news.event).toEqual({ type: 'failed', run: 3, failure: { kind: 'silent' } });
    expect(poller.silentSince('job-1')).toBeNull();
  });

  test('isn’t blamed for the time that a gate was shut', async () => {
    const { clock, config, poller, world, watch } = createPoller();
    config.saveSettings({ ...config.settings(), silenceMinutes: 20 });
    const news = watch();
    await clock.advance(5_000);
    const gate = Promise.withResolvers<void>();
    world.opened = () => gate.promise;
    await clock.advance(600 * minute);
    world.opened = () => Promise.resolve();
    gate.resolve();
    await clock.advance(10_000);
    expect(news.event).toBeNull();
    expect(poller.silentSince('job-1')).toBeNull();
  });
});

import { describe, expect, test, vi } from 'vitest';
import { inTurn, schedule } from '../../src-main/core/scheduler.ts';
import type { GateLooks } from '../../src-main/core/gates.ts';
import { rowsAtOnce } from '../../src-shared/contract/queue.ts';
import { wholeQueue } from '../../src-shared/whole-queue.ts';
import { FakeConfig } from '../fakes/fake-config.ts';
import { FakeJobStore } from '../fakes/fake-job-store.ts';
import { createFakeServers } from '../fakes/fake-server.ts';
import { composeJob, silentServer } from '../fakes/compose-job.ts';
import { createWorld } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';

const open: GateLooks = { isClosed: () => false, isKnown: () => true };

/** A world whose queue has so many jobs, of a server that doesn’t say who it is. */
async function waiting(count: number): Promise<World> {
  const store = new FakeJobStore();
  const jobs = Array.from({ length: count }, (_, index) =>
    composeJob({ id: `job-${index}`, connectionId: 'c1', order: index }),
  );
  store.save(jobs, [], []);
  const servers = createFakeServers({ account: 'ada' });
  servers.server('c1').always('probe', () => new Promise<never>(() => undefined));
  return createWorld({ store, servers });
}

describe('what is done to many', () => {
  test('is saved in few transactions, and told in whole rows', async () => {
    const world = await waiting(1_200);
    const save = vi.spyOn(world.store, 'save');
    const all = world.app.handlers['jobs.actOnAll']({ action: 'pause' });
    await world.clock.advance(100);
    expect(await all).toEqual({ count: 1_200 });
    expect(save.mock.calls.map(([changes]) => changes.length)).toEqual([500, 500, 200]);
    await world.clock.advance(1_000);
    const rows = world.received('queue.changed').flatMap(({ jobs }) => jobs);
    expect(new Set(rows.filter(({ state }) => state.is === 'paused').map(({ id }) => id)).size).toBe(1_200);
  });

  test('is for those that it fits, in one transaction for a few', async () => {
    const world = await waiting(10);
    await world.act('job-3', 'pause');
    const save = vi.spyOn(world.store, 'save');
    const jobIds = ['job-1', 'job-3', 'job-5', 'nobody'];
    expect(await world.app.handlers['jobs.actOnMany']({ jobIds, action: 'pause' })).toEqual({ count: 2 });
    expect(save).toHaveBeenCalledOnce();
  });

  test('puts them first in their own order', async () => {
    const world = await waiting(10);
    await world.app.handlers['jobs.actOnMany']({ jobIds: ['job-8', 'job-2', 'job-5'], action: 'moveFirst' });
    const { jobs } = await world.app.handlers['queue.snapshot']({});
    expect(jobs.slice(0, 4).map(({ id }) => id)).toEqual(['job-2', 'job-5', 'job-8', 'job-0']);
  });

  test('is read some hundred rows at a time, all of them in the queue’s order', async () => {
    const world = await waiting(1_200);
    const { rest, jobs } = await world.app.handlers['queue.snapshot']({});
    expect([jobs.length, rest.length]).toEqual([rowsAtOnce, 1_200 - rowsAtOnce]);
    const rows = vi.spyOn(world.app.handlers, 'queue.rows');
    const whole = await wholeQueue(world.app.handlers);
    expect(whole.jobs.map(({ id }) => id)).toEqual(Array.from({ length: 1_200 }, (_, at) => `job-${at}`));
    expect(rows.mock.calls.map(([{ jobIds }]) => jobIds.length)).toEqual([500, 200]);
  });

  test('shows no row of what was removed while the rest of it was read', async () => {
    const world = await waiting(502);
    const [gone, stays] = (await world.app.handlers['queue.snapshot']({})).rest as [string, string];
    await world.app.handlers['jobs.removeLater']({
      removalId: 'r',
      jobIds: [gone],
      files: false,
      fromList: true,
    });
    const { jobs } = await world.app.handlers['queue.rows']({ jobIds: [gone, stays, 'nobody'] });
    expect(jobs.map(({ id }) => id)).toEqual([stays]);
  });

  test('is told some hundred rows at a time, none left out', async () => {
    const world = await waiting(1_200);
    world.network.set(false);
    await world.clock.advance(1_000);
    const told = world.received('queue.changed').map(({ jobs }) => jobs.length);
    expect(Math.max(...told)).toBeLessThanOrEqual(500);
    expect(told.reduce((sum, count) => sum + count, 0)).toBe(1_200);
  });
});

describe('whose turn it is', () => {
  const now = 1_790_000_000_000;
  const minute = 60_000;
  const ready = (id: string, expiresIn: number | null, priority: 'high' | 'normal' | 'low' = 'normal') =>
    composeJob({
      id,
      priority,
      state: {
        is: 'ready',
        source: { from: 'content', content: { documentId: id, name: id } },
        counters: null,
        expiresAt: expiresIn === null ? null : now + expiresIn,
      },
    });

  test('is first what expires soonest, then what ranks higher, then what was asked for first', () => {
    const queue = [
      ready('low', null, 'low'),
      ready('first', null),
      ready('late', 40 * minute),
      ready('soon', 20 * minute, 'low'),
      ready('sooner', 10 * minute),
      ready('high', null, 'high'),
      ready('as soon', 20 * minute, 'high'),
    ];
    expect(inTurn(queue, now).map(({ id }) => id)).toEqual([
      'sooner',
      'as soon',
      'soon',
      'high',
      'first',
      'late',
      'low',
    ]);
  });

  test('is told exactly to a hundred, and roughly beyond', () => {
    const queue = Array.from({ length: 2_500 }, (_, index) => ready(`job-${index}`, null));
    const { go, ahead } = schedule(
      queue,
      { all: 1, of: () => ({ transfers: 1, preparations: 1 }) },
      open,
      now,
    );
    expect(go).toEqual(['job-0']);
    const told = [1, 100, 101, 112, 1_000, 1_001, 1_150, 2_499].map((index) => ahead.get(`job-${index}`));
    expect(told).toEqual([0, 99, 100, 110, 990, 1_000, 1_100, 2_400]);
  });
});

test('the same list of servers is handed out until one is saved', () => {
  const config = new FakeConfig();
  config.saveConnection(silentServer);
  const before = config.connections();
  expect(config.connections()).toBe(before);
  config.saveConnection({ ...silentServer, name: 'Other' });
  expect(config.connections()).not.toBe(before);
  expect(config.connections()[0]?.name).toBe('Other');
});

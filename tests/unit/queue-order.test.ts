import { beforeAll, describe, expect, it } from 'vitest';
import { everything } from '../../src-shared/history/history.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { smallZip } from '../fakes/small-zip.ts';
import { createWorld } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';

const counters = { filesDone: 1, filesTotal: 5, bytesDone: 10, bytesTotal: 50 };
const waiting = { is: 'waiting', counters, word: 'PENDING' } as const;

let zip: Buffer;
beforeAll(async () => {
  zip = await smallZip(5, 1_000);
});

/** A world in which one preparation runs at a time, and jobs that wait behind the first. */
async function createQueue(count: number): Promise<{ world: World; ids: string[] }> {
  const world = await createWorld();
  world.config.saveSettings({ ...world.config.settings(), preparationSlotsPerConnection: 1 });
  world.server.always('poll', waiting);
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) ids.push(await world.ask(`folder-${index}`));
  await world.reach(ids[0]!, 'preparing');
  return { world, ids };
}

/** The order in which the jobs that wait get their turn. */
async function turns(world: World, ids: string[]): Promise<number[]> {
  const order: number[] = [];
  for (;;) {
    const current = ids.findIndex((id) => world.job(id).state.is === 'preparing');
    if (current < 0) return order.slice(1);
    order.push(current);
    await world.act(ids[current]!, 'cancel');
    await world.clock.advance(2_000);
  }
}

describe('the order of the queue', () => {
  it('is the one in which things were asked for', async () => {
    const { world, ids } = await createQueue(4);
    expect(await turns(world, ids)).toEqual([1, 2, 3]);
  });

  it('changes by moving jobs before another one or to the end, several at once', async () => {
    const { world, ids } = await createQueue(5);
    await world.app.handlers['jobs.move']({ jobIds: [ids[4]!, ids[3]!], before: ids[1]! });
    await world.app.handlers['jobs.move']({ jobIds: [ids[1]!], before: null });
    expect(await turns(world, ids)).toEqual([3, 4, 2, 1]);
  });

  it('gives way to priorities, and outlives a restart', async () => {
    const { world, ids } = await createQueue(5);
    await world.app.handlers['jobs.setPriority']({ jobIds: [ids[4]!], priority: 'high' });
    await world.app.handlers['jobs.setPriority']({ jobIds: [ids[1]!], priority: 'low' });
    const next = await world.restart();
    await next.clock.advance(2_000);
    expect(await turns(next, ids)).toEqual([4, 2, 3, 1]);
  });

  it('has the one that the user wants next before all others, whatever their priority', async () => {
    const { world, ids } = await createQueue(4);
    await world.app.handlers['jobs.setPriority']({ jobIds: [ids[1]!], priority: 'high' });
    await world.act(ids[3]!, 'moveFirst');
    expect(await turns(world, ids)).toEqual([3, 1, 2]);
  });

  it('keeps the order of several that are put first together', async () => {
    const { world, ids } = await createQueue(5);
    const jobIds = [ids[3]!, ids[2]!, ids[4]!];
    expect(await world.app.handlers['jobs.actOnMany']({ jobIds, action: 'moveFirst' })).toEqual({ count: 3 });
    expect(await turns(world, ids)).toEqual([2, 3, 4, 1]);
  });

  it('can be changed in the same place as often as one likes', async () => {
    const { world, ids } = await createQueue(4);
    const move = world.app.handlers['jobs.move'];
    for (let round = 0; round < 50; round += 1) {
      await move({ jobIds: [ids[3]!], before: ids[2]! });
      await move({ jobIds: [ids[2]!], before: ids[3]! });
    }
    await move({ jobIds: [ids[3]!], before: ids[2]! });
    expect(await turns(world, ids)).toEqual([1, 3, 2]);
    const orders = ids.map((id) => world.job(id).order);
    expect(new Set(orders).size).toBe(4);
  });

  it('stays as it is when a job has ended by the time that it should be first', async () => {
    const { world, ids } = await createQueue(1);
    await world.act(ids[0]!, 'cancel');
    await world.reach(ids[0]!, 'cancelled');
    await expect(world.act(ids[0]!, 'moveFirst')).rejects.toMatchObject({
      failure: { kind: 'invalid-input' },
    });
    expect(world.job(ids[0]!).order).toBe(1);
  });

  it('has a prepared file first that the server throws away soon', async () => {
    const world = await createWorld();
    const { server, clock } = world;
    world.config.saveSettings({ ...world.config.settings(), transferSlots: 1 });
    const held = server.hold('fetchInto');
    const ids: string[] = [];
    for (const minutes of [600, 500, 20, 10]) {
      server.prepares({ id: `in-${minutes}`, bytes: zip });
      server.next('poll', { is: 'ready', counters, name: null, expiresAt: clock.now() + minutes * 60_000 });
      ids.push(await world.ask(`folder-${minutes}`));
      await clock.advance(2_000);
    }
    held.release();
    await clock.until(() => ids.every((id) => world.job(id).state.is === 'saved'));
    const fetched = server.calls.flatMap(({ method, source }) =>
      method === 'fetchInto' && source?.from === 'prepared' ? [source.prepared] : [],
    );
    expect(fetched).toEqual(['in-600', 'in-10', 'in-20', 'in-500']);
  });

  it('counts the slots that a connection has of its own', async () => {
    const { world, ids } = await createQueue(4);
    const own = { rateLimit: null, transferSlots: null, preparationSlots: 3, filing: null, keep: null };
    await world.app.handlers['connections.configure']({ id: 'c1', own });
    await world.clock.advance(2_000);
    expect(ids.map((id) => world.job(id).state.is)).toEqual([
      'preparing',
      'preparing',
      'preparing',
      'queued',
    ]);
  });
});

describe('several jobs at once', () => {
  it('are paused, gone on with and cancelled; those that it doesn’t fit stay as they are', async () => {
    const { world, ids } = await createQueue(3);
    const many = world.app.handlers['jobs.actOnMany'];
    expect(await many({ jobIds: ids.slice(1), action: 'pause' })).toEqual({ count: 2 });
    expect(await many({ jobIds: ids, action: 'resume' })).toEqual({ count: 2 });
    expect(await many({ jobIds: [...ids, 'unknown'], action: 'cancel' })).toEqual({ count: 3 });
    await world.clock.advance(1_000);
    expect(ids.map((id) => world.job(id).state.is)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });

  it('are done although one of them can’t be, which is told', async () => {
    const { world, ids } = await createQueue(2);
    await world.app.handlers['jobs.actOnMany']({ jobIds: ids, action: 'cancel' });
    await world.clock.advance(1_000);
    world.files.before = (operation) => {
      world.files.before = () => {};
      if (operation === 'makeFolder') throw new FailedError({ kind: 'folder-unavailable' });
    };
    const again = world.app.handlers['jobs.actOnMany']({ jobIds: ids, action: 'again' });
    await expect(again).rejects.toMatchObject({ failure: { kind: 'folder-unavailable' } });
    const { jobs } = await world.app.handlers['queue.snapshot']({});
    expect(jobs.filter((job) => job.state.is !== 'cancelled')).toHaveLength(1);
  });

  it('are removed from the list for good; running ones are cancelled first', async () => {
    const { world, ids } = await createQueue(3);
    const remove = world.app.handlers['jobs.remove'];
    expect(await remove({ jobIds: ids, files: true })).toEqual({ removed: 3, kept: 0, trashed: 0 });
    expect((await world.app.handlers['queue.snapshot']({})).jobs).toEqual([]);
    expect(
      (
        await world.app.handlers['history.query']({
          text: '',
          offset: 0,
          limit: 10,
          sort: null,
          without: [],
          filter: everything,
        })
      ).total,
    ).toBe(0);
  });
});

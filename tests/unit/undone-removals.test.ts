import { expect, test, vi } from 'vitest';
import { openJobStore } from '../../src-main/adapters/store/job-store.ts';
import { everything } from '../../src-shared/history/history.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { removalWords } from '../../src-renderer/presentation/removal-words.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import type { FakeJobStore } from '../fakes/fake-job-store.ts';
import { createPausedDownload } from '../fakes/paused-download.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { createWorld, folder } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';

const start = 1_790_000_000_000;

/** A world with a download whose bytes are held on their way, and another one that the user has paused. */
async function twoDownloads(): Promise<{
  world: World;
  going: string;
  paused: string;
  release: () => void;
}> {
  const world = await createWorld();
  for (const id of ['doc-1', 'doc-2'])
    world.server.document(id, { name: `${id}.bin`, bytes: Buffer.alloc(500_000, 1) });
  const paused = await world.ask('doc-2');
  await world.act(paused, 'pause');
  const held = world.server.holdAt(100_000);
  const going = await world.ask('doc-1');
  await held.arrived;
  await world.clock.advance(1_000);
  return { world, going, paused, release: () => held.release() };
}

const savedState = {
  is: 'saved',
  ...{ folder, fileName: 'doc-1.bin', size: 1, sha256: 'a'.repeat(64), warnings: [] },
} as const;

const removeLater = (world: World, jobIds: string[], files = false, removalId = 'removal-1') =>
  world.app.handlers['jobs.removeLater']({ removalId, jobIds, files, fromList: false });
const takeBack = (world: World, removalId = 'removal-1') =>
  world.app.handlers['jobs.takeBack']({ removalId });
const shown = async (world: World): Promise<string[]> =>
  (await world.app.handlers['queue.snapshot']({})).jobs.map(({ id }) => id);
const past = async (world: World): Promise<string[]> => {
  const query = { text: '', offset: 0, limit: 50, sort: null, without: [], filter: everything };
  return (await world.app.handlers['history.query'](query)).jobs.map(({ id }) => id);
};
const pending = async (world: World) => (await world.app.handlers['removals.list']({})).removals;

/** A world with a download that is saved. */
async function oneSaved(): Promise<{ world: World; id: string }> {
  const world = await createWorld();
  world.server.document('doc-1', { name: 'a.bin', bytes: Buffer.alloc(5_000, 1) });
  const id = await world.ask('doc-1');
  await world.reach(id, 'saved');
  return { world, id };
}

test('one that is about to be removed is told by its name', async () => {
  const { world, id } = await oneSaved();
  await removeLater(world, [id]);
  expect(await pending(world)).toMatchObject([{ count: 1, name: world.job(id).name, stops: 0 }]);
});

test('a group goes with all of its parts, and with the last of them, and comes back with them', async () => {
  const world = await createWorld();
  for (const id of ['doc-1', 'doc-2'])
    world.server.document(id, { name: `${id}.bin`, bytes: Buffer.alloc(5_000, 1) });
  const input = { connectionId: 'c1', items: ['doc-1', 'doc-2'], folder, each: true };
  const { jobId: group } = await world.app.handlers['jobs.create'](input);
  const parts = (await shown(world)).filter((id) => id !== group);
  expect(parts).toHaveLength(2);
  await removeLater(world, [group]);
  expect(await shown(world)).toEqual([]);
  const [told] = await pending(world);
  expect(told).toMatchObject({ count: 2, name: null, stops: 2 });
  const words = 'Removed 2 downloads from the list. 2 weren’t finished, and stop.';
  expect(removalWords({ ...told!, fromList: true })).toBe(words);
  expect(await takeBack(world)).toEqual({ count: 2 });
  expect((await shown(world)).toSorted()).toEqual([group, ...parts].toSorted());
  await removeLater(world, [parts[0]!], false, 'removal-2');
  expect((await shown(world)).toSorted()).toEqual([group, parts[1]!].toSorted());
  await removeLater(world, [parts[1]!], false, 'removal-3');
  expect(await shown(world)).toEqual([]);
  expect(await pending(world)).toMatchObject([
    { count: 1, name: world.job(parts[0]!).name },
    { count: 1, name: world.job(parts[1]!).name },
  ]);
});

test('rows that are about to be removed are out of sight and at rest, and gone when their time is over', async () => {
  const { world, going, paused } = await twoDownloads();
  await removeLater(world, [going, paused]);
  await world.clock.advance(1_000);
  expect(await shown(world)).toEqual([]);
  expect(world.received('queue.changed').at(-1)?.removed.toSorted()).toEqual([going, paused].toSorted());
  expect(world.job(going).state.is).toBe('paused');
  // What was paused already has nothing to stop.
  const told = { id: 'removal-1', count: 2, name: null, files: false, stops: 1 };
  expect(await pending(world)).toMatchObject([told]);
  expect(world.files.names(folder)).toHaveLength(1);
  await world.clock.advance(6_000);
  expect(world.store.job(going)).not.toBeNull();
  await world.clock.advance(2_000);
  expect(world.store.job(going)).toBeNull();
  expect(world.store.job(paused)).toBeNull();
  expect(world.files.names(folder)).toEqual([]);
  expect(world.received('removals.changed').at(-1)).toEqual({ removals: [] });
  expect(await takeBack(world)).toEqual({ count: 0 });
});

test('what is taken back is as it was: what went goes on, what was paused stays so', async () => {
  const { world, going, paused, release } = await twoDownloads();
  await removeLater(world, [going, paused]);
  await world.clock.advance(1_000);
  release();
  expect(await takeBack(world)).toEqual({ count: 2 });
  await world.reach(going, 'saved');
  expect(world.job(paused).state.is).toBe('paused');
  expect((await shown(world)).toSorted()).toEqual([going, paused].toSorted());
  await world.clock.advance(20_000);
  expect(world.store.job(paused)).not.toBeNull();
  const { entries } = await world.app.handlers['jobs.timeline']({ jobId: paused });
  expect(entries.map(({ event }) => event)).toEqual(['added', 'pause']);
});

test('nothing that is done to all, or to them, touches rows that are about to be removed', async () => {
  const { world, going, paused } = await twoDownloads();
  await removeLater(world, [going, paused]);
  expect(await world.app.handlers['jobs.actOnAll']({ action: 'resume' })).toEqual({ count: 0 });
  for (const action of ['resume', 'retry', 'askAgain'] as const) {
    const many = { jobIds: [going, paused], action };
    expect(await world.app.handlers['jobs.actOnMany'](many)).toEqual({ count: 0 });
    await expect(world.act(going, action)).rejects.toThrow(FailedError);
  }
  await world.clock.advance(1_000);
  expect(world.job(going).state.is).toBe('paused');
  await takeBack(world);
  expect(await world.app.handlers['jobs.actOnAll']({ action: 'resume' })).toEqual({ count: 1 });
});

test('removals are listed by when they can’t be undone anymore', async () => {
  const { world, going, paused } = await twoDownloads();
  const third = await world.ask('doc-2');
  const ids = async () => (await pending(world)).map(({ id }) => id);
  await removeLater(world, [going], false, 'one');
  await world.clock.advance(1_000);
  await removeLater(world, [paused], false, 'two');
  expect(await ids()).toEqual(['one', 'two']);
  await world.clock.advance(1_000);
  await removeLater(world, [third], false, 'one');
  expect(await ids()).toEqual(['two', 'one']);
});

test('one that has to be asked for first is paused as soon as that is over, and asked on when it is taken back', async () => {
  const world = await createWorld();
  const held = world.server.hold('create');
  const id = await world.ask('doc-1', 'doc-2');
  await held.arrived;
  await removeLater(world, [id]);
  expect(world.job(id).state).toMatchObject({ is: 'asking', wish: 'pause' });
  await takeBack(world);
  expect(world.job(id).state).toMatchObject({ is: 'asking', wish: 'go' });
});

test('one whose request is still out when its time is over goes as soon as that has its answer', async () => {
  const world = await createWorld();
  const held = world.server.hold('create');
  const id = await world.ask('doc-1', 'doc-2');
  await held.arrived;
  await removeLater(world, [id]);
  await world.clock.advance(9_000);
  expect(world.job(id).state).toMatchObject({ is: 'asking', wish: 'cancel' });
  expect(await shown(world)).toEqual([]);
  held.release();
  await world.clock.advance(1_000);
  expect(world.store.job(id)).toBeNull();
  expect(await shown(world)).toEqual([]);
});

test.each([
  ['is carried out at the next start where its time was over meanwhile', 60_000, true],
  ['has the rest of its time at the next start', 3_000, false],
])('a removal that a crash cut off %s', async (_what, away, isOver) => {
  const data = tempFolder();
  const before = openJobStore({ folder: data, now: () => start });
  const ended = composeJob({ id: 'over', connectionId: 'c1', state: { is: 'cancelled' } });
  const waiting = composeJob({ id: 'open', connectionId: 'c1' });
  before.save([ended, waiting], [], []);
  const world = await createWorld({ store: before as unknown as FakeJobStore });
  world.network.set(false);
  await removeLater(world, ['over', 'open']);
  before.close();

  const store = openJobStore({ folder: data, now: () => start + away }) as unknown as FakeJobStore;
  const next = await createWorld({ store, network: world.network, clock: new FakeClock(start + away) });
  await next.clock.advance(100);
  expect(await shown(next)).toEqual([]);
  if (isOver) {
    expect(store.job('over')).toBeNull();
    expect(store.job('open')).toBeNull();
  } else {
    expect(await pending(next)).toMatchObject([{ count: 2, until: start + 8_000 }]);
    await next.clock.advance(4_800);
    expect(store.job('open')).not.toBeNull();
    await next.clock.advance(200);
    expect(store.job('open')).toBeNull();
    expect(store.job('over')).toBeNull();
  }
  await next.app.stop();
  store.close();
});

test('a removal can be taken back after a restart', async () => {
  const { world, going, paused } = await twoDownloads();
  await removeLater(world, [going, paused]);
  const next = await world.restart();
  await next.clock.advance(1_000);
  expect(await pending(next)).toMatchObject([{ id: 'removal-1', count: 2 }]);
  expect(await takeBack(next)).toEqual({ count: 2 });
  await next.reach(going, 'saved');
  expect(next.job(paused).state.is).toBe('paused');
});

test('of a list that was restored from a copy nothing is removed that may have been taken back since', async () => {
  const { world, going, paused } = await twoDownloads();
  await removeLater(world, [going, paused]);
  world.store.restoredFrom = world.clock.now();
  const next = await world.restart();
  await next.clock.advance(60_000);
  expect(next.job(going).state.is).toBe('paused');
  expect((await shown(next)).toSorted()).toEqual([going, paused].toSorted());
});

test('a calendar that is set back makes no removal last longer', async () => {
  const { world, paused } = await twoDownloads();
  await removeLater(world, [paused]);
  world.clock.set(-3_600_000);
  const next = await createWorld({ ...world, clock: new FakeClock(world.clock.now()) });
  await next.clock.advance(8_000);
  expect(next.store.job(paused)).toBeNull();
});

test('a saved row leaves the history at once and comes back when it is taken back', async () => {
  const { world, id } = await oneSaved();
  const next = await world.restart();
  const { changedAt } = next.job(id);
  await removeLater(next, [id]);
  await next.clock.advance(1_000);
  expect(await past(next)).toEqual([]);
  await takeBack(next);
  expect(await past(next)).toEqual([id]);
  expect(next.job(id).changedAt).toBe(changedAt);
  expect(await shown(next)).toEqual([]);
});

test('what is over and leaves the list stays in the history, at once and after a restart, and can be back in the list', async () => {
  const { world, id } = await oneSaved();
  const cancelled = await world.ask('doc-1');
  await world.act(cancelled, 'cancel');
  const open = await world.ask('doc-1');
  await world.act(open, 'pause');
  const unlist = (jobIds: string[], removalId = 'removal-1') =>
    world.app.handlers['jobs.removeLater']({ removalId, jobIds, files: false, fromList: true });
  await unlist([id]);
  expect(await pending(world)).toMatchObject([{ count: 1, kept: 1, fromList: true }]);
  expect(await shown(world)).not.toContain(id);
  expect(await past(world)).toContain(id);
  expect(await takeBack(world)).toEqual({ count: 1 });
  expect(await shown(world)).toContain(id);

  await unlist([id, cancelled, open]);
  expect(await pending(world)).toMatchObject([{ count: 3, kept: 2 }]);
  await world.clock.advance(20_000);
  expect(await shown(world)).toEqual([]);
  expect((await past(world)).toSorted()).toEqual([id, cancelled].toSorted());
  expect(world.store.job(open)).toBeNull();
  const next = await createWorld({ ...world, keepsDone: true });
  expect(await shown(next)).toEqual([]);
  expect(await past(next)).toContain(id);
  // In the history it goes for good.
  await removeLater(next, [id]);
  await next.clock.advance(9_000);
  expect(next.store.job(id)).toBeNull();
});

test('what was saved after it was marked in the list stays in the history', async () => {
  const before = await createWorld();
  const removal = { id: 'late', dueAt: before.clock.now(), files: false, resumes: false, fromList: true };
  before.store.save([composeJob({ id: 'late', state: savedState, removal })], [], []);
  const next = await createWorld({ store: before.store, keepsDone: true });
  await next.clock.advance(20_000);
  expect(await past(next)).toEqual(['late']);
  expect(await shown(next)).toEqual([]);
});

test('files go to the trash when the time is over; where that fails the row is back, and that is told', async () => {
  const { world, id } = await oneSaved();
  await removeLater(world, [id], true);
  await world.clock.advance(1_000);
  expect(world.trashed).toEqual([]);
  world.files.before = (operation) => {
    if (operation === 'locate') throw new FailedError({ kind: 'folder-unavailable' });
  };
  await world.clock.advance(8_000);
  expect(world.received('removals.failed')).toMatchObject([
    { failure: { kind: 'folder-unavailable' }, count: 1 },
  ]);
  expect(await past(world)).toEqual([id]);
  expect(await shown(world)).toEqual([id]);
  world.files.before = () => {};
  await removeLater(world, [id], true, 'removal-2');
  await world.clock.advance(9_000);
  expect(world.trashed).toEqual([expect.stringContaining('a.bin')]);
  expect(world.store.job(id)).toBeNull();
});

test('a removal that can’t be saved is tried again', async () => {
  const { world, id } = await createPausedDownload();
  await removeLater(world, [id]);
  const remove = vi.spyOn(world.store, 'remove').mockImplementationOnce(() => {
    throw new FailedError({ kind: 'list-unsaved' });
  });
  await world.clock.advance(20_000);
  expect(remove).toHaveBeenCalledTimes(2);
  expect(world.store.job(id)).toBeNull();
});

test('two removals are taken back one by one, the last one first in the list’s end', async () => {
  const { world, going, paused } = await twoDownloads();
  await removeLater(world, [going], false, 'first');
  await world.clock.advance(2_000);
  await removeLater(world, [paused], false, 'second');
  expect((await pending(world)).map(({ id }) => id)).toEqual(['first', 'second']);
  await takeBack(world, 'second');
  await world.clock.advance(10_000);
  expect(world.store.job(going)).toBeNull();
  expect(world.store.job(paused)).not.toBeNull();
});

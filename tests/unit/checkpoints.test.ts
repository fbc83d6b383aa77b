import { beforeAll, describe, expect, it } from 'vitest';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { smallZip } from '../fakes/small-zip.ts';
import { createWorld, folder } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';

let zip: Buffer;
beforeAll(async () => {
  zip = await smallZip(5, 60_000);
});

/** A download on its way: a checkpoint began at the first stop, and the second is reached while the disk works on it. */
async function duringCheckpoint(): Promise<{
  world: World;
  id: string;
  disk: PromiseWithResolvers<void>;
  release: () => void;
  /** How many checkpoints began, and how many were under way at once, at most. */
  syncs: { begun: number; atOnce: number };
}> {
  const world = await createWorld();
  const disk = Promise.withResolvers<void>();
  const syncs = { begun: 0, atOnce: 0 };
  let underWay = 0;
  world.files.before = async (operation) => {
    if (operation !== 'sync') return;
    syncs.begun += 1;
    underWay += 1;
    syncs.atOnce = Math.max(syncs.atOnce, underWay);
    if (syncs.begun === 1) await disk.promise.finally(() => (underWay -= 1));
    else underWay -= 1;
  };
  world.server.prepares({ name: 'Minutes.zip', bytes: zip });
  const first = world.server.holdAt(100_000);
  const second = world.server.holdAt(200_000);
  const id = await world.ask('folder-1');
  await world.reach(id, 'downloading');
  await first.arrived;
  await world.clock.advance(10_000);
  first.release();
  await second.arrived;
  expect(syncs.begun).toBe(1);
  expect(world.store.output(id)?.durable).toBe(0);
  return { world, id, disk, release: () => second.release(), syncs };
}

const offsets = (world: World): number[] =>
  world.server.calls.flatMap((call) => (call.method === 'fetchInto' ? [call.resume?.offset ?? 0] : []));

describe('a checkpoint under way', () => {
  it('doesn’t hold the bytes up, and counts for what came before it', async () => {
    const { world, id, disk, release } = await duringCheckpoint();
    disk.resolve();
    await world.clock.until(() => world.store.output(id)!.durable > 0);
    expect(world.store.output(id)!.durable).toBeLessThan(200_000);
    release();
    await world.reach(id, 'saved');
    expect(world.files.read(folder, 'Minutes.zip')).toEqual(zip);
  });

  it('is over before the next one begins', async () => {
    const { world, id, disk, release, syncs } = await duringCheckpoint();
    await world.clock.advance(10_000);
    release();
    await world.clock.advance(10_000);
    expect(syncs.begun).toBe(1);
    disk.resolve();
    await world.reach(id, 'saved');
    expect(syncs.begun).toBeGreaterThan(1);
    expect(syncs.atOnce).toBe(1);
  });

  it('ends before the file counts as whole', async () => {
    const { world, id, disk, release } = await duringCheckpoint();
    release();
    await world.clock.advance(60_000);
    expect(world.job(id).state.is).toBe('downloading');
    disk.resolve();
    await world.reach(id, 'saved');
    expect(world.files.read(folder, 'Minutes.zip')).toEqual(zip);
  });

  it('ends before a pause keeps what came', async () => {
    const { world, id, disk } = await duringCheckpoint();
    await world.act(id, 'pause');
    await world.clock.advance(1_000);
    expect(world.store.output(id)?.durable).toBe(0);
    disk.resolve();
    await world.clock.until(() => world.store.output(id)?.durable === 200_000);
    await world.act(id, 'resume');
    await world.reach(id, 'saved');
    expect(offsets(world)).toEqual([0, 200_000]);
    expect(world.files.read(folder, 'Minutes.zip')).toEqual(zip);
  });

  it('that fails ends the try, and the next one goes on from what is durable', async () => {
    const { world, id, disk, release } = await duringCheckpoint();
    disk.reject(new FailedError({ kind: 'folder-unavailable' }));
    release();
    await world.reach(id, 'saved');
    expect(world.store.log(id).map((entry) => entry.event)).toContain('failed');
    expect(offsets(world)).toHaveLength(2);
    expect(world.files.read(folder, 'Minutes.zip')).toEqual(zip);
  });
});

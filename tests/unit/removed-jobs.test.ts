import { expect, test } from 'vitest';
import { createPausedDownload } from '../fakes/paused-download.ts';
import { createWorld, folder } from '../fakes/world.ts';

test('a download that is removed from the list takes its unfinished file along', async () => {
  const { world, id } = await createPausedDownload();
  expect(world.files.names(folder)).toHaveLength(1);
  const remove = world.app.handlers['jobs.remove'];
  expect(await remove({ jobIds: [id], files: false })).toEqual({ removed: 1, kept: 0, trashed: 0 });
  expect(world.files.names(folder)).toEqual([]);
  expect(world.store.job(id)).toBeNull();
});

test('so does one whose bytes are just coming', async () => {
  const world = await createWorld();
  world.server.document('doc-1', { name: 'a.bin', bytes: Buffer.alloc(500_000, 1) });
  const held = world.server.holdAt(100_000);
  const id = await world.ask('doc-1');
  await held.arrived;
  await world.app.handlers['jobs.remove']({ jobIds: [id], files: false });
  expect(world.files.names(folder)).toEqual([]);
  expect(world.store.job(id)).toBeNull();
});

test('one that is just being asked for is cancelled, and stays until that is over', async () => {
  const world = await createWorld();
  const held = world.server.hold('create');
  const id = await world.ask('doc-1', 'doc-2');
  await held.arrived;
  const remove = world.app.handlers['jobs.remove'];
  expect(await remove({ jobIds: [id], files: false })).toEqual({ removed: 0, kept: 1, trashed: 0 });
  held.release();
  await world.clock.advance(1_000);
  expect(world.store.job(id)?.state.is).toBe('cancelled');
  expect(await remove({ jobIds: [id], files: false })).toEqual({ removed: 1, kept: 0, trashed: 0 });
});

test('a kill before the unfinished file is gone leaves the row, so that the next start removes the file', async () => {
  const { world, id } = await createPausedDownload();
  world.files.before = (operation) => (operation === 'discard' ? new Promise(() => undefined) : undefined);
  void world.app.handlers['jobs.remove']({ jobIds: [id], files: false });
  await world.clock.advance(1_000);
  world.files.before = () => {};
  expect(world.store.job(id)?.state.is).toBe('cancelled');
  const next = await world.restart();
  await next.clock.advance(1_000);
  expect(next.files.names(folder)).toEqual([]);
});

import { expect, test } from 'vitest';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { createFakeServers } from '../fakes/fake-server.ts';
import { createWorld, folder } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';

/** A world whose one server is a Bridge. */
async function academy(): Promise<World> {
  const world = await createWorld({ servers: createFakeServers({ account: 'token' }) });
  const [connection] = world.config.connections();
  world.config.saveConnection({ ...connection!, kind: 'bridge', user: '' });
  return world;
}

const ask = async (world: World, downloadType: string, info = ''): Promise<string> =>
  (await world.app.handlers['jobs.createExport']({ connectionId: 'c1', downloadType, info, folder })).jobId;

test('exports that were asked for before are offered, each with the last one, and refused types are not', async () => {
  const world = await academy();
  await world.reach(await ask(world, 'user_export'), 'saved');
  const again = await ask(world, 'user_export');
  await world.reach(again, 'saved');
  const spring = await ask(world, 'transcripts', '{"from": "2026-01-01"}');
  await world.reach(spring, 'saved');
  world.server.next('create', new FailedError({ kind: 'refused', status: 403 }));
  await world.reach(await ask(world, 'audit_log'), 'failed');

  const { types, exports } = await world.app.handlers['jobs.exportTypes']({ connectionId: 'c1' });
  expect(types).toEqual(['transcripts', 'user_export']);
  expect(exports.map(({ jobId, info, isSaved }) => ({ jobId, info, isSaved }))).toEqual([
    { jobId: spring, info: '{"from":"2026-01-01"}', isSaved: true },
    { jobId: again, info: '', isSaved: true },
  ]);
});

test('two exports of one type are told apart by their parameters', async () => {
  const world = await academy();
  await ask(world, 'transcripts', '{"from": "2026-01-01", "only": [1, 2]}');
  const { exports } = await world.app.handlers['jobs.exportTypes']({ connectionId: 'c1' });
  expect(exports).toMatchObject([{ downloadType: 'transcripts', isSaved: false }]);
  const { jobs } = await world.app.handlers['queue.snapshot']({});
  expect(jobs[0]!.asked).toEqual({
    kind: 'bridge',
    downloadType: 'transcripts',
    parameters: 'from: 2026-01-01, only: [1,2]',
  });
});

test('a kind of export that the user has a name for is called so, and by its own again without one', async () => {
  const world = await academy();
  const name = async (text: string): Promise<void> => {
    await world.app.handlers['connections.nameExport']({ id: 'c1', downloadType: 'user_export', name: text });
  };
  await name('Everybody');
  await ask(world, 'user_export');
  await name('');
  await ask(world, 'user_export');
  const { jobs } = await world.app.handlers['queue.snapshot']({});
  expect(jobs.map((job) => job.name)).toEqual(['Everybody', 'user_export']);
  expect(world.config.connections()[0]?.exportNames).toEqual({});
});

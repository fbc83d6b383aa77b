import { expect, test } from 'vitest';
import type { Progress } from '../../src-shared/job/job-view.ts';
import { mostAttempts } from '../../src-shared/job/job-failures.ts';
import { createPausedDownload } from '../fakes/paused-download.ts';
import { createWorld, folder } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';

/** What a screen that is opened now is told of the job's bytes. */
async function told(world: World, id: string): Promise<Progress | undefined> {
  const { progress } = await world.app.handlers['queue.snapshot']({});
  return progress.find(({ jobId }) => jobId === id);
}

const half = { phase: 'downloading', bytes: 100_000, total: 500_000, rate: 0, secondsLeft: null } as const;

test('a screen that is opened after a pause is told how much is here', async () => {
  const { world, id } = await createPausedDownload();
  expect(await told(world, id)).toEqual({ ...half, jobId: id });
});

test('a screen that has forgotten it with a removed row is told once more when that comes back', async () => {
  const { world, id } = await createPausedDownload();
  const removal = { removalId: 'one', jobIds: [id], files: false, fromList: false };
  await world.app.handlers['jobs.removeLater'](removal);
  await world.clock.advance(1_000);
  const before = world.received('queue.progress').length;
  await world.app.handlers['jobs.takeBack']({ removalId: 'one' });
  expect(world.received('queue.progress').slice(before)).toEqual([{ items: [{ ...half, jobId: id }] }]);
});

test('so is one after a restart', async () => {
  const { world, id } = await createPausedDownload();
  const next = await world.restart();
  expect(await told(next, id)).toEqual({ ...half, jobId: id });
  await next.act(id, 'resume');
  await next.reach(id, 'saved');
});

test('of what was saved, cancelled or is fetched anew nothing is told', async () => {
  const { world, id } = await createPausedDownload();
  await world.act(id, 'cancel');
  await world.clock.advance(1_000);
  expect(await told(world, id)).toBeUndefined();
  const again = await world.ask('doc-1');
  await world.reach(again, 'saved');
  await world.clock.advance(1_000);
  expect(await told(world, again)).toBeUndefined();
});

test('a server that gives some bytes with each answer and breaks off is not asked without end', async () => {
  const world = await createWorld();
  world.server.document('doc-1', { name: 'Plan.pdf', bytes: Buffer.alloc(500_000, 1) });
  const crumb = 16_384;
  for (let answer = 1; answer <= 3 * mostAttempts; answer += 1) world.server.cutAt(answer * crumb);
  const id = await world.ask('doc-1');
  const job = await world.reach(id, 'failed');
  expect(job.state).toMatchObject({ failure: { kind: 'cut' } });
  expect(world.server.count('fetchInto')).toBe(mostAttempts);
  expect(world.store.output(id)?.durable).toBe(mostAttempts * crumb);
});

test('a server that breaks off after enough bytes each time is asked until the file is whole', async () => {
  const world = await createWorld();
  const bytes = Buffer.alloc(2 * mostAttempts * 100_000, 1);
  world.server.document('doc-1', { name: 'Plan.pdf', bytes });
  for (let answer = 1; answer < 2 * mostAttempts; answer += 1) world.server.cutAt(answer * 100_000);
  const id = await world.ask('doc-1');
  await world.reach(id, 'saved');
  expect(world.server.count('fetchInto')).toBe(2 * mostAttempts);
  expect(world.files.read(folder, 'Plan.pdf')?.equals(bytes)).toBe(true);
});

test('a connection that is cut after much each time is gone on with at once', async () => {
  const world = await createWorld();
  const [cuts, each] = [3, 1_048_576];
  const bytes = Buffer.alloc((cuts + 1) * each, 1);
  world.server.document('doc-1', { name: 'Plan.pdf', bytes });
  for (let answer = 1; answer <= cuts; answer += 1) world.server.cutAt(answer * each);
  const began = world.clock.now();
  const id = await world.ask('doc-1');
  await world.reach(id, 'saved');
  expect(world.server.count('fetchInto')).toBe(cuts + 1);
  expect(world.clock.now() - began).toBeLessThan(1_000);
  expect(world.files.read(folder, 'Plan.pdf')?.equals(bytes)).toBe(true);
});

import { expect, test } from 'vitest';
import type { Progress } from '../../src-shared/job/job-view.ts';
import { createPausedDownload } from '../fakes/paused-download.ts';
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

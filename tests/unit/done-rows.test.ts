import { expect, test } from 'vitest';
import { DoneRows } from '../../src-main/core/done-rows.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { createWorld } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';

const day = 24 * 3_600_000;
const start = 1_790_000_000_000;
const saved: Job['state'] = {
  is: 'saved',
  ...{ folder: '/downloads', fileName: 'a.zip', size: 1, sha256: 'a'.repeat(64), warnings: [] },
};

/** A next run over downloads that ended so many days ago. */
async function nextRun(
  ended: Record<string, { days: number; state?: Job['state']; parentId?: string }>,
  doneDays?: number,
): Promise<World> {
  const before = await createWorld();
  const jobs = Object.entries(ended).map(([id, { days, state = saved, parentId }]) =>
    composeJob({ id, changedAt: start - days * day, state, ...(parentId !== undefined && { parentId }) }),
  );
  before.store.save(jobs, [], []);
  if (doneDays !== undefined) before.config.saveSettings({ ...before.config.settings(), doneDays });
  const { store, config, files } = before;
  return createWorld({ store, config, files, keepsDone: true });
}

const listed = async ({ app }: World): Promise<string[]> =>
  (await app.handlers['queue.snapshot']({})).jobs.map(({ id }) => id).sort();

test('what was saved in the last seven days is in the list of the next run; what was cancelled isn’t', async () => {
  const world = await nextRun({
    today: { days: 0 },
    six: { days: 6, parentId: 'parent' },
    eight: { days: 8 },
    cancelled: { days: 0, state: { is: 'cancelled' } },
    parent: { days: 1, state: { is: 'split', children: ['six'] } },
    // A group brings nothing itself: without a part that is listed it would be a row that says nothing.
    given: { days: 0, state: { is: 'split', children: ['up'] } },
    up: { days: 0, state: { is: 'cancelled' }, parentId: 'given' },
  });
  expect(await listed(world)).toEqual(['parent', 'six', 'today']);
  // It is as it was: removed, opened and asked for again like one of this run.
  expect((await world.app.handlers['jobs.remove']({ jobIds: ['six'], files: false })).removed).toBe(1);
  expect(await listed(world)).toEqual(['parent', 'today']);
});

test('a group is in the list as a whole, also what was cancelled or saved long ago, for as long as a part is', async () => {
  const group = { parentId: 'whole' };
  const parts = {
    whole: { days: 30, state: { is: 'split', children: ['open', 'cancelled', 'old', 'removed'] } },
    open: { days: 0, state: { is: 'expired' }, ...group },
    cancelled: { days: 0, state: { is: 'cancelled' }, ...group },
    old: { days: 29, ...group },
  } satisfies Parameters<typeof nextRun>[0];
  const world = await nextRun(parts);
  const all = ['cancelled', 'old', 'open', 'whole'];
  expect(await listed(world)).toEqual(all);
  await world.clock.advance(20 * day);
  expect(await listed(world)).toEqual(all);
  await world.app.handlers['jobs.remove']({ jobIds: ['open'], files: false });
  await world.clock.advance(day);
  expect(await listed(world)).toEqual([]);
});

test('the days are those of the setting, at once; 0 leaves what ended in this run', async () => {
  const world = await nextRun({ six: { days: 6 }, eight: { days: 8 } }, 0);
  expect(await listed(world)).toEqual([]);
  await world.app.handlers['settings.save']({ settings: { doneDays: 7 } });
  expect(await listed(world)).toEqual(['six']);
  await world.clock.advance(200);
  expect(world.received('queue.changed').flatMap(({ jobs }) => jobs.map(({ id }) => id))).toContain('six');
  await world.app.handlers['settings.save']({ settings: { doneDays: 365 } });
  expect(await listed(world)).toEqual(['eight', 'six']);
  world.server.document('doc-1', { name: 'a.bin', bytes: Buffer.alloc(5_000, 1) });
  const own = await world.ask('doc-1');
  await world.reach(own, 'saved');
  await world.app.handlers['settings.save']({ settings: { doneDays: 0 } });
  expect(await listed(world)).toEqual([own]);
});

test('while Ferry runs on, what becomes too old leaves; the history keeps it', async () => {
  const world = await nextRun({ six: { days: 6 } });
  expect(await listed(world)).toEqual(['six']);
  await world.clock.advance(2 * day);
  expect(await listed(world)).toEqual([]);
  expect(world.store.history({ offset: 0, limit: 5 }).total).toBe(1);
});

test('a host that doesn’t ask for it has none', async () => {
  const world = await nextRun({ today: { days: 0 } });
  const { store, config, files } = world;
  expect(await listed(await createWorld({ store, config, files }))).toEqual([]);
  const taken: string[][] = [];
  const rows = new DoneRows(
    { clock: world.clock, config, store },
    { takeUp: () => ['never'] } as never,
    (ids) => void taken.push(ids),
  );
  rows.lookIfDue();
  expect(taken).toEqual([]);
});

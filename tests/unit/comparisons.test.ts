import { beforeAll, describe, expect, test } from 'vitest';
import { Comparisons } from '../../src-main/core/comparisons.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { ListedFile } from '../../src-shared/history/compare-listing.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { said } from '../../src-shared/language/index.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { createFakeServers } from '../fakes/fake-server.ts';
import { smallZip } from '../fakes/small-zip.ts';
import { createWorld } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';

let zip: Buffer;
beforeAll(async () => {
  zip = await smallZip(2, 20);
});

const listed = (number: number, size = 20): ListedFile => ({
  ...{ id: `id-${number}`, path: `folder/file-${number}.txt`, size, changedAt: 1 },
});
const lists = (...numbers: number[]) => ({ files: numbers.map((number) => listed(number)) });

/** A world whose server lists what a test says. */
async function listing(): Promise<World> {
  return createWorld({ servers: createFakeServers({ account: 'ada', lists: true }) });
}

async function saved(world: World, bytes: Buffer = zip): Promise<Job> {
  world.server.prepares({ bytes, name: 'Board.zip' });
  return world.reach(await world.ask('f'), 'saved');
}

const compared = async (world: World, id: string) => {
  await world.clock.until(() => world.store.dueComparisons().length === 0);
  return world.app.handlers['jobs.comparison']({ jobId: id });
};
const warningsOf = (world: World, id: string): string[] => {
  const { state } = world.job(id);
  return state.is === 'saved' ? state.warnings.map(said) : [state.is];
};

describe('a saved zip', () => {
  test('is compared once with the server’s own listing, in the background', async () => {
    const world = await listing();
    world.server.next('listing', lists(1, 2));
    const { id, changedAt } = await saved(world);
    const { listing: found, canCompare } = await compared(world, id);
    expect(found).toMatchObject({ is: 'compared', files: 2, missing: { count: 0 } });
    expect(canCompare).toBe(true);
    expect(world.server.calls.find(({ method }) => method === 'listing')?.priority).toBe('background');
    expect(world.received('job.compared')).toContainEqual({ jobId: id });
    expect(world.store.log(id).at(-1)).toMatchObject({ event: 'compared', detail: { files: 2, missing: 0 } });
    expect(warningsOf(world, id)).toEqual([]);
    const again = await world.restart();
    await again.clock.advance(60_000);
    expect(again.server.count('listing')).toBe(1);
    expect(again.job(id).changedAt).toBe(changedAt);
  });

  test('with files left out says so in its row, and the rest is asked for as a download of its own', async () => {
    const world = await listing();
    world.server.next('listing', lists(1, 2, 3, 4));
    const { id, changedAt } = await saved(world);
    expect((await compared(world, id)).listing).toMatchObject({
      missing: { count: 2, files: [{ id: 'id-3', path: 'folder/file-3.txt' }, { id: 'id-4' }] },
    });
    expect(warningsOf(world, id)).toEqual(['2 files of the server’s listing aren’t in the zip.']);
    expect(world.job(id).changedAt).toBe(changedAt);
    const { jobId } = await world.app.handlers['jobs.fetchRest']({ jobId: id });
    expect(world.job(jobId)).toMatchObject({
      request: { nodeIds: ['id-3', 'id-4'], names: { 'id-3': 'file-3.txt', 'id-4': 'file-4.txt' } },
      fileName: 'file-3.txt and 1 more.zip',
    });
    // Once the server lists no more than there is, the note is void.
    world.server.next('listing', lists(1, 2));
    await world.app.handlers['jobs.compare']({ jobId: id });
    await compared(world, id);
    expect(warningsOf(world, id)).toEqual([]);
    await expect(world.app.handlers['jobs.fetchRest']({ jobId: id })).rejects.toThrow();
  });

  test('whose listing fails or doesn’t hold still is told so, and can be compared again', async () => {
    const world = await listing();
    world.server.next('listing', new FailedError({ kind: 'refused', status: 403 }), 'unsteady', 'tooMany');
    const { id } = await saved(world);
    expect((await compared(world, id)).listing).toMatchObject({ is: 'failed', failure: { kind: 'refused' } });
    for (const is of ['unsteady', 'tooMany']) {
      await world.app.handlers['jobs.compare']({ jobId: id });
      expect((await compared(world, id)).listing).toMatchObject({ is });
    }
    expect(warningsOf(world, id)).toEqual([]);
  });

  test('waits with it while its server is out of reach, also over a restart', async () => {
    const world = await listing();
    const held = world.server.hold('listing');
    const { id } = await saved(world);
    await held.arrived;
    expect((await world.app.handlers['jobs.comparison']({ jobId: id })).listing).toEqual({
      is: 'due',
      isAsked: false,
    });
    await world.app.stop();
    const next = await world.restart();
    next.server.next('listing', lists(1, 2));
    expect((await compared(next, id)).listing).toMatchObject({ is: 'compared', files: 2 });
  });

  test('of a connection in trouble is tried once more when that is over', async () => {
    const world = await listing();
    world.server.next('listing', new FailedError({ kind: 'unreachable' }), lists(1, 2));
    const { id } = await saved(world);
    expect((await compared(world, id)).listing).toMatchObject({ is: 'compared' });
  });

  test('isn’t compared where the settings say so, until the user asks for it', async () => {
    const world = await listing();
    world.config.saveSettings({ ...world.config.settings(), compareListing: false });
    const { id } = await saved(world);
    expect((await compared(world, id)).listing).toBeNull();
    expect(world.server.count('listing')).toBe(0);
    world.server.next('listing', lists(1, 2));
    await world.app.handlers['jobs.compare']({ jobId: id });
    expect((await compared(world, id)).listing).toMatchObject({ is: 'compared' });
  });

  test('of a server without a listing is compared with nothing', async () => {
    const world = await createWorld();
    const { id } = await saved(world);
    expect(await compared(world, id)).toEqual({ listing: null, changes: null, canCompare: false });
    expect(() => world.app.handlers['jobs.compare']({ jobId: id })).toThrow();
  });
});

describe('the same asked for again', () => {
  test('is compared with the last one that was saved, without the server', async () => {
    const world = await createWorld();
    const first = await saved(world);
    await world.clock.advance(30 * 24 * 60 * 60_000);
    const { id } = await saved(world, await smallZip(3, 30));
    const { changes } = await compared(world, id);
    expect(changes).toMatchObject({
      ...{ jobId: first.id, since: first.changedAt },
      ...{
        added: { count: 1, files: [{ path: 'folder/file-3.txt', size: 30 }] },
        changed: { count: 2 },
        gone: { count: 0 },
      },
    });
    expect((await compared(world, first.id)).changes).toBeNull();
    world.server.prepares({ bytes: zip });
    const other = await world.reach(await world.ask('another'), 'saved');
    expect((await compared(world, other.id)).changes).toBeNull();
  });
});

test('nothing is compared once Ferry ends, and it is due at the next start', async () => {
  const { store, config, clock } = await createWorld();
  const job = composeJob({
    state: { is: 'saved', folder: '/f', fileName: 'a', size: 1, sha256: 'a', warnings: [] },
  });
  store.save([job], [], []);
  store.saveComparison(job.id, { listing: { is: 'due', isAsked: false }, changes: null }, true);
  const told: string[] = [];
  const parts = { connections: { find: () => null }, jobs: () => ({ get: (id: string) => store.job(id) }) };
  const comparisons = new Comparisons(
    { store, config, clock, log: { event: () => undefined } },
    parts as unknown as ConstructorParameters<typeof Comparisons>[1],
    (id) => told.push(id),
  );
  await comparisons.stop();
  comparisons.start();
  await comparisons.stop();
  expect([told, store.dueComparisons()]).toEqual([[], [job.id]]);
});

import { beforeAll, describe, expect, test } from 'vitest';
import type { Job } from '../../src-shared/job/job.ts';
import { said } from '../../src-shared/language/index.ts';
import type { WhenExists } from '../../src-shared/when-exists.ts';
import { smallZip } from '../fakes/small-zip.ts';
import { createWorld, folder } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';

let zip: Buffer;
beforeAll(async () => {
  zip = await smallZip(1, 1_000);
});

const older = Buffer.from('older');

/** A folder in which the name of what will be prepared is taken. */
async function withOlder(whenExists: WhenExists = 'number'): Promise<World> {
  const world = await createWorld();
  world.config.saveSettings({ ...world.config.settings(), whenExists });
  world.files.put(folder, 'Minutes.zip', older);
  for (let count = 0; count < 2; count += 1) world.server.prepares({ name: 'Minutes.zip', bytes: zip });
  return world;
}

const create = async (world: World, items: string[], whenExists?: WhenExists): Promise<string> =>
  (await world.app.handlers['jobs.create']({ connectionId: 'c1', items, folder, whenExists })).jobId;

const savedAs = (job: Job): { fileName: string; warnings: string[] } => {
  if (job.state.is !== 'saved') throw new Error(job.state.is);
  return { fileName: job.state.fileName, warnings: job.state.warnings.map(said) };
};

describe('a file whose name is taken', () => {
  test('is numbered unless something else is wanted', async () => {
    const world = await withOlder();
    const job = await world.reach(await create(world, ['a']), 'saved');
    expect(savedAs(job).fileName).toBe('Minutes (1).zip');
    expect(world.trashed).toEqual([]);
  });

  test.each([
    ['by the setting', 'replace', undefined],
    ['by the request', 'number', 'replace'],
  ] as const)('takes the place of the other one, which goes to the trash, %s', async (_how, setting, own) => {
    const world = await withOlder(setting);
    world.trashes = true;
    const id = await create(world, ['a'], own);
    const job = await world.reach(id, 'saved');
    expect(savedAs(job)).toEqual({ fileName: 'Minutes.zip', warnings: [] });
    expect(world.trashed).toEqual([`${folder}/Minutes.zip`]);
    expect(world.files.read(folder, 'Minutes.zip')).toEqual(zip);
    expect(world.store.log(id).map(({ event }) => event)).toContain('replaced');
  });

  test('leaves the other one alone until the new one is checked', async () => {
    const world = await withOlder('replace');
    world.server.always('fetchInto', new Error('no'));
    await world.reach(await create(world, ['a']), 'failed');
    expect(world.trashed).toEqual([]);
    expect(world.files.read(folder, 'Minutes.zip')).toEqual(older);
  });

  test('is numbered where the other one can’t go to the trash, and says so', async () => {
    const world = await withOlder('replace');
    world.trashes = 'fails';
    const job = await world.reach(await create(world, ['a']), 'saved');
    expect(savedAs(job).fileName).toBe('Minutes (1).zip');
    expect(savedAs(job).warnings[0]).toContain('“Minutes.zip” was there already');
    expect(world.files.read(folder, 'Minutes.zip')).toEqual(older);
  });

  test('doesn’t throw away its own file when the program ends between its name and its row', async () => {
    const world = await withOlder('replace');
    world.trashes = true;
    const killed = new Promise<void>(() => undefined);
    world.files.before = (operation) => (operation === 'published' ? killed : undefined);
    const id = await create(world, ['a']);
    await world.clock.until(
      () => world.files.names(folder).join() === 'Minutes.zip' && world.trashed.length === 1,
    );
    world.files.before = () => undefined;
    const again = await world.restart();
    again.trashes = true;
    const job = await again.reach(id, 'saved', 'failed');
    expect(again.trashed).toEqual([]);
    expect(job.state.is === 'saved' && savedAs(job).fileName).toBe('Minutes.zip');
  });
});

describe('a single document', () => {
  const modifiedAt = Date.UTC(2026, 5, 1);

  async function withDocument(there: { bytes: Buffer; modifiedAt: number }): Promise<World> {
    const world = await createWorld();
    world.server.document('doc', { name: 'Plan.pdf', bytes: Buffer.from('as on the server') });
    world.server.dated('doc', modifiedAt);
    world.files.put(folder, 'Plan.pdf', there.bytes, there.modifiedAt);
    return world;
  }

  test('isn’t fetched where the file that is there has its size and is no older', async () => {
    const world = await withDocument({ bytes: Buffer.from('as on the server'), modifiedAt });
    const id = await create(world, ['doc'], 'skip');
    const job = await world.reach(id, 'saved');
    expect(savedAs(job).fileName).toBe('Plan.pdf');
    expect(savedAs(job).warnings[0]).toContain('Not downloaded again');
    expect(world.server.count('fetchInto')).toBe(0);
    expect(world.files.names(folder)).toEqual(['Plan.pdf']);
    expect(world.store.log(id).at(-1)?.event).toBe('unchanged');
  });

  test.each([
    ['is older', { bytes: Buffer.from('as on the server'), modifiedAt: modifiedAt - 1 }],
    ['has another size', { bytes: Buffer.from('shorter'), modifiedAt: modifiedAt + 1 }],
  ])('is fetched and numbered where the file that is there %s', async (_why, there) => {
    const world = await withDocument(there);
    const job = await world.reach(await create(world, ['doc'], 'skip'), 'saved');
    expect(savedAs(job)).toEqual({ fileName: 'Plan (1).pdf', warnings: [] });
  });
});

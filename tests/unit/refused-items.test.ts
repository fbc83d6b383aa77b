import { beforeAll, describe, expect, test } from 'vitest';
import { explain } from '../../src-shared/failures/failure-words.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { said } from '../../src-shared/language/index.ts';
import { createFakeServers } from '../fakes/fake-server.ts';
import { smallZip } from '../fakes/small-zip.ts';
import { createWorld, folder } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';

const item = (id: string, name: string) => ({
  id,
  name,
  isFolder: true,
  size: null,
  modifiedAt: null,
  path: null,
  mimeType: '',
});

let zip: Buffer;
beforeAll(async () => {
  zip = await smallZip(1, 1_000);
});

/** Two folders that may be read, one that may not and one that isn't there. */
async function refusing(): Promise<World> {
  const world = await createWorld({ servers: createFakeServers({ account: 'ada', knowsAll: false }) });
  for (const id of ['a', 'b']) world.server.folder(id, []);
  world.server.denied.add('c');
  for (let count = 0; count < 3; count += 1) world.server.prepares({ bytes: zip });
  return world;
}

const askFor = async (world: World, names: Record<string, string>, fileName = ''): Promise<string> => {
  const known = Object.entries(names).map(([id, name]) => item(id, name));
  const items = Object.keys(names);
  return (await world.app.handlers['jobs.create']({ connectionId: 'c1', items, folder, known, fileName }))
    .jobId;
};

const four = { c: 'Salaries', a: 'Contracts', d: 'Old', b: 'Minutes' };

const failureOf = (job: Job) => {
  if (job.state.is !== 'failed') throw new Error(job.state.is);
  return job.state.failure;
};

const whatWasSaved = (job: Job) => {
  if (job.state.is !== 'saved') throw new Error(job.state.is);
  return { fileName: job.state.fileName, warnings: job.state.warnings.map(said) };
};

describe('a request that is refused because of some of its things', () => {
  test('names them, and offers the rest', async () => {
    const world = await refusing();
    const id = await askFor(world, four);
    const failure = failureOf(await world.reach(id, 'failed'));
    expect(failure.refused).toEqual({
      asked: 4,
      count: 2,
      items: [
        { id: 'c', name: 'Salaries', why: 'refused' },
        { id: 'd', name: 'Old', why: 'not-found' },
      ],
    });
    expect(explain(failure)).toEqual({
      what: 'The server refused 2 of the 4 things asked for: “Salaries” (you may not read it), “Old” (not there).',
      advice: 'Download the rest without it, or ask its owner for access.',
      action: 'download-rest',
    });
    const { jobs } = await world.app.handlers['queue.snapshot']({});
    expect(jobs[0]!.actions).toContain('downloadRest');
  });

  test('ends with the rest saved and the refused ones named', async () => {
    const world = await refusing();
    const id = await askFor(world, four);
    await world.reach(id, 'failed');
    await world.act(id, 'downloadRest');
    const job = await world.reach(id, 'saved');
    expect(job.request).toEqual({
      kind: 'alfresco',
      nodeIds: ['a', 'b'],
      names: { a: 'Contracts', b: 'Minutes' },
    });
    // The name says what is in the file, not what was left out of it.
    expect(whatWasSaved(job)).toEqual({
      fileName: 'Contracts and 1 more.zip',
      warnings: [
        'Left out because the server refused it: “Salaries” (you may not read it), “Old” (not there).',
      ],
    });
  });

  test('goes on with the rest by itself where the settings say so', async () => {
    const world = await refusing();
    world.config.saveSettings({ ...world.config.settings(), leaveOutRefused: true });
    const id = await askFor(world, four);
    const job = await world.reach(id, 'saved');
    expect(whatWasSaved(job).warnings[0]).toContain('“Salaries”');
    const told = world.store.log(id).find(({ event }) => event === 'sifted');
    expect(told).toMatchObject({ to: 'queued', detail: { count: 2 } });
    expect(world.store.log(id).some(({ to }) => to === 'failed')).toBe(false);
  });

  test('keeps the name that the user gave the file, unless a single thing is left', async () => {
    const world = await refusing();
    world.config.saveSettings({ ...world.config.settings(), leaveOutRefused: true });
    const several = await world.reach(await askFor(world, four, 'Monday'), 'saved');
    expect(whatWasSaved(several).fileName).toBe('Monday.zip');
    world.server.document('e', { name: 'Plan.pdf' });
    const single = await world.reach(
      await askFor(world, { e: 'Plan.pdf', c: 'Salaries' }, 'Tuesday'),
      'saved',
    );
    expect(whatWasSaved(single).fileName).toBe('Plan.pdf');
  });

  test('has no rest where everything is refused', async () => {
    const world = await refusing();
    const id = await askFor(world, { c: 'Salaries', d: 'Old' });
    const failure = failureOf(await world.reach(id, 'failed'));
    expect(explain(failure)).toMatchObject({ advice: 'Ask its owner for access.', action: 'change-request' });
    const { jobs } = await world.app.handlers['queue.snapshot']({});
    expect(jobs[0]!.actions).not.toContain('downloadRest');
  });

  test('fails as it was refused when nobody can find out which things it is about', async () => {
    const world = await refusing();
    world.server.next('create', new FailedError({ kind: 'refused', status: 403, detail: 'No' }));
    const id = await askFor(world, { a: 'Contracts', b: 'Minutes' });
    expect(failureOf(await world.reach(id, 'failed'))).toEqual({
      kind: 'refused',
      status: 403,
      detail: 'No',
    });
  });

  test('is looked into again after a restart, and waits for a server that is away', async () => {
    const world = await refusing();
    world.server.hold('refusedOf');
    const id = await askFor(world, four);
    await world.reach(id, 'sifting');
    const again = await world.restart();
    again.server.next('refusedOf', new FailedError({ kind: 'unreachable' }));
    expect(failureOf(await again.reach(id, 'failed')).refused?.count).toBe(2);
  });

  test('sends a row with the first of thousands of names, and leaves all of them out', async () => {
    const world = await refusing();
    const gone = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, index) => [`gone-${index}`, `Gone ${index}`]),
    );
    const id = await askFor(world, { a: 'Contracts', b: 'Minutes', ...gone });
    await world.reach(id, 'failed');
    const { jobs } = await world.app.handlers['queue.snapshot']({});
    const shown = jobs[0]!.state;
    expect(shown.is === 'failed' && shown.failure.refused).toMatchObject({ asked: 2_002, count: 2_000 });
    expect(shown.is === 'failed' && shown.failure.refused!.items.length).toBe(20);
    await world.act(id, 'downloadRest');
    expect((await world.reach(id, 'saved')).leftOut).toHaveLength(2_000);
  });

  test('of one thing is not asked for thing by thing', async () => {
    const world = await refusing();
    await world.reach(await askFor(world, { c: 'Salaries' }), 'failed');
    expect(world.server.count('refusedOf')).toBe(0);
  });
});

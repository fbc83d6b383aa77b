import { describe, expect, test, vi } from 'vitest';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { preparedIdSchema } from '../../src-shared/job/job.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import type { Words } from '../../src-shared/language/words.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { FakeJobStore } from '../fakes/fake-job-store.ts';
import { createWorld, folder } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';

const counters = { filesDone: 1, filesTotal: 5, bytesDone: 10, bytesTotal: 50 };
const preparing = { is: 'waiting', counters, word: 'PENDING' } as const;

/** The row as a screen has it that has listened all the time. */
const shown = (world: World, id: string): JobView | undefined =>
  world
    .received('queue.changed')
    .flatMap(({ jobs }) => jobs)
    .filter((job) => job.id === id)
    .at(-1);

describe('a screen is told, of rows that nothing happened to themselves,', () => {
  test('what their server needs now', async () => {
    const world = await createWorld();
    world.server.always('probe', new FailedError({ kind: 'unreachable' }));
    const id = await world.ask('folder-1');
    await world.clock.advance(1_000);
    expect(shown(world, id)?.waitingFor).toMatchObject({ failure: { kind: 'unreachable' } });
    world.server.always('probe', new FailedError({ kind: 'unsupported' }));
    await world.clock.advance(60_000);
    expect(shown(world, id)?.waitingFor).toMatchObject({ failure: { kind: 'unsupported' } });
  });

  test('that their folder is away', async () => {
    const world = await createWorld();
    world.config.saveSettings({ ...world.config.settings(), transferSlots: 1 });
    for (const document of ['one', 'two']) world.server.document(document, { name: `${document}.pdf` });
    const held = world.server.holdAt(50_000);
    const first = await world.ask('one');
    await held.arrived;
    const second = await world.ask('two');
    await world.clock.advance(1_000);
    expect(shown(world, second)?.waitingFor).toEqual({ for: 'slot', ahead: 0 });
    world.files.unavailable.add(folder);
    held.release();
    await world.clock.advance(1_000);
    expect(shown(world, first)?.waitingFor).toMatchObject({ for: 'folder' });
    expect(shown(world, second)?.waitingFor).toMatchObject({ for: 'folder' });
  });

  test('how many are before them', async () => {
    const world = await createWorld();
    world.config.saveSettings({ ...world.config.settings(), preparationSlotsPerConnection: 1 });
    world.server.always('poll', preparing);
    const ids = [await world.ask('a'), await world.ask('b'), await world.ask('c')];
    await world.clock.advance(1_000);
    expect(shown(world, ids[2]!)?.waitingFor).toEqual({ for: 'slot', ahead: 1 });
    await world.act(ids[1]!, 'cancel');
    await world.clock.advance(1_000);
    expect(shown(world, ids[2]!)?.waitingFor).toEqual({ for: 'slot', ahead: 0 });
  });

  test('that there is no network', async () => {
    const world = await createWorld();
    world.server.always('poll', preparing);
    const id = await world.ask('a');
    await world.clock.advance(1_000);
    world.network.set(false);
    await world.clock.advance(1_000);
    expect(shown(world, id)?.waitingFor).toMatchObject({ for: 'network' });
    expect(world.received('network.changed')).toEqual([{ online: false }]);
  });
});

test('whoever listens no more is told nothing more', async () => {
  const world = await createWorld();
  let heard = 0;
  const leave = world.app.subscribe(() => void (heard += 1));
  await world.ask('a');
  await world.clock.advance(1_000);
  expect(heard).toBeGreaterThan(0);
  const before = heard;
  leave();
  await world.ask('b');
  await world.clock.advance(1_000);
  expect(heard).toBe(before);
});

describe('an app that only tidies up', () => {
  const asking = composeJob({ id: 'asking', connectionId: 'c1', state: { is: 'asking', wish: 'go' } });
  const waiting = composeJob({
    ...{ id: 'waiting', connectionId: 'c1', order: 2 },
    state: { is: 'preparing', prepared: preparedIdSchema.parse('prepared-1') },
  });
  const left = (): FakeJobStore => {
    const store = new FakeJobStore();
    store.save([asking, waiting], [], []);
    return store;
  };

  test('takes up what the last run left, and works at nothing', async () => {
    const world = await createWorld({ store: left(), only: 'cleanUps' });
    expect(world.job('asking').state.is).toBe('unsure');
    await world.clock.advance(60_000);
    expect(world.server.calls.filter(({ method }) => method !== 'probe')).toEqual([]);
  });

  test('removes what a job leaves behind that is given up', async () => {
    const store = left();
    const world = await createWorld({ store, only: 'cleanUps' });
    const part = '.ferry-waiting.part';
    store.saveOutput({
      ...{ jobId: 'waiting', folder, part, volume: null, sourceId: 's', total: 10, proof: null, name: null },
      ...{ durable: 5, digests: [], sha256: null, whole: false, pieces: [], tail: null },
    });
    await world.files.makeFolder(folder);
    world.files.put(folder, part, Buffer.alloc(5));
    await world.act('waiting', 'cancel');
    await world.app.handlers['connections.test']({ id: 'c1' });
    await world.clock.advance(1_000);
    expect(world.files.names(folder)).toEqual([]);
    expect(world.server.count('cancel')).toBe(1);
    expect(store.cleanUps()).toEqual([]);
  });

  test('doesn’t begin where the list can’t be saved; one that works begins all the same, and says so', async () => {
    const store = left();
    const save = store.save.bind(store);
    store.save = () => {
      throw new FailedError({ kind: 'list-unsaved' });
    };
    await expect(createWorld({ store, only: 'cleanUps' })).rejects.toThrow('list-unsaved');
    const world = await createWorld({ store });
    expect((await world.app.handlers['app.info']({})).notices).toHaveLength(1);
    store.save = save;
    await world.clock.advance(10_000);
    expect(world.job('asking').state.is).toBe('unsure');
  });
});

test('after the end nothing is asked and nothing told', async () => {
  const world = await createWorld();
  world.server.always('poll', preparing);
  const id = await world.ask('a');
  await world.reach(id, 'preparing');
  const ending = world.app.stop();
  await world.clock.advance(10_000);
  await ending;
  const { length } = world.events;
  const asked = world.server.calls.length;
  world.network.set(false);
  world.network.set(true);
  await world.clock.advance(3_600_000);
  expect([world.events.length, world.server.calls.length]).toEqual([length, asked]);
});

test('a screen is told what befell the data folder, and one that comes later as well', async () => {
  let tell: (news: Words) => void = () => undefined;
  const world = await createWorld({ onTrouble: (listener) => void (tell = listener) });
  const news = phrase('startupProblems.rows', { count: 2 });
  tell(news);
  expect(world.received('app.trouble')).toEqual([{ news }]);
  expect((await world.app.handlers['app.info']({})).notices).toEqual([news]);
});

test('a request that was cancelled before it went out isn’t wanted anymore, one that is to pause is', async () => {
  const world = await createWorld();
  const create = vi.spyOn(world.server.api, 'create').mockReturnValue(new Promise(() => undefined));
  const id = await world.ask('doc-1', 'doc-2');
  await world.clock.until(() => create.mock.calls.length > 0);
  const isWanted = create.mock.calls[0]![1].isWanted!;
  await world.act(id, 'pause');
  expect(isWanted()).toBe(true);
  await world.act(id, 'cancel');
  expect(isWanted()).toBe(false);
});

import { afterEach, describe, expect, test } from 'vitest';
import { connectionHere } from '../../src-renderer/state/own-names.ts';
import { changedRows, rowsOf } from '../../src-renderer/state/queue-rows.ts';
import { searchedIn } from '../../src-renderer/state/searched-text.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { setLanguage } from '../../src-shared/language/index.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { FakeConfig } from '../fakes/fake-config.ts';
import { FakeJobStore } from '../fakes/fake-job-store.ts';
import { createWorld } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';

afterEach(() => setLanguage('en'));

const view = async (world: World, id: string): Promise<JobView> => {
  const { jobs } = await world.app.handlers['queue.snapshot']({});
  return jobs.find((job) => job.id === id)!;
};
/** A world whose server doesn't answer, so that nothing is named by it. */
async function silentWorld(parts: Parameters<typeof createWorld>[0] = {}): Promise<World> {
  const world = await createWorld(parts);
  world.server.always('probe', new FailedError({ kind: 'unreachable' }));
  return world;
}

describe('a name of Ferry’s own making', () => {
  test('is stored as data, and said in the language of the moment', async () => {
    const world = await silentWorld();
    const id = await world.ask('a', 'b', 'c');
    expect(world.job(id).name).toEqual(phrase('common.itemsFrom', { count: 3, server: 'Records' }));
    expect((await view(world, id)).name).toBe('3 items from Records');
    setLanguage('de');
    expect((await view(world, id)).name).toBe('3 Elemente von Records');
  });

  test('reaches a screen with its phrase, and follows the language of that screen', async () => {
    const world = await silentWorld();
    const sent = await view(world, await world.ask('a', 'b'));
    const shown = rowsOf([sent]).get(sent.id)!;
    const changed = changedRows(new Map(), [{ jobs: [sent], removed: [] }]).rows.get(sent.id)!;
    expect([shown.name, changed.name]).toEqual(['2 items from Records', '2 items from Records']);
    expect(searchedIn(shown)).toContain('2 ITEMS FROM');
    setLanguage('de');
    expect([shown.name, changed.name]).toEqual(['2 Elemente von Records', '2 Elemente von Records']);
    expect(searchedIn(shown)).toContain('2 ELEMENTE');
  });

  test('is said for the groups of a split selection and for its parts', () => {
    const name = phrase('common.itemsFrom', { count: 2, server: 'Records' });
    const sent = {
      id: 'part',
      name: 'x',
      connectionName: 'y',
      group: { id: 'whole', name: 'z' },
      ownNames: {
        name: phrase('common.partOf', { name, part: 1, parts: 2 }),
        connectionName: phrase('common.unknownServer'),
        group: name,
      },
    } as JobView;
    setLanguage('de');
    const { name: part, connectionName, group } = rowsOf([sent]).get('part')!;
    expect(part).toBe('2 Elemente von Records (1 von 2).zip');
    expect(connectionName).toBe('ein unbekannter Server');
    expect(group?.name).toBe('2 Elemente von Records');
  });

  test('gives way to a text: what earlier versions stored stays as it is, and needs no phrase', async () => {
    const store = new FakeJobStore();
    const old = composeJob({
      id: 'old',
      connectionId: 'c1',
      name: '3 items from Records',
      state: { is: 'unsure' },
    });
    store.save([old], [], []);
    const world = await createWorld({ store });
    setLanguage('de');
    const sent = await view(world, 'old');
    expect(sent.name).toBe('3 items from Records');
    expect(sent).not.toHaveProperty('ownNames');
    expect(rowsOf([sent]).get('old')).toBe(sent);
  });
});

describe('the name of the demo server', () => {
  const demo = {
    start: async () => ({
      kind: 'alfresco' as const,
      address: 'http://127.0.0.1:8080/alfresco',
      user: 'a',
      password: 'b',
      examples: [],
    }),
  };

  test('follows the language until somebody types another', async () => {
    const world = await createWorld({ config: new FakeConfig(), demo });
    const { connection } = await world.app.handlers['connections.addDemo']({});
    expect(connection.name).toBe('Demo server');
    const shown = connectionHere(connection);
    const id = await world.app.handlers['jobs.create']({ connectionId: 'demo', items: ['a'], folder: '/d' });
    setLanguage('de');
    expect(shown.name).toBe('Demo-Server');
    expect((await view(world, id.jobId)).connectionName).toBe('Demo-Server');

    const save = async (name: string) => {
      const { kind, baseUrl: address, user } = connection;
      return (await world.app.handlers['connections.save']({ id: 'demo', kind, name, address, user }))
        .connection;
    };
    expect((await save('Demo-Server')).ownName).toEqual(phrase('demo.server'));
    expect(await save('Versuch')).toMatchObject({ name: 'Versuch' });
    setLanguage('en');
    expect((await view(world, id.jobId)).connectionName).toBe('Versuch');
  });
});

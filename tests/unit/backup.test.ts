import { expect, test } from 'vitest';
import { backupSchema, importedId } from '../../src-shared/backup/backup.ts';
import { importedWords } from '../../src-shared/backup/imported-words.ts';
import { backupPieces } from '../../src-shared/backup/write-backup.ts';
import { defaultSettings } from '../../src-shared/settings.ts';
import { checkBackup, importBackup } from '../../src-main/core/backups.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { failureSaying, saying } from '../fakes/saying.ts';
import { createWorld } from '../fakes/world.ts';
import { busyWorld, everything, kept, proxied, saveIn, sendTo } from './backup-harness.ts';

test('a backup is what its schema says: no secrets, no unfinished downloads, nothing that only this computer knows', async () => {
  const text = await saveIn(await busyWorld());
  const { servers, history, settings, ferryBackup } = backupSchema.parse(JSON.parse(text));
  expect(ferryBackup).toBe(1);
  expect(servers.map(({ name, removed }) => [name, removed])).toEqual([
    ['Records', undefined],
    ['Old archive', true],
  ]);
  expect(servers[0]).toMatchObject(proxied);
  expect(history!.map(({ job }) => job.state.is).sort()).toEqual(['cancelled', 'saved']);
  expect(history!.find(({ job }) => job.state.is === 'saved')!.timeline.length).toBeGreaterThan(3);
  expect(settings!.transferSlots).toBe(7);
  expect(text).not.toMatch(/hunter2|refused|packLimit|noticesSeenAt/);
  for (const line of text.trim().split('\n').slice(3, -1)) expect(line).not.toContain('\n');
});

test('without the downloads it holds no server that was removed, and none of the demo’s', async () => {
  const world = await busyWorld();
  world.config.saveConnection({ ...world.config.connections()[0]!, id: 'demo', name: 'Demo', user: 'demo' });
  const { servers, history } = backupSchema.parse(JSON.parse(await saveIn(world, false)));
  expect(servers.map(({ name }) => name)).toEqual(['Records']);
  expect(history).toBeUndefined();
});

test('what is imported has new ids, asks for its secret, and brings no unfinished download and no clean-up', async () => {
  const text = await saveIn(await busyWorld());
  const world = await createWorld();
  world.config.saveConnection({ ...world.config.connections()[0]!, user: 'somebody else' });
  const id = await sendTo(world, text);
  const contents = await world.app.handlers['backup.check']({ id });
  expect(contents).toMatchObject({ hasSettings: true, downloads: 2, known: 0 });
  expect(contents.servers).toEqual([
    expect.objectContaining({ name: 'Records', isKnown: false, proxy: 'proxy.example.com:8080' }),
  ]);
  expect(await world.app.handlers['backup.import']({ id, wanted: everything })).toEqual({
    ...{ servers: 1, settings: true, downloads: 2 },
  });
  const added = world.config.connections().filter((one) => one.id !== 'c1');
  expect(added.map(({ name, removed }) => [name, removed ?? false])).toEqual([
    ['Records', false],
    ['Old archive', true],
  ]);
  expect(added[0]!.id).not.toBe('c1');
  const { connections } = await world.app.handlers['connections.list']({});
  const fresh = connections.find((one) => one.id === added[0]!.id)!;
  expect(await world.secrets.read({ connectionId: fresh.id, origin: 'https://records.example.com' })).toEqual(
    {
      is: 'absent',
    },
  );
  expect(world.store.open().jobs).toEqual([]);
  expect(world.store.cleanUps()).toEqual([]);
  const { jobs } = world.store.history({ offset: 0, limit: 10 });
  expect(jobs.map((job) => [job.id.slice(0, 2), job.connectionId]).sort()).toEqual(
    [
      ['i.', added[0]!.id],
      ['i.', added[1]!.id],
    ].sort(),
  );
  expect(world.store.log(jobs.find(({ state }) => state.is === 'saved')!.id).length).toBeGreaterThan(3);
  expect(world.config.settings()).toMatchObject({ transferSlots: 7, folder: '/kept' });
  expect(world.config.settings().savedSearches[0]!.filter.servers).toEqual([added[0]!.id]);
  await world.app.stop();
});

test('times in a backup that are still to come are brought to now: nothing of it hides what comes', async () => {
  const text = (await saveIn(await busyWorld())).replaceAll(
    /"(at|createdAt|changedAt)":\d+/g,
    '"$1":9000000000000000',
  );
  const world = await createWorld();
  const id = await sendTo(world, text);
  await world.app.handlers['backup.import']({ id, wanted: everything });
  const { jobs } = world.store.history({ offset: 0, limit: 10 });
  expect(jobs).toHaveLength(2);
  const rows = [...jobs, ...jobs.flatMap((job) => world.store.log(job.id)), ...world.config.connections()];
  const times = rows.flatMap((row) =>
    Object.entries(row).filter(([name]) => /^(at|createdAt|changedAt)$/.test(name)),
  );
  expect(times.length).toBeGreaterThan(9);
  for (const [, at] of times) expect(at).toBeLessThanOrEqual(world.clock.now());
  await world.app.stop();
});

test('the same backup twice, in another Ferry and in its own, adds nothing', async () => {
  const own = await busyWorld();
  const text = await saveIn(own);
  const other = await createWorld();
  for (const [world, downloads] of [
    [own, 0],
    [other, 2],
    [other, 0],
  ] as const)
    expect(
      await world.app.handlers['backup.import']({ id: await sendTo(world, text), wanted: everything }),
    ).toMatchObject({ downloads });
  // Back where it came from, by way of the other one.
  const back = await saveIn(other);
  expect(
    await own.app.handlers['backup.import']({ id: await sendTo(own, back), wanted: everything }),
  ).toMatchObject({ servers: 0, downloads: 0 });
});

test('only what is wanted is taken over', async () => {
  const text = await saveIn(await busyWorld());
  const world = await createWorld();
  const before = kept(world);
  const nothing = { servers: false, settings: false, history: false };
  expect(
    await world.app.handlers['backup.import']({ id: await sendTo(world, text), wanted: nothing }),
  ).toEqual({ servers: 0, settings: false, downloads: 0 });
  expect(kept(world)).toEqual(before);
  await world.app.handlers['backup.import']({
    ...{ id: await sendTo(world, text), wanted: { ...nothing, settings: true } },
  });
  expect(world.config.settings().transferSlots).toBe(7);
  expect(world.config.connections()).toHaveLength(1);
});

test.each<[string, (text: string) => string, RegExp]>([
  ['half of it', (text) => text.slice(0, text.length / 2), /incomplete/],
  ['nothing', () => '', /isn’t a backup/],
  ['another JSON', () => '{"connections":[]}', /isn’t a backup/],
  ['a newer one', (text) => text.replace('"ferryBackup":1', '"ferryBackup":2'), /newer Ferry/],
  [
    'an unfinished download',
    (text) => text.replace('"is":"cancelled"', '"is":"queued"'),
    /history\.\d\.job\.state/,
  ],
  ['a path for an id', (text) => text.replace('"id":"past"', '"id":"../past"'), /history\.\d\.job\.id/],
  [
    'a setting out of bounds',
    (text) => text.replace('"transferSlots":7', '"transferSlots":70'),
    /settings\.transferSlots/,
  ],
  [
    'a password in an address',
    (text) => text.replace('"baseUrl":"https://records', '"baseUrl":"https://ada:pw@records'),
    /servers\.0\.baseUrl/,
  ],
  [
    'a password at the proxy',
    (text) => text.replace('"url":"http://proxy', '"url":"http://ada:pw@proxy'),
    /servers\.0\.proxy\.url/,
  ],
  ['a server of no kind', (text) => text.replace('"kind":"alfresco"', '"kind":"ftp"'), /servers\.0\.kind/],
])('%s is refused in words, and nothing is changed', async (_what, spoil, words) => {
  const text = await saveIn(await busyWorld());
  const world = await createWorld();
  const before = kept(world);
  const spoilt = spoil(text);
  expect(spoilt).not.toBe(text);
  for (const call of ['backup.check', 'backup.import'] as const) {
    const id = await sendTo(world, spoilt);
    const run = async (): Promise<unknown> =>
      call === 'backup.check'
        ? world.app.handlers[call]({ id })
        : world.app.handlers[call]({ id, wanted: everything });
    await expect(run()).rejects.toEqual(failureSaying(words));
  }
  expect(kept(world)).toEqual(before);
});

test('where not all downloads can be saved, none of them stays', async () => {
  const jobs = Array.from({ length: 450 }, (_, index) =>
    composeJob({ id: `job-${index}`, state: { is: 'cancelled' } }),
  );
  const text = [
    ...backupPieces({
      ...{ now: 0, version: '1', connections: [], settings: defaultSettings },
      history: {
        history: ({ offset, limit }) => ({ jobs: jobs.slice(offset, offset + limit), total: 450 }),
        log: () => [],
        contents: () => null,
        comparison: () => null,
      },
    }),
  ].join('');
  const world = await createWorld();
  const id = await sendTo(world, text);
  const before = kept(world);
  const save = world.store.save.bind(world.store);
  let saves = 0;
  const full = {
    save: (...given: Parameters<typeof save>) => {
      saves += 1;
      if (saves === 3) throw new Error('the disk is full');
      save(...given);
    },
  };
  const ports = {
    documents: world.documents,
    store: Object.assign(Object.create(world.store) as typeof world.store, full, {
      job: world.store.job.bind(world.store),
      remove: world.store.remove.bind(world.store),
    }),
    config: world.config,
    servers: world.servers,
    clock: world.clock,
    random: { next: () => 0, id: () => 'fresh' },
    log: { event: () => undefined },
  };
  await expect(importBackup(ports, id, everything)).rejects.toThrow('the disk is full');
  expect(saves).toBe(3);
  expect(kept(world)).toEqual(before);
  expect(await checkBackup(ports, id)).toMatchObject({ downloads: 450, known: 0 });
  world.store.save([{ ...jobs[0]!, id: importedId('job-0') }], [], []);
  expect(await checkBackup(ports, id)).toMatchObject({ known: 1 });
});

test.each([
  [{ servers: 1, settings: true, downloads: 2 }, 'Imported: 1 server, settings, 2 downloads.'],
  [{ servers: 0, settings: true, downloads: 0 }, 'Imported: settings.'],
  [{ servers: 2, settings: false, downloads: 1 }, 'Imported: 2 servers, 1 download.'],
  [{ servers: 0, settings: false, downloads: 0 }, 'Nothing in it was new.'],
])('what an import brought is said by its parts, the settings among them (%#)', (done, words) => {
  expect(importedWords(done)).toEqual(saying(words));
});

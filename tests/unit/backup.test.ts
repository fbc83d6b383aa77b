import { expect, test } from 'vitest';
import { backupSchema, importedId } from '../../src-shared/backup/backup.ts';
import { importedWords } from '../../src-shared/backup/imported-words.ts';
import { backupPieces } from '../../src-shared/backup/write-backup.ts';
import { diagnosticsText } from '../../src-shared/diagnostics.ts';
import type { Connection } from '../../src-shared/connection.ts';
import { everything as everythingEnded } from '../../src-shared/history/history.ts';
import { defaultSettings } from '../../src-shared/settings.ts';
import { checkBackup, importBackup } from '../../src-main/core/backups.ts';
import { createBackupCalls } from '../../src-main/core/calls/backup.ts';
import { backupCalls } from '../../src-shared/contract/backup.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { failureSaying, saying } from '../fakes/saying.ts';
import { createWorld, folder } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';

const everything = { servers: true, settings: true, history: true };
const proxied: Partial<Connection> = {
  proxy: { use: 'own', url: 'http://proxy.example.com:8080', user: 'ada' },
  clientCertificate: { file: '/home/ada/client.p12' },
};

/** A world with two servers, one of them removed, one download saved, one running. */
async function busyWorld(): Promise<World> {
  const world = await createWorld();
  world.config.saveConnection({ ...world.config.connections()[0]!, ...proxied, refused: true, packLimit: 5 });
  const { connection } = await world.app.handlers['connections.save']({
    ...{ kind: 'alfresco', name: 'Old archive', address: 'https://old.example.com', user: 'ada' },
  });
  await world.app.handlers['connections.setSecret']({ id: 'c1', secret: 'hunter2-canary' });
  world.server.document('doc-1', { name: 'a.bin', bytes: Buffer.alloc(5_000, 1) });
  const saved = await world.ask('doc-1');
  await world.reach(saved, 'saved');
  world.store.save(
    [composeJob({ id: 'past', connectionId: connection.id, state: { is: 'cancelled' } })],
    [],
    [],
  );
  await world.app.handlers['connections.remove']({ id: connection.id, jobs: 'keep' });
  const savedSearches = [
    { name: 'All', text: '', filter: { ...everythingEnded, servers: ['c1'] }, period: null },
  ];
  await world.app.handlers['settings.save']({
    settings: { transferSlots: 7, folder: '/kept', savedSearches },
  });
  world.store.save([composeJob({ id: 'open', connectionId: 'c1', state: { is: 'unsure' } })], [], []);
  return world;
}

async function saveIn(world: World, history = true): Promise<string> {
  const { path } = await world.app.handlers['backup.save']({ folder, history });
  return world.documents.written.get(path)!;
}

async function sendTo(world: World, text: string): Promise<string> {
  const whole = Buffer.from(text);
  const half = Math.floor(whole.length / 2);
  const { id } = await world.app.handlers['backup.receive']({
    id: null,
    bytes: whole.subarray(0, half).toString('base64'),
  });
  return (await world.app.handlers['backup.receive']({ id, bytes: whole.subarray(half).toString('base64') }))
    .id;
}

/** All that an import could change. */
const kept = (world: World): unknown => ({
  connections: world.config.connections(),
  settings: world.config.settings(),
  history: world.store.history({ offset: 0, limit: 1000 }),
  open: world.store.open().jobs,
});

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
        page: ({ offset, limit }) => ({ jobs: jobs.slice(offset, offset + limit), total: 450 }),
        timeline: () => [],
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

test('diagnostics are shown before they are saved, and saved as they were shown', async () => {
  const world = await (await busyWorld()).restart();
  const { id, text } = await world.app.handlers['diagnostics.make']({});
  expect(text).toContain('alfresco: ');
  expect(text).toContain('1 × unsure');
  expect(text).toContain('transferSlots: 7');
  expect(text).not.toMatch(/hunter2|Records|example\.com|\/home|\/kept/);
  world.store.save([composeJob({ id: 'later', state: { is: 'cancelled' } })], [], []);
  const { path } = await world.app.handlers['diagnostics.save']({ id, folder });
  expect(world.documents.written.get(path)).toBe(text);
  await expect(world.app.handlers['diagnostics.save']({ id: 'other', folder })).rejects.toEqual(
    failureSaying(/isn’t kept anymore/),
  );
  await world.app.handlers['documents.reveal']({ path });
  await expect(
    (async () => world.app.handlers['documents.reveal']({ path: '/etc/passwd' }))(),
  ).rejects.toEqual(failureSaying(/no file/));
});

test('diagnostics name failures by kind and status', () => {
  const text = diagnosticsText({
    ...{ now: 0, version: '1', about: { platform: 'linux', versions: {} }, settings: defaultSettings },
    connections: [],
    jobs: [
      composeJob({ lastFailure: { kind: 'server-error', status: 502 }, attempt: 3 }),
      composeJob({ state: { is: 'failed', failure: { kind: 'cut' }, resume: { step: 'queued' } } }),
    ],
    finished: 12,
    log: ['{"event":"one"}'],
  });
  expect(text).toContain(
    'Downloads: 2 unfinished, 12 finished\n  1 × queued, server-error 502, attempt 3\n  1 × failed, cut\n',
  );
  expect(text).toContain('Log, last 1 lines\n{"event":"one"}\n');
});

test('only the last few texts wait to be saved, and a piece of a file fits into a call', async () => {
  let ids = 0;
  const ports = {
    ...{
      version: '1',
      about: { platform: 'linux', versions: {} },
      config: { settings: () => defaultSettings },
    },
    ...{
      clock: { now: () => 0 },
      random: { id: () => `text-${(ids += 1)}` },
      log: { event: () => undefined },
    },
    ...{ store: { history: () => ({ jobs: [], total: 0 }) }, files: { wholePath: (path: string) => path } },
  };
  const calls = createBackupCalls(
    ports as never,
    { jobs: { all: () => [] } } as never,
    { announce: () => undefined, views: () => [] },
    () => ({ settings: defaultSettings }),
  );
  for (let made = 0; made < 6; made += 1) await calls['diagnostics.make']({});
  await expect((async () => calls['diagnostics.save']({ id: 'text-1', folder: '/x' }))()).rejects.toEqual(
    failureSaying(/isn’t kept anymore/),
  );
  const { input } = backupCalls['backup.receive'];
  expect(input.safeParse({ id: null, bytes: Buffer.alloc(600_000).toString('base64') }).success).toBe(true);
  expect(input.safeParse({ id: null, bytes: 'a'.repeat(900_001) }).success).toBe(false);
});

test.each([
  [{ servers: 1, settings: true, downloads: 2 }, 'Imported: 1 server, settings, 2 downloads.'],
  [{ servers: 0, settings: true, downloads: 0 }, 'Imported: settings.'],
  [{ servers: 2, settings: false, downloads: 1 }, 'Imported: 2 servers, 1 download.'],
  [{ servers: 0, settings: false, downloads: 0 }, 'Nothing in it was new.'],
])('what an import brought is said by its parts, the settings among them (%#)', (done, words) => {
  expect(importedWords(done)).toEqual(saying(words));
});

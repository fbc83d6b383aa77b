import { describe, expect, test } from 'vitest';
import type { CallParts } from '../../src-main/core/calls/call-parts.ts';
import { createHandlers } from '../../src-main/core/calls/handlers.ts';
import type { Output, Ports } from '../../src-main/core/ports.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import type { Job } from '../../src-shared/job/job.ts';
import type { Progress } from '../../src-shared/job/job-view.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeConfig } from '../fakes/fake-config.ts';
import { FakeFileStore } from '../fakes/fake-file-store.ts';

const output = (jobId: string, durable = 5): Output => ({
  ...{ jobId, folder: '/d', part: '.p', volume: null, sourceId: 's', total: 10, proof: null, name: null },
  ...{ durable, digests: [], sha256: null, whole: false, pieces: [], tail: null },
});

/** The calls over parts that only tell what they are asked for. */
function createCalls(over: Partial<Ports> = {}) {
  const config = new FakeConfig();
  const published: string[] = [];
  const logged: unknown[] = [];
  const world = {
    rows: [] as Job[],
    outputs: [] as Output[],
    progress: [] as Progress[],
    shown: 0,
    wakes: 0,
    changes: 0,
  };
  const parts = {
    jobs: {
      all: () => world.rows,
      get: (id: string) => world.rows.find((job) => job.id === id) ?? null,
      has: (id: string) => world.rows.some((job) => job.id === id),
      isOpen: (id: string) => world.rows.some((job) => job.id === id),
      openOf: () => 0,
    },
    connections: { all: () => [], find: () => null },
    stream: { seq: 7, shown: () => void (world.shown += 1) },
    doneRows: { look: () => undefined, lookIfDue: () => undefined },
    progress: {
      all: () => world.progress,
      get: (id: string) => world.progress.find(({ jobId }) => jobId === id) ?? null,
    },
    bandwidth: { changed: () => void (world.changes += 1) },
    dispatcher: { wake: () => void (world.wakes += 1) },
    view: (job: Job) => {
      if (job.id === 'broken') throw new Error('no view');
      return { id: job.id };
    },
    publish: (name: string) => void published.push(name),
    notices: [phrase('startupProblems.rows', { count: 2 })],
  } as unknown as CallParts;
  const ports = {
    ...{ config, clock: new FakeClock(), files: new FakeFileStore() },
    store: { outputs: () => world.outputs },
    log: { event: (event: string, fields?: object) => void logged.push({ event, ...fields }) },
    network: { isOnline: () => true },
    desktop: { canOpen: true },
    ...{ defaultFolder: '/home/ada/Downloads', version: '1.2.3', notices: ['Found at start.'] },
    ...{ demo: null, folderDialog: null, folderList: null, about: { dataFolder: '/data' } },
    ...over,
  } as unknown as Ports;
  const handlers = createHandlers(ports, parts);
  return { ...handlers, config, published, logged, world };
}

describe('what a screen is told first', () => {
  test('is what this host can do, and what was found at its start', async () => {
    const { calls, config } = createCalls();
    expect(await calls['app.info']({})).toEqual({
      version: '1.2.3',
      capabilities: { open: true, pickFolder: 'list', demo: false, trash: false, sleep: false, settings: [] },
      online: true,
      defaultFolder: '/home/ada/Downloads',
      notices: ['Found at start.', phrase('startupProblems.rows', { count: 2 })],
    });
    config.saveSettings({ ...config.settings(), folder: '/elsewhere' });
    expect((await calls['app.info']({})).defaultFolder).toBe('/elsewhere');
    const able = createCalls({
      ...{ demo: {}, folderDialog: {}, network: { isOnline: () => false } },
      desktop: { canOpen: false, trash: async () => undefined, settings: ['language'] },
    } as unknown as Partial<Ports>);
    expect(await able.calls['app.info']({})).toMatchObject({
      capabilities: {
        open: false,
        pickFolder: 'native',
        demo: true,
        trash: true,
        sleep: false,
        settings: ['language'],
      },
      online: false,
    });
  });

  test('is the whole queue; a row that can’t be shown costs the others nothing, and is logged', async () => {
    const { calls, world, logged } = createCalls();
    world.rows = ['a', 'broken', 'b'].map((id) => composeJob({ id }));
    const { seq, jobs } = await calls['queue.snapshot']({});
    expect([seq, jobs]).toEqual([7, [{ id: 'a' }, { id: 'b' }]]);
    expect(logged).toMatchObject([{ event: 'a row could not be shown', jobId: 'broken', detail: 'no view' }]);
    expect(await calls['queue.rows']({ jobIds: ['b', 'broken', 'a'] })).toEqual({
      jobs: [{ id: 'b' }, { id: 'a' }],
    });
    // The stream hears of both: what is about to be told may look otherwise there.
    expect(world.shown).toBe(2);
  });

  test('is how far each download is: what is under way, else what was kept, of those in the queue', async () => {
    const { calls, world } = createCalls();
    world.rows = ['flows', 'waits'].map((id) => composeJob({ id }));
    world.progress = [{ phase: 'downloading', jobId: 'flows', bytes: 8, total: 10, rate: 1, secondsLeft: 2 }];
    world.outputs = [output('flows'), output('waits'), output('gone')];
    const { progress } = await calls['queue.snapshot']({});
    expect(progress.map(({ jobId, ...more }) => [jobId, 'bytes' in more && more.bytes])).toEqual([
      ['flows', 8],
      ['waits', 5],
    ]);
  });
});

describe('settings that are saved', () => {
  test('count at once, and every screen is told', async () => {
    const { calls, config, published, world } = createCalls();
    const { settings } = await calls['settings.save']({ settings: { transferSlots: 2 } });
    expect(settings).toEqual({ ...config.settings(), transferSlots: 2 });
    expect([published, world.changes, world.wakes]).toEqual([['settings.changed'], 1, 1]);
  });

  test('leave what another screen has shown, and tables that aren’t named', async () => {
    const { calls, config } = createCalls();
    config.saveSettings({ ...config.settings(), noticesSeenAt: 9 });
    await calls['settings.save']({ settings: { noticesSeenAt: 4 } });
    expect(config.settings().noticesSeenAt).toBe(9);
    await calls['settings.save']({ settings: { noticesSeenAt: 11 } });
    expect(config.settings().noticesSeenAt).toBe(11);
  });

  test('name a folder only as a whole path that this host may write to', async () => {
    const allows: string[] = [];
    const folderList = { allows: async (path: string) => allows.push(path) > 0 && path !== '/etc' };
    const { calls, config } = createCalls({ folderList } as unknown as Partial<Ports>);
    await calls['settings.save']({ settings: { folder: '/home/ada/files' } });
    expect(config.settings().folder).toBe('/home/ada/files');
    await expect(calls['settings.save']({ settings: { folder: '/etc' } })).rejects.toMatchObject({
      failure: { kind: 'invalid-input' },
    });
    expect(config.settings().folder).toBe('/home/ada/files');
    // The one that is set already is right, whatever became of it.
    await calls['settings.save']({ settings: { folder: '/home/ada/files' } });
    expect(allows).toEqual(['/home/ada/files', '/etc']);
  });
});

describe('folders', () => {
  test('are chosen in the system’s dialog or in a list, whichever the host has', async () => {
    const folderDialog = { pick: async (startAt: string) => `${startAt}/chosen` };
    const folderList = {
      list: async (path: string | null) => ({ path, parent: null, folders: [] }),
      make: async (parent: string, name: string) => `${parent}/${name}`,
    };
    const able = createCalls({ folderDialog, folderList } as unknown as Partial<Ports>);
    expect(await able.calls['folders.pick']({ startAt: '/home' })).toEqual({ path: '/home/chosen' });
    expect(await able.calls['folders.list']({ path: null })).toMatchObject({ path: null });
    expect(await able.calls['folders.make']({ parent: '/home', name: 'new' })).toEqual({ path: '/home/new' });
    const { calls } = createCalls();
    await expect(calls['folders.pick']({ startAt: '/' })).rejects.toMatchObject({
      failure: { detail: phrase('validationErrors.folder.noDialog') },
    });
    await expect(calls['folders.make']({ parent: '/', name: 'new' })).rejects.toMatchObject({
      failure: { detail: phrase('validationErrors.folder.ownDialog') },
    });
    expect(() => calls['folders.list']({ path: null })).toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({ detail: phrase('validationErrors.folder.ownDialog') }) as unknown,
      }) as Error,
    );
  });

  test('tell how much is free, or null where the system doesn’t say', async () => {
    const files = new FakeFileStore();
    await files.makeFolder('/d');
    files.free = 12;
    const { calls } = createCalls({ files });
    expect(await calls['folders.space']({ path: '/d' })).toEqual({ free: 12 });
    files.free = null;
    expect(await calls['folders.space']({ path: '/d' })).toEqual({ free: null });
  });
});

test('the history is told of as soon as something is over, servers of what begins or ends at them', () => {
  const told = (jobs: Job[]): string[] => {
    const handlers = createCalls();
    handlers.noticeChanges(jobs);
    return handlers.published;
  };
  const over = composeJob({ run: 3, state: { is: 'cancelled' } });
  expect(told([composeJob({ run: 2 }), over])).toEqual(['history.changed', 'connections.changed']);
  expect(told([composeJob({ run: 0 })])).toEqual(['connections.changed']);
  expect(told([composeJob({ run: 2 })])).toEqual([]);
});

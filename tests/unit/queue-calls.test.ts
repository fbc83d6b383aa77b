import { describe, expect, test } from 'vitest';
import type { CallParts } from '../../src-main/core/calls/call-parts.ts';
import { createQueueCalls, lookAgain, placesInFront } from '../../src-main/core/calls/queue.ts';
import type { Effects } from '../../src-main/core/effects.ts';
import { Jobs } from '../../src-main/core/jobs.ts';
import { Removals, usualUndoTime } from '../../src-main/core/removals.ts';
import type { Ports } from '../../src-main/core/ports.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { JobEffect } from '../../src-shared/job/job-events.ts';
import { preparedIdSchema } from '../../src-shared/job/job.ts';
import type { Job, JobState } from '../../src-shared/job/job.ts';
import type { BulkAction, JobView } from '../../src-shared/job/job-view.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeConfig } from '../fakes/fake-config.ts';
import { FakeFileStore } from '../fakes/fake-file-store.ts';
import { FakeJobStore } from '../fakes/fake-job-store.ts';

const prepared = preparedIdSchema.parse('prepared-1');
const saved = (fileName: string): JobState => ({
  ...{ is: 'saved', folder: '/downloads', fileName, size: 1, sha256: 'f', warnings: [] },
});

/** The calls over real jobs. Every action is offered for each but those of `unable`. */
function createCalls(rows: Job[]) {
  const clock = new FakeClock();
  const store = new FakeJobStore();
  const files = new FakeFileStore();
  const trashed: string[] = [];
  const effects: JobEffect['type'][] = [];
  const checked: string[] = [];
  const forgotten: string[] = [];
  const published: string[] = [];
  const acted: [string, BulkAction][] = [];
  const world = { wakes: 0, unable: new Set<string>(), failsFor: '', settled: [] as string[][] };
  const jobs = new Jobs(
    {
      ...{ store, clock, config: new FakeConfig(), random: { next: () => 0.5, id: () => 'x' } },
      log: { event: () => undefined },
    },
    {
      changed: () => undefined,
      removed: () => undefined,
      run: (some) => void effects.push(...some.map(({ type }) => type)),
    },
  );
  for (const row of rows) jobs.add(row);
  const settling = { settled: async (ids: string[]) => void world.settled.push(ids) } as unknown as Effects;
  const ports = {
    ...{ clock, store, files, folderList: null, log: { event: () => undefined } },
    desktop: { trash: async (path: string) => void trashed.push(path) },
  } as unknown as Ports;
  const listener = {
    changed: () => undefined,
    removed: () => void published.push('history.changed'),
    restored: () => undefined,
    failed: () => undefined,
  };
  const removals = new Removals(ports, { jobs, effects: settling }, listener, usualUndoTime);
  const parts = {
    jobs,
    dispatcher: { wake: () => void (world.wakes += 1) },
    folders: { checkNow: (folder: string) => void checked.push(folder) },
    space: {
      checkNow: (id: string) => void checked.push(id),
      forget: (id: string) => void forgotten.push(id),
    },
    effects: settling,
    removals,
    publish: (name: string) => void published.push(name),
    view: ({ id }: Job) =>
      ({
        actions: world.unable.has(id) ? [] : ['pause', 'resume', 'retry', 'again', 'moveFirst'],
      }) as unknown as JobView,
  } as unknown as CallParts;
  const calls = createQueueCalls(ports, parts, async (job, action) => {
    if (job.id === world.failsFor) throw new FailedError({ kind: 'folder-unavailable' });
    acted.push([job.id, action]);
  });
  const order = (): string[] => jobs.all().map(({ id }) => id);
  return {
    ...{
      calls,
      jobs,
      parts,
      store,
      files,
      world,
      trashed,
      effects,
      checked,
      forgotten,
      published,
      acted,
      order,
    },
  };
}

const row = (id: string, more: Partial<Job> = {}): Job => composeJob({ id, ...more });
const three = (): Job[] => ['a', 'b', 'c'].map((id, index) => row(id, { order: index + 1 }));

describe('an action on many', () => {
  test('is done with those that it is offered for, and they are counted', async () => {
    const { calls, jobs, world } = createCalls(three());
    world.unable.add('b');
    expect(await calls['jobs.actOnMany']({ jobIds: ['a', 'b', 'c', 'unknown'], action: 'pause' })).toEqual({
      count: 2,
    });
    expect(jobs.all().map(({ state }) => state.is)).toEqual(['paused', 'queued', 'paused']);
  });

  test('that fails for one is done with the others, and the failure is told', async () => {
    const { calls, world, acted } = createCalls(three());
    world.failsFor = 'b';
    await expect(calls['jobs.actOnMany']({ jobIds: ['a', 'b', 'c'], action: 'again' })).rejects.toMatchObject(
      {
        failure: { kind: 'folder-unavailable' },
      },
    );
    expect(acted).toEqual([
      ['a', 'again'],
      ['c', 'again'],
    ]);
    world.failsFor = '';
    expect(await calls['jobs.actOnMany']({ jobIds: ['a', 'b'], action: 'again' })).toEqual({ count: 2 });
  });

  test('to try again looks at once at what they wait for besides their time', async () => {
    const retry = { retryAt: 9e12, lastFailure: { kind: 'cut' } } as const;
    const { calls, jobs, checked } = createCalls([row('a', retry), row('b', retry)]);
    await calls['jobs.actOnMany']({ jobIds: ['a', 'b'], action: 'retry' });
    expect(checked).toEqual(['/downloads/ferry', 'a', 'b']);
    expect(jobs.get('a')?.retryAt).toBeNull();
    await calls['jobs.actOnMany']({ jobIds: ['a', 'b'], action: 'pause' });
    expect(checked).toHaveLength(3);
  });

  test('to go first puts them before all others in their own order, and gives out slots anew', async () => {
    const { calls, order, world } = createCalls(three());
    expect(await calls['jobs.actOnMany']({ jobIds: ['c', 'b'], action: 'moveFirst' })).toEqual({ count: 2 });
    expect(order()).toEqual(['b', 'c', 'a']);
    expect(world.wakes).toBe(1);
  });
});

test('an action on all counts those that it fitted', async () => {
  const { calls, jobs } = createCalls([...three(), row('over', { state: { is: 'cancelled' } })]);
  expect(await calls['jobs.actOnAll']({ action: 'pause' })).toEqual({ count: 3 });
  expect(await calls['jobs.actOnAll']({ action: 'pause' })).toEqual({ count: 0 });
  expect(jobs.get('over')?.state.is).toBe('cancelled');
});

test('what is looked at again is looked at once for each folder', () => {
  const { parts, checked } = createCalls([]);
  lookAgain(parts, [
    row('a', { folder: '/one' }),
    row('b', { folder: '/one' }),
    row('c', { folder: '/two' }),
  ]);
  expect(checked).toEqual(['/one', '/two', 'a', 'b', 'c']);
});

describe('the first place', () => {
  test('is before all others that aren’t over, and of several in their own order', () => {
    const over = row('over', { order: -9, state: { is: 'cancelled' } });
    const { jobs } = createCalls([...three(), over]);
    expect([...placesInFront(jobs, [jobs.get('c')!, jobs.get('b')!])]).toEqual([
      ['b', { order: -1 }],
      ['c', { order: 0 }],
    ]);
  });

  test('needs the high priority only where another one has it', () => {
    const { jobs } = createCalls([...three(), row('d', { order: 4, priority: 'high' })]);
    expect([...placesInFront(jobs, [jobs.get('b')!])]).toEqual([['b', { order: 0, priority: 'high' }]]);
    const alone = createCalls([row('over', { priority: 'high', state: { is: 'cancelled' } }), row('a')]);
    expect([...placesInFront(alone.jobs, [alone.jobs.get('a')!])]).toEqual([['a', { order: 0 }]]);
  });
});

describe('a move', () => {
  test.each([
    [['c'], 'a', ['c', 'a', 'b']],
    [['a'], 'c', ['b', 'a', 'c']],
    [['a'], null, ['b', 'c', 'a']],
    [['a', 'b'], null, ['c', 'a', 'b']],
    [['c'], 'unknown', ['a', 'b', 'c']],
    [['b'], 'b', ['a', 'c', 'b']],
  ] as [string[], string | null, string[]][])(
    'of %j before %s leads to %j',
    async (jobIds, before, expected) => {
      const { calls, order, world } = createCalls(three());
      await calls['jobs.move']({ jobIds, before });
      expect(order()).toEqual(expected);
      expect(world.wakes).toBe(1);
    },
  );

  test('into a place that is too narrow numbers all anew', async () => {
    const rows = [row('a', { order: 1 }), row('b', { order: 1 + 1e-9 }), row('c', { order: 5 })];
    const { calls, jobs, order } = createCalls(rows);
    await calls['jobs.move']({ jobIds: ['c'], before: 'b' });
    expect(order()).toEqual(['a', 'c', 'b']);
    expect(jobs.all().map((job) => job.order)).toEqual([1, 2, 3]);
  });

  test('between two others leaves those where they are', async () => {
    const { calls, jobs } = createCalls(three());
    await calls['jobs.move']({ jobIds: ['c'], before: 'b' });
    expect(jobs.all().map((job) => job.order)).toEqual([1, 1.5, 2]);
  });
});

test('a priority that changes has slots given out anew', async () => {
  const { calls, jobs, world } = createCalls(three());
  await calls['jobs.setPriority']({ jobIds: ['a', 'unknown'], priority: 'low' });
  expect([jobs.get('a')?.priority, jobs.get('b')?.priority, world.wakes]).toEqual(['low', 'normal', 1]);
});

describe('another folder', () => {
  test('is made, and the download goes on there at once, whatever it waited for', async () => {
    const waiting = row('a', { retryAt: 9e12, lastFailure: { kind: 'no-space' } });
    const { calls, jobs, forgotten, files, world } = createCalls([waiting]);
    const made: string[] = [];
    files.before = (operation, folder) => void (operation === 'makeFolder' && made.push(folder));
    await calls['jobs.setFolder']({ jobId: 'a', folder: '/elsewhere' });
    expect([made, forgotten, world.wakes]).toEqual([['/elsewhere'], ['a'], 1]);
    expect(jobs.get('a')).toMatchObject({ folder: '/elsewhere', retryAt: null });
  });

  test('is refused for what is over, or is just getting its name', async () => {
    const file = { folders: [], name: 'a', size: 1, sha256: 'f', inode: '1', warnings: [] };
    const source = { from: 'prepared', prepared } as const;
    const { calls } = createCalls([
      row('over', { state: { is: 'cancelled' } }),
      row('busy', { state: { is: 'publishing', source, counters: null, expiresAt: null, ...file } }),
    ]);
    const refused = (name: 'validationErrors.finished' | 'validationErrors.beingSaved') => ({
      failure: { detail: phrase(name) },
    });
    const to = (jobId: string) => calls['jobs.setFolder']({ jobId, folder: '/elsewhere' });
    await expect(to('over')).rejects.toMatchObject(refused('validationErrors.finished'));
    await expect(to('unknown')).rejects.toMatchObject(refused('validationErrors.finished'));
    await expect(to('busy')).rejects.toMatchObject(refused('validationErrors.beingSaved'));
  });
});

describe('a removal', () => {
  const kept = async () => {
    const all = createCalls([
      row('open'),
      row('file', { state: saved('a.zip') }),
      row('over', { state: { is: 'cancelled' } }),
    ]);
    await all.files.makeFolder('/downloads');
    all.files.put('/downloads', 'a.zip', Buffer.from('x'));
    return all;
  };
  const jobIds = ['open', 'file', 'over', 'unknown'];

  test('ends what is open, takes all rows away once their unfinished files are gone, and leaves files alone', async () => {
    const { calls, jobs, store, world, effects, trashed, published } = await kept();
    expect(await calls['jobs.remove']({ jobIds, files: false })).toEqual({ removed: 3, kept: 0, trashed: 0 });
    expect(world.settled).toEqual([['open', 'file', 'over']]);
    expect([jobs.all(), store.job('file'), trashed]).toEqual([[], null, []]);
    expect(effects).toContain('discardPart');
    expect(published).toEqual(['history.changed']);
  });

  test('with its files moves those to the trash that are there', async () => {
    const { calls, trashed } = await kept();
    expect(await calls['jobs.remove']({ jobIds, files: true })).toMatchObject({ trashed: 1, removed: 3 });
    expect(trashed).toEqual(['/downloads/a.zip']);
    const gone = createCalls([row('file', { state: saved('b.zip') })]);
    await gone.files.makeFolder('/downloads');
    expect(await gone.calls['jobs.remove']({ jobIds: ['file'], files: true })).toEqual({
      ...{ removed: 1, kept: 0, trashed: 0 },
    });
  });

  test('whose file can’t be moved keeps its row', async () => {
    const { calls, files, jobs } = await kept();
    files.unavailable.add('/downloads');
    await expect(calls['jobs.remove']({ jobIds: ['file'], files: true })).rejects.toMatchObject({
      failure: { kind: 'folder-unavailable' },
    });
    expect(jobs.has('file')).toBe(true);
  });

  test('keeps the row of what is out at the server until that is over', async () => {
    const { calls, jobs, published } = createCalls([row('a', { state: { is: 'asking', wish: 'go' } })]);
    expect(await calls['jobs.remove']({ jobIds: ['a'], files: false })).toEqual({
      removed: 0,
      kept: 1,
      trashed: 0,
    });
    expect(jobs.get('a')?.state).toEqual({ is: 'asking', wish: 'cancel' });
    expect(published).toEqual([]);
  });
});

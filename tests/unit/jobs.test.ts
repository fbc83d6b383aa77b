import { describe, expect, test } from 'vitest';
import { Jobs } from '../../src-main/core/jobs.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { JobEffect } from '../../src-shared/job/job-events.ts';
import { preparedIdSchema } from '../../src-shared/job/job.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeConfig } from '../fakes/fake-config.ts';
import { FakeJobStore } from '../fakes/fake-job-store.ts';

const prepared = preparedIdSchema.parse('prepared-1');
const bytes = { source: { from: 'prepared', prepared }, counters: null, expiresAt: null } as const;

class CountingStore extends FakeJobStore {
  saves = 0;
  isFull = false;

  override save(...rows: Parameters<FakeJobStore['save']>): void {
    if (this.isFull) throw new FailedError({ kind: 'list-unsaved' });
    this.saves += 1;
    super.save(...rows);
  }
}

function createJobs(store = new CountingStore()) {
  const clock = new FakeClock();
  const config = new FakeConfig();
  const told: string[][] = [];
  const removed: string[][] = [];
  const ran: JobEffect['type'][] = [];
  const logged: string[] = [];
  const heard = { changed: (jobs: Job[]): void => void told.push(jobs.map(({ id }) => id)) };
  const jobs = new Jobs(
    {
      ...{ store, clock, config, random: { next: () => 0.5, id: () => 'x' } },
      log: { event: (event) => void logged.push(event) },
    },
    {
      changed: (changed) => heard.changed(changed),
      removed: (ids) => void removed.push(ids),
      run: (effects) => void ran.push(...effects.map(({ type }) => type)),
    },
  );
  return { jobs, store, clock, config, told, removed, ran, logged, heard };
}

const row = (id: string, more: Partial<Job> = {}): Job => composeJob({ id, ...more });
const ids = (jobs: Jobs): string[] => jobs.all().map(({ id }) => id);

describe('the queue', () => {
  test('is in its order, older ones first where places are the same, also after a change of places', () => {
    const { jobs, told, store } = createJobs();
    jobs.add(row('c', { order: 3 }));
    jobs.add(row('b', { order: 2, createdAt: 9 }));
    jobs.add(row('a', { order: 2, createdAt: 8 }));
    expect(ids(jobs)).toEqual(['a', 'b', 'c']);
    jobs.amend(
      new Map([
        ['c', { order: 1 }],
        ['a', { priority: 'high' }],
        ['unknown', { order: 0 }],
      ]),
    );
    expect(ids(jobs)).toEqual(['c', 'a', 'b']);
    expect(jobs.get('a')).toMatchObject({ priority: 'high', order: 2 });
    expect(told.at(-1)).toEqual(['c', 'a']);
    const { saves } = store;
    jobs.amend(new Map([['unknown', { order: 0 }]]));
    expect([store.saves, told.length]).toEqual([saves, 4]);
  });

  test('counts what is open at each server, from when it was added until it is over', () => {
    const { jobs } = createJobs();
    jobs.add(row('a', { connectionId: 'one' }));
    jobs.add(row('b', { connectionId: 'one' }));
    jobs.add(row('c', { connectionId: 'two' }));
    jobs.add(row('d', { connectionId: 'two', state: { is: 'cancelled' } }));
    expect([jobs.openOf('one'), jobs.openOf('two'), jobs.openOf('three')]).toEqual([2, 1, 0]);
    jobs.dispatch('a', { type: 'pause' });
    expect(jobs.openOf('one')).toBe(2);
    jobs.dispatch('a', { type: 'cancel' });
    expect(jobs.openOf('one')).toBe(1);
  });

  test('lets go of what is over, and of nothing else; the history keeps it', () => {
    const { jobs, removed } = createJobs();
    jobs.add(row('open'));
    jobs.add(row('over', { state: { is: 'cancelled' } }));
    jobs.forget(['open', 'over', 'unknown']);
    expect([ids(jobs), removed]).toEqual([['open'], [['over']]]);
    expect([jobs.has('over'), jobs.get('over')?.state.is]).toEqual([false, 'cancelled']);
    jobs.forget(['over']);
    expect(removed).toHaveLength(1);
  });

  test('takes a group with its parent in one transaction, and the timeline says whose the parts are', () => {
    const { jobs, store, told } = createJobs();
    const parent = row('parent', { state: { is: 'split', children: ['one', 'two'] } });
    jobs.addGroup(parent, [row('one', { order: 1.3 }), row('two', { order: 1.6 })]);
    expect([store.saves, told]).toEqual([1, [['parent', 'one', 'two']]]);
    expect(ids(jobs)).toEqual(['parent', 'one', 'two']);
    expect(store.log('parent')).toMatchObject([{ event: 'added', from: '', to: 'split', detail: {} }]);
    expect(store.log('two')).toMatchObject([{ event: 'added', to: 'queued', detail: { parent: 'parent' } }]);
  });
});

describe('news', () => {
  test('for many is saved in one transaction, told once, then done; whom it doesn’t fit is left alone', () => {
    const { jobs, store, told, ran } = createJobs();
    for (const id of ['a', 'b']) jobs.add(row(id));
    jobs.add(row('over', { state: { is: 'cancelled' } }));
    const { saves } = store;
    expect(jobs.dispatchAll(['a', 'over', 'b', 'unknown'], { type: 'slotFree' })).toEqual(['a', 'b']);
    expect(store.saves).toBe(saves + 1);
    expect(told.at(-1)).toEqual(['a', 'b']);
    expect(ran).toEqual(['ask', 'ask']);
    expect(jobs.dispatchAll(['over'], { type: 'pause' })).toEqual([]);
    expect(store.saves).toBe(saves + 1);
  });

  test('that can’t be saved changes nothing, and nothing is told or done', () => {
    const { jobs, store, told, ran } = createJobs();
    jobs.add(row('a'));
    store.isFull = true;
    expect(() => jobs.dispatch('a', { type: 'slotFree' })).toThrow('list-unsaved');
    expect(jobs.get('a')?.state.is).toBe('queued');
    expect([told.length, ran]).toEqual([1, []]);
  });

  test('that somebody can’t take is logged, and what follows from it is done all the same', () => {
    const { jobs, ran, logged, heard } = createJobs();
    jobs.add(row('a'));
    heard.changed = () => {
      throw new Error('the screen is broken');
    };
    jobs.dispatch('a', { type: 'slotFree' });
    expect([ran, logged]).toEqual([['ask'], ['a change was not told']]);
  });

  test('that leaves something on a server puts it on the list of what is to be removed, in the same transaction', () => {
    const { jobs, store, clock, told } = createJobs();
    jobs.add(row('a', { run: 2, state: { is: 'cancelled' } }));
    const { saves } = store;
    jobs.dispatch('a', { type: 'accepted', run: 1, prepared, name: null, account: 'ada' });
    expect(store.saves).toBe(saves + 1);
    expect(store.cleanUps()).toEqual([
      {
        ...{ jobId: 'a', connectionId: 'connection-1', prepared, how: 'cancel', attempts: 0 },
        ...{ dueAt: clock.now(), createdAt: clock.now() },
      },
    ]);
    // The row itself is as it was.
    expect(told).toHaveLength(1);
  });

  test('reaches a job of the history as well', () => {
    const { jobs, store } = createJobs();
    store.save([row('old', { state: { is: 'expired' } })], [], []);
    expect(jobs.dispatch('old', { type: 'askAgain' })?.state.is).toBe('queued');
    expect(jobs.has('old')).toBe(true);
  });

  test('says in the timeline from where to where, and what is worth knowing of it', () => {
    const { jobs, store, clock } = createJobs();
    jobs.add(row('a', { run: 7, state: { is: 'asking', wish: 'go' } }));
    const server = { name: 'Records', address: 'https://records.example.com', version: '7.4' };
    jobs.dispatch('a', { type: 'accepted', run: 7, prepared, name: 'a.zip', account: 'ada', server });
    const counters = { filesDone: 1, filesTotal: 1, bytesDone: 1, bytesTotal: 1 };
    jobs.dispatch('a', { type: 'becameReady', run: 8, counters, expiresAt: 5, name: null });
    jobs.dispatch('a', { type: 'moveTo', folder: '/elsewhere' });
    jobs.dispatch('a', { type: 'slotFree' });
    jobs.dispatch('a', { type: 'finished', run: 10, name: 'a.zip' });
    const reason = phrase('failureDetails.bytes.noReadableZip');
    jobs.dispatch('a', { type: 'corrupt', run: 11, reason });
    jobs.dispatch('a', { type: 'slotFree' });
    jobs.dispatch('a', { type: 'failed', run: 13, failure: { kind: 'refused' } });
    const lines = store.log('a').map(({ event, from, to, detail }) => ({ event, from, to, detail }));
    expect(lines).toEqual([
      { event: 'added', from: '', to: 'asking', detail: {} },
      { event: 'accepted', from: 'asking', to: 'preparing', detail: { prepared, server } },
      { event: 'becameReady', from: 'preparing', to: 'ready', detail: { counters, expiresAt: 5 } },
      { event: 'moveTo', from: 'ready', to: 'ready', detail: { folder: '/elsewhere' } },
      { event: 'slotFree', from: 'ready', to: 'downloading', detail: {} },
      { event: 'finished', from: 'downloading', to: 'verifying', detail: {} },
      { event: 'corrupt', from: 'verifying', to: 'ready', detail: { reason } },
      { event: 'slotFree', from: 'ready', to: 'downloading', detail: {} },
      { event: 'failed', from: 'downloading', to: 'failed', detail: { failure: { kind: 'refused' } } },
    ]);
    expect(store.log('a').every(({ at }) => at === clock.now())).toBe(true);
  });

  test('of a document that needs no preparation, a lost answer, a limit and a plan is kept as far as it helps', () => {
    const { jobs, store } = createJobs();
    const detail = (id: string): unknown => store.log(id).at(-1)?.detail;
    jobs.add(row('doc', { state: { is: 'asking', wish: 'go' } }));
    jobs.dispatch('doc', {
      ...{ type: 'acceptedReady', run: 0, account: 'ada' },
      content: { documentId: 'doc-1', name: 'Plan.pdf' },
    });
    expect(detail('doc')).toEqual({ document: 'doc-1' });
    jobs.add(row('lost', { state: { is: 'asking', wish: 'go' } }));
    jobs.dispatch('lost', { type: 'answerLost', run: 0, failure: { kind: 'cut' } });
    expect(detail('lost')).toEqual({ failure: { kind: 'cut' } });
    jobs.add(row('odd', { state: { is: 'asking', wish: 'go' } }));
    jobs.dispatch('odd', { type: 'unsavable', run: 0, failure: { kind: 'internal' }, prepared: null });
    expect(detail('odd')).toEqual({ failure: { kind: 'internal' } });
    jobs.add(row('large', { state: { is: 'preparing', prepared } }));
    jobs.dispatch('large', { type: 'tooLarge', run: 0, limit: 10, size: 30 });
    expect(detail('large')).toEqual({ limit: 10, size: 30 });
    const children = ['one', 'two'].map((id) => ({ id, request: row('x').request, name: id }));
    jobs.dispatch('large', { type: 'planned', run: 1, children });
    expect(detail('large')).toEqual({ children: 2 });
    expect(store.log('one')).toMatchObject([
      { event: 'added', from: '', to: 'queued', detail: { parent: 'large' } },
    ]);
  });

  test('of a file says how it was proven and where it went', () => {
    const { jobs, store } = createJobs();
    jobs.add(row('a', { state: { is: 'verifying', ...bytes } }));
    const proof = { name: 'a.zip', size: 7, sha256: 'ff', isAnnounced: true, warnings: ['old'] };
    jobs.dispatch('a', { type: 'proven', run: 0, folders: [], inode: '1', ...proof });
    expect(store.log('a').at(-1)?.detail).toEqual(proof);
    jobs.dispatch('a', { type: 'stored', run: 1, folder: '/d', fileName: 'a (1).zip', warnings: ['new'] });
    expect(store.log('a').at(-1)?.detail).toEqual({ folder: '/d', fileName: 'a (1).zip' });
    expect(jobs.get('a')?.state).toMatchObject({ is: 'saved', warnings: ['old', 'new'] });
  });
});

describe('a new run', () => {
  const left = (): CountingStore => {
    const store = new CountingStore();
    store.save([row('queued'), row('asking', { order: 2, state: { is: 'asking', wish: 'go' } })], [], []);
    return store;
  };

  test('goes on with what the last one left, once', () => {
    const { jobs, store } = createJobs(left());
    expect(jobs.load()).toBe(0);
    expect(ids(jobs)).toEqual(['queued', 'asking']);
    jobs.recover();
    expect(jobs.get('asking')?.state.is).toBe('unsure');
    expect(jobs.get('queued')?.state.is).toBe('queued');
    const { saves } = store;
    jobs.recover();
    expect(store.saves).toBe(saves);
  });

  test('that can’t be saved yet goes on with those left over as soon as it can', () => {
    const { jobs, store } = createJobs(left());
    jobs.load();
    store.isFull = true;
    expect(() => jobs.recover()).toThrow('list-unsaved');
    store.isFull = false;
    jobs.recover();
    expect(jobs.get('asking')?.state.is).toBe('unsure');
  });

  test('of an older copy asks nobody twice: what waits to be asked is paused', () => {
    const { jobs, store } = createJobs(left());
    store.restoredFrom = 5;
    jobs.load();
    jobs.recover();
    expect(jobs.get('queued')?.state).toEqual({ is: 'paused', resume: { step: 'queued' } });
    expect(jobs.get('asking')?.state.is).toBe('unsure');
  });
});

test('a job that expired is asked for again as often as the settings say', () => {
  const { jobs, config } = createJobs();
  config.saveSettings({ ...config.settings(), askAgainAfterExpiry: 1 });
  jobs.add(row('a', { state: { is: 'preparing', prepared } }));
  expect(jobs.dispatch('a', { type: 'gone', run: 0 })?.state.is).toBe('queued');
  jobs.add(row('b', { askedAgain: 1, state: { is: 'preparing', prepared } }));
  expect(jobs.dispatch('b', { type: 'gone', run: 0 })?.state.is).toBe('expired');
});

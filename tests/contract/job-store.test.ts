import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openJobStore } from '../../src-main/adapters/store/job-store.ts';
import type { CleanUp, Contents, JobStore, LogEntry, Output } from '../../src-main/core/ports.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { preparedIdSchema } from '../../src-shared/job/job.ts';
import type { Job, JobState } from '../../src-shared/job/job.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { FakeJobStore } from '../fakes/fake-job-store.ts';
import { tempFolder } from '../fakes/temp-folder.ts';

const prepared = preparedIdSchema.parse('prepared-1');
const entry = (jobId: string, event: string): LogEntry => ({
  jobId,
  at: 5,
  event,
  from: 'queued',
  to: 'asking',
  detail: { tries: 1 },
});
const output = (jobId: string, durable: number): Output => ({
  jobId,
  folder: '/downloads/ferry',
  part: '.Minutes.zip.job-1.part',
  volume: '2049',
  sourceId: 'prepared-1',
  total: 100,
  proof: { by: 'etag', etag: '"abc"' },
  name: 'Minutes.zip',
  durable,
  pieces: ['aa', 'bb'],
  tail: 'cc',
  digests: [{ algorithm: 'md5', hex: '0f' }],
  sha256: null,
  whole: false,
});
const cleanUp = (overrides: Partial<CleanUp> = {}): CleanUp => ({
  jobId: 'job-1',
  connectionId: 'connection-1',
  prepared,
  how: 'delete',
  attempts: 0,
  dueAt: 10,
  createdAt: 1,
  ...overrides,
});
const cancelled = (id: string, name: string, changedAt: number): Job =>
  composeJob({ id, name, changedAt, state: { is: 'cancelled' } });
const contents = (files: number): Contents => ({
  files,
  folders: 1,
  bytes: 7,
  digest: 'ab',
  packed: new Uint8Array([1, 2, files]),
});
const ids = (jobs: Job[]): string[] => jobs.map((job) => job.id);
const openReal = (): JobStore => {
  const store = openJobStore({ folder: tempFolder(), now: () => 1_790_000_000_000 });
  return store;
};

describe.each([
  { which: 'in memory', openStore: (): JobStore => new FakeJobStore() },
  { which: 'in SQLite', openStore: openReal },
])('a job store $which', ({ openStore }) => {
  test('gives back the jobs that are not final, in queue order', () => {
    const store = openStore();
    store.save([composeJob({ id: 'last', order: 3 }), composeJob({ id: 'first', order: -1.5 })], [], []);
    store.save([cancelled('over', 'Over', 1), composeJob({ id: 'middle', order: 2 })], [], []);

    const { jobs, setAside } = store.open();

    expect(ids(jobs)).toEqual(['first', 'middle', 'last']);
    expect(setAside).toBe(0);
    expect(store.job('over')?.state).toEqual({ is: 'cancelled' });
    expect(store.job('never')).toBeNull();
    store.close();
  });

  test('gives back every state as it was saved', () => {
    const counters = { filesDone: 1, filesTotal: 2, bytesDone: 3, bytesTotal: null };
    const ready = { source: { from: 'prepared' as const, prepared }, counters, expiresAt: 7 };
    const content = {
      source: { from: 'content' as const, content: { documentId: 'd', name: 'Ω\u0000\u{1F600}' } },
    };
    const failure = { kind: 'too-large' as const, limit: 1, size: 2, detail: 'x'.repeat(300) };
    const states: JobState[] = [
      { is: 'queued' },
      { is: 'asking', wish: 'cancel' },
      { is: 'unsure' },
      { is: 'sifting', failure: { kind: 'refused', status: 403 } },
      { is: 'preparing', prepared },
      { is: 'planning', prepared, limit: 1, size: 2 },
      { is: 'split', children: ['a', 'b'] },
      { is: 'ready', ...ready },
      { is: 'downloading', ...content, counters: null, expiresAt: null },
      { is: 'verifying', ...ready },
      {
        is: 'publishing',
        ...ready,
        folders: ['b'],
        name: 'a.zip',
        size: 1,
        sha256: 'f0',
        inode: '1:2',
        warnings: ['w'],
      },
      { is: 'paused', resume: { step: 'ready', ...ready } },
      { is: 'failed', failure, resume: { step: 'preparing', prepared } },
      { is: 'expired' },
      { is: 'cancelled' },
      { is: 'saved', folder: '/f', fileName: 'a.zip', size: 1, sha256: 'f0', warnings: [] },
    ];
    const store = openStore();
    const jobs = states.map((state, number) =>
      composeJob({ id: `job-${number}`, state, lastFailure: failure }),
    );

    store.save(jobs, [], []);

    expect(jobs.map((job) => store.job(job.id))).toEqual(jobs);
    store.close();
  });

  test('saves all of a transaction or nothing', () => {
    const store = openStore();
    store.save([composeJob({ name: 'Before' })], [], []);
    const after = composeJob({ name: 'After' });
    const invalid = { ...cleanUp(), attempts: Number.NaN };

    expect(() => store.save([after], [entry('job-1', 'renamed')], [cleanUp(), invalid])).toThrow(FailedError);
    expect(() => store.save([after, composeJob({ id: 'job-2', name: '' })], [], [cleanUp()])).toThrow(
      FailedError,
    );

    expect(store.job('job-1')?.name).toBe('Before');
    expect(store.log('job-1')).toEqual([]);
    expect(store.cleanUps()).toEqual([]);
    store.close();
  });

  test('keeps a timeline in the order in which it was written', () => {
    const store = openStore();
    store.save([composeJob(), composeJob({ id: 'job-2' })], [entry('job-1', 'added')], []);
    store.appendLog({ ...entry('job-1', 'asked'), at: 1 });
    store.appendLog(entry('job-2', 'added'));

    expect(store.log('job-1').map((line) => line.event)).toEqual(['added', 'asked']);
    expect(store.log('job-1')[0]).toEqual(entry('job-1', 'added'));
    store.close();
  });

  test('keeps one output to a job', () => {
    const store = openStore();
    store.save([composeJob()], [], []);
    expect(store.output('job-1')).toBeNull();

    store.saveOutput(output('job-1', 0));
    store.saveOutput(output('job-1', 64));
    expect(store.output('job-1')).toEqual(output('job-1', 64));

    store.dropOutput('job-1');
    store.dropOutput('job-1');
    expect(store.output('job-1')).toBeNull();
    store.close();
  });

  test('keeps clean-ups until they are dropped, one to a connection and prepared thing', () => {
    const store = openStore();
    const elsewhere = cleanUp({ connectionId: 'connection-2' });
    store.save([composeJob()], [], [cleanUp(), elsewhere]);
    store.saveCleanUp(cleanUp({ attempts: 1, dueAt: 99 }));
    expect(store.cleanUps()).toEqual([cleanUp({ attempts: 1, dueAt: 99 }), elsewhere]);

    store.dropCleanUp({ connectionId: 'connection-1', prepared: preparedIdSchema.parse('another') });
    expect(store.cleanUps()).toHaveLength(2);
    store.dropCleanUp(cleanUp());
    expect(store.cleanUps()).toEqual([elsewhere]);
    store.close();
  });

  test('shows the history newest first and page by page', () => {
    const store = openStore();
    store.save(
      [1, 2, 3, 4, 5].map((number) => cancelled(`job-${number}`, 'Report', number)),
      [],
      [],
    );
    store.save([composeJob({ id: 'open' })], [], []);

    expect(ids(store.history({ offset: 0, limit: 2 }).jobs)).toEqual(['job-5', 'job-4']);
    expect(ids(store.history({ offset: 4, limit: 2 }).jobs)).toEqual(['job-1']);
    expect(store.history({ offset: 9, limit: 2 })).toEqual({ jobs: [], total: 5 });
    store.close();
  });

  test('forgets the timeline and the output with the job, but not what is left on a server', () => {
    const store = openStore();
    store.save(
      [composeJob(), composeJob({ id: 'job-2' })],
      [entry('job-1', 'added'), entry('job-2', 'added')],
      [cleanUp()],
    );
    store.saveOutput(output('job-1', 5));

    store.remove(['job-1', 'never']);
    store.appendLog(entry('job-1', 'late'));
    store.saveOutput(output('job-1', 9));

    expect(ids(store.open().jobs)).toEqual(['job-2']);
    expect([store.job('job-1'), store.output('job-1'), store.log('job-1')]).toEqual([null, null, []]);
    expect(store.log('job-2')).toHaveLength(1);
    expect(store.cleanUps()).toEqual([cleanUp()]);
    store.save([composeJob()], [], []);
    expect([store.output('job-1'), store.log('job-1')]).toEqual([null, []]);
    store.close();
  });

  test('is not changed by what happens to a job that was handed in or out', () => {
    const store = openStore();
    const job = composeJob({ state: { is: 'split', children: ['a'] } });
    store.save([job], [], []);
    (job.state as { children: string[] }).children.push('b');
    (store.job('job-1')!.state as { children: string[] }).children.push('c');

    expect(store.job('job-1')?.state).toEqual({ is: 'split', children: ['a'] });
    store.close();
  });
});

test('the store in memory and the one in SQLite answer alike, whatever is done to them', () => {
  const id = fc.constantFrom('a', 'b', 'c');
  const name = fc.constantFrom('Alpha', 'BETA alpha', 'gamma', 'ß');
  const saved = { folder: '/f', fileName: 'a.zip', size: 1, sha256: 'ab', warnings: [] };
  const state = fc.constantFrom<JobState>(
    ...[{ is: 'queued' as const }, { is: 'cancelled' as const }, { is: 'expired' as const }],
    { is: 'saved', ...saved },
  );
  const job = fc.record({ id, name, state, order: fc.nat(3), changedAt: fc.nat(3) }).map(composeJob);
  type Act = (store: JobStore) => void;
  const act = fc.oneof(
    fc
      .tuple(fc.array(job, { maxLength: 3 }), id, fc.array(fc.tuple(id, fc.boolean()), { maxLength: 1 }))
      .map(([jobs, of, zips]): Act => {
        const comparison = { listing: { is: 'tooMany' as const, at: 7 }, changes: null };
        const kept = zips.map(([jobId, isCompared]) => ({
          ...{ jobId, contents: isCompared ? null : contents(3) },
          comparison: isCompared ? comparison : null,
        }));
        return (store) => store.save(jobs, [entry(of, 'x')], [], kept);
      }),
    id.map(
      (of): Act =>
        (store) =>
          store.remove([of]),
    ),
    id.map(
      (of): Act =>
        (store) =>
          store.appendLog(entry(of, 'y')),
    ),
    fc.tuple(id, fc.nat(9)).map(
      ([of, durable]): Act =>
        (store) =>
          store.saveOutput(output(of, durable)),
    ),
    id.map(
      (of): Act =>
        (store) =>
          store.dropOutput(of),
    ),
    id.map(
      (connectionId): Act =>
        (store) =>
          store.saveCleanUp(cleanUp({ connectionId })),
    ),
    fc.tuple(id, fc.boolean()).map(
      ([of, isDue]): Act =>
        (store) =>
          store.saveComparison(of, { listing: { is: 'unsteady', at: 7 }, changes: null }, isDue),
    ),
    fc.constant<Act>((store) => store.dropCleanUp(cleanUp())),
    fc.tuple(id, fc.nat(9)).map(
      ([of, files]): Act =>
        (store) =>
          store.saveContents(of, contents(files)),
    ),
  );
  const answers = (store: JobStore): unknown => [
    store.open(),
    [0, 1].map((offset) => store.history({ offset, limit: 2 })),
    ['connection-1', 'another'].map((of) => store.historyOf(of, 2)),
    ['a', 'b', 'c'].map((of) => [store.contents(of), store.comparison(of)]),
    store.dueComparisons().sort(),
    ['a', 'b'].map((of) => store.savedBefore(composeJob({ id: of }), 1e15)?.changedAt ?? null),
    ['a', 'b', 'c'].map((of) => [store.job(of), store.log(of), store.output(of)]),
    store.cleanUps(),
  ];
  fc.assert(
    fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
      const [real, fake] = [openReal(), new FakeJobStore()];
      for (const each of acts) {
        each(real);
        each(fake);
      }
      expect(answers(fake)).toEqual(answers(real));
      real.close();
    }),
    { numRuns: 60 },
  );
});

import { describe, expect, test, vi } from 'vitest';
import { earlierExports } from '../../src-main/core/calls/earlier-exports.ts';
import type { Connections } from '../../src-main/core/connections.ts';
import { EventDelivery } from '../../src-main/core/event-delivery.ts';
import type { Folders } from '../../src-main/core/folders.ts';
import type { Jobs } from '../../src-main/core/jobs.ts';
import type { Output } from '../../src-main/core/ports.ts';
import type { Space } from '../../src-main/core/space.ts';
import { WorkFailures } from '../../src-main/core/work-failures.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { JobEvent } from '../../src-shared/job/job-events.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { FakeClock, settle } from '../fakes/fake-clock.ts';
import { FakeJobStore } from '../fakes/fake-job-store.ts';

const log = { event: () => undefined };

describe('an event for a job', () => {
  const createDelivery = (fails: () => Error | null, is: Job['state']['is'] = 'saved') => {
    const clock = new FakeClock();
    const store = new FakeJobStore();
    store.save([composeJob()], [], []);
    const told: string[] = [];
    const jobs = {
      dispatch: (_id: string, event: { type: string }) => {
        const error = fails();
        if (error) throw error;
        told.push(event.type);
        return { state: { is } };
      },
    } as unknown as Jobs;
    const end = new AbortController();
    const delivery = new EventDelivery({ store, clock, log }, () => jobs, end.signal);
    return { delivery, clock, store, told, end };
  };
  const full = new FailedError({ kind: 'list-unsaved' });

  test('is passed on every five seconds until the list can keep it, or the program ends', async () => {
    let isFull = true;
    const { delivery, clock, told, end } = createDelivery(() => (isFull ? full : null));
    const gone = delivery.deliver('job-1', { type: 'gone', run: 0 });
    await clock.advance(9_999);
    expect(told).toEqual([]);
    isFull = false;
    await clock.advance(1);
    await gone;
    expect(told).toEqual(['gone']);
    isFull = true;
    const lost = delivery.deliver('job-1', { type: 'gone', run: 0 });
    end.abort();
    await settle();
    await lost;
    expect(told).toEqual(['gone']);
  });

  test('that its file was stored drops what was known of the unfinished one, unless the job isn’t saved by it', async () => {
    for (const is of ['saved', 'cancelled'] as const) {
      const { delivery, store } = createDelivery(() => null, is);
      const dropped = vi.spyOn(store, 'dropOutput');
      await delivery.deliver('job-1', { type: 'gone', run: 0 });
      expect(dropped).not.toHaveBeenCalled();
      const stored = {
        type: 'stored',
        run: 0,
        fileName: 'a',
        folder: '/',
        warnings: [],
        replaced: null,
      } as const;
      await delivery.deliver('job-1', stored as unknown as JobEvent);
      expect(dropped.mock.calls).toEqual(is === 'saved' ? [['job-1']] : []);
    }
  });

  test('that doesn’t matter that much is tried once, and a note stands in the timeline alone', () => {
    const { delivery, store, told } = createDelivery(() => full);
    delivery.settle('job-1', { type: 'progressed', run: 0 });
    expect(told).toEqual([]);
    delivery.note('job-1', 'unmarked', { x: 1 });
    expect(store.log('job-1')).toMatchObject([{ event: 'unmarked', from: '', to: '', detail: { x: 1 } }]);
  });
});

test('what work threw is news for its job, and closes the gate that it is about', () => {
  const told: unknown[] = [];
  const parts = {
    connections: {
      hasNetwork: () => true,
      report: (id: string, failure: unknown) => void told.push([id, failure]),
    } as unknown as Connections,
    folders: {
      report: (...[folder, , part]: Parameters<Folders['report']>) => void told.push([folder, part]),
    } as unknown as Folders,
    space: { closed: () => null } as unknown as Space,
  };
  const store = new FakeJobStore();
  const failures = new WorkFailures({ store, log }, parts);
  const job = composeJob({ run: 4, state: { is: 'asking', wish: 'go' } });
  const of = (thrown: unknown) => failures.eventOf(job, thrown);
  const away = { kind: 'unreachable' } as const;
  expect(of(new FailedError(away))).toEqual({ type: 'failed', run: 4, failure: away });
  const noFolder = new FailedError({ kind: 'folder-unavailable' });
  expect(of(noFolder)).toMatchObject({ type: 'failed' });
  // What is there of it has to be reachable again, unless it lies in another folder.
  const part: Output = {
    ...{ jobId: job.id, folder: job.folder, part: '.a.part', volume: null, sourceId: 's', total: 1 },
    ...{
      proof: null,
      name: 'a',
      durable: 0,
      digests: [],
      pieces: [],
      tail: null,
      sha256: null,
      whole: false,
    },
  };
  vi.spyOn(store, 'output')
    .mockReturnValueOnce(part)
    .mockReturnValueOnce({ ...part, folder: '/elsewhere' });
  of(noFolder);
  of(noFolder);
  expect(of(new FailedError({ kind: 'busy' }, { answerLost: true }))).toMatchObject({ type: 'answerLost' });
  expect(of(new TypeError('x'))).toMatchObject({ failure: { kind: 'internal', detail: 'x' } });
  expect(told).toEqual([
    [job.connectionId, away],
    [job.folder, null],
    [job.folder, part],
    [job.folder, null],
  ]);
});

test('exports that a server was asked for before are offered newest first, each once, refused ones not at all', () => {
  const row = (id: string, createdAt: number, downloadType: string, more: Partial<Job> = {}): Job =>
    composeJob({ id, createdAt, request: { kind: 'bridge', downloadType }, ...more });
  const store = new FakeJobStore();
  const past = row('past', 1, 'old', { state: { is: 'cancelled' } });
  store.save([past], [], []);
  const failed = { is: 'failed', failure: { kind: 'refused' }, resume: { step: 'queued' } } as const;
  const rows = [
    row('a', 2, 'users'),
    row('b', 4, 'users'),
    row('c', 3, 'grades'),
    row('d', 5, 'secret', { state: failed }),
    row('e', 6, 'other', { connectionId: 'else' }),
  ];
  const { types, exports } = earlierExports(
    { store },
    { all: () => rows } as unknown as Jobs,
    'connection-1',
  );
  expect(types).toEqual(['users', 'grades', 'old']);
  expect(exports.map(({ jobId }) => jobId)).toEqual(['b', 'c', 'past']);
});

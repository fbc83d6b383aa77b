import { describe, expect, test } from 'vitest';
import type { CallParts } from '../../src-main/core/calls/call-parts.ts';
import { createJobCalls } from '../../src-main/core/calls/jobs.ts';
import type { Ports } from '../../src-main/core/ports.ts';
import { jobCalls } from '../../src-shared/contract/jobs.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import type { Job, JobState } from '../../src-shared/job/job.ts';
import type { JobRequest } from '../../src-shared/kinds/kind-table.ts';
import { noticeSchema } from '../../src-shared/notice.ts';
import { composeJob, silentServer } from '../fakes/compose-job.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeConfig } from '../fakes/fake-config.ts';
import { FakeFileStore } from '../fakes/fake-file-store.ts';
import { FakeJobStore } from '../fakes/fake-job-store.ts';
import { createFakeServers } from '../fakes/fake-server.ts';

const connectionId = silentServer.id;
const saved = (fileName: string): JobState => ({
  ...{ is: 'saved', folder: '/downloads', fileName, size: 1, sha256: 'f', warnings: [] },
});
const nodes = (...nodeIds: string[]): JobRequest => ({ kind: 'alfresco', nodeIds });
const report = (downloadType: string): JobRequest => ({ kind: 'bridge', downloadType });
const row = (id: string, more: Partial<Job> = {}): Job => composeJob({ id, ...more });

/** The calls over a queue and a history of these jobs; what is dispatched is only noted. */
function createCalls(queue: Job[], past: Job[] = []) {
  const store = new FakeJobStore();
  store.save([...queue, ...past], [], []);
  const config = new FakeConfig();
  config.saveConnection(silentServer);
  const files = new FakeFileStore();
  const done: unknown[][] = [];
  const note =
    (name: string) =>
    (...given: unknown[]) =>
      void done.push([name, ...given]);
  const rows = [...queue];
  const parts = {
    jobs: {
      all: () => rows,
      get: (id: string) => rows.find((job) => job.id === id) ?? store.job(id),
      add: (job: Job) => void rows.push(job),
      dispatch: (id: string, event: { type: string }) => note('dispatch')(id, event.type),
      amend: note('amend'),
      forget: note('forget'),
    },
    connections: {
      find: (id: string) => (id === connectionId ? silentServer : null),
      nameOf: () => 'Records',
    },
    dispatcher: { wake: note('wake') },
    folders: { checkNow: note('folder') },
    space: { checkNow: note('space') },
    view: ({ id }: Job) => ({ id }),
  } as unknown as CallParts;
  const history = {
    query: async (query: unknown, offset: number, limit: number) => {
      note('query')(query, offset, limit);
      return { jobIds: ['a', 'gone'], total: 2 };
    },
  };
  const ports = {
    ...{
      store,
      config,
      files,
      history,
      clock: new FakeClock(),
      servers: createFakeServers(),
      folderList: null,
    },
    random: { next: () => 0.5, id: () => 'new' },
    desktop: {
      canOpen: true,
      open: async (path: string) => note('open')(path),
      reveal: async (path: string) => note('reveal')(path),
    },
    say: String,
  } as unknown as Ports;
  return { calls: createJobCalls(ports, parts), rows, done, files, store };
}

const refused = (
  name:
    | 'validationErrors.finished'
    | 'validationErrors.notFinished'
    | 'validationErrors.noFile'
    | 'validationErrors.serverGone',
) => ({
  failure: { kind: 'invalid-input', detail: phrase(name) },
});

describe('an action on a job', () => {
  test.each(['pause', 'resume', 'cancel', 'askAgain'] as const)('to %s is news for it', async (action) => {
    const { calls, done } = createCalls([row('a')]);
    await calls['jobs.act']({ jobId: 'a', action });
    expect(done).toEqual([['dispatch', 'a', action]]);
  });

  test.each(['retry', 'keepWaiting'] as const)(
    'to %s looks at once at what else it waits for',
    async (action) => {
      const { calls, done } = createCalls([row('a')]);
      await calls['jobs.act']({ jobId: 'a', action });
      expect(done).toEqual([
        ['folder', '/downloads/ferry'],
        ['space', 'a'],
        ['dispatch', 'a', 'retry'],
      ]);
    },
  );

  test('to go first gives out slots anew, and what is over has no place', async () => {
    const { calls, done } = createCalls([row('a'), row('over', { state: { is: 'cancelled' } })]);
    await calls['jobs.act']({ jobId: 'a', action: 'moveFirst' });
    expect(done.map(([name]) => name)).toEqual(['amend', 'wake']);
    await expect(calls['jobs.act']({ jobId: 'over', action: 'moveFirst' })).rejects.toMatchObject(
      refused('validationErrors.finished'),
    );
  });

  test('to remove it cancels what isn’t over first', async () => {
    const { calls, done } = createCalls([row('a'), row('over', { state: { is: 'cancelled' } })]);
    await calls['jobs.act']({ jobId: 'a', action: 'remove' });
    await calls['jobs.act']({ jobId: 'over', action: 'remove' });
    expect(done).toEqual([
      ['dispatch', 'a', 'cancel'],
      ['forget', ['a']],
      ['forget', ['over']],
    ]);
  });

  test('to download it again asks for the same things, to the same folder, under the name that it was given', async () => {
    const request = { ...nodes('x', 'y'), names: { x: 'X.pdf' } };
    const old = {
      request,
      folder: '/files',
      state: saved('a.zip'),
      fileName: 'Mine.zip',
      subfolders: ['2026'],
    };
    const { calls, rows } = createCalls([row('a', old), row('plain', { request, state: saved('a.zip') })]);
    await calls['jobs.act']({ jobId: 'a', action: 'again' });
    expect(rows.at(-1)).toMatchObject({
      ...{ id: 'new', request, folder: '/files', fileName: 'Mine.zip', name: 'Mine.zip' },
      ...{ subfolders: ['2026'], state: { is: 'queued' } },
    });
    await calls['jobs.act']({ jobId: 'plain', action: 'again' });
    expect(rows.at(-1)).not.toHaveProperty('fileName');
    expect(rows.at(-1)).not.toHaveProperty('subfolders');
    const open = createCalls([row('a')]);
    await expect(open.calls['jobs.act']({ jobId: 'a', action: 'again' })).rejects.toMatchObject(
      refused('validationErrors.notFinished'),
    );
    const orphan = createCalls([row('a', { connectionId: 'gone', state: { is: 'cancelled' } })]);
    await expect(orphan.calls['jobs.act']({ jobId: 'a', action: 'again' })).rejects.toMatchObject(
      refused('validationErrors.serverGone'),
    );
  });

  test('on one that nobody knows is refused', async () => {
    const { calls } = createCalls([]);
    await expect(calls['jobs.act']({ jobId: 'unknown', action: 'pause' })).rejects.toThrow();
    expect(() => calls['jobs.timeline']({ jobId: 'unknown' })).toThrow();
  });
});

describe('a saved file', () => {
  const there = async (fileName: string) => {
    const all = createCalls([row('a', { state: saved(fileName) }), row('open')]);
    await all.files.makeFolder('/downloads');
    all.files.put('/downloads', fileName, Buffer.from('x'));
    return all;
  };

  test('is opened and shown where it is', async () => {
    const { calls, done } = await there('a.pdf');
    await calls['jobs.act']({ jobId: 'a', action: 'open' });
    await calls['jobs.act']({ jobId: 'a', action: 'reveal' });
    expect(done).toEqual([
      ['open', '/downloads/a.pdf'],
      ['reveal', '/downloads/a.pdf'],
    ]);
  });

  test('that may run programs is opened only by whoever says so', async () => {
    const { calls, done } = await there('a.exe');
    const risky = { failure: { kind: 'risky-file', detail: '.exe' } };
    await expect(calls['jobs.act']({ jobId: 'a', action: 'open' })).rejects.toMatchObject(risky);
    await expect(calls['jobs.open']({ jobId: 'a', confirmed: false })).rejects.toMatchObject(risky);
    expect(done).toEqual([]);
    await calls['jobs.open']({ jobId: 'a', confirmed: true });
    expect(done).toEqual([['open', '/downloads/a.exe']]);
  });

  test('is what can be opened, shown or looked into, and nothing else', async () => {
    const { calls } = await there('a.pdf');
    for (const call of [
      () => calls['jobs.open']({ jobId: 'open', confirmed: true }),
      () => calls['jobs.act']({ jobId: 'open', action: 'reveal' }),
      () => calls['jobs.zipEntries']({ jobId: 'open', text: '', offset: 0, limit: 1 }),
    ])
      await expect(Promise.resolve(call())).rejects.toMatchObject(refused('validationErrors.noFile'));
  });
});

describe('what was asked before', () => {
  const input = { connectionId, items: ['x', 'y'] };

  test('is found in the queue first, then in the history, in any order of its things', async () => {
    const same = { request: nodes('y', 'x') };
    const { calls } = createCalls([row('now', same)], [row('past', { ...same, state: saved('a') })]);
    expect(await calls['jobs.similar'](input)).toEqual({ job: { id: 'now' }, count: 2 });
    const past = createCalls([], [row('past', { ...same, state: saved('a') })]);
    expect((await past.calls['jobs.similar'](input)).job).toEqual({ id: 'past' });
  });

  test.each<[string, Partial<Job>]>([
    ['at another server', { connectionId: 'other' }],
    ['and cancelled', { state: { is: 'cancelled' } }],
    ['for other things', { request: nodes('x') }],
    ['for things of another kind', { request: report('x') }],
  ])('%s is another thing', async (_, more) => {
    const { calls } = createCalls([row('a', { request: nodes('x', 'y'), ...more })]);
    expect(await calls['jobs.similar'](input)).toEqual({ job: null, count: 2 });
  });

  test('tells the types of exports of a server, the last one first, each once', async () => {
    const of = (id: string, type: string, more: Partial<Job> = {}): Job =>
      row(id, { request: report(type), ...more });
    const { calls } = createCalls(
      [
        of('a', 'users'),
        of('b', 'grades'),
        of('c', 'users'),
        of('d', 'secret', { connectionId: 'other' }),
        row('e'),
      ],
      [of('f', 'old', { state: saved('x') })],
    );
    expect(await calls['jobs.exportTypes']({ connectionId })).toMatchObject({
      types: ['users', 'grades', 'old'],
    });
  });

  test('can be asked for again as it was', async () => {
    const { calls } = createCalls([row('a', { request: nodes('x'), folder: '/files' })]);
    expect(await calls['jobs.request']({ jobId: 'a' })).toEqual({ request: nodes('x'), folder: '/files' });
  });

  test('says where its file will go, by the rules as they are now', async () => {
    const { calls, rows } = createCalls([row('a', { folder: '/files', subfolders: ['2026'] })]);
    void rows;
    expect(await calls['jobs.target']({ jobId: 'a' })).toEqual({ folder: '/files', inside: ['2026'] });
  });
});

test('an export is named after its type', async () => {
  const { calls, rows } = createCalls([]);
  const asked = { connectionId, downloadType: 'users', info: '', folder: '/files' };
  expect(await calls['jobs.createExport'](asked)).toEqual({ jobId: 'new' });
  expect(rows[0]).toMatchObject({ request: report('users'), name: 'users', folder: '/files' });
  await expect(calls['jobs.createExport']({ ...asked, connectionId: 'gone' })).rejects.toMatchObject(
    refused('validationErrors.serverGone'),
  );
});

test('the timeline of a job is told without its id, in its order', async () => {
  const { calls, store } = createCalls([row('a')]);
  const entry = { at: 1, event: 'added', from: '', to: 'queued', detail: { x: 1 } };
  store.save(
    [],
    [
      { jobId: 'a', ...entry },
      { jobId: 'a', ...entry, at: 2 },
    ],
    [],
  );
  expect(await calls['jobs.timeline']({ jobId: 'a' })).toEqual({ entries: [entry, { ...entry, at: 2 }] });
});

test('the history is searched with what servers are called, and rows that are gone meanwhile are left out', async () => {
  const { calls, done } = createCalls([], [row('a', { state: saved('a') })]);
  const page = await calls['history.query']({
    ...{ text: 'plan', offset: 5, limit: 10 },
  } as Parameters<(typeof calls)['history.query']>[0]);
  expect(page).toEqual({ total: 2, jobs: [{ id: 'a' }] });
  expect(done).toEqual([
    ['query', { text: 'plan', servers: [{ id: connectionId, name: 'Records' }] }, 5, 10],
  ]);
});

test('a call for a download names things to download, and a notice what it is about', () => {
  const { input } = jobCalls['jobs.create'];
  const asked = { connectionId, items: ['x'], folder: '/files' };
  expect(input.safeParse(asked).success).toBe(true);
  for (const wrong of [{ items: [] }, { folder: '' }, { fileName: 'x'.repeat(256) }])
    expect(input.safeParse({ ...asked, ...wrong }).success).toBe(false);
  expect(noticeSchema.safeParse({ about: 'server', id: 'a', at: 1, connectionId: 'a' }).success).toBe(true);
  expect(noticeSchema.safeParse({ about: 'job', id: 'a', at: 1 }).success).toBe(false);
});

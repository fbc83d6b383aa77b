import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src-main/adapters/store/database.ts';
import { openJobStore, SqliteJobStore } from '../../src-main/adapters/store/job-store.ts';
import { releasedMigrations } from '../../src-main/adapters/store/migrations/index.ts';
import { preparedIdSchema } from '../../src-shared/job/job.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';
import { explain } from '../../src-shared/failures/failure-words.ts';
import type { Job, ResumePoint } from '../../src-shared/job/job.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { namesIn, withRawDatabase } from '../fakes/store-files.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { failureSaying } from '../fakes/saying.ts';
import { said } from '../../src-shared/language/index.ts';

const now = (): number => 1_790_000_000_000;
const ids = (jobs: Job[]): string[] => jobs.map((job) => job.id);
const cancelled = (id: string, changedAt: number): Job =>
  composeJob({ id, changedAt, name: `Report ${id}`, state: { is: 'cancelled' } });
const versionIn = (folder: string): unknown =>
  withRawDatabase(folder, (raw) => raw.prepare('PRAGMA user_version').get()?.['user_version']);

test.each(releasedMigrations.map((_, index) => index + 1))(
  '65 a database of schema %i opens with all it held',
  (version) => {
    const folder = tempFolder();
    const sql = readFileSync(join(import.meta.dirname, `../fixtures/store/schema-${version}.sql`), 'utf8');
    withRawDatabase(folder, (raw) => raw.exec(sql));

    const store = openJobStore({ folder, now });

    const prepared = preparedIdSchema.parse('prepared-1');
    expect(store.open()).toEqual({
      jobs: [composeJob({ state: { is: 'preparing', prepared } })],
      setAside: 0,
    });
    expect(ids(store.history({ offset: 0, limit: 9 }).jobs)).toEqual(['job-2']);
    expect(store.log('job-1')).toHaveLength(1);
    expect(store.output('job-1')).toMatchObject({ part: '.a.part', sourceId: 'prepared-1', durable: 64 });
    expect(store.cleanUps()).toMatchObject([{ prepared: 'prepared-2', how: 'delete' }]);
    store.close();
    expect(versionIn(folder)).toBe(releasedMigrations.length);
  },
);

test('before the schema changes a copy of the old one is made', () => {
  const folder = tempFolder();
  const first = openJobStore({ folder, now });
  first.save([composeJob()], [], []);
  first.close();
  const next = releasedMigrations.length + 1;
  const migrations = [
    ...releasedMigrations,
    "ALTER TABLE jobs ADD COLUMN colour TEXT; UPDATE jobs SET colour = 'red'",
  ];

  const database = openDatabase({ folder, now, migrations });

  expect(database.connection.prepare('SELECT id, colour FROM jobs').all()).toEqual([
    { id: 'job-1', colour: 'red' },
  ]);
  database.close();
  expect(versionIn(folder)).toBe(next);
  const copy = withRawDatabase(
    folder,
    (raw) => raw.prepare('SELECT * FROM jobs').all(),
    `ferry.before-v${next}.db`,
  );
  expect(copy).toMatchObject([{ id: 'job-1' }]);
  expect(copy[0]).not.toHaveProperty('colour');
});

test('55 a change of the schema that breaks off changes nothing', () => {
  const folder = tempFolder();
  const first = openJobStore({ folder, now });
  first.save([composeJob()], [], []);
  first.close();
  const migrations = [
    ...releasedMigrations,
    'ALTER TABLE jobs ADD COLUMN colour TEXT; DELETE FROM jobs; SELECT * FROM nowhere',
  ];

  expect(() => openDatabase({ folder, now, migrations })).toThrow(
    failureSaying(/Something went wrong inside Ferry/),
  );

  expect(versionIn(folder)).toBe(releasedMigrations.length);
  const store = openJobStore({ folder, now });
  expect(store.open().jobs).toEqual([composeJob()]);
  expect(store.problems).toEqual([]);
  store.close();
  const rows = withRawDatabase(folder, (raw) => raw.prepare('SELECT * FROM jobs').all());
  expect(rows[0]).not.toHaveProperty('colour');
});

test('65 a schema of a newer Ferry can be read but not changed', () => {
  const folder = tempFolder();
  const migrations = [...releasedMigrations, 'ALTER TABLE jobs ADD COLUMN colour TEXT'];
  const newer = new SqliteJobStore(openDatabase({ folder, now, migrations }), () => {
    throw new Error('It needn’t be opened anew.');
  });
  newer.save([composeJob(), cancelled('over', 1)], [], []);
  newer.close();
  withRawDatabase(folder, (raw) =>
    raw.exec(
      "INSERT INTO jobs (id, final, state, connection_id, queue_order, changed_at, name_folded, data) VALUES ('odd', 0, 'queued', 'c', 1, 1, '', '{}')",
    ),
  );

  const store = openJobStore({ folder, now });

  expect(store.problems.map(said).join()).toMatch(/newer Ferry/);
  expect(store.open()).toEqual({ jobs: [composeJob()], setAside: 1 });
  expect(ids(store.history({ offset: 0, limit: 9 }).jobs)).toEqual(['over']);
  expect(() => store.save([composeJob({ name: 'Changed' })], [], [])).toThrow(failureSaying(/newer Ferry/));
  expect(() => store.remove(['job-1'])).toThrow(failureSaying(/update Ferry/));
  expect(store.job('job-1')?.name).toBe('Minutes 2026');
  store.close();
  expect(versionIn(folder)).toBe(releasedMigrations.length + 1);
});

test('a row that can’t be read is set aside, counted, kept, and taken back when it can be', () => {
  const folder = tempFolder();
  const store = openJobStore({ folder, now });
  store.save([composeJob({ id: 'bad' }), composeJob({ id: 'good' }), cancelled('bad-end', 3)], [], []);
  store.save([cancelled('end-1', 2), cancelled('end-2', 1)], [], []);
  const whole = withRawDatabase(folder, (raw) => {
    const row = raw.prepare("SELECT data FROM jobs WHERE id = 'bad'").get();
    raw.exec(
      `UPDATE jobs SET data = '{"id":"bad"' WHERE id = 'bad'; UPDATE jobs SET data = '{}' WHERE id = 'bad-end'`,
    );
    return String(row?.['data']);
  });

  expect(store.open()).toEqual({ jobs: [composeJob({ id: 'good' })], setAside: 1 });
  const page = store.history({ offset: 0, limit: 2 });
  expect({ ids: ids(page.jobs), total: page.total }).toEqual({ ids: ['end-1', 'end-2'], total: 2 });
  expect(store.open().setAside).toBe(2);
  expect(store.job('bad')).toBeNull();
  store.close();

  const kept = withRawDatabase(folder, (raw) =>
    raw.prepare("SELECT data FROM jobs WHERE id LIKE 'bad%' ORDER BY id").all(),
  );
  expect(kept).toEqual([{ data: '{"id":"bad"' }, { data: '{}' }]);

  withRawDatabase(folder, (raw) => raw.prepare("UPDATE jobs SET data = ? WHERE id = 'bad'").run(whole));
  const again = openJobStore({ folder, now });
  expect(ids(again.open().jobs)).toEqual(['bad', 'good']);
  expect(again.open().setAside).toBe(1);
  again.close();
});

test('a failure that was stored under a text’s former name still says what happened', () => {
  const folder = tempFolder();
  const store = openJobStore({ folder, now });
  const resume: ResumePoint = { step: 'queued' };
  const failed = (id: string, failure: Failure): Job =>
    composeJob({ id, state: { is: 'failed', failure, resume } });
  const detail = { name: 'reasons.network.noAnswer', values: {} };
  const about = { name: 'reasons.about', values: { what: 'Z', words: detail } };
  store.save(
    [
      failed('job-1', { kind: 'invalid-input', detail: { name: 'refusals.jobGone', values: {} } }),
      failed('job-2', { kind: 'folder-unavailable', detail: about }),
    ],
    [],
    [],
  );
  const words = store
    .open()
    .jobs.map(({ state }) => (state.is === 'failed' ? explain(state.failure).what : ''));
  store.close();
  expect(words).toEqual([
    'This download isn’t in the list anymore.',
    'The folder can’t be written to (Z: no answer in time).',
  ]);
});

test('unreadable outputs, clean-ups and timeline entries are set aside as well', () => {
  const folder = tempFolder();
  const prepared = preparedIdSchema.parse('prepared-1');
  const output = {
    jobId: 'job-1',
    folder: '/f',
    part: '.p',
    volume: null,
    sourceId: 'prepared-1',
    total: 1,
    proof: null,
    name: null,
    durable: 0,
    pieces: [],
    tail: null,
    digests: [],
    sha256: null,
    whole: false,
  };
  const cleanUp = {
    jobId: 'job-1',
    connectionId: 'c',
    prepared,
    how: 'delete' as const,
    attempts: 0,
    dueAt: 1,
    createdAt: 1,
  };
  const entry = { jobId: 'job-1', at: 1, event: 'added', from: '', to: 'queued', detail: {} };
  const store = openJobStore({ folder, now });
  store.save([composeJob()], [entry, { ...entry, event: 'asked' }], [cleanUp]);
  store.saveOutput(output);
  withRawDatabase(folder, (raw) =>
    raw.exec(
      `UPDATE outputs SET data = 'x'; UPDATE clean_ups SET data = '[]'; UPDATE job_log SET data = '' WHERE seq = 1`,
    ),
  );

  expect(store.log('job-1').map((line) => line.event)).toEqual(['asked']);
  expect(store.open().setAside).toBe(3);
  expect([store.output('job-1'), store.cleanUps()]).toEqual([null, []]);
  store.saveOutput(output);
  store.saveCleanUp(cleanUp);
  expect([store.output('job-1'), store.cleanUps()]).toEqual([output, [cleanUp]]);
  expect(store.open().setAside).toBe(3);
  store.close();
});

test('64 a history of 10,000 jobs answers its last page', () => {
  const store = openJobStore({ folder: tempFolder(), now });
  const jobs = Array.from({ length: 10_000 }, (_, number) => cancelled(`job-${number}`, number));
  store.save(jobs, [], []);

  const last = store.history({ offset: 9_990, limit: 50 });
  expect([last.total, last.jobs.length, last.jobs.at(-1)?.id]).toEqual([10_000, 10, 'job-0']);
  store.close();
});

test('what a removed history leaves free is given back at the end', () => {
  const folder = tempFolder();
  const store = openJobStore({ folder, now });
  const jobs = Array.from({ length: 600 }, (_, index) =>
    composeJob({
      id: `job-${index}`,
      name: `Report ${index} ${'x'.repeat(900)}`,
      state: { is: 'cancelled' },
    }),
  );
  store.save(jobs, [], []);
  for (const { id } of jobs.slice(0, 300))
    store.saveContents(id, { files: 1, folders: 0, bytes: 1, digest: 'a', packed: randomBytes(10_000) });
  store.remove(jobs.slice(1).map(({ id }) => id));
  store.close();
  expect(statSync(join(folder, 'ferry.db')).size).toBeLessThan(400_000);
  const again = openJobStore({ folder, now });
  expect(again.job('job-0')?.name).toBe(jobs[0]!.name);
  again.close();
});

test('a clean stop leaves no log', () => {
  const folder = tempFolder();
  const store = openJobStore({ folder, now });
  store.save([composeJob()], [], []);
  store.close();
  expect(namesIn(folder, /./)).toEqual(['ferry.alive', 'ferry.db']);
});

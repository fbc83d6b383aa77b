import { mkdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src-main/adapters/store/database.ts';
import { readJobStore } from '../../src-main/adapters/store/job-reader.ts';
import { openJobStore, SqliteJobStore } from '../../src-main/adapters/store/job-store.ts';
import type { OpenedJobStore } from '../../src-main/adapters/store/job-store.ts';
import { releasedMigrations } from '../../src-main/adapters/store/migrations/index.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { startNode } from '../fakes/node-process.ts';
import type { NodeProcess } from '../fakes/node-process.ts';
import { namesIn, scribbleOver, withRawDatabase } from '../fakes/store-files.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { failureSaying } from '../fakes/saying.ts';
import { said } from '../../src-shared/language/index.ts';

const start = 1_790_000_000_000;
const day = 24 * 60 * 60 * 1000;
const ids = (jobs: Job[]): string[] => jobs.map((job) => job.id);
const openAt = (folder: string, time = start): OpenedJobStore => openJobStore({ folder, now: () => time });

const startWriter = (folder: string, time = start): NodeProcess =>
  startNode(new URL('processes/write-jobs.ts', import.meta.url), folder, String(time));

/** A folder where `old` is in the daily copy, and `new` was saved after it. */
function folderWithCopy(): string {
  const folder = tempFolder();
  let time = start;
  const store = openJobStore({ folder, now: () => time });
  time += day;
  store.save([composeJob({ id: 'old' })], [], []);
  store.save([composeJob({ id: 'new' })], [], []);
  store.close();
  return folder;
}

test('jobs are there again after closing and opening', () => {
  const folder = tempFolder();
  const first = openAt(folder);
  first.save([composeJob()], [], []);
  first.close();

  const second = openAt(folder);

  expect(second.open()).toEqual({ jobs: [composeJob()], setAside: 0 });
  expect(second.problems).toEqual([]);
  expect(second.restoredFrom).toBeNull();
  second.close();
});

test.skipIf(process.platform === 'win32')('only the owner may read the files', () => {
  const folder = folderWithCopy();
  const store = openAt(folder, start + day);
  const modes = namesIn(folder, /^ferry/).map((name) => [name, statSync(join(folder, name)).mode & 0o777]);
  expect(modes).toEqual(
    ['ferry.alive', 'ferry.copy.db', 'ferry.db', 'ferry.db-shm', 'ferry.db-wal'].map((name) => [name, 0o600]),
  );
  store.close();
});

test('how long nothing ran is known after a stop, and about as well after a kill', () => {
  const folder = tempFolder();
  let time = start;
  const open = (): OpenedJobStore => openJobStore({ folder, now: () => time });
  const first = open();
  first.save([composeJob()], [], []);
  time += day;
  first.close();
  const killed = open();
  killed.noteAlive();
  // Not the disk's work each time.
  for (const later of [5_000, 20_000]) {
    time = start + day + later;
    killed.noteAlive();
  }
  time += day;
  const looks = open();
  looks.close();
  const last = open();
  expect([first, killed, looks, last].map(({ lastAlive }) => lastAlive && lastAlive - start)).toEqual([
    ...[null, day, day + 20_000, day + 20_000],
  ]);
  last.close();
  killed.close();
});

test('a killed process loses nothing that it had saved', async () => {
  const folder = tempFolder();
  const writer = startWriter(folder);
  const printed: string[] = [];
  while (printed.length < 50) printed.push(await writer.nextLine());
  printed.push(...(await writer.kill()));
  expect(statSync(join(folder, 'ferry.db-wal')).size).toBeGreaterThan(0);

  const store = openAt(folder);
  const found = ids(store.open().jobs);

  expect(found.slice(0, printed.length)).toEqual(printed);
  expect(found.length - printed.length).toBeLessThanOrEqual(1);
  expect(found.every((id) => store.log(id).length === 1)).toBe(true);
  expect(store.problems).toEqual([]);
  store.close();
});

test('55 a damaged page found after a kill brings the last sound copy back', async () => {
  const folder = folderWithCopy();
  const writer = startWriter(folder, start + day);
  await writer.nextLine();
  await writer.kill();
  rmSync(join(folder, 'ferry.db-wal'));
  writeFileSync(join(folder, 'ferry.db-wal'), 'a torn log');
  scribbleOver(join(folder, 'ferry.db'), 40_960);

  const store = openAt(folder, start + day);

  expect(ids(store.open().jobs)).toEqual(['old']);
  expect(store.restoredFrom).toBe(start + day);
  expect(store.problems.map(said).join()).toMatch(
    /was damaged\. The copy of 2026-09-22 .* UTC was put in its place/,
  );
  expect(namesIn(folder, /^ferry\.broken-.*\.db$/)).toHaveLength(1);
  store.save([composeJob({ id: 'next' })], [], []);
  store.close();
  const again = openAt(folder, start + day);
  expect(again.problems).toEqual([]);
  again.close();
});

test('a sound copy is never replaced by one of a damaged database', () => {
  const folder = folderWithCopy();
  scribbleOver(join(folder, 'ferry.db'), 40_960);

  const store = openAt(folder, start + 3 * day);

  expect(ids(store.open().jobs)).toEqual(['old']);
  expect(store.restoredFrom).toBe(start + day);
  store.close();
});

test.each([
  { fault: 'gone', harm: (path: string) => rmSync(path) },
  { fault: 'empty', harm: (path: string) => truncateSync(path) },
  { fault: 'a text file', harm: (path: string) => writeFileSync(path, 'Dear diary,\n'.repeat(500)) },
  {
    fault: 'a new one',
    harm: (path: string) => {
      rmSync(path);
      withRawDatabase(join(path, '..'), (raw) => raw.exec('PRAGMA journal_mode = WAL'));
    },
  },
  { fault: 'zeros', harm: (path: string) => writeFileSync(path, Buffer.alloc(40_960)) },
])('55 a database that is $fault is put back from the copy', ({ harm }) => {
  const folder = folderWithCopy();
  harm(join(folder, 'ferry.db'));

  const store = openAt(folder, start + day);

  expect(ids(store.open().jobs)).toEqual(['old']);
  expect(store.problems).toHaveLength(1);
  store.close();
});

test('the log of a lost database is moved aside and never applied to the copy', async () => {
  const folder = folderWithCopy();
  const writer = startWriter(folder, start + day);
  await writer.nextLine();
  await writer.kill();
  rmSync(join(folder, 'ferry.db'));

  const store = openAt(folder, start + day);

  expect(ids(store.open().jobs)).toEqual(['old']);
  expect(store.problems.map(said).join()).toMatch(/was gone/);
  expect(namesIn(folder, /^ferry\.broken-.*\.db-wal$/)).toHaveLength(1);
  store.close();
});

test('a database of another program is moved aside and left as it was', () => {
  const folder = tempFolder();
  withRawDatabase(folder, (connection) =>
    connection.exec("CREATE TABLE notes (text); INSERT INTO notes VALUES ('mine')"),
  );

  const store = openAt(folder);

  expect(store.open()).toEqual({ jobs: [], setAside: 0 });
  expect(store.problems.map(said).join()).toMatch(/is not Ferry’s and there is no copy/);
  const [broken] = namesIn(folder, /^ferry\.broken-.*\.db$/);
  const kept = withRawDatabase(
    folder,
    (connection) => connection.prepare('SELECT text FROM notes').all(),
    broken,
  );
  expect(kept).toEqual([{ text: 'mine' }]);
  store.close();
});

test('a damaged copy is passed over for an older, sound one', () => {
  const folder = folderWithCopy();
  const migrations = [...releasedMigrations, 'CREATE INDEX jobs_state ON jobs (state)'];
  openDatabase({ folder, now: () => start + 2 * day, migrations }).close();
  expect(namesIn(folder, /before/)).toHaveLength(1);
  writeFileSync(join(folder, 'ferry.copy.db'), 'not a copy');
  truncateSync(join(folder, 'ferry.db'));

  const store = openAt(folder, start + 2 * day);

  expect(ids(store.open().jobs)).toEqual(['old', 'new']);
  store.close();
});

test('55 a lost log leaves a database that opens', async () => {
  const folder = tempFolder();
  const writer = startWriter(folder);
  await writer.nextLine();
  await writer.kill();
  rmSync(join(folder, 'ferry.db-wal'));

  const store = openAt(folder);
  store.save([composeJob({ id: 'next' })], [], []);

  expect(ids(store.open().jobs)).toEqual(['next']);
  store.close();
});

test('45 a full disk is reported as that, what was saved is kept, and work continues when there is space', () => {
  const database = openDatabase({ folder: tempFolder(), now: () => start });
  const store = new SqliteJobStore(database, () => database);
  const large = (id: string): Job => composeJob({ id, name: 'x'.repeat(1000) });
  store.save([large('before')], [], []);
  const { page_count: pages } = database.connection.prepare('PRAGMA page_count').get()!;
  database.connection.prepare(`PRAGMA max_page_count = ${String(pages)}`).get();

  const jobs = Array.from({ length: 50 }, (_, number) => large(`job-${number}`));
  expect(() => store.save(jobs, [], [])).toThrow(failureSaying(/can’t save its list/));
  expect(ids(store.open().jobs)).toEqual(['before']);

  database.connection.prepare('PRAGMA max_page_count = 100000').get();
  store.save(jobs, [], []);
  expect(store.open().jobs).toHaveLength(51);
  store.close();
});

test('a copy that can’t be made is reported and stops nothing', () => {
  const folder = tempFolder();
  let time = start;
  const store = openJobStore({ folder, now: () => time });
  mkdirSync(join(folder, 'ferry.copy.db.arriving', 'in the way'), { recursive: true });
  time += day;

  store.save([composeJob()], [], []);

  expect(store.open().jobs).toHaveLength(1);
  expect(store.problems.map(said).join()).toMatch(/No copy of the list of downloads could be made/);
  store.close();
});

test('a copy is made once a day and holds what was there by then', () => {
  const folder = tempFolder();
  let time = start;
  const store = openJobStore({ folder, now: () => time });
  store.save([composeJob({ id: 'first' })], [], []);
  expect(namesIn(folder, /copy/)).toEqual([]);

  time += day;
  store.save([composeJob({ id: 'second' })], [], []);
  time += day - 1;
  store.save([composeJob({ id: 'third' })], [], []);

  const rows = withRawDatabase(folder, (copy) => copy.prepare('SELECT id FROM jobs').all(), 'ferry.copy.db');
  expect(rows).toEqual([{ id: 'first' }, { id: 'second' }]);
  store.close();
});

test('55 a folder that can’t be written to is reported as that', () => {
  const folder = join(tempFolder(), 'missing');
  expect(() => openAt(folder)).toThrow(failureSaying(/folder can’t be written to/));
});

test('a reader sees what is saved while the writer works, and writes nothing', () => {
  const folder = tempFolder();
  expect(readJobStore(folder).open()).toEqual({ jobs: [], setAside: 0 });
  const writer = openAt(folder);
  const entry = { jobId: 'job-1', at: 1, event: 'added', from: '', to: 'queued', detail: {} };
  writer.save([composeJob()], [entry], []);

  const reader = readJobStore(folder);
  writer.save([composeJob({ id: 'over', name: 'Over', state: { is: 'cancelled' } })], [], []);
  withRawDatabase(folder, (raw) => raw.exec("UPDATE jobs SET data = '{' WHERE id = 'job-1'"));

  expect(reader.open()).toEqual({ jobs: [], setAside: 1 });
  expect(reader.job('over')?.name).toBe('Over');
  expect(ids(reader.history({ offset: 0, limit: 9 }).jobs)).toEqual(['over']);
  expect(reader.log('job-1')).toEqual([entry]);
  const marked = withRawDatabase(folder, (raw) =>
    raw.prepare('SELECT sum(set_aside) AS sum FROM jobs').get(),
  );
  expect(marked).toEqual({ sum: 0 });
  reader.close();
  writer.close();
});

test('a commit is on the disk when it returns, not only in the system’s memory', () => {
  const database = openDatabase({ folder: tempFolder(), now: () => 0 });
  const pragma = (name: string): unknown =>
    Object.values(database.connection.prepare(`PRAGMA ${name}`).get() ?? {})[0];
  // https://www.sqlite.org/pragma.html#pragma_synchronous: 2 is FULL. On macOS fsync alone leaves bytes in the drive.
  expect(pragma('synchronous')).toBe(2);
  expect(pragma('fullfsync')).toBe(1);
  expect(pragma('checkpoint_fullfsync')).toBe(1);
  expect(pragma('journal_mode')).toBe('wal');
  database.close();
});

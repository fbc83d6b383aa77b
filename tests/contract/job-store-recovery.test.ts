import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src-main/adapters/store/database.ts';
import { openJobStore, SqliteJobStore } from '../../src-main/adapters/store/job-store.ts';
import type { OpenedJobStore } from '../../src-main/adapters/store/job-store.ts';
import { said } from '../../src-shared/language/index.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { startNode } from '../fakes/node-process.ts';
import { namesIn, scribbleOver, withRawDatabase, zeroIn } from '../fakes/store-files.ts';
import { tempFolder } from '../fakes/temp-folder.ts';

const start = 1_790_000_000_000;
const day = 24 * 60 * 60 * 1000;
const now = (): number => start + day;
const ids = (store: OpenedJobStore): string[] => store.open().jobs.map(({ id }) => id);
const openIt = (folder: string): OpenedJobStore => openJobStore({ folder, now });

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

/** The same after a run that saved more and was killed: its log holds what it saved. */
async function afterAKill(folder: string): Promise<void> {
  const writer = startNode(new URL('processes/write-jobs.ts', import.meta.url), folder, String(now()));
  await writer.nextLine();
  await writer.kill();
}

test.each([4096, 8192, 16_384, 40_960])(
  '55 a page that is zeroed after a stop in order, at byte %i, is found by the very next start, which puts the copy back',
  (at) => {
    const folder = folderWithCopy();
    zeroIn(join(folder, 'ferry.db'), at, 4096);
    const store = openIt(folder);
    expect(ids(store)).toEqual(['old']);
    expect(store.problems.map(said).join()).toMatch(/was damaged\. The copy of .* was put in its place/);
    store.close();
  },
);

test('55 damage in a database that is too large to be looked through shows when its rows are read, and is repaired then', () => {
  const folder = folderWithCopy();
  // The pages of the schema, which are read at each opening, come behind those of the rows.
  scribbleOver(join(folder, 'ferry.db'), 16 * 4096);
  const open = () => openDatabase({ folder, now, alwaysChecked: 0 });
  const store = new SqliteJobStore(open(), open);
  expect(store.problems).toEqual([]);
  expect(ids(store)).toEqual(['old']);
  expect(store.restoredFrom).toBe(start + day);
  expect(store.problems.map(said).join()).toMatch(/was damaged/);
  store.close();
});

test.each([0, -1, -2_000_000_000])(
  '55 a schema number of %i is put right where all of the schema is there',
  (number) => {
    const folder = folderWithCopy();
    withRawDatabase(folder, (raw) => raw.exec(`PRAGMA user_version = ${number}`));
    const store = openIt(folder);
    expect(ids(store)).toEqual(['old', 'new']);
    expect(store.problems).toEqual([]);
    store.close();
  },
);

test.each([
  ['a table is missing', 'DROP TABLE outputs'],
  ['an index is missing', 'DROP INDEX clean_ups_one_each'],
  ['a table is missing and there is no schema number', 'DROP TABLE clean_ups; PRAGMA user_version = 0'],
])('55 where %s the copy is put back', (_what, harm) => {
  const folder = folderWithCopy();
  withRawDatabase(folder, (raw) => raw.exec(harm));
  const store = openIt(folder);
  expect(ids(store)).toEqual(['old']);
  expect(store.problems.map(said).join()).toMatch(/was damaged/);
  store.close();
});

test('55 where a table is missing and there is no copy it starts empty and says so', () => {
  const folder = tempFolder();
  openIt(folder).close();
  withRawDatabase(folder, (raw) => raw.exec('DROP TABLE outputs'));
  const store = openIt(folder);
  expect(ids(store)).toEqual([]);
  expect(store.problems.map(said).join()).toMatch(
    /was damaged and there is no copy of it, so it starts empty/,
  );
  store.close();
});

test.each([
  ['removed', (path: string) => rmSync(path)],
  ['emptied', (path: string) => writeFileSync(path, '')],
])('55 a log that was %s on the first day is reported: the list starts empty', async (_how, harm) => {
  const folder = tempFolder();
  await afterAKill(folder);
  harm(join(folder, 'ferry.db-wal'));
  const store = openIt(folder);
  expect(ids(store)).toEqual([]);
  expect(store.problems.map(said).join()).toMatch(/was empty and there is no copy of it, so it starts empty/);
  store.close();
  const again = openIt(folder);
  expect(again.problems).toEqual([]);
  again.close();
});

test('55 a lost log leaves the database as it was before, and says from when on something may be missing', async () => {
  const folder = folderWithCopy();
  await afterAKill(folder);
  rmSync(join(folder, 'ferry.db-wal'));
  const store = openIt(folder);
  expect(ids(store)).toEqual(['old', 'new']);
  expect(store.problems.map(said).join()).toMatch(
    /log of the list of downloads was gone, so what happened after/,
  );
  // What was begun in between may be begun twice: nothing is asked for by itself.
  expect(store.restoredFrom).not.toBeNull();
  store.close();
});

test('55 a lost log that a copy has more of than the database brings the copy back', async () => {
  const folder = folderWithCopy();
  await afterAKill(folder);
  rmSync(join(folder, 'ferry.db-wal'));
  utimesSync(join(folder, 'ferry.db'), (start - day) / 1000, (start - day) / 1000);
  const store = openIt(folder);
  expect(ids(store)).toEqual(['old']);
  expect(store.problems.map(said).join()).toMatch(/log of the list of downloads was gone\. The copy of/);
  store.close();
});

test('a kill that loses nothing is no loss, and a stop in order leaves no mark', async () => {
  const folder = folderWithCopy();
  await afterAKill(folder);
  const store = openIt(folder);
  expect(store.problems).toEqual([]);
  store.close();
  expect(namesIn(folder, /changed/)).toEqual([]);
});

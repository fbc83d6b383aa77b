import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openJobStore } from '../../src-main/adapters/store/job-store.ts';
import { readJobStore } from '../../src-main/adapters/store/job-reader.ts';
import { createHistorySearch } from '../../src-main/adapters/store/search/history-search.ts';
import { Search } from '../../src-main/adapters/store/search/search.ts';
import { SearchIndex } from '../../src-main/adapters/store/search/search-index.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { sentence } from '../../src-shared/failures/failure-words.ts';
import { lineOf } from '../../src-shared/history/content-lines.ts';
import { everything } from '../../src-shared/history/history.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { canMount, fill, mayNotMount, mount, unmount } from '../fakes/volume.ts';

const start = 1_790_000_000_000;
const day = 24 * 60 * 60 * 1000;
const pageSize = 4096;
const all = { text: '', filter: everything, sort: null, without: [], servers: [] };

/** Two open and two ended jobs, with what is kept of them. */
function write(folder: string, time = start): ReturnType<typeof openJobStore> {
  const store = openJobStore({ folder, now: () => time });
  const saved = { folder: '/files', fileName: 'Board.zip', size: 9, sha256: 'ab', warnings: [] };
  for (const id of ['open-1', 'open-2']) store.save([composeJob({ id })], [], []);
  for (const id of ['ended-1', 'ended-2']) {
    const entry = { jobId: id, at: start, event: 'added', from: '', to: 'queued', detail: {} };
    store.save([composeJob({ id, state: { is: 'saved', ...saved } })], [entry], []);
    const packed = gzipSync(lineOf({ path: `inside/${id}.txt`, size: 1, crc32: '00000000' }));
    store.saveContents(id, { files: 1, folders: 0, bytes: 1, digest: 'ab', packed });
    store.saveComparison(id, { listing: { is: 'unsteady', at: start }, changes: null }, false);
  }
  return store;
}

/** What a start finds: how many jobs, and whether it says anything about them. Only words may come instead. */
function found(folder: string): { jobs: number; told: boolean } {
  try {
    const store = openJobStore({ folder, now: () => start });
    try {
      const { jobs, setAside } = store.open();
      const ended = store.history({ offset: 0, limit: 99 }).jobs;
      for (const { id } of [...jobs, ...ended])
        void [store.log(id), store.contents(id), store.comparison(id), store.output(id)];
      return { jobs: jobs.length + ended.length, told: store.problems.length > 0 || setAside > 0 };
    } finally {
      store.close();
    }
  } catch (error) {
    if (!(error instanceof FailedError) || sentence(error.failure) === '') throw error;
    return { jobs: 0, told: true };
  }
}

/** The same of a terminal, which only reads, and of a search. Returns what the terminal has to say. */
function readable(folder: string): string {
  let said = '';
  for (const read of [
    () => {
      const store = readJobStore(folder);
      store.history({ offset: 0, limit: 9 });
      store.close();
    },
    () => {
      const index = new SearchIndex(folder);
      new Search(index).query(all, 0, 9);
      index.close();
    },
  ])
    try {
      read();
    } catch (error) {
      // What is no sentence yet is made one by whoever calls it.
      expect(error).toBeInstanceOf(Error);
      if (error instanceof FailedError) said = sentence(error.failure);
    }
  return said;
}

const made: string[] = [];
/** For all tests, where `tempFolder` is for one. */
function commonFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-test-'));
  made.push(folder);
  return folder;
}
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

const folders: Record<'fresh' | 'old', string> = { fresh: '', old: '' };
let killed: string;
beforeAll(() => {
  folders.fresh = commonFolder();
  write(folders.fresh).close();
  // On the first day there is no copy, but an index of what was looked through.
  readable(folders.fresh);
  folders.old = commonFolder();
  write(folders.old).close();
  // A day later a copy is made.
  const store = openJobStore({ folder: folders.old, now: () => start + day });
  store.save([composeJob({ id: 'open-1' })], [], []);
  store.close();
  // As a kill leaves it: what was saved last is in the log.
  const work = commonFolder();
  const running = write(work);
  killed = commonFolder();
  cpSync(work, killed, { recursive: true });
  running.close();
});

function harmed(from: string, harm: (main: string) => void): string {
  const folder = tempFolder();
  cpSync(from, folder, { recursive: true });
  rmSync(join(folder, 'ferry.lock'), { force: true });
  harm(join(folder, 'ferry.db'));
  return folder;
}

/** Bytes of a page and bits in them. */
const places = [
  [0, 3],
  [5, 0],
  [9, 6],
  [pageSize - 20, 2],
] as const;

describe('never an empty list without a word, and never a crash', () => {
  test.each(['fresh', 'old'] as const)(
    '55 with a bit turned over on each page of a database that is %s',
    (age) => {
      const bytes = readFileSync(join(folders[age], 'ferry.db'));
      let changed = 0;
      for (let page = 0; page * pageSize < bytes.length; page += 1) {
        // The page's header, its list of cells, and its end, where cells are: one after the other.
        const [at, bit] = places[(page + (age === 'old' ? 1 : 0)) % places.length]!;
        const folder = harmed(folders[age], (main) => {
          const flipped = Buffer.from(bytes);
          flipped[page * pageSize + at]! ^= 1 << bit;
          writeFileSync(main, flipped);
        });
        const { jobs, told } = found(folder);
        expect(jobs === 4 || told, `page ${page}, byte ${at}: ${jobs} jobs`).toBe(true);
        readable(folder);
        if (told) changed += 1;
        rmSync(folder, { recursive: true });
      }
      expect(changed).toBeGreaterThan(10);
    },
  );

  test('55 with a log that is cut anywhere, emptied or gone', () => {
    const size = statSync(join(killed, 'ferry.db-wal')).size;
    for (const left of [null, 0, 20, 32, 500, Math.floor(size / 3), Math.floor(size / 2), size - 1]) {
      const folder = harmed(killed, (main) =>
        left === null ? rmSync(`${main}-wal`) : truncateSync(`${main}-wal`, left),
      );
      const { jobs, told } = found(folder);
      expect(jobs > 0 || told, `${left} bytes of the log: ${jobs} jobs`).toBe(true);
      readable(folder);
    }
    expect(found(harmed(killed, () => undefined))).toEqual({ jobs: 4, told: false });
  });

  test.each(['fresh', 'old'] as const)(
    '55 with no bytes, zeros, half of it or something else in place of a database that is %s',
    (age) => {
      for (const harm of [
        (main: string) => writeFileSync(main, ''),
        (main: string) => writeFileSync(main, Buffer.alloc(statSync(main).size)),
        (main: string) => truncateSync(main, Math.floor(statSync(main).size / 2)),
        (main: string) => writeFileSync(main, 'This is no database, but a text of somebody else.'),
        (main: string) => rmSync(main),
      ]) {
        const folder = harmed(folders[age], harm);
        expect(readable(folder)).toMatch(/^The list of downloads in .* is damaged or gone\./);
        const { jobs, told } = found(folder);
        expect([jobs, told]).toEqual([age === 'old' ? 4 : 0, true]);
        expect(readable(folder)).toBe('');
      }
    },
  );

  test.skipIf(!canMount())(
    `55 with a folder that is read-only, or a disk that is full (skipped where ${mayNotMount})`,
    async () => {
      const volume = tempFolder();
      expect(mount(volume, 4 * 1024 * 1024)).toBe(true);
      onTestFinished(() => unmount(volume));
      const folder = join(volume, 'data');
      cpSync(folders.old, folder, { recursive: true });
      const empty = fill(volume);
      expect(found(folder)).toEqual({ jobs: 4, told: true });
      // The search goes on in memory; where it can't, it says so in words.
      const search = createHistorySearch(folder);
      const page = await search.query({ ...all, text: 'board' }, 0, 9);
      expect(page.total).toBe(2);
      await search.close();
      empty();
      expect(found(folder).jobs).toBe(4);
      execFileSync('mount', ['-o', 'remount,ro', volume]);
      const { jobs, told } = found(folder);
      expect(jobs === 4 || told).toBe(true);
      const unreadable = createHistorySearch(folder);
      await unreadable.query(all, 0, 9).catch((error: unknown) => {
        expect(error).toBeInstanceOf(FailedError);
        expect(sentence((error as FailedError).failure)).not.toBe('');
      });
      await unreadable.close();
    },
  );
});

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openJobStore } from '../../src-main/adapters/store/job-store.ts';
import type { OpenedJobStore } from '../../src-main/adapters/store/job-store.ts';
import { createHistorySearch } from '../../src-main/adapters/store/search/history-search.ts';
import { Search } from '../../src-main/adapters/store/search/search.ts';
import { SearchIndex } from '../../src-main/adapters/store/search/search-index.ts';
import type {
  Contents,
  HistoryPage,
  HistoryQuery,
  HistorySearch,
  LogEntry,
} from '../../src-main/core/ports.ts';
import { lineOf } from '../../src-shared/history/content-lines.ts';
import { everything } from '../../src-shared/history/history.ts';
import { historyPlotsSchema } from '../../src-shared/history/history-plots.ts';
import type { HistoryPlots } from '../../src-shared/history/history-plots.ts';
import type { HistoryFilter, HistorySort } from '../../src-shared/history/history.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { namesIn, scribbleOver, withRawDatabase } from '../fakes/store-files.ts';
import { tempFolder } from '../fakes/temp-folder.ts';

const now = (): number => 1_790_000_000_000;
const cancelled = (id: string, name: string, changedAt: number): Job =>
  composeJob({ id, name, changedAt, state: { is: 'cancelled' } });
const savedAs = (fileName: string, size: number, warnings: string[] = []): Partial<Job> => ({
  state: { is: 'saved', folder: '/files', fileName, size, sha256: 'f'.repeat(64), warnings },
});
const zipOf = (...paths: string[]): Contents => ({
  files: paths.length,
  folders: 0,
  bytes: paths.length,
  digest: 'ab',
  packed: gzipSync(paths.map((path) => lineOf({ path, size: 1, crc32: '00000000' })).join('')),
});

let folder: string;
let store: OpenedJobStore;
let search: HistorySearch;
/** The same without a thread, which takes longer to start than a test. */
function searchHere(): HistorySearch {
  let opened: { index: SearchIndex; search: Search } | null = null;
  const start = (): Search => {
    const index = new SearchIndex(folder);
    opened = { index, search: new Search(index) };
    return opened.search;
  };
  return {
    query: async (...asked) => (opened?.search ?? start()).query(...asked),
    plots: async (...asked) => (opened?.search ?? start()).plots(...asked),
    close: async () => {
      opened?.index.close();
      opened = null;
    },
  };
}
beforeEach(() => {
  folder = tempFolder();
  store = openJobStore({ folder, now });
  search = searchHere();
});
afterEach(async () => {
  await search.close();
  store.close();
});

interface Wanted {
  text?: string;
  filter?: Partial<HistoryFilter>;
  sort?: HistorySort | null;
  without?: string[];
  servers?: HistoryQuery['servers'];
}

function ask({ filter = {}, ...wanted }: Wanted = {}, offset = 0, limit = 100): Promise<HistoryPage> {
  const query = { text: '', sort: null, without: [], servers: [], ...wanted };
  return search.query({ ...query, filter: { ...everything, ...filter } }, offset, limit);
}
const idsOf = async (wanted: Wanted): Promise<string[]> => (await ask(wanted)).jobIds;

test('the history comes in pages, newest first, with the count of all', async () => {
  store.save(
    [1, 2, 3, 4, 5].map((number) => cancelled(`job-${number}`, 'Report', number)),
    [],
    [],
  );
  store.save([composeJob({ id: 'open' })], [], []);

  expect((await ask({}, 0, 2)).jobIds).toEqual(['job-5', 'job-4']);
  expect((await ask({}, 4, 2)).jobIds).toEqual(['job-1']);
  expect(await ask({}, 9, 2)).toMatchObject({ jobIds: [], total: 5 });
});

describe('a search', () => {
  test.each([
    ['übung', ['umlaut']],
    ['ubung', ['umlaut']],
    ['ÜBUNG 2026', ['umlaut']],
    ['2026 übung', ['umlaut']],
    ['STRASSE', ['sharp']],
    ['straße', ['sharp']],
    ['tras', ['sharp']],
    ['οδοσ', ['greek']],
    ['100%', ['percent']],
    ['00%_d', ['percent']],
    ['"or 1=1', []],
    ['")OR("', []],
    ['  ', ['percent', 'greek', 'sharp', 'umlaut']],
    ['übung straße', []],
  ])('finds parts of names, whatever their case and accents: %s', async (text, expected) => {
    store.save(
      [
        cancelled('umlaut', 'U\u0308bung vom Mai 2026', 1),
        cancelled('sharp', 'Lange Straße', 2),
        cancelled('greek', 'Ο ΔΡΟΜΟΣ ΟΔΟΣ', 3),
        cancelled('percent', '100%_done', 4),
      ],
      [],
      [],
    );
    expect(await idsOf({ text })).toEqual(expected);
  });

  test.each([
    ['export', ['users']],
    ['user_export', ['users']],
    ['bridge', ['users']],
    ['learners.csv', ['users']],
    ['files', ['users']],
    ['archive', ['minutes', 'users']],
    ['archive minutes', ['minutes']],
    ['gone', []],
  ])('finds by type, file name, folder, and what the server is called now: %s', async (text, expected) => {
    const request = { kind: 'bridge', downloadType: 'user_export' } as const;
    const saved = { ...savedAs('learners.csv', 70), changedAt: 1, name: 'Week 47' };
    store.save(
      [
        cancelled('plain', 'Plain', 3),
        { ...cancelled('minutes', 'Minutes', 2), connectionId: 'legal' },
        composeJob({ ...saved, id: 'users', connectionId: 'legal', request }),
      ],
      [],
      [],
    );
    const servers = [
      { id: 'legal', name: 'Legal Archive' },
      { id: 'unused', name: 'Gone' },
    ];
    expect((await idsOf({ text, servers })).sort()).toEqual(expected);
  });

  test('finds names inside zips, and tells the first path and how many more', async () => {
    store.save([composeJob({ ...savedAs('a.zip', 5), id: 'a', name: 'Annual report' })], [], []);
    store.save(
      [composeJob({ ...savedAs('b.zip', 5), id: 'b', name: 'Tender papers', changedAt: 2 })],
      [],
      [],
      // As an import brings it.
      [{ jobId: 'b', contents: zipOf('x.txt', 'Tender.pdf'), comparison: null }],
    );
    store.saveContents('a', zipOf('plans/Tender 2026/Price list.xlsx', 'plans/tender/b.txt', 'c.txt'));

    const page = await ask({ text: 'tender' });

    expect(page.found).toEqual([
      {
        jobId: 'a',
        in: ['inside'],
        inside: { path: 'plans/Tender 2026/Price list.xlsx', more: 1 },
        asked: null,
      },
      { jobId: 'b', in: ['name'], inside: null, asked: null },
    ]);
    expect((await ask({ text: 'annual price' })).found).toEqual([
      {
        jobId: 'a',
        in: ['name', 'inside'],
        inside: { path: 'plans/Tender 2026/Price list.xlsx', more: 0 },
        asked: null,
      },
    ]);
    expect(await idsOf({ text: 'price x.txt' })).toEqual([]);
    expect(await idsOf({ text: 'x.txt' })).toEqual(['b']);
  });

  test('counts the paths with as many of the words as the one that it tells', async () => {
    store.save([composeJob({ ...savedAs('a.zip', 9), id: 'a' })], [], []);
    store.saveContents(
      'a',
      zipOf('x/alpha.txt', 'x/beta.txt', 'Alpha beta 1.txt', 'beta alpha 2.txt', 'z/alpha'),
    );
    const { found } = await ask({ text: 'alpha beta' });
    expect(found[0]?.inside).toEqual({ path: 'Alpha beta 1.txt', more: 1 });
  });

  test('finds each download with a word that nearly all have, and no other', async () => {
    const ids = Array.from({ length: 302 }, (_, index) => `past-${index}`);
    store.save(
      ids.map((id, index) => composeJob({ ...savedAs('a.zip', 9), id, changedAt: index })),
      [],
      [],
    );
    const folders = 'A folder of a long name/'.repeat(6);
    for (const [index, id] of ids.entries()) {
      const paths = Array.from({ length: 40 }, (_, at) => `${folders}Sheet ${at}.pdf`);
      // In one there is another word, and in one it comes last.
      if (index === 7) paths.forEach((path, at) => (paths[at] = path.replace('Sheet', 'Page')));
      if (index === 8)
        paths.forEach((path, at) => (paths[at] = at < 39 ? path.replace('Sheet', 'Leaf') : path));
      store.saveContents(id, zipOf(...paths));
    }
    expect((await ask({ text: 'sheet' }, 0, 1)).total).toBe(301);
    expect(await idsOf({ text: 'page' })).toEqual(['past-7']);
  });

  test('finds a name inside a zip of 20,000 files, and shows it as it is written there', async () => {
    const paths = Array.from({ length: 20_000 }, (_, number) => `Straße ${number % 7}/Blatt ${number}.pdf`);
    store.save([composeJob({ ...savedAs('a.zip', 5), id: 'a' })], [], []);
    store.saveContents('a', zipOf(...paths));
    store.save([cancelled('other', 'Blatt', 9)], [], []);

    expect((await ask({ text: 'blatt strasse' })).found).toEqual([
      { jobId: 'a', in: ['inside'], inside: { path: 'Straße 0/Blatt 0.pdf', more: 19_999 }, asked: null },
    ]);
    expect((await ask({ text: 'BLATT 19873.' })).found[0]?.inside?.path).toBe('Straße 0/Blatt 19873.pdf');
  });

  test.each([
    ['report q3', ['third']],
    ['report zz', ['fourth', 'third']],
    ['q3', ['third']],
    ['zz', ['plain', 'fourth', 'third']],
    ['q3 q4', ['third']],
    ['report q3 in', ['third']],
  ])('is narrowed by words of two letters and never emptied by them: %s', async (text, expected) => {
    const third = composeJob({ ...savedAs('a.zip', 5), id: 'third', name: 'Report', changedAt: 1 });
    store.save([third, cancelled('fourth', 'Report Q4', 2), cancelled('plain', 'Plain', 3)], [], []);
    store.saveContents('third', zipOf('sums/Q3.txt'));
    expect(await idsOf({ text })).toEqual(expected);
  });

  test('finds what was saved a moment before, in place of what the job was before', async () => {
    store.save([cancelled('a', 'First', 1)], [], []);
    expect(await idsOf({ text: 'first' })).toEqual(['a']);
    store.save([cancelled('a', 'Second', 1), cancelled('b', 'Second too', 2)], [], []);
    expect(await idsOf({ text: 'first' })).toEqual([]);
    expect(await idsOf({ text: 'second' })).toEqual(['b', 'a']);
    store.remove(['b']);
    expect(await idsOf({ text: 'second' })).toEqual(['a']);
  });
});

/** An entry of a job's log: it came from one state to the other at that time. */
const moved = (jobId: string, at: number, to: string, detail: Record<string, unknown> = {}): LogEntry => ({
  ...{ jobId, at, from: '', to, detail },
  event: 'failure' in detail ? 'failed' : 'moved',
});
const failedBy = (kind: string): Record<string, unknown> => ({ failure: { kind } });

test('what was asked for is shown by the one item that was found', async () => {
  const names = { x: 'Letters', y: 'Tender 7' };
  const request = { kind: 'alfresco' as const, nodeIds: ['x', 'y'], names, folders: { y: '/Finance' } };
  store.save([{ ...cancelled('a', 'Papers', 1), request }], [], []);
  expect((await ask({ text: 'tender' })).found).toEqual([
    { jobId: 'a', in: ['asked'], inside: null, asked: '/Finance/Tender 7' },
  ]);
});

describe('plots', () => {
  const plots = async (filter: Partial<HistoryFilter> = {}): Promise<HistoryPlots> => {
    const query = { text: '', sort: null, without: [], servers: [], filter: { ...everything, ...filter } };
    return historyPlotsSchema.parse(await search.plots(query));
  };
  const day = (date: number): number => new Date(2026, 10, date).getTime();

  test('sum up what ended in each day, week, month or year, those without any end too', async () => {
    store.save(
      [
        composeJob({ ...savedAs('a.zip', 900), id: 'a', changedAt: day(3) }),
        composeJob({ ...savedAs('b.zip', 100), id: 'b', changedAt: day(5) + 1 }),
        cancelled('c', 'C', day(5)),
      ],
      [],
      [],
    );
    const nothing = { prepared: 0, fetched: 0 };
    expect(await plots()).toMatchObject({
      unit: 'day',
      times: [
        { from: day(3), to: day(4), downloads: 1, bytes: 900, ...nothing },
        { from: day(4), to: day(5), downloads: 0, bytes: 0, ...nothing },
        { from: day(5), to: day(6), downloads: 2, bytes: 100, ...nothing },
      ],
    });
    const unitSince = async (at: number): Promise<string> => {
      store.save([cancelled('old', 'Old', at)], [], []);
      return (await plots()).unit;
    };
    expect(await unitSince(day(3) - 100 * 86_400_000)).toBe('week');
    expect(await unitSince(new Date(2023, 5, 1).getTime())).toBe('month');
    expect(await unitSince(new Date(1990, 5, 1).getTime())).toBe('year');
    expect((await plots()).times.reduce((sum, { downloads }) => sum + downloads, 0)).toBe(4);
  });

  test('set preparing times against sizes, and count failures and types', async () => {
    const entries = [
      moved('a', 1_000, 'asking'),
      moved('a', 2_000, 'preparing', failedBy('busy')),
      moved('a', 2_500, 'preparing', failedBy('busy')),
      moved('a', 9_000, 'ready'),
      moved('a', 9_000, 'downloading', failedBy('cut')),
      moved('a', 12_000, 'saved'),
      moved('b', 1_000, 'queued', failedBy('cut')),
    ];
    store.save(
      [
        composeJob({ ...savedAs('a.zip', 900), id: 'a', connectionId: 'legal', changedAt: 12_000 }),
        cancelled('b', 'B', 13_000),
      ],
      entries,
      [],
    );
    const all = await plots();
    const [spot] = all.spots;
    expect(all.spots).toHaveLength(1);
    expect(spot).toMatchObject({ server: 'legal', downloads: 1, smallest: 900, largest: 900 });
    expect(spot!.shortest).toBe(all.times[0]!.prepared);
    expect(all.setbacks).toEqual([
      { kind: 'cut', downloads: 2 },
      { kind: 'busy', downloads: 1 },
    ]);
    expect(all.types).toEqual([{ type: 'zip', downloads: 1 }]);

    expect(await idsOf({ filter: { setbacks: ['busy'] } })).toEqual(['a']);
    expect(await idsOf({ filter: { shortest: spot!.shortest, longest: spot!.longest } })).toEqual(['a']);
    expect(await idsOf({ filter: { shortest: spot!.longest + 1 } })).toEqual([]);
    expect((await plots({ setbacks: ['busy'] })).setbacks).toEqual([
      { kind: 'busy', downloads: 1 },
      { kind: 'cut', downloads: 1 },
    ]);
  });

  test('of many downloads are a few spots that count them all', async () => {
    const many = Array.from({ length: 2_000 }, (_, number) => `job-${number}`);
    store.save(
      many.map((id, number) =>
        composeJob({ ...savedAs('a.zip', 1_000 + number * number), id, changedAt: 10_000 }),
      ),
      many.flatMap((id, number) => [
        moved(id, 0, 'asking'),
        moved(id, 0, 'preparing'),
        moved(id, 1_000 + number * 3, 'ready'),
        moved(id, 9_000, 'saved'),
      ]),
      [],
    );
    const { spots } = await plots();
    expect(spots.reduce((sum, { downloads }) => sum + downloads, 0)).toBe(2_000);
    expect(spots.length).toBeLessThan(100);
    for (const { smallest, largest } of spots) expect(largest / smallest).toBeLessThan(2);
  });

  test('of nothing are empty', async () => {
    expect(await plots()).toEqual({ unit: 'day', times: [], spots: [], setbacks: [], types: [] });
  });
});

test.each<[Partial<HistoryFilter>, string[]]>([
  [{ ends: ['saved'] }, ['large']],
  [{ ends: ['noted', 'cancelled'] }, ['gone', 'noted']],
  [{ servers: ['legal'] }, ['noted']],
  [{ servers: ['nobody'] }, []],
  [{ from: 20 }, ['gone', 'noted']],
  [{ to: 20 }, ['large']],
  [{ smallest: 100 }, ['large']],
  [{ largest: 100 }, ['noted']],
  [{ types: ['pdf'] }, ['noted']],
  [{ types: ['pdf', 'zip'], ends: ['saved'] }, ['large']],
])('the filter %j leaves what it says', async (filter, expected) => {
  store.save(
    [
      composeJob({ ...savedAs('a.ZIP', 900), id: 'large', changedAt: 10 }),
      composeJob({ ...savedAs('b.pdf', 9, ['Look']), id: 'noted', changedAt: 20, connectionId: 'legal' }),
      cancelled('gone', 'c', 30),
    ],
    [],
    [],
  );
  expect(await idsOf({ filter })).toEqual(expected);
});

test.each<[HistorySort | null, string[]]>([
  [{ by: 'name', descending: false }, ['b', 'c', 'a']],
  [{ by: 'name', descending: true }, ['a', 'c', 'b']],
  [{ by: 'size', descending: false }, ['c', 'a', 'b']],
  [{ by: 'size', descending: true }, ['a', 'c', 'b']],
  [{ by: 'state', descending: false }, ['b', 'c', 'a']],
  [{ by: 'ended', descending: false }, ['a', 'b', 'c']],
  [{ by: 'added', descending: false }, ['c', 'b', 'a']],
  // Only one of them is an export, of a kind.
  [{ by: 'asked', descending: true }, ['b', 'c', 'a']],
  [null, ['c', 'b', 'a']],
])('the history is sorted by %j, what has no size or kind last', async (sort, expected) => {
  store.save(
    [
      composeJob({ ...savedAs('a.zip', 900), id: 'a', name: 'zebra', changedAt: 1, createdAt: 30 }),
      { ...cancelled('b', 'Apple', 2), createdAt: 20, request: { kind: 'bridge', downloadType: 'users' } },
      composeJob({ ...savedAs('c.zip', 10), id: 'c', name: 'mango', changedAt: 3, createdAt: 10 }),
    ],
    [],
    [],
  );
  expect(await idsOf({ sort })).toEqual(expected);
});

test('months are counted over all that was found, in the order of the page, and only where that is by time', async () => {
  const at = (month: number, day: number): number => new Date(2026, month, day).getTime();
  store.save(
    [cancelled('a', 'A', at(2, 31)), cancelled('b', 'B', at(3, 1)), cancelled('c', 'C', at(3, 30))],
    [],
    [],
  );
  const months = [
    { at: at(3, 1), count: 2 },
    { at: at(2, 1), count: 1 },
  ];
  expect((await ask({}, 0, 1)).months).toEqual(months);
  expect((await ask({ sort: { by: 'ended', descending: false } })).months).toEqual(months.toReversed());
  expect((await ask({ sort: { by: 'name', descending: false } })).months).toEqual([]);
});

test('rows that are about to be removed are neither shown nor counted', async () => {
  store.save([cancelled('a', 'A', 1), cancelled('b', 'B', 2), cancelled('c', 'C', 3)], [], []);
  expect(await ask({ without: ['b', 'unheard of'] })).toMatchObject({ jobIds: ['c', 'a'], total: 2 });
  const removal = { id: 'removal', dueAt: 9, files: false, resumes: false };
  store.save([{ ...cancelled('b', 'B', 2), removal }], [], []);
  expect(await ask()).toMatchObject({ jobIds: ['c', 'a'], total: 2 });
  store.save([cancelled('b', 'B', 2)], [], []);
  expect(await ask()).toMatchObject({ jobIds: ['c', 'b', 'a'], total: 3 });
});

test('a row that can’t be read is left out, whatever its index says', async () => {
  store.save([cancelled('bad', 'Report', 1), cancelled('good', 'Report', 2)], [], []);
  withRawDatabase(folder, (raw) => raw.exec(`UPDATE jobs SET data = '{' WHERE id = 'bad'`));
  expect(await idsOf({ text: 'report' })).toEqual(['good']);
});

describe('the index', () => {
  const index = 'ferry.search.db';
  const again = async (): Promise<string[]> => {
    await search.close();
    search = searchHere();
    return idsOf({ text: 'report' });
  };
  beforeEach(async () => {
    store.save([cancelled('a', 'Report', 1), cancelled('b', 'Report', 2)], [], []);
    expect(await idsOf({ text: 'report' })).toEqual(['b', 'a']);
    await search.close();
  });

  test('is made anew where it was removed, damaged, or is something else', async () => {
    for (const name of namesIn(folder, /search/)) rmSync(join(folder, name));
    expect(await again()).toEqual(['b', 'a']);
    await search.close();
    scribbleOver(join(folder, index), 40_960);
    expect(await again()).toEqual(['b', 'a']);
    await search.close();
    writeFileSync(join(folder, index), 'not a database, not at all, but long enough to look like something');
    expect(await again()).toEqual(['b', 'a']);
    await search.close();
    withRawDatabase(folder, (raw) => raw.exec(`UPDATE facts SET value = 99 WHERE name = 'form'`), index);
    expect(await again()).toEqual(['b', 'a']);
  });

  test('is made anew when damage shows in the middle of a search', () => {
    const opened = new SearchIndex(folder);
    const refresh = opened.refresh.bind(opened);
    opened.refresh = () => {
      opened.refresh = refresh;
      throw Object.assign(new Error('database disk image is malformed'), { errcode: 11 });
    };
    const query = { text: 'report', sort: null, without: [], servers: [], filter: everything };
    expect(new Search(opened).query(query, 0, 9).jobIds).toEqual(['b', 'a']);
    opened.close();
  });

  test('is made anew when an older copy of the jobs was put back', async () => {
    store.close();
    withRawDatabase(folder, (raw) =>
      raw.exec(`DELETE FROM jobs WHERE id = 'b'; DELETE FROM history_changes`),
    );
    withRawDatabase(folder, (raw) =>
      raw.exec(`UPDATE sqlite_sequence SET seq = 0; INSERT INTO history_changes (job_id) VALUES ('a')`),
    );
    store = openJobStore({ folder, now });
    expect(await again()).toEqual(['a']);
  });

  test('is shared by two threads that search at once', async () => {
    search = createHistorySearch(folder);
    const other = createHistorySearch(folder);
    store.save(
      Array.from({ length: 700 }, (_, number) => cancelled(`more-${number}`, 'Report', number)),
      [],
      [],
    );
    const query = { text: 'report', sort: null, without: [], servers: [], filter: everything };
    const pages = await Promise.all([search.query(query, 0, 1), other.query(query, 0, 1)]);
    expect(pages.map(({ total }) => total)).toEqual([702, 702]);
    await other.close();
  });
});

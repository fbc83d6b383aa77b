import { expect, test } from 'vitest';
import { exportedEntries } from '../../src-main/core/history-export.ts';
import { historyText } from '../../src-main/hosts/cli/history-text.ts';
import { serverNames } from '../../src-main/core/server-names.ts';
import { everything } from '../../src-shared/history/history.ts';
import { historyFileName, historyPieces } from '../../src-shared/history/history-file.ts';
import type { HistoryEntry } from '../../src-shared/history/history-file.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { said } from '../../src-shared/language/index.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { FakeHistorySearch } from '../fakes/fake-history-search.ts';
import { FakeJobStore } from '../fakes/fake-job-store.ts';
import { createWorld, folder } from '../fakes/world.ts';

const start = Date.UTC(2026, 10, 30, 12);
const query = {
  text: '',
  filter: everything,
  sort: null,
  without: [],
  servers: [{ id: 'c1', name: 'Records' }],
};

function past(index: number, name = `past ${index}.zip`) {
  return composeJob({
    ...{
      id: `past-${index}`,
      connectionId: 'c1',
      name,
      account: 'ada',
      createdAt: start,
      changedAt: start - index,
    },
    state: {
      ...{ is: 'saved', folder: '/files', fileName: name, size: 12, sha256: 'ab'.repeat(32) },
      warnings: ['1 file was left out.'],
    },
  });
}

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

async function* some(...entries: HistoryEntry[]): AsyncGenerator<HistoryEntry[]> {
  yield [];
  yield entries;
}

test('what is shown of the history is saved as a table and as JSON, and shown in its folder', async () => {
  const world = await createWorld();
  world.store.save([past(1), past(2, '=cmd()'), past(3, 'other.zip')], [], []);
  const { calls } = { calls: world.app.handlers };
  const wanted = { filter: everything, sort: null, without: ['past-3'], folder };
  const { path } = await calls['history.export']({ ...wanted, text: '', format: 'csv' });
  expect(path).toMatch(/\/Ferry-history-\d{4}-\d\d-\d\d\.csv$/);
  const lines = world.documents.written.get(path)!.split('\r\n');
  // Excel takes it for UTF-8 by its mark; what the terminal prints has none.
  expect(lines[0]).toMatch(/^\uFEFFid,name,state,server,account,/);
  expect(await textOf(historyPieces('csv', some()))).toMatch(/^id,/);
  expect(lines.slice(1)).toEqual([
    expect.stringMatching(/^past-1,past 1\.zip,saved,Records,ada,.*,\/files\/past 1\.zip,12,/),
    expect.stringMatching(/^past-2,'=cmd\(\),saved,/),
    '',
  ]);
  await calls['documents.reveal']({ path });
  const json = await calls['history.export']({ ...wanted, text: 'past', format: 'json' });
  expect(JSON.parse(world.documents.written.get(json.path)!)).toMatchObject([
    {
      id: 'past-1',
      server: 'Records',
      warnings: ['1 file was left out.'],
      endedAt: '2026-11-30T11:59:59.999Z',
    },
  ]);
});

test('what comes or goes while it is written costs no other entry, and none comes twice', async () => {
  const store = new FakeJobStore();
  const all = Array.from({ length: 350 }, (_, index) => past(index));
  store.save(all, [], []);
  const search = new FakeHistorySearch(store);
  let pages = 0;
  const entries = exportedEntries(query, {
    store,
    say: said,
    query: (...asked) => {
      pages += 1;
      if (pages === 2) store.remove(['past-3', 'past-40']);
      // One more behind the others: there are as many as before.
      if (pages === 4) store.remove(['past-5']);
      if (pages === 4) store.save([past(500)], [], []);
      if (pages === 6) store.save([{ ...past(400), changedAt: start + 1 }], [], []);
      return search.query(...asked);
    },
  });
  const ids: string[] = [];
  for await (const page of entries) ids.push(...page.map(({ id }) => id));
  expect(ids).toEqual([...all.map(({ id }) => id), 'past-500']);
});

test('an entry without a file, and one of another system, are written as they are', async () => {
  const windows = { ...past(1), name: 'a.zip' };
  const store = new FakeJobStore();
  if (windows.state.is !== 'saved') throw new Error('It is saved.');
  store.save(
    [
      { ...windows, state: { ...windows.state, folder: 'C:\\Files', fileName: 'a.zip' } },
      composeJob({ id: 'past-9', connectionId: 'gone', state: { is: 'cancelled' }, changedAt: start - 9 }),
    ],
    [],
    [],
  );
  const search = new FakeHistorySearch(store);
  const found: HistoryEntry[] = [];
  for await (const page of exportedEntries(query, {
    store,
    say: said,
    query: (...asked) => search.query(...asked),
  }))
    found.push(...page);
  expect(found).toMatchObject([
    { path: 'C:\\Files\\a.zip' },
    { path: null, size: null, sha256: null, server: '', state: 'cancelled' },
  ]);
  const empty = await textOf(historyPieces('json', some()));
  expect(JSON.parse(empty)).toEqual([]);
  expect(JSON.parse(await textOf(historyPieces('json', some(...found))))).toEqual(found);
  expect(historyFileName('json', start)).toBe('Ferry-history-2026-11-30.json');
});

test('at a terminal an entry is some lines for people, and nothing in it acts on the terminal', async () => {
  const lines = async (...jobs: Job[]): Promise<string[]> => {
    const store = new FakeJobStore();
    store.save(jobs, [], []);
    const search = new FakeHistorySearch(store);
    const entries = exportedEntries(query, { store, say: said, query: (...asked) => search.query(...asked) });
    return (await textOf(historyText(entries))).split('\n');
  };
  const local = new Date(start - 1);
  const two = (value: number): string => String(value).padStart(2, '0');
  const when = `2026-11-${two(local.getDate())} ${two(local.getHours())}:${two(local.getMinutes())}`;
  const cancelled = composeJob({
    id: 'gone-1',
    connectionId: '?',
    name: 'Gone',
    changedAt: 0,
    state: { is: 'cancelled' },
  });
  expect(await lines(past(1, 'Board\u001b]0;.zip'), cancelled)).toEqual([
    `past-1  ${when}  saved         Board ]0;.zip, 12 B`,
    '          Records · /files/Board ]0;.zip',
    '          1 file was left out.',
    expect.stringMatching(/^gone-1 {2}19\d\d-.* {2}cancelled {5}Gone$/),
    '',
  ]);
  expect(await lines()).toEqual(['']);
});

test('servers are called what they are called now', () => {
  const connection = { id: 'c1', name: 'Renamed', baseUrl: 'https://records.example.com' };
  expect(serverNames({ config: { connections: () => [connection] } as never })).toEqual([
    { id: 'c1', name: 'Renamed' },
  ]);
});

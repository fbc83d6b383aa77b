import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openConfig } from '../../src-main/adapters/config-conf.ts';
import { lockDataFolder } from '../../src-main/adapters/data-folder.ts';
import { createDesktop } from '../../src-main/adapters/desktop-node.ts';
import { openLog } from '../../src-main/adapters/log.ts';
import { createMemorySecrets } from '../../src-main/adapters/secrets-memory.ts';
import { readIdentity } from '../../src-main/adapters/servers/client-certificate.ts';
import { openJobStore } from '../../src-main/adapters/store/job-store.ts';
import { Search } from '../../src-main/adapters/store/search/search.ts';
import { SearchIndex } from '../../src-main/adapters/store/search/search-index.ts';
import { openNodePorts } from '../../src-main/hosts/node-ports.ts';
import { readAccessLink } from '../../src-main/hosts/web/access-link.ts';
import { everything } from '../../src-shared/history/history.ts';
import { said } from '../../src-shared/language/index.ts';
import { farthest } from '../../src-shared/time-bounds.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { failureSaying } from '../fakes/saying.ts';
import { namesIn, withRawDatabase } from '../fakes/store-files.ts';
import { tempFolder } from '../fakes/temp-folder.ts';

const time = 1_790_000_000_000;
const now = (): number => time;

test.each([-1e18, 9e15, 1e300])(
  '90 rows whose times say %d are kept, shown, and brought inside of their bounds',
  (odd) => {
    const folder = tempFolder();
    const prepared = 'p' as never;
    const first = openJobStore({ folder, now });
    const source = { from: 'prepared', prepared } as const;
    const times = { createdAt: odd, changedAt: odd };
    first.save(
      [
        composeJob({
          id: 'ready',
          ...times,
          retryAt: odd,
          state: { is: 'ready', source, counters: null, expiresAt: odd },
        }),
        composeJob({ id: 'over', ...times, state: { is: 'cancelled' } }),
      ],
      [{ jobId: 'ready', at: odd, event: 'added', from: '', to: 'queued', detail: {} }],
      [
        {
          jobId: 'ready',
          connectionId: 'c',
          prepared,
          how: 'delete',
          attempts: 0,
          dueAt: odd,
          createdAt: odd,
        },
      ],
    );
    first.close();
    const store = openJobStore({ folder, now });
    const past = odd < 0 ? 0 : time;
    const coming = odd < 0 ? 0 : time + farthest;
    expect(store.open()).toMatchObject({
      setAside: 0,
      jobs: [
        { id: 'ready', createdAt: past, changedAt: past, retryAt: coming, state: { expiresAt: coming } },
      ],
    });
    expect(store.history({ offset: 0, limit: 9 }).jobs).toMatchObject([{ id: 'over', changedAt: past }]);
    expect(store.log('ready')).toMatchObject([{ at: past }]);
    expect(store.cleanUps()).toMatchObject([{ dueAt: coming, createdAt: past }]);
    store.close();
  },
);

test('90 settings that say that everything to come was seen hide nothing', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ settings: { noticesSeenAt: 9e15 } }));
  const config = openConfig({ folder, now });
  expect(config.settings().noticesSeenAt).toBe(time);
  expect(config.problems).toEqual([]);
});

test('90 a server that was added in some year to come was added now', () => {
  const folder = tempFolder();
  const server = { id: 'a', kind: 'alfresco', name: 'A', baseUrl: 'https://a.example.com', createdAt: 9e15 };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ connections: [server] }));
  expect(openConfig({ folder, now }).connections()).toMatchObject([{ id: 'a', createdAt: time }]);
});

test.each([
  ['endless', (path: string) => writeFileSync(path, `{}${' '.repeat(21_000_000)}`)],
  ['a folder', (path: string) => mkdirSync(path)],
])('90 settings whose file is %s are moved aside, and it is they that are blamed', (_what, lay) => {
  const folder = tempFolder();
  const before = openJobStore({ folder, now });
  before.save([composeJob()], [], []);
  before.close();
  lay(join(folder, 'config.json'));
  const config = openConfig({ folder, now });
  expect(config.problems.map(said).join()).toMatch(/file with the connections and settings was broken/);
  expect(namesIn(folder, /^config\.broken/)).toHaveLength(1);
  const store = openJobStore({ folder, now });
  expect(store.problems).toEqual([]);
  expect(store.open().jobs).toHaveLength(1);
  store.close();
});

test('90 a lock with something in it is taken all the same, and the list isn’t blamed for it', async () => {
  const dataFolder = tempFolder();
  writeFileSync(join(dataFolder, 'ferry.lock'), 'Dear diary,\n'.repeat(500));
  const opened = await openNodePorts({
    dataFolder,
    secrets: createMemorySecrets(),
    desktop: createDesktop(),
    demo: false,
  });
  onTestFinished(() => opened.close());
  expect(opened.notices).toEqual([]);
  expect(readFileSync(join(dataFolder, 'ferry.lock'), 'utf8')).toBe('');
});

/**
 * A pipe at the path, with somebody at its other end: whoever reads it by mistake gets what would be good content, and
 * whoever writes is read. The test fails then, where an abandoned pipe would hold it up without end.
 */
function pipe(path: string): void {
  execFileSync('mkfifo', [path]);
  // The end that reads is held, so that nobody waits for one; each round's content is taken out again.
  const held = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const rounds = 'while printf {} >/dev/fd/3; do sleep 0.1; cat <&3 >/dev/null; done';
  const other = spawn('sh', ['-c', rounds], { stdio: ['ignore', 'ignore', 'ignore', held] });
  closeSync(held);
  onTestFinished(() => void other.kill('SIGKILL'));
}

test.skipIf(process.platform === 'win32').each([
  ['a pipe', pipe],
  ['a folder', (path: string) => mkdirSync(path)],
])('90 where the lock is %s, that is said of the lock', (_what, lay) => {
  const folder = tempFolder();
  lay(join(folder, 'ferry.lock'));
  expect(() => lockDataFolder(folder)).toThrow(failureSaying(/ferry\.lock: it is not a file/));
});

test.skipIf(process.platform === 'win32')('90 a pipe in place of the settings is no wait without end', () => {
  const folder = tempFolder();
  pipe(join(folder, 'config.json'));
  expect(openConfig({ folder, now }).problems.map(said).join()).toMatch(/was broken/);
});

describe.skipIf(process.platform === 'win32')('90 where no file lies', () => {
  const lay = [
    ['a pipe', pipe],
    ['a folder', (path: string): void => void mkdirSync(path)],
  ] as const;

  test.each(lay)(
    '90 but %s in place of the list, the list is what is blamed, and it starts empty',
    (_what, put) => {
      const folder = tempFolder();
      put(join(folder, 'ferry.db'));
      const store = openJobStore({ folder, now });
      expect(store.open().jobs).toEqual([]);
      expect(store.problems.map(said).join()).toMatch(/list of downloads was damaged .* starts empty/);
      store.close();
    },
  );

  test.each(
    ['ferry.db-wal', 'ferry.db-shm'].flatMap((name) => lay.map(([what, put]) => [what, name, put] as const)),
  )('90 but %s in place of %s, all that is in the list is there', (_what, name, put) => {
    const folder = tempFolder();
    const before = openJobStore({ folder, now });
    before.save([composeJob()], [], []);
    before.close();
    put(join(folder, name));
    const store = openJobStore({ folder, now });
    expect(store.open().jobs).toHaveLength(1);
    expect(store.problems).toEqual([]);
    store.close();
  });

  test.each(lay)(
    '90 but %s in place of the log, what happens isn’t written, and held up by nothing',
    (_what, put) => {
      const folder = tempFolder();
      put(join(folder, 'ferry.log'));
      const log = openLog({ folder, now });
      log.event('first');
      expect(log.recent?.()).toEqual([]);
      rmSync(join(folder, 'ferry.log'), { recursive: true });
      log.event('second');
      expect(log.recent?.().join()).toContain('"lost":1');
      log.close();
    },
  );

  test.each([
    // Abandoned: with somebody at its other end, opening it would go unnoticed.
    ['a pipe', (path: string): void => void execFileSync('mkfifo', [path])],
    ['a folder', (path: string): void => void mkdirSync(path)],
  ])('90 but %s in place of the index, the history is found all the same', (_what, put) => {
    const folder = tempFolder();
    const store = openJobStore({ folder, now });
    store.save([composeJob({ state: { is: 'cancelled' } })], [], []);
    store.close();
    put(join(folder, 'ferry.search.db'));
    const index = new SearchIndex(folder);
    const all = { text: '', filter: everything, sort: null, without: [], servers: [] };
    expect(new Search(index).query(all, 0, 9).total).toBe(1);
    index.close();
  });

  test('90 but a pipe in place of a client certificate, that is said of it', async () => {
    const file = join(tempFolder(), 'client.p12');
    pipe(file);
    await expect(readIdentity(file, null)).rejects.toThrow(failureSaying(/client certificate/));
  });
});

test('90 one place reads whole files, and it bounds them', () => {
  const root = new URL('../../src-main/', import.meta.url);
  const reads = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts') && !name.startsWith('demo/'))
    .filter((name) =>
      /import \{[^}]*\breadFile(?:Sync)?\b[^}]*\} from 'node:fs(?:\/promises)?'/.test(
        readFileSync(new URL(name, root), 'utf8'),
      ),
    );
  // Besides, the screen that Ferry brings along, and what a person at a terminal names.
  const others = ['hosts/web/static-files.ts', 'hosts/cli/connection.ts', 'hosts/cli/verify.ts'];
  expect(reads.toSorted()).toEqual(['adapters/small-file.ts', ...others].toSorted());
});

test('90 an endless note of a running Ferry is none', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'running.json'), `${' '.repeat(5_000)}{"address":"http://127.0.0.1:1/#a"}`);
  expect(await readAccessLink(folder)).toBeNull();
});

test('90 a row that is too odd to be bounded is set aside, counted, and costs its neighbours nothing', () => {
  const folder = tempFolder();
  const first = openJobStore({ folder, now });
  first.save([composeJob({ id: 'a' }), composeJob({ id: 'b' })], [], []);
  first.close();
  withRawDatabase(folder, (raw) =>
    raw.exec(`UPDATE jobs SET data = json_set(data, '$.createdAt', 'soon') WHERE id = 'a'`),
  );
  const store = openJobStore({ folder, now });
  expect(store.open()).toMatchObject({ setAside: 1, jobs: [{ id: 'b' }] });
  store.close();
});

import { createDesktop } from '../../src-main/adapters/desktop-node.ts';
import { createMemorySecrets } from '../../src-main/adapters/secrets-memory.ts';
import { readNote } from '../../src-main/hosts/door/note.ts';
import { openDoor } from '../../src-main/hosts/door/open-door.ts';
import { openNodePorts } from '../../src-main/hosts/node-ports.ts';
import { said } from '../../src-shared/language/index.ts';
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { expect, test } from 'vitest';
import { DataFolderInUseError, lockDataFolder } from '../../src-main/adapters/data-folder.ts';
import { freePlaces } from '../../src-main/adapters/free-places.ts';
import { defaultDataFolder } from '../../src-main/adapters/default-data-folder.ts';
import { readJobStore } from '../../src-main/adapters/store/job-reader.ts';
import { openJobStore } from '../../src-main/adapters/store/job-store.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { createFakeApp } from '../fakes/fake-app.ts';
import { startNode } from '../fakes/node-process.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { failureSaying } from '../fakes/saying.ts';

test('a missing folder is made for its owner alone', () => {
  const folder = join(tempFolder(), 'a', 'b');
  const lock = lockDataFolder(folder);
  expect(statSync(folder).isDirectory()).toBe(true);
  if (process.platform !== 'win32') expect(statSync(folder).mode & 0o777).toBe(0o700);
  lock.release();
});

test('60 one at a time holds a folder, and another may after it was released', () => {
  const folder = tempFolder();
  const other = lockDataFolder(tempFolder());
  const lock = lockDataFolder(folder);
  expect(() => lockDataFolder(folder)).toThrow(DataFolderInUseError);
  expect(() => lockDataFolder(folder)).toThrow(failureSaying(/^Ferry is already running with the data in /));

  lock.release();
  lock.release();

  lockDataFolder(folder).release();
  other.release();
});

test('60 a folder that another process holds can be read, and is free as soon as that process is killed', async () => {
  const folder = tempFolder();
  const holder = startNode(new URL('processes/hold-data-folder.ts', import.meta.url), folder);
  expect(await holder.nextLine()).toBe('held');

  expect(() => lockDataFolder(folder)).toThrow(DataFolderInUseError);
  const reader = readJobStore(folder);
  expect(reader.open().jobs.map((job) => job.id)).toEqual(['of-the-holder']);
  reader.close();
  await holder.kill();

  const lock = lockDataFolder(folder);
  const store = openJobStore({ folder, now: Date.now });
  expect(store.open().jobs.map((job) => job.id)).toEqual(['of-the-holder']);
  store.close();
  lock.release();
});

test('60 where the lock was removed, a terminal or a window that holds the folder is found behind its door', async () => {
  const dataFolder = join(tempFolder(), 'data');
  const open = () =>
    openNodePorts({ dataFolder, secrets: createMemorySecrets(), desktop: createDesktop(), demo: false });
  const holder = await open();
  const door = await openDoor({
    ...{ dataFolder, app: createFakeApp({}), version: 'of the holder' },
    report: (where, error) => {
      throw new Error(where, { cause: error });
    },
  });
  rmSync(join(dataFolder, 'ferry.lock'));
  await expect(open()).rejects.toThrow(DataFolderInUseError);
  // Nobody took anything: the holder has its lock again, and is still found.
  holder.ports.store.save([composeJob()], [], []);
  expect(() => lockDataFolder(dataFolder)).toThrow(DataFolderInUseError);
  await expect(open()).rejects.toThrow(DataFolderInUseError);
  await door.close();
  await holder.close();
  const next = await open();
  expect(next.ports.store.open().jobs).toHaveLength(1);
  await next.close();
});

test('a path that can’t be a folder is reported as that', () => {
  const file = join(tempFolder(), 'file');
  writeFileSync(file, '');
  expect(() => lockDataFolder(join(file, 'data'))).toThrow(FailedError);
  expect(() => lockDataFolder(join(file, 'data'))).toThrow(failureSaying(/folder can’t be written to/));
});

test('the default folder is Ferry’s own place in the user’s profile', () => {
  const folder = defaultDataFolder();
  expect(isAbsolute(folder)).toBe(true);
  expect(folder.split(/[\\/]/)).toContain('Ferry');
  expect(basename(folder)).not.toMatch(/nodejs/);
});

test.skipIf(process.platform === 'win32').each([0o777, 0o770, 0o702])(
  'a data folder that others may write to (mode %o) is told at the start',
  async (mode) => {
    const dataFolder = tempFolder();
    chmodSync(dataFolder, mode);
    const opened = await openNodePorts({
      ...{ dataFolder, secrets: createMemorySecrets(), desktop: createDesktop(), demo: false },
    });
    await opened.close();
    expect(opened.notices.map(said).join()).toMatch(
      /Other accounts .* may write to Ferry’s data folder .*chmod go-w/,
    );
  },
);

test('a data folder of its owner alone says nothing', async () => {
  const dataFolder = join(tempFolder(), 'data');
  const opened = await openNodePorts({
    ...{ dataFolder, secrets: createMemorySecrets(), desktop: createDesktop(), demo: false },
  });
  await opened.close();
  expect(opened.notices).toEqual([]);
});

test('folders where Ferry’s own files belong are moved aside with all that is in them, which is told at the start', async () => {
  const dataFolder = tempFolder();
  const names = ['door.json', 'running.json', 'open-ferry.html'].flatMap((name) => [name, `${name}.new`]);
  names.push('ferry.copy.db', 'ferry.db.suspect', 'ferry.db.changed', 'ferry.db.arriving');
  for (const name of names) {
    mkdirSync(join(dataFolder, name));
    writeFileSync(join(dataFolder, name, 'kept.txt'), name);
  }
  const opened = await openNodePorts({
    ...{ dataFolder, secrets: createMemorySecrets(), desktop: createDesktop(), demo: false },
  });
  const app = createFakeApp({});
  const door = await openDoor({ dataFolder, app, version: '1', report: () => undefined });
  expect(readNote(dataFolder)).toMatchObject({ version: '1' });
  await door.close();
  await opened.close();
  const told = opened.notices.map(said);
  expect(told).toHaveLength(names.length);
  for (const name of names) {
    const kept = told.join('\n').match(new RegExp(`its file ${name}\\. .* is called (\\S+) now`))![1]!;
    expect(readFileSync(join(dataFolder, kept, 'kept.txt'), 'utf8')).toBe(name);
  }
});

test.skipIf(process.platform !== 'linux')('what can’t be moved aside is refused, with what to do', () => {
  // Nobody moves this one, not even an administrator.
  expect(() => freePlaces(['/proc/self/task'], 0)).toThrow(
    failureSaying(/\/proc\/self\/task: Ferry keeps a file here; move away what is there/),
  );
});

import { expect, test } from 'vitest';
import { Folders } from '../../src-main/core/folders.ts';
import { spaceReserve } from '../../src-main/core/space.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { FakeClock, settle } from '../fakes/fake-clock.ts';
import { FakeFileStore } from '../fakes/fake-file-store.ts';

const folder = '/downloads';
const away = { kind: 'folder-unavailable' } as const;
const every = 15_000;

async function createFolders() {
  const clock = new FakeClock();
  const files = new FakeFileStore();
  await files.makeFolder(folder);
  const news: number[] = [];
  const logged: string[] = [];
  const log = { event: (event: string) => void logged.push(event) };
  const folders = new Folders({ files, clock, log }, () => void news.push(clock.now()));
  return { clock, files, folders, news, logged };
}

test('a folder that failed is shut, since its first failure, and is told by its last', async () => {
  const { clock, folders, news } = await createFolders();
  expect(folders.closed(folder)).toBeNull();
  const since = clock.now();
  folders.report(folder, away, null);
  await clock.advance(5_000);
  folders.report(folder, { kind: 'no-space' }, null);
  expect(folders.closed(folder)).toMatchObject({ failure: { kind: 'no-space' }, since });
  expect(folders.closed('/elsewhere')).toBeNull();
  expect(news).toHaveLength(2);
});

test('a shut folder is looked at every 15 seconds, not before, until it is back', async () => {
  const { clock, files, folders } = await createFolders();
  files.unavailable.add(folder);
  folders.report(folder, away, null);
  expect(folders.nextCheck()).toBe(clock.now() + every);
  await clock.advance(every - 1);
  let looks = 0;
  files.before = (operation) => void (operation === 'checkFolder' && (looks += 1));
  folders.checkWhereDue();
  await settle();
  expect(looks).toBe(0);
  await clock.advance(1);
  folders.checkWhereDue();
  await settle();
  expect(looks).toBe(1);
  expect(folders.closed(folder)).toMatchObject({ failure: away });
  expect(folders.nextCheck()).toBe(clock.now() + every);
  files.unavailable.clear();
  await clock.advance(every);
  folders.checkWhereDue();
  await settle();
  expect(folders.closed(folder)).toBeNull();
  expect(folders.nextCheck()).toBeNull();
});

test('a look that is under way is the only one, and is waited for at the end', async () => {
  const { files, folders, news } = await createFolders();
  folders.report(folder, away, null);
  const disk = Promise.withResolvers<void>();
  let looks = 0;
  files.before = async (operation) => {
    if (operation !== 'checkFolder') return;
    looks += 1;
    await disk.promise;
  };
  folders.checkNow(folder);
  folders.checkNow(folder);
  await settle();
  expect(looks).toBe(1);
  expect(folders.nextCheck()).toBeNull();
  let stopped = false;
  const end = folders.stop().then(() => (stopped = true));
  await settle();
  expect(stopped).toBe(false);
  const before = news.length;
  disk.resolve();
  await end;
  expect(folders.closed(folder)).toBeNull();
  expect(news.length).toBe(before + 1);
});

test('who waits for a folder goes on once it is back, or is told why it is not to', async () => {
  const { files, folders } = await createFolders();
  const never = new AbortController().signal;
  await folders.opened(folder, never);
  files.unavailable.add(folder);
  folders.report(folder, away, null);
  let isOpen = false;
  const waiting = folders.opened(folder, never).then(() => (isOpen = true));
  const end = new AbortController();
  const given = folders.opened(folder, end.signal);
  end.abort(new Error('cancelled'));
  await expect(given).rejects.toThrow('cancelled');
  folders.checkNow(folder);
  await settle();
  expect(isOpen).toBe(false);
  files.unavailable.clear();
  folders.checkNow(folder);
  await waiting;
});

test('a full disk keeps its folder shut until the reserve is free again, and how much there is is told', async () => {
  const { files, folders } = await createFolders();
  folders.report(folder, { kind: 'no-space', limit: 0 }, null);
  files.free = spaceReserve - 1;
  folders.checkNow(folder);
  await settle();
  expect(folders.closed(folder)).toMatchObject({ failure: { kind: 'no-space', limit: spaceReserve - 1 } });
  files.free = spaceReserve;
  folders.checkNow(folder);
  await settle();
  expect(folders.closed(folder)).toBeNull();
});

test('room that the system doesn’t tell of keeps no folder shut, nor does a full disk one that was away', async () => {
  const { files, folders } = await createFolders();
  files.free = null;
  folders.report(folder, { kind: 'no-space' }, null);
  folders.checkNow(folder);
  await settle();
  expect(folders.closed(folder)).toBeNull();
  files.free = 0;
  folders.report(folder, away, null);
  folders.checkNow(folder);
  await settle();
  expect(folders.closed(folder)).toBeNull();
});

test('a folder is back only when the part in it can be reached as well', async () => {
  const { files, folders } = await createFolders();
  const seen: string[] = [];
  files.before = (operation, at, name) => {
    if (operation !== 'lookAtPart') return;
    seen.push(`${at}/${name}`);
    throw new FailedError({ kind: 'file-locked' });
  };
  folders.report(folder, away, { folder, part: '.a.part' });
  folders.checkNow(folder);
  await settle();
  expect(seen).toEqual([`${folder}/.a.part`]);
  expect(folders.closed(folder)).toMatchObject({ failure: { kind: 'file-locked' } });
});

test('of several shut folders the next look is the soonest one’s, and those that are open aren’t looked at', async () => {
  const { clock, files, folders } = await createFolders();
  await files.makeFolder('/other');
  folders.report(folder, away, null);
  const first = clock.now() + every;
  await clock.advance(5_000);
  folders.report('/other', away, null);
  expect(folders.nextCheck()).toBe(first);
  let looks = 0;
  files.before = (operation) => void (operation === 'checkFolder' && (looks += 1));
  folders.checkNow('/third');
  await settle();
  expect(looks).toBe(0);
});

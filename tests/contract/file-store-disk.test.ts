import { spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, truncateSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createFileStore } from '../../src-main/adapters/files/file-store.ts';
import { diskGround, failureOf, finishedPart, never } from './file-store-ground.ts';
import type { Ground } from './file-store-ground.ts';

const text = (words: string): Buffer => Buffer.from(words);
const systemError = (code: string): Error => Object.assign(new Error(code), { code });

let ground: Ground;
beforeEach(async () => {
  ground = await diskGround();
});
afterEach(() => {
  vi.restoreAllMocks();
  ground.leave();
});

const place = (part = '.a.part') => ({ folder: ground.folder, part });
const at = (name: string) => join(ground.folder, name);
const modeOf = (name: string) => (statSync(at(name)).mode & 0o777).toString(8);

/** Replaces a method of every open file, as its class isn't exported. */
async function everyFile(): Promise<FileHandle> {
  const handle = await open(ground.folder);
  await handle.close();
  return Object.getPrototypeOf(handle) as FileHandle;
}

describe('what is not a file of its own is not touched', () => {
  beforeEach(() => ground.put('precious', text('precious')));

  test.each([
    ['a link to a file', () => symlinkSync(at('precious'), at('.a.part'))],
    ['a link to nothing', () => symlinkSync(at('nothing'), at('.a.part'))],
    ['a folder', () => mkdirSync(at('.a.part'))],
    ['a device or a pipe', () => spawnSync('mkfifo', [at('.a.part')])],
  ])('%s in the part’s place', async (what, make) => {
    make();
    const detail = expect.stringContaining(what.startsWith('a link') ? 'a link' : what) as string;
    const refused = { kind: 'internal', detail };
    expect(await failureOf(ground.store.openPart(place(), 0))).toMatchObject(refused);
    expect(await failureOf(ground.store.hashPart(place(), { signal: never }))).toMatchObject(refused);
    const file = { name: 'a.zip', size: 0, sha256: '', inode: '' };
    expect(await failureOf(ground.store.publish(place(), file, { signal: never }))).toMatchObject(refused);
    expect(ground.read('precious')?.toString()).toBe('precious');
    expect(ground.names()).toEqual(['.a.part', 'precious']);
  });

  test('a link in the part’s place is removed without what it leads to, a folder is left', async () => {
    symlinkSync(at('precious'), at('.a.part'));
    mkdirSync(at('.b.part'));
    await ground.store.discard(place());
    expect(await failureOf(ground.store.discard(place('.b.part')))).toMatchObject({ kind: 'internal' });
    expect(ground.names()).toEqual(['.b.part', 'precious']);
  });

  test.each(['../precious', 'a/b', '..', '.', '', 'a\\b'])(
    'the part’s name %j leads nowhere',
    async (part) => {
      expect(await failureOf(ground.store.openPart(place(part), 0))).toMatchObject({ kind: 'internal' });
      expect(await failureOf(ground.store.discard(place(part)))).toMatchObject({ kind: 'internal' });
    },
  );

  test('a link in a saved file’s place is not opened', async () => {
    symlinkSync(at('precious'), at('a.zip'));
    expect(await failureOf(ground.store.locate(ground.folder, 'a.zip'))).toEqual({ kind: 'file-missing' });
  });
});

describe('writing', () => {
  test('nobody else can read a part, and everybody may read the finished file as far as the user’s mask goes', async () => {
    const { place, file } = await finishedPart(ground, '.a.part', text('x'), 'a.zip');
    expect(modeOf('.a.part')).toBe('600');
    await createFileStore({ umask: 0o027 }).publish(place, file, { signal: never });
    expect(modeOf('a.zip')).toBe('640');
  });

  test('goes on until the system has taken all of a chunk', async () => {
    const files = await everyFile();
    const write = Reflect.get(files, 'write') as (this: FileHandle, ...given: unknown[]) => unknown;
    const part = await ground.store.openPart(place(), 0);
    vi.spyOn(files, 'write').mockImplementation(function (this: FileHandle, ...given: unknown[]) {
      const [chunk, offset, , position] = given;
      return write.call(this, chunk, offset, 1, position);
    } as never);
    await part.write(text('byte by byte'));
    await part.close();
    expect(ground.read('.a.part')?.toString()).toBe('byte by byte');
  });

  test('a sync that failed is never believed again', async () => {
    const part = await ground.store.openPart(place(), 0);
    await part.write(text('x'));
    vi.spyOn(await everyFile(), 'datasync').mockRejectedValueOnce(systemError('EIO'));
    const failure = { kind: 'folder-unavailable', detail: 'the disk reports an error' };
    expect(await failureOf(part.sync())).toEqual(failure);
    expect(await failureOf(part.sync())).toEqual(failure);
    expect(await failureOf(part.write(text('y')))).toEqual(failure);
    await part.close();
  });

  test('goes on behind 4 GiB', async () => {
    const size = 5 * 1024 ** 3;
    ground.put('.a.part', text(''));
    truncateSync(at('.a.part'), size + 10);
    const part = await ground.store.openPart(place(), size);
    expect(part.size).toBe(size);
    await part.write(text('end'));
    await part.close();
    expect(statSync(at('.a.part')).size).toBe(size + 3);
  });

  test('a part that is also the finished file of an interrupted publish is begun anew', async () => {
    await finishedPart(ground, '.a.part', text('finished'), 'a.zip');
    linkSync(at('.a.part'), at('a.zip'));
    const part = await ground.store.openPart(place(), 3);
    expect(part.size).toBe(0);
    await part.write(text('new'));
    await part.close();
    expect(ground.read('a.zip')?.toString()).toBe('finished');
  });
});

describe('a folder', () => {
  test('is left as it was found', async () => {
    await ground.store.checkFolder(ground.folder);
    expect(ground.names()).toEqual([]);
  });

  test.each([
    ['a file', 'file', 'it is a file, not a folder'],
    ['below a file', 'file/below', 'part of its path is not a folder'],
    ['too long', 'x'.repeat(300), 'the path is too long for this disk'],
  ])('that is %s is told in words', async (_, path, detail) => {
    ground.put('file', text('x'));
    expect(await failureOf(ground.store.checkFolder(at(path)))).toEqual({
      kind: 'folder-unavailable',
      detail,
    });
  });
});

describe.skipIf(process.platform !== 'linux')('a folder of the system’s own', () => {
  test('where nothing can be made is refused at once, however deep', async () => {
    for (const folder of ['/proc/nowhere', '/proc/nowhere/a/b'])
      expect(await failureOf(ground.store.checkFolder(folder))).toEqual({
        kind: 'folder-unavailable',
        detail: 'it is not there',
      });
  });

  test('has no space that could be told', async () => {
    expect(await ground.store.space('/proc')).toBeNull();
  });
});

test('a folder that never answers is given up in time, and asked once however often it is looked at', async () => {
  const asked: string[] = [];
  const answered = Promise.withResolvers<void>();
  let isInTime = false;
  const store = createFileStore({
    mkdir: async (path) => {
      asked.push(path);
      await answered.promise;
      await mkdir(path);
    },
    wait: () => (isInTime ? new Promise<void>(() => undefined) : Promise.resolve()),
  });
  const slow = { kind: 'folder-unavailable', detail: 'it takes too long to answer' };
  expect(await failureOf(store.checkFolder(at('slow')))).toEqual(slow);
  expect(await failureOf(store.checkFolder(at('slow')))).toEqual(slow);
  isInTime = true;
  answered.resolve();
  await store.checkFolder(at('slow'));
  expect(asked).toEqual([at('slow')]);
});

/** A disk of 256 KiB, where this system lets us have one. */
function tinyDisk(): { folder: string; readOnly(): void; remove(): void } | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'ferry-tiny-'));
  const mount = (...options: string[]) => spawnSync('mount', [...options, folder]).status === 0;
  const mounted = mount('-t', 'tmpfs', '-o', 'size=256k', 'none');
  const remove = () => {
    // Lazily: a test that failed may have left a file open.
    if (mounted) spawnSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true });
  };
  if (mounted) return { folder, readOnly: () => mount('-o', 'remount,ro'), remove };
  remove();
  return null;
}

test('a full disk says so, keeps what it has, and goes on when there is room', async ({ skip }) => {
  const disk = tinyDisk();
  if (!disk) return skip('this system lets no test mount a small disk');
  try {
    const { store } = ground;
    const tiny = { folder: disk.folder, part: '.a.part' };
    const ballast = await store.openPart({ folder: disk.folder, part: '.ballast.part' }, 0);
    await ballast.write(Buffer.alloc(128 * 1024));
    await ballast.close();

    const part = await store.openPart(tiny, 0);
    await part.write(Buffer.alloc(64 * 1024, 'a'));
    await part.sync();
    const chunk = Buffer.alloc(100 * 1024, 'b');
    expect(await failureOf(part.write(chunk))).toEqual({ kind: 'no-space', limit: 0 });
    expect(await store.space(disk.folder)).toBe(0);

    await store.discard({ folder: disk.folder, part: '.ballast.part' });
    await part.write(chunk);
    await part.write(text('end'));
    await part.sync();
    await part.close();
    const found = await store.hashPart(tiny, { signal: never });
    expect(found?.size).toBe(164 * 1024 + 3);

    disk.readOnly();
    const readOnly = { kind: 'folder-unavailable', detail: 'the disk can only be read' };
    expect(await failureOf(store.checkFolder(disk.folder))).toEqual(readOnly);
    expect(await failureOf(store.openPart(tiny, 0))).toEqual(readOnly);
    const file = { name: 'a.zip', ...found! };
    expect(await failureOf(store.publish(tiny, file, { signal: never }))).toEqual(readOnly);
  } finally {
    disk.remove();
  }
});

import { spawnSync } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
} from 'node:fs';
import { link, open, rename, unlink } from 'node:fs/promises';
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
    expect(await failureOf(ground.store.locate(ground.folder, 'a.zip'))).toMatchObject({
      kind: 'invalid-input',
    });
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

/** A disk of 256 KiB, where this system lets us have one. */
function tinyDisk(): { folder: string; readOnly(): void; remove(): void } | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'ferry-tiny-'));
  const mount = (...options: string[]) => spawnSync('mount', [...options, folder]).status === 0;
  const mounted = mount('-t', 'tmpfs', '-o', 'size=256k', 'none');
  const remove = () => {
    if (mounted) spawnSync('umount', [folder]);
    rmSync(folder, { recursive: true });
  };
  if (mounted) return { folder, readOnly: () => mount('-o', 'remount,ro'), remove };
  remove();
  return null;
}

describe('a tiny disk (skipped where a test can’t mount one)', () => {
  const disk = tinyDisk();
  afterEach(() => disk?.remove());

  test.skipIf(!disk)('that is full says so, keeps what it has, and goes on when there is room', async () => {
    if (!disk) return;
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
  });
});

describe('publishing after an interruption', () => {
  test('between the new name and the loss of the old one only does the rest', async () => {
    const { place, file } = await finishedPart(ground, '.a.part', text('words'), 'a.zip');
    ground.put('a.zip', text('older'));
    linkSync(at('.a.part'), at('a (1).zip'));
    expect(await ground.store.publish(place, file, { signal: never })).toEqual({ fileName: 'a (1).zip' });
    expect(ground.names()).toEqual(['a (1).zip', 'a.zip']);
  });

  test('finds the file under the name that the user gave it since', async () => {
    const { place, file } = await finishedPart(ground, '.a.part', text('words'), 'a.zip');
    await ground.store.publish(place, file, { signal: never });
    renameSync(at('a.zip'), at('mine.zip'));
    expect(await ground.store.publish(place, file, { signal: never })).toEqual({ fileName: 'mine.zip' });
  });

  test('doesn’t take another file for its own that got the number of a removed one', async () => {
    const { place, file } = await finishedPart(ground, '.a.part', text('words'), 'a.zip');
    ground.put('a.zip', text('other'));
    ground.remove('.a.part');
    const inode = `${statSync(at('a.zip')).dev}:${statSync(at('a.zip')).ino}`;
    const again = ground.store.publish(place, { ...file, inode }, { signal: never });
    expect(await failureOf(again)).toMatchObject({ kind: 'internal' });
  });
});

describe('publishing on difficult drives', () => {
  const noLinks = { link: () => Promise.reject(systemError('EPERM')) };
  const publishWith = async (world: Parameters<typeof createFileStore>[0], signal = never) => {
    const { place, file } = await finishedPart(ground, '.a.part', text('words'), 'a.zip');
    return createFileStore(world).publish(place, file, { signal });
  };

  test('a drive without links gives the name too, and never writes over a file', async () => {
    ground.put('a.zip', text('older'));
    expect(await publishWith(noLinks)).toEqual({ fileName: 'a (1).zip' });
    expect(ground.names()).toEqual(['a (1).zip', 'a.zip']);
    expect(ground.read('a (1).zip')?.toString()).toBe('words');
    expect(ground.read('a.zip')?.toString()).toBe('older');
  });

  test('a program that ended while it held the name for the file finds it again', async () => {
    const stopped = new Error('power cut');
    const { place, file } = await finishedPart(ground, '.a.part', text('words'), 'a.zip');
    let held: Buffer = Buffer.alloc(0);
    const stopping = {
      ...noLinks,
      rename: () => {
        held = ground.read('a.zip') ?? held;
        return Promise.reject(stopped);
      },
    };
    await expect(createFileStore(stopping).publish(place, file, { signal: never })).rejects.toBe(stopped);
    expect(ground.names()).toEqual(['.a.part']);
    // What a power cut leaves: nobody was there anymore to tidy up.
    ground.put('a.zip', held);
    expect(await createFileStore(noLinks).publish(place, file, { signal: never })).toEqual({
      fileName: 'a.zip',
    });
    expect(ground.names()).toEqual(['a.zip']);
    expect(ground.read('a.zip')?.toString()).toBe('words');
  });

  test('a name that another program takes at the last moment is left to it', async () => {
    const raced = {
      link: (from: Parameters<typeof link>[0], to: Parameters<typeof link>[1]) => {
        if (to === at('a.zip')) ground.put('a.zip', text('theirs'));
        return link(from, to);
      },
    };
    expect(await publishWith(raced)).toEqual({ fileName: 'a (1).zip' });
    expect(ground.read('a.zip')?.toString()).toBe('theirs');
  });

  test('a drive that gave the name and lost the answer is not asked for a second name', async () => {
    const lossy: typeof link = async (from, to) => {
      await link(from, to);
      throw systemError('EIO');
    };
    expect(await publishWith({ link: lossy })).toEqual({ fileName: 'a.zip' });
    expect(ground.names()).toEqual(['a.zip']);
  });

  test('a drive that renamed and lost the answer keeps its file', async () => {
    const lossy: typeof rename = async (from, to) => {
      await rename(from, to);
      throw systemError('EBUSY');
    };
    const world = { ...noLinks, rename: lossy, wait: async () => {} };
    expect(await publishWith(world)).toEqual({ fileName: 'a.zip' });
    expect(ground.names()).toEqual(['a.zip']);
    expect(ground.read('a.zip')?.toString()).toBe('words');
  });

  describe.each(['EBUSY', 'EPERM', 'EACCES'])('a file that another program holds (%s)', (code) => {
    /** Lets the call through after so many refusals. */
    const held = <Call extends (...given: never[]) => Promise<void>>(call: Call, times: number): Call =>
      ((...given: Parameters<Call>) =>
        times-- > 0 ? Promise.reject(systemError(code)) : call(...given)) as Call;

    test('gets its name as soon as it is let go', async () => {
      const waits: number[] = [];
      const wait = async (milliseconds: number) => void waits.push(milliseconds);
      expect(await publishWith({ ...noLinks, rename: held(rename, 3), wait })).toEqual({ fileName: 'a.zip' });
      expect(waits).toEqual([50, 100, 200]);
      expect(ground.names()).toEqual(['a.zip']);
    });

    test('is left complete after a minute, and is published later without a second one', async () => {
      let waited = 0;
      const wait = async (milliseconds: number) => void (waited += milliseconds);
      const { place, file } = await finishedPart(ground, '.a.part', text('words'), 'a.zip');
      for (const world of [
        { ...noLinks, rename: held(rename, Infinity), wait },
        { unlink: held(unlink, Infinity), wait },
      ]) {
        waited = 0;
        const locked = createFileStore(world).publish(place, file, { signal: never });
        expect(await failureOf(locked)).toEqual({ kind: 'file-locked' });
        expect(waited).toBeGreaterThanOrEqual(60_000);
        expect(waited).toBeLessThan(62_000);
      }
      expect(ground.names()).toEqual(['.a.part', 'a.zip']);
      expect(await ground.store.publish(place, file, { signal: never })).toEqual({ fileName: 'a.zip' });
      expect(ground.names()).toEqual(['a.zip']);
    });
  });

  test('waiting for a held file ends with the program and leaves the part', async () => {
    const ending = new AbortController();
    const reason = new Error('the program ends');
    const rename = () => {
      ending.abort(reason);
      return Promise.reject(systemError('EBUSY'));
    };
    await expect(publishWith({ ...noLinks, rename }, ending.signal)).rejects.toBe(reason);
    expect(ground.names()).toEqual(['.a.part']);
  });
});

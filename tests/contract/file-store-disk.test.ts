import { spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, truncateSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { realDisk } from '../../src-main/adapters/files/disk.ts';
import { createFileStore } from '../../src-main/adapters/files/file-store.ts';
import { fatType } from '../../src-main/adapters/files/space.ts';
import {
  checkpointOf,
  diskHarness,
  failureOf,
  finishedPart,
  never,
  nothing,
  sha256,
} from './file-store-harness.ts';
import type { Harness } from './file-store-harness.ts';
import { saying } from '../fakes/saying.ts';

const text = (words: string): Buffer => Buffer.from(words);

let harness: Harness;
beforeEach(async () => {
  harness = await diskHarness();
});
afterEach(() => {
  harness.leave();
});

const place = (part = '.a.part') => ({ folder: harness.folder, part });
const at = (name: string) => join(harness.folder, name);
const modeOf = (name: string) => (statSync(at(name)).mode & 0o777).toString(8);

describe('what is not a file of its own is not touched', () => {
  beforeEach(() => harness.put('precious', text('precious')));

  test.each([
    ['a link to a file', () => symlinkSync(at('precious'), at('.a.part'))],
    ['a link to nothing', () => symlinkSync(at('nothing'), at('.a.part'))],
    ['a folder', () => mkdirSync(at('.a.part'))],
    ['a device or a pipe', () => spawnSync('mkfifo', [at('.a.part')])],
  ])('%s in the part’s place', async (what, make) => {
    make();
    const detail = saying(new RegExp(what.startsWith('a link') ? 'a link' : what));
    const refused = { kind: 'internal', detail };
    expect(await failureOf(harness.store.openPart(place(), nothing))).toMatchObject(refused);
    expect(
      await failureOf(harness.store.hashPart(place(), { signal: never, known: nothing, also: [] })),
    ).toMatchObject(refused);
    const file = { folders: [], name: 'a.zip', size: 0, sha256: '', inode: '', origin: null };
    expect(await harness.store.lookAtPart(place())).toBeNull();
    expect(await failureOf(harness.store.publish(place(), file, { signal: never }))).toMatchObject(refused);
    expect(harness.read('precious')?.toString()).toBe('precious');
    expect(harness.names()).toEqual(['.a.part', 'precious']);
  });

  test('a link in the part’s place is removed without what it leads to, a folder is left', async () => {
    symlinkSync(at('precious'), at('.a.part'));
    mkdirSync(at('.b.part'));
    await harness.store.discard(place());
    expect(await failureOf(harness.store.discard(place('.b.part')))).toMatchObject({ kind: 'internal' });
    expect(harness.names()).toEqual(['.b.part', 'precious']);
  });

  test.each(['../precious', 'a/b', '..', '.', '', 'a\\b'])(
    'the part’s name %j leads nowhere',
    async (part) => {
      expect(await failureOf(harness.store.openPart(place(part), nothing))).toMatchObject({
        kind: 'internal',
      });
      expect(await failureOf(harness.store.discard(place(part)))).toMatchObject({ kind: 'internal' });
    },
  );

  test('a link in a saved file’s place is not opened', async () => {
    symlinkSync(at('precious'), at('a.zip'));
    expect(await failureOf(harness.store.locate(harness.folder, 'a.zip'))).toEqual({ kind: 'file-missing' });
  });
});

describe('writing', () => {
  test('nobody else can read a part, and everybody may read the finished file as far as the user’s mask goes', async () => {
    const { place, file } = await finishedPart(harness, '.a.part', text('x'), 'a.zip');
    expect(modeOf('.a.part')).toBe('600');
    await createFileStore({ umask: 0o027 }).publish(place, file, { signal: never });
    expect(modeOf('a.zip')).toBe('640');
  });

  test('64 goes on behind 4 GiB', async () => {
    const size = 5 * 1024 ** 3;
    harness.put('.a.part', text(''));
    truncateSync(at('.a.part'), size + 10);
    // Its one piece is too large to be read here; what is known of it is taken for granted but the empty tail.
    const store = createFileStore({ pieceBytes: size - 5 });
    const kept = { bytes: size, pieces: ['not read'], tail: sha256(Buffer.alloc(5)) };
    const part = await store.openPart(place(), kept);
    expect(part.size).toBe(size);
    await part.write(text('end'));
    expect((await part.sync()).bytes).toBe(size + 3);
    await part.close();
    expect(statSync(at('.a.part')).size).toBe(size + 3);
  });

  test('a part that is also the finished file of an interrupted publish is begun anew', async () => {
    await finishedPart(harness, '.a.part', text('finished'), 'a.zip');
    linkSync(at('.a.part'), at('a.zip'));
    const part = await harness.store.openPart(place(), checkpointOf(text('fin')));
    expect(part.size).toBe(0);
    await part.write(text('new'));
    await part.close();
    expect(harness.read('a.zip')?.toString()).toBe('finished');
  });
});

describe('a folder', () => {
  test('is left as it was found', async () => {
    await harness.store.makeFolder(harness.folder);
    expect(harness.names()).toEqual([]);
  });

  test.each([
    ['a file', 'file', 'it is a file, not a folder'],
    ['below a file', 'file/below', 'part of its path is not a folder'],
    ['too long', 'x'.repeat(300), 'the path is too long for this disk'],
  ])('that is %s is told in words', async (_, path, detail) => {
    harness.put('file', text('x'));
    expect(await failureOf(harness.store.makeFolder(at(path)))).toEqual({
      kind: 'folder-unavailable',
      detail: saying(detail),
    });
  });
});

describe.skipIf(process.platform !== 'linux')('a folder of the system’s own', () => {
  test('where nothing can be made is refused at once, however deep', async () => {
    for (const folder of ['/proc/nowhere', '/proc/nowhere/a/b'])
      expect(await failureOf(harness.store.makeFolder(folder))).toEqual({
        kind: 'folder-unavailable',
        detail: saying('it is not there'),
      });
  });

  test('has no space that could be told', async () => {
    expect(await harness.store.space('/proc')).toBeNull();
  });

  test('on Windows keeps whole paths as short as other programs there need them, and elsewhere leaves names alone', async () => {
    const name = `${'Minutes of the harbour board '.repeat(5)}2026.zip`;
    const folder = join(harness.folder, 'x'.repeat(200 - harness.folder.length - 1));
    mkdirSync(folder);
    for (const platform of ['linux', 'win32'] as const) {
      const store = createFileStore({ ...realDisk, platform });
      const { place, file } = await finishedPart({ store, folder }, '.a.part', text('one'), name);
      const first = await store.publish(place, file, { signal: never });
      const second = await finishedPart({ store, folder }, '.b.part', text('two'), name);
      const { fileName } = await store.publish(second.place, second.file, { signal: never });
      if (platform === 'linux') {
        expect([first.fileName, fileName]).toEqual([name, name.replace('.zip', ' (1).zip')]);
      } else {
        expect(join(folder, fileName).length).toBeLessThan(260);
        expect([first.fileName, fileName]).toEqual([
          expect.stringMatching(/^Minutes of the harbour board .*[a-z]\.zip$/),
          first.fileName.replace('.zip', ' (1).zip'),
        ]);
      }
    }
  });

  test('46 with FAT holds no file of 4 GiB', async () => {
    expect(await harness.store.space(harness.folder)).toMatchObject({ largestFile: null });
    const statfs = async (path: string) => Object.assign(await realDisk.statfs(path), { type: fatType });
    expect(await createFileStore({ ...realDisk, statfs }).space(harness.folder)).toMatchObject({
      largestFile: 2 ** 32 - 1,
    });
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
  const slow = { kind: 'folder-unavailable', detail: saying('it takes too long to answer') };
  expect(await failureOf(store.makeFolder(at('slow')))).toEqual(slow);
  expect(await failureOf(store.makeFolder(at('slow')))).toEqual(slow);
  isInTime = true;
  answered.resolve();
  await store.makeFolder(at('slow'));
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

test('45 a full disk says so, keeps what it has, and goes on when there is room', async ({ skip }) => {
  const disk = tinyDisk();
  if (!disk) return skip('this system lets no test mount a small disk');
  try {
    const { store } = harness;
    const tiny = { folder: disk.folder, part: '.a.part' };
    const ballast = await store.openPart({ folder: disk.folder, part: '.ballast.part' }, nothing);
    await ballast.write(Buffer.alloc(128 * 1024));
    await ballast.sync();
    await ballast.close();

    const bytes = Buffer.alloc(164 * 1024 + 3, 'aperiodic?');
    const part = await store.openPart(tiny, nothing);
    await part.write(Uint8Array.from(bytes.subarray(0, 64 * 1024)));
    const kept = await part.sync();
    await part.write(Uint8Array.from(bytes.subarray(64 * 1024)));
    expect(await failureOf(part.sync())).toEqual({ kind: 'no-space', limit: 0 });
    expect(await store.space(disk.folder)).toMatchObject({ free: 0 });
    expect(await failureOf(part.write(text('more')))).toEqual({ kind: 'no-space', limit: 0 });
    expect(await part.sync()).toEqual(kept);
    await part.close();

    await store.discard({ folder: disk.folder, part: '.ballast.part' });
    const again = await store.openPart(tiny, kept);
    expect(again.size).toBe(64 * 1024);
    await again.write(Uint8Array.from(bytes.subarray(64 * 1024)));
    const whole = await again.sync();
    expect(whole).toEqual(checkpointOf(bytes));
    await again.close();
    const found = await store.hashPart(tiny, { signal: never, known: whole, also: [] });
    expect(found).toMatchObject({ sha256: sha256(bytes), size: bytes.length, damagedAt: null });

    disk.readOnly();
    const readOnly = { kind: 'folder-unavailable', detail: saying('the disk can only be read') };
    expect(await failureOf(store.makeFolder(disk.folder))).toEqual(readOnly);
    expect(await failureOf(store.openPart(tiny, whole))).toEqual(readOnly);
    const file = { ...found!, folders: [], name: 'a.zip', origin: null };
    expect(await failureOf(store.publish(tiny, file, { signal: never }))).toEqual(readOnly);
  } finally {
    disk.remove();
  }
});

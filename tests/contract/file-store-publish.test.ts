import { linkSync, mkdirSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { link, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFileStore } from '../../src-main/adapters/files/file-store.ts';
import { FaultyDisk } from '../fakes/faulty-disk.ts';
import { diskHarness, failureOf, finishedPart, never } from './file-store-harness.ts';
import type { Harness } from './file-store-harness.ts';
import { saying } from '../fakes/saying.ts';

const text = (words: string): Buffer => Buffer.from(words);
const systemError = (code: string): Error => Object.assign(new Error(code), { code });

let harness: Harness;
beforeEach(async () => {
  harness = await diskHarness();
});
afterEach(() => harness.leave());

const at = (name: string) => join(harness.folder, name);

describe('publishing after an interruption', () => {
  test('between the new name and the loss of the old one only does the rest', async () => {
    const { place, file } = await finishedPart(harness, '.a.part', text('words'), 'a.zip');
    harness.put('a.zip', text('older'));
    linkSync(at('.a.part'), at('a (1).zip'));
    expect(await harness.store.publish(place, file, { signal: never })).toMatchObject({
      fileName: 'a (1).zip',
    });
    expect(harness.names()).toEqual(['a (1).zip', 'a.zip']);
  });

  test('finds the file under the name that the user gave it since', async () => {
    const { place, file } = await finishedPart(harness, '.a.part', text('words'), 'a.zip');
    await harness.store.publish(place, file, { signal: never });
    renameSync(at('a.zip'), at('mine.zip'));
    expect(await harness.store.publish(place, file, { signal: never })).toMatchObject({
      fileName: 'mine.zip',
    });
  });

  test('doesn’t take another file for its own that got the number of a removed one', async () => {
    const { place, file } = await finishedPart(harness, '.a.part', text('words'), 'a.zip');
    harness.put('a.zip', text('other'));
    harness.remove('.a.part');
    const inode = `${statSync(at('a.zip')).dev}:${statSync(at('a.zip')).ino}`;
    const again = harness.store.publish(place, { ...file, inode }, { signal: never });
    expect(await failureOf(again)).toMatchObject({ kind: 'internal' });
  });
});

describe('publishing into a folder inside', () => {
  const publishInto = async (...folders: string[]) => {
    const { place, file } = await finishedPart(harness, '.a.part', text('words'), 'a.zip');
    return harness.store.publish(place, { ...file, folders }, { signal: never });
  };

  test.each([
    ['a link', 'is a link that leads elsewhere', () => symlinkSync(harness.folder, at('inside'))],
    ['a link to nothing', 'is a link', () => symlinkSync(at('nowhere'), at('inside'))],
    ['a file', 'is a file, not a folder', () => writeFileSync(at('inside'), 'x')],
  ])('is refused where %s has its name, and the part stays', async (_, words, make) => {
    make();
    for (const folders of [['inside'], ['inside', 'below']])
      expect(await failureOf(publishInto(...folders))).toEqual({
        kind: 'folder-unavailable',
        detail: saying(new RegExp(words)),
      });
    expect(harness.names().sort()).toEqual(['.a.part', 'inside']);
  });

  test('goes where the folder that the user chose is a link itself', async () => {
    mkdirSync(at('real'));
    symlinkSync(at('real'), at('linked'));
    const linked = { ...harness, folder: at('linked') };
    const { place, file } = await finishedPart(linked, '.a.part', text('words'), 'a.zip');
    await harness.store.publish(place, { ...file, folders: ['inside'] }, { signal: never });
    expect(harness.names('real/inside')).toEqual(['a.zip']);
  });

  test('does the rest where it was interrupted between the new name and the loss of the old one', async () => {
    const { place, file } = await finishedPart(harness, '.a.part', text('words'), 'a.zip');
    mkdirSync(at('inside'));
    linkSync(at('.a.part'), at('inside/a.zip'));
    const inside = { ...file, folders: ['inside'] };
    expect(await harness.store.publish(place, inside, { signal: never })).toMatchObject({
      fileName: 'a.zip',
    });
    expect(harness.names('inside')).toEqual(['a.zip']);
    expect(harness.names()).toEqual(['inside']);
  });

  test('says so where it turns out to be on another disk', async () => {
    const crossing = () => Promise.reject(systemError('EXDEV'));
    const store = createFileStore({ link: crossing, rename: crossing });
    const { place, file } = await finishedPart(harness, '.a.part', text('words'), 'a.zip');
    const refused = store.publish(place, { ...file, folders: ['inside'] }, { signal: never });
    expect(await failureOf(refused)).toEqual({
      kind: 'folder-unavailable',
      detail: saying('it is on another disk than the unfinished file'),
    });
    expect(harness.names('inside')).toEqual([]);
    expect(harness.read('.a.part')?.toString()).toBe('words');
  });
});

describe('publishing on difficult drives', () => {
  const noLinks = { link: () => Promise.reject(systemError('EPERM')) };
  const publishWith = async (world: Parameters<typeof createFileStore>[0], signal = never) => {
    const { place, file } = await finishedPart(harness, '.a.part', text('words'), 'a.zip');
    return createFileStore(world).publish(place, file, { signal });
  };

  test('a drive without links gives the name too, and never writes over a file', async () => {
    harness.put('a.zip', text('older'));
    expect(await publishWith(noLinks)).toMatchObject({ fileName: 'a (1).zip' });
    expect(harness.names()).toEqual(['a (1).zip', 'a.zip']);
    expect(harness.read('a (1).zip')?.toString()).toBe('words');
    expect(harness.read('a.zip')?.toString()).toBe('older');
  });

  describe('where the program ended while it held the name for the file', () => {
    const ended = async () => {
      const { place, file } = await finishedPart(harness, '.a.part', text('words'), 'a.zip');
      const faulty = new FaultyDisk(harness.folder);
      faulty.faults.push({ call: 'link', code: 'EPERM' }, { call: 'rename', kill: 'before' });
      const store = createFileStore(faulty.disk);
      await expect(store.publish(place, file, { signal: never })).rejects.toThrow('killed');
      await faulty.leave();
      expect(harness.names()).toEqual(['.a.part', '.a.part.name', 'a.zip']);
      expect(harness.read('a.zip')?.length).toBe(0);
      return { place, file };
    };

    test('the next one gives it', async () => {
      const { place, file } = await ended();
      const published = await createFileStore(noLinks).publish(place, file, { signal: never });
      expect(published).toMatchObject({ fileName: 'a.zip' });
      expect(harness.names()).toEqual(['a.zip']);
      expect(harness.read('a.zip')?.toString()).toBe('words');
    });

    test('discarding the part gives the name back', async () => {
      const { place } = await ended();
      await harness.store.discard(place);
      expect(harness.names()).toEqual([]);
    });

    test('what the user has put there since is left alone', async () => {
      const { place, file } = await ended();
      harness.put('a.zip', text('the user’s'));
      const published = await createFileStore(noLinks).publish(place, file, { signal: never });
      expect(published).toMatchObject({ fileName: 'a (1).zip' });
      expect(harness.read('a.zip')?.toString()).toBe('the user’s');
    });
  });

  test('a file of the user’s that is empty is not taken for a held name', async () => {
    harness.put('a.zip', text(''));
    expect(await publishWith(noLinks)).toMatchObject({ fileName: 'a (1).zip' });
    expect(harness.names()).toEqual(['a (1).zip', 'a.zip']);
  });

  test('a name that another program takes at the last moment is left to it', async () => {
    const raced = {
      link: (from: string, to: string) => {
        if (to === at('a.zip')) harness.put('a.zip', text('theirs'));
        return link(from, to);
      },
    };
    expect(await publishWith(raced)).toMatchObject({ fileName: 'a (1).zip' });
    expect(harness.read('a.zip')?.toString()).toBe('theirs');
  });

  test('a drive that gave the name and lost the answer is not asked for a second name', async () => {
    const lossy = async (from: string, to: string) => {
      await link(from, to);
      throw systemError('EIO');
    };
    expect(await publishWith({ link: lossy })).toMatchObject({ fileName: 'a.zip' });
    expect(harness.names()).toEqual(['a.zip']);
  });

  test('a drive that renamed and lost the answer keeps its file', async () => {
    const lossy = async (from: string, to: string) => {
      await rename(from, to);
      throw systemError('EBUSY');
    };
    const world = { ...noLinks, rename: lossy, wait: async () => {} };
    expect(await publishWith(world)).toMatchObject({ fileName: 'a.zip' });
    expect(harness.names()).toEqual(['a.zip']);
    expect(harness.read('a.zip')?.toString()).toBe('words');
  });

  describe.each(['EBUSY', 'EPERM', 'EACCES'])('a file that another program holds (%s)', (code) => {
    /** Lets the call through after so many refusals. */
    const held =
      <Given extends string[]>(call: (...given: Given) => Promise<void>, times: number) =>
      (...given: Given): Promise<void> =>
        times-- > 0 ? Promise.reject(systemError(code)) : call(...given);

    test('gets its name as soon as it is let go', async () => {
      const waits: number[] = [];
      const wait = async (milliseconds: number) => void waits.push(milliseconds);
      expect(await publishWith({ ...noLinks, rename: held(rename, 3), wait })).toMatchObject({
        fileName: 'a.zip',
      });
      expect(waits).toEqual([50, 100, 200]);
      expect(harness.names()).toEqual(['a.zip']);
    });

    test('is left complete after a minute, and is published later without a second one', async () => {
      let waited = 0;
      const wait = async (milliseconds: number) => void (waited += milliseconds);
      const { place, file } = await finishedPart(harness, '.a.part', text('words'), 'a.zip');
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
      expect(harness.names()).toEqual(['.a.part', 'a.zip']);
      expect(await harness.store.publish(place, file, { signal: never })).toMatchObject({
        fileName: 'a.zip',
      });
      expect(harness.names()).toEqual(['a.zip']);
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
    expect(harness.names()).toEqual(['.a.part']);
  });
});

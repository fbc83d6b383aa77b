import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  diskHarness,
  failureOf,
  fakeHarness,
  finishedPart,
  never,
  nothing,
  sha256,
} from './file-store-harness.ts';
import type { Harness } from './file-store-harness.ts';
import { saying } from '../fakes/saying.ts';

const text = (words: string): Buffer => Buffer.from(words);

describe.each([
  ['in memory', fakeHarness],
  ['on a disk', () => diskHarness()],
])('files %s', (_, makeHarness) => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.leave());

  const missing = () => ({ folder: `${harness.folder}/missing`, part: '.a.part' });

  describe('a folder', () => {
    test('is made when it is missing, however deep', async () => {
      const folder = `${harness.folder}/a/b`;
      await harness.store.makeFolder(folder);
      await harness.store.makeFolder(folder);
      await (await harness.store.openPart({ folder, part: '.a.part' }, nothing)).close();
    });

    test('47 that is missing is not made by a look at it: it may be on a drive that was pulled out', async () => {
      const folder = `${harness.folder}/away`;
      const isAway = { kind: 'folder-unavailable' };
      expect(await failureOf(harness.store.checkFolder(folder))).toMatchObject(isAway);
      expect(await failureOf(harness.store.checkFolder(folder))).toMatchObject(isAway);
      await harness.store.makeFolder(folder);
      await harness.store.checkFolder(folder);
    });

    test('tells its free space and its volume, even when it isn’t there yet', async () => {
      const space = await harness.store.space(harness.folder);
      expect(space?.free).toBeGreaterThan(0);
      expect(space?.volume).not.toBe('');
      const inside = await harness.store.space(`${harness.folder}/a/b`);
      expect(inside?.free).toBeGreaterThan(0);
      expect(inside?.volume).toBe(space?.volume);
    });
  });

  test('a saved file is looked at by name, and found by its size', async () => {
    const { store, folder } = harness;
    harness.put('a.zip', text('words'));
    harness.put('b.zip', text('other'));
    harness.put('c.zip', text('longer words'));
    expect(await store.lookAtFile(folder, 'a.zip')).toMatchObject({ size: 5 });
    expect(await store.lookAtFile(folder, 'none.zip')).toBeNull();
    expect((await store.namesOfSize(folder, 5)).sort()).toEqual(['a.zip', 'b.zip']);
    const away = { kind: 'folder-unavailable' };
    expect(await failureOf(store.lookAtFile(missing().folder, 'a.zip'))).toMatchObject(away);
    expect(await failureOf(store.namesOfSize(missing().folder, 5))).toMatchObject(away);
  });

  test('a text is saved under a free name, and never over another file', async () => {
    const { store, folder } = harness;
    harness.put('a.json', text('there'));
    expect(await store.saveText(folder, 'a.json', '{}')).toBe('a (1).json');
    expect(await store.saveText(folder, 'b.json', '[]')).toBe('b.json');
    expect([harness.read('a.json'), harness.read('a (1).json')].map(String)).toEqual(['there', '{}']);
    expect(await failureOf(store.saveText(missing().folder, 'a.json', ''))).toMatchObject({
      kind: 'folder-unavailable',
    });
  });

  describe('a file whose name is wanted', () => {
    const wanted = (name: string, ...folders: string[]) =>
      harness.store.sameName({ folder: harness.folder, part: '.a.part' }, { folders, name });

    test('is found by its name, by case and accents alone the same', async () => {
      harness.put('Café.zip', text('words'));
      expect(await wanted('CAFE\u0301.zip')).toMatchObject({
        folder: harness.folder,
        fileName: 'Café.zip',
        size: 5,
      });
    });

    test('is none where nothing has the name, or its folder isn’t there', async () => {
      harness.put('b.zip', text('words'));
      expect(await wanted('a.zip')).toBeNull();
      expect(await wanted('b.zip', 'inside')).toBeNull();
    });
  });

  describe('a saved file', () => {
    test('is found in its folder', async () => {
      harness.put('a.zip', text('x'));
      expect(await harness.store.locate(harness.folder, 'a.zip')).toBe(`${harness.folder}/a.zip`);
    });

    test('that was moved away can’t be opened', async () => {
      expect(await failureOf(harness.store.locate(harness.folder, 'a.zip'))).toEqual({
        kind: 'file-missing',
      });
    });
  });

  describe('publishing', () => {
    const publish = async (part: string, words: string, name: string) => {
      const finished = await finishedPart(harness, part, text(words), name);
      return (await harness.store.publish(finished.place, finished.file, { signal: never })).fileName;
    };

    test('gives the part its name', async () => {
      expect(await publish('.a.part', 'words', 'a.zip')).toBe('a.zip');
      expect(harness.names()).toEqual(['a.zip']);
      expect(harness.read('a.zip')?.toString()).toBe('words');
    });

    test('never writes over a file', async () => {
      harness.put('a.tar.gz', text('the user’s'));
      expect(await publish('.a.part', 'first', 'a.tar.gz')).toBe('a (1).tar.gz');
      expect(await publish('.b.part', 'second', 'a.tar.gz')).toBe('a (2).tar.gz');
      expect(harness.read('a.tar.gz')?.toString()).toBe('the user’s');
      expect(harness.read('a (1).tar.gz')?.toString()).toBe('first');
    });

    test('takes a name for taken that differs by case or composed accents alone', async () => {
      harness.put('RE\u0301SUME\u0301.pdf', text('x'));
      expect(await publish('.a.part', 'y', 'r\u00e9sum\u00e9.pdf')).toBe('r\u00e9sum\u00e9 (1).pdf');
    });

    test('two at once get two names', async () => {
      const one = await finishedPart(harness, '.a.part', text('one'), 'x.zip');
      const two = await finishedPart(harness, '.b.part', text('two'), 'x.zip');
      const names = await Promise.all(
        [one, two].map(({ place, file }) => harness.store.publish(place, file, { signal: never })),
      );
      expect(names.map(({ fileName }) => fileName).sort()).toEqual(['x (1).zip', 'x.zip']);
      expect(harness.names()).toEqual(['x (1).zip', 'x.zip']);
    });

    test('an empty file is a file', async () => {
      expect(await publish('.a.part', '', 'empty.txt')).toBe('empty.txt');
      expect(harness.read('empty.txt')?.length).toBe(0);
    });

    test('makes the folders inside that the file goes to, and tells the whole one', async () => {
      const { place, file } = await finishedPart(harness, '.a.part', text('words'), 'a.zip');
      const inside = { ...file, folders: ['Site ü', '2026'] };
      const folder = `${harness.folder}/Site ü/2026`;
      const published = await harness.store.publish(place, inside, { signal: never });
      expect(published).toEqual({ folder, fileName: 'a.zip', marked: null });
      expect(harness.names('Site ü/2026')).toEqual(['a.zip']);
      expect(harness.read('Site ü/2026/a.zip')?.toString()).toBe('words');
      expect(harness.names()).not.toContain('.a.part');
      expect(await harness.store.publish(place, inside, { signal: never })).toEqual(published);
      expect(await harness.store.locate(folder, 'a.zip')).toBe(`${folder}/a.zip`);
    });

    test('never writes over a file in a folder inside either', async () => {
      for (const [part, fileName] of [
        ['.a.part', 'a.zip'],
        ['.b.part', 'a (1).zip'],
      ] as const) {
        const { place, file } = await finishedPart(harness, part, text(part), 'a.zip');
        const inside = { ...file, folders: ['inside'] };
        expect(await harness.store.publish(place, inside, { signal: never })).toMatchObject({ fileName });
      }
      expect(harness.names('inside')).toEqual(['a (1).zip', 'a.zip']);
    });

    test.each(['..', '.', '', 'a/b', 'a\\b'])('the folder %j leads nowhere', async (folder) => {
      const { place, file } = await finishedPart(harness, '.a.part', text('words'), 'a.zip');
      const refused = harness.store.publish(place, { ...file, folders: [folder] }, { signal: never });
      expect(await failureOf(refused)).toMatchObject({ kind: 'internal' });
      expect(harness.names()).toEqual(['.a.part']);
    });

    test('stays in the folder whatever the name says', async () => {
      expect(await publish('.a.part', 'x', '../../up.zip')).toBe('up.zip');
      expect(harness.names()).toEqual(['up.zip']);
    });

    test('once more finds what the first call did', async () => {
      const { place, file } = await finishedPart(harness, '.a.part', text('words'), 'a.zip');
      harness.put('a.zip', text('older'));
      expect(await harness.store.publish(place, file, { signal: never })).toMatchObject({
        fileName: 'a (1).zip',
      });
      expect(await harness.store.publish(place, file, { signal: never })).toMatchObject({
        fileName: 'a (1).zip',
      });
      expect(harness.names()).toEqual(['a (1).zip', 'a.zip']);
    });

    test('once more finds the file by its content where the drive numbers files anew', async () => {
      const { place, file } = await finishedPart(harness, '.a.part', text('words'), 'a.zip');
      harness.put('a.zip', text('sword'));
      await harness.store.publish(place, file, { signal: never });
      const again = harness.store.publish(place, { ...file, inode: '0:0' }, { signal: never });
      expect(await again).toMatchObject({ fileName: 'a (1).zip' });
    });

    test('tells when another program removed the file', async () => {
      const { place, file } = await finishedPart(harness, '.a.part', text('words'), 'a.zip');
      harness.remove('.a.part');
      harness.put('a.zip', text('other'));
      expect(await failureOf(harness.store.publish(place, file, { signal: never }))).toMatchObject({
        kind: 'internal',
        detail: saying(/removed by another program/),
      });
    });

    test('refuses a part that isn’t what was checked', async () => {
      const { place, file } = await finishedPart(harness, '.a.part', text('words'), 'a.zip');
      const longer = harness.store.publish(place, { ...file, size: 6 }, { signal: never });
      expect(await failureOf(longer)).toMatchObject({ kind: 'internal' });
      const other = harness.store.publish(
        place,
        { ...file, inode: '0:0', sha256: sha256(text('x')) },
        { signal: never },
      );
      expect(await failureOf(other)).toMatchObject({ kind: 'internal' });
      expect(harness.names()).toEqual(['.a.part']);
    });

    test('goes on where a drive numbered the part anew', async () => {
      const { place, file } = await finishedPart(harness, '.a.part', text('words'), 'a.zip');
      const published = harness.store.publish(place, { ...file, inode: '0:0' }, { signal: never });
      expect(await published).toMatchObject({ fileName: 'a.zip' });
    });

    test('in a folder that is gone waits for the folder', async () => {
      const { file } = await finishedPart(harness, '.a.part', text('words'), 'a.zip');
      expect(await failureOf(harness.store.publish(missing(), file, { signal: never }))).toMatchObject({
        kind: 'folder-unavailable',
      });
    });

    test('that was ended before it began changes nothing', async () => {
      const { place, file } = await finishedPart(harness, '.a.part', text('words'), 'a.zip');
      const reason = new Error('the program ends');
      await expect(harness.store.publish(place, file, { signal: AbortSignal.abort(reason) })).rejects.toBe(
        reason,
      );
      expect(harness.names()).toEqual(['.a.part']);
      expect(harness.read('.a.part')).toEqual(text('words'));
    });
  });
});

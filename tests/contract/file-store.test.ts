import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { diskGround, failureOf, fakeGround, finishedPart, never, sha256 } from './file-store-ground.ts';
import type { Ground } from './file-store-ground.ts';

const text = (words: string): Buffer => Buffer.from(words);

async function zipOf(entries: string[], forceZip64Format = false): Promise<Buffer> {
  const zip = new ZipFile();
  for (const entry of entries) {
    if (entry.endsWith('/')) zip.addEmptyDirectory(entry);
    else zip.addBuffer(text(entry), entry, { compress: false, forceZip64Format });
  }
  zip.end({ forceZip64Format, comment: '' });
  return buffer(zip.outputStream);
}

describe.each([
  ['in memory', fakeGround],
  ['on a disk', () => diskGround()],
])('files %s', (_, makeGround) => {
  let ground: Ground;
  beforeEach(async () => {
    ground = await makeGround();
  });
  afterEach(() => ground.leave());

  const place = (part = '.a.part') => ({ folder: ground.folder, part });
  const missing = () => ({ folder: `${ground.folder}/missing`, part: '.a.part' });

  describe('a part', () => {
    test('is made empty and holds what was written to it', async () => {
      const part = await ground.store.openPart(place(), 1000);
      expect(part.size).toBe(0);
      await part.write(text('one '));
      await part.write(text('two'));
      await part.sync();
      await part.close();
      expect(ground.read('.a.part')?.toString()).toBe('one two');
    });

    test('that is longer than what is known to be good is cut, and goes on from there', async () => {
      ground.put('.a.part', text('good bad'));
      const part = await ground.store.openPart(place(), 5);
      expect(part.size).toBe(5);
      await part.write(text('more'));
      await part.close();
      expect(ground.read('.a.part')?.toString()).toBe('good more');
    });

    test('that is shorter than what should be there keeps its size and tells it', async () => {
      ground.put('.a.part', text('short'));
      const part = await ground.store.openPart(place(), 100);
      expect(part.size).toBe(5);
      await part.write(text('er'));
      await part.close();
      expect(ground.read('.a.part')?.toString()).toBe('shorter');
    });

    test('is the same file each time it is opened', async () => {
      const first = await ground.store.openPart(place(), 0);
      await first.close();
      const second = await ground.store.openPart(place(), 0);
      await second.close();
      const other = await ground.store.openPart(place('.b.part'), 0);
      await other.close();
      expect(second.inode).toBe(first.inode);
      expect(other.inode).not.toBe(first.inode);
    });

    test('that was closed takes nothing anymore', async () => {
      const part = await ground.store.openPart(place(), 0);
      await part.close();
      await part.close();
      expect(await failureOf(part.write(text('late')))).toMatchObject({ kind: 'internal' });
      expect(await failureOf(part.sync())).toMatchObject({ kind: 'internal' });
    });

    test('is not made in a folder that is gone', async () => {
      expect(await failureOf(ground.store.openPart(missing(), 0))).toMatchObject({
        kind: 'folder-unavailable',
      });
    });

    test('is gone when it was discarded, and discarding it again does no harm', async () => {
      ground.put('.a.part', text('x'));
      await ground.store.discard(place());
      await ground.store.discard(place());
      await ground.store.discard(missing());
      expect(ground.names()).toEqual([]);
    });
  });

  describe('a folder', () => {
    test('is made when it is missing, however deep', async () => {
      const folder = `${ground.folder}/a/b`;
      await ground.store.checkFolder(folder);
      await ground.store.checkFolder(folder);
      await (await ground.store.openPart({ folder, part: '.a.part' }, 0)).close();
    });

    test('tells its free space, even when it isn’t there yet', async () => {
      expect(await ground.store.space(ground.folder)).toBeGreaterThan(0);
      expect(await ground.store.space(`${ground.folder}/a/b`)).toBeGreaterThan(0);
    });
  });

  describe('a saved file', () => {
    test('is found in its folder', async () => {
      ground.put('a.zip', text('x'));
      expect(await ground.store.locate(ground.folder, 'a.zip')).toBe(`${ground.folder}/a.zip`);
    });

    test('that was moved away can’t be opened', async () => {
      expect(await failureOf(ground.store.locate(ground.folder, 'a.zip'))).toEqual({ kind: 'file-missing' });
    });
  });

  describe('a hash', () => {
    test('is of the whole part as it lies on the disk', async () => {
      const bytes = Buffer.alloc(2_500_000, 'aperiodic?');
      ground.put('.a.part', bytes);
      const part = await ground.store.openPart(place(), bytes.length);
      await part.close();
      const seen: number[] = [];
      const found = await ground.store.hashPart(place(), {
        signal: never,
        onProgress: (done) => seen.push(done),
      });
      expect(found).toEqual({ sha256: sha256(bytes), size: bytes.length, inode: part.inode });
      expect(seen.at(-1)).toBe(bytes.length);
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
    });

    test('is null for a part that is missing, and a failure for a folder that is', async () => {
      expect(await ground.store.hashPart(place(), { signal: never })).toBeNull();
      expect(await failureOf(ground.store.hashPart(missing(), { signal: never }))).toMatchObject({
        kind: 'folder-unavailable',
      });
    });

    test('ends with the reason of whoever ends it', async () => {
      ground.put('.a.part', text('x'));
      const reason = new Error('paused');
      await expect(ground.store.hashPart(place(), { signal: AbortSignal.abort(reason) })).rejects.toBe(
        reason,
      );
    });
  });

  describe('the number of files in a zip', () => {
    test.each([
      ['counts files and not folders', ['a.txt', 'b/', 'b/c.txt', 'b/d/', 'ü/第.pdf'], false, 3],
      ['is nought for an empty zip', [], false, 0],
      ['is read from a large zip’s directory too', ['a.txt', 'b/', 'b/c.txt'], true, 2],
    ])('%s', async (_words, entries, zip64, files) => {
      ground.put('.a.part', await zipOf(entries, zip64));
      expect(await ground.store.zipFileCount(place())).toBe(files);
    });

    test('counts names that no decoder likes', async () => {
      const zip = await zipOf(['xx/secret', 'plain']);
      const odd = Buffer.from(zip.toString('latin1').replaceAll('xx/secret', '../\xff\\\0~~~'), 'latin1');
      ground.put('.a.part', odd);
      expect(await ground.store.zipFileCount(place())).toBe(2);
    });

    test('counts an entry whose sizes contradict each other', async () => {
      const zip = await zipOf(['a.txt', 'b.txt']);
      // APPNOTE section 4.3.12: the uncompressed size is 24 bytes into a directory entry.
      zip.writeUInt32LE(999, zip.indexOf('PK\x01\x02') + 24);
      ground.put('.a.part', zip);
      expect(await ground.store.zipFileCount(place())).toBe(2);
    });

    test('counts 20,000 files through one window', async () => {
      ground.put('.a.part', await zipOf(Array.from({ length: 20_000 }, (_none, index) => `folder/${index}`)));
      expect(await ground.store.zipFileCount(place())).toBe(20_000);
    });

    test('is null for what is no zip, for half a zip and for nothing', async () => {
      const zip = await zipOf(['a.txt', 'b.txt']);
      const broken = Buffer.from(zip);
      broken.fill(0, zip.indexOf('PK\x01\x02'), zip.indexOf('PK\x01\x02') + 4);
      for (const bytes of [text('<html>'), zip.subarray(0, zip.length / 2), broken, Buffer.alloc(0)]) {
        ground.put('.a.part', bytes);
        expect(await ground.store.zipFileCount(place())).toBeNull();
      }
      expect(await ground.store.zipFileCount(place('.b.part'))).toBeNull();
    });
  });

  describe('publishing', () => {
    const publish = async (part: string, words: string, name: string) => {
      const finished = await finishedPart(ground, part, text(words), name);
      return (await ground.store.publish(finished.place, finished.file, { signal: never })).fileName;
    };

    test('gives the part its name', async () => {
      expect(await publish('.a.part', 'words', 'a.zip')).toBe('a.zip');
      expect(ground.names()).toEqual(['a.zip']);
      expect(ground.read('a.zip')?.toString()).toBe('words');
    });

    test('never writes over a file', async () => {
      ground.put('a.tar.gz', text('the user’s'));
      expect(await publish('.a.part', 'first', 'a.tar.gz')).toBe('a (1).tar.gz');
      expect(await publish('.b.part', 'second', 'a.tar.gz')).toBe('a (2).tar.gz');
      expect(ground.read('a.tar.gz')?.toString()).toBe('the user’s');
      expect(ground.read('a (1).tar.gz')?.toString()).toBe('first');
    });

    test('takes a name for taken that differs by case or composed accents alone', async () => {
      ground.put('RE\u0301SUME\u0301.pdf', text('x'));
      expect(await publish('.a.part', 'y', 'r\u00e9sum\u00e9.pdf')).toBe('r\u00e9sum\u00e9 (1).pdf');
    });

    test('two at once get two names', async () => {
      const one = await finishedPart(ground, '.a.part', text('one'), 'x.zip');
      const two = await finishedPart(ground, '.b.part', text('two'), 'x.zip');
      const names = await Promise.all(
        [one, two].map(({ place, file }) => ground.store.publish(place, file, { signal: never })),
      );
      expect(names.map(({ fileName }) => fileName).sort()).toEqual(['x (1).zip', 'x.zip']);
      expect(ground.names()).toEqual(['x (1).zip', 'x.zip']);
    });

    test('an empty file is a file', async () => {
      expect(await publish('.a.part', '', 'empty.txt')).toBe('empty.txt');
      expect(ground.read('empty.txt')?.length).toBe(0);
    });

    test('stays in the folder whatever the name says', async () => {
      expect(await publish('.a.part', 'x', '../../up.zip')).toBe('up.zip');
      expect(ground.names()).toEqual(['up.zip']);
    });

    test('once more finds what the first call did', async () => {
      const { place, file } = await finishedPart(ground, '.a.part', text('words'), 'a.zip');
      ground.put('a.zip', text('older'));
      expect(await ground.store.publish(place, file, { signal: never })).toEqual({ fileName: 'a (1).zip' });
      expect(await ground.store.publish(place, file, { signal: never })).toEqual({ fileName: 'a (1).zip' });
      expect(ground.names()).toEqual(['a (1).zip', 'a.zip']);
    });

    test('once more finds the file by its content where the drive numbers files anew', async () => {
      const { place, file } = await finishedPart(ground, '.a.part', text('words'), 'a.zip');
      ground.put('a.zip', text('sword'));
      await ground.store.publish(place, file, { signal: never });
      const again = ground.store.publish(place, { ...file, inode: '0:0' }, { signal: never });
      expect(await again).toEqual({ fileName: 'a (1).zip' });
    });

    test('tells when another program removed the file', async () => {
      const { place, file } = await finishedPart(ground, '.a.part', text('words'), 'a.zip');
      ground.remove('.a.part');
      ground.put('a.zip', text('other'));
      expect(await failureOf(ground.store.publish(place, file, { signal: never }))).toMatchObject({
        kind: 'internal',
        detail: expect.stringContaining('removed by another program') as string,
      });
    });

    test('refuses a part that isn’t what was checked', async () => {
      const { place, file } = await finishedPart(ground, '.a.part', text('words'), 'a.zip');
      const longer = ground.store.publish(place, { ...file, size: 6 }, { signal: never });
      expect(await failureOf(longer)).toMatchObject({ kind: 'internal' });
      const other = ground.store.publish(
        place,
        { ...file, inode: '0:0', sha256: sha256(text('x')) },
        { signal: never },
      );
      expect(await failureOf(other)).toMatchObject({ kind: 'internal' });
      expect(ground.names()).toEqual(['.a.part']);
    });

    test('goes on where a drive numbered the part anew', async () => {
      const { place, file } = await finishedPart(ground, '.a.part', text('words'), 'a.zip');
      const published = ground.store.publish(place, { ...file, inode: '0:0' }, { signal: never });
      expect(await published).toEqual({ fileName: 'a.zip' });
    });

    test('in a folder that is gone waits for the folder', async () => {
      const { file } = await finishedPart(ground, '.a.part', text('words'), 'a.zip');
      expect(await failureOf(ground.store.publish(missing(), file, { signal: never }))).toMatchObject({
        kind: 'folder-unavailable',
      });
    });

    test('that was ended before it began changes nothing', async () => {
      const { place, file } = await finishedPart(ground, '.a.part', text('words'), 'a.zip');
      const reason = new Error('the program ends');
      await expect(ground.store.publish(place, file, { signal: AbortSignal.abort(reason) })).rejects.toBe(
        reason,
      );
      expect(ground.names()).toEqual(['.a.part']);
    });
  });
});

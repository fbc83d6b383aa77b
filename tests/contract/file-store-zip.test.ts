import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { diskHarness, failureOf, fakeHarness } from './file-store-harness.ts';
import type { Harness } from './file-store-harness.ts';

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

/** The directory of a zip with these names and its end, as a writer makes them that doesn't know zip64. */
function directoryOf(names: string[]): Buffer {
  const directory = names.map((name) => {
    const header = Buffer.alloc(46 + name.length);
    header.write('PK\x01\x02');
    header.writeUInt16LE(name.length, 28);
    header.write(name, 46);
    return header;
  });
  const bytes = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt32LE(bytes.length, 12);
  return Buffer.concat([bytes, end]);
}

describe.each([
  ['in memory', fakeHarness],
  ['on a disk', () => diskHarness()],
])('zips %s', (_, makeHarness) => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.leave());

  const place = (part = '.a.part') => ({ folder: harness.folder, part });

  describe('the number of files in a zip', () => {
    test.each([
      ['counts files and not folders', ['a.txt', 'b/', 'b/c.txt', 'b/d/', 'ü/第.pdf'], false, 3],
      ['is nought for an empty zip', [], false, 0],
      ['is read from a large zip’s directory too', ['a.txt', 'b/', 'b/c.txt'], true, 2],
    ])('%s', async (_words, entries, zip64, files) => {
      harness.put('.a.part', await zipOf(entries, zip64));
      expect((await harness.store.zipContents(place()))?.files).toBe(files);
    });

    test('counts names that no decoder likes', async () => {
      const zip = await zipOf(['xx/secret', 'plain']);
      const odd = Buffer.from(zip.toString('latin1').replaceAll('xx/secret', '../\xff\\\0~~~'), 'latin1');
      harness.put('.a.part', odd);
      expect((await harness.store.zipContents(place()))?.files).toBe(2);
    });

    test('counts an entry whose sizes contradict each other', async () => {
      const zip = await zipOf(['a.txt', 'b.txt']);
      // APPNOTE section 4.3.12: the uncompressed size is 24 bytes into a directory entry.
      zip.writeUInt32LE(999, zip.indexOf('PK\x01\x02') + 24);
      harness.put('.a.part', zip);
      expect((await harness.store.zipContents(place()))?.files).toBe(2);
    });

    test('counts 20,000 files', async () => {
      harness.put(
        '.a.part',
        await zipOf(Array.from({ length: 20_000 }, (_none, index) => `folder/${index}`)),
      );
      expect((await harness.store.zipContents(place()))?.files).toBe(20_000);
    });

    test.each([
      ['bytes behind its end', Buffer.from('\0\0\0\0trailing')],
      [
        'bytes behind its end that begin as an end does',
        Buffer.from(`PK\x05\x06${'\xff'.repeat(60)}`, 'latin1'),
      ],
      ['100,000 bytes behind its end', Buffer.alloc(100_000)],
    ])('minds no %s', async (_what, more) => {
      harness.put('.a.part', Buffer.concat([await zipOf(['a.txt', 'b/', 'b/c.txt']), more]));
      expect((await harness.store.zipContents(place()))?.files).toBe(2);
    });

    test.each([
      ['an end’s mark', 'see PK\x05\x06 for the rest of this comment, which is long enough'],
      ['a mark and nothing', 'PK\x05\x06'],
    ])('minds no comment with %s in it', async (_what, comment) => {
      const zip = await zipOf(['a.txt', 'b/c.txt']);
      zip.writeUInt16LE(comment.length, zip.length - 2);
      for (const more of ['', 'and bytes behind it']) {
        harness.put('.a.part', Buffer.concat([zip, Buffer.from(comment + more, 'latin1')]));
        expect((await harness.store.zipContents(place()))?.files).toBe(2);
      }
    });

    test('goes to the directory’s end where its record counts in 16 bits only', async () => {
      const zip = directoryOf(Array.from({ length: 66_000 }, (_none, index) => index.toString(36)));
      for (const counted of [66_000 - 65_536, 65_535, 0]) {
        zip.writeUInt16LE(counted, zip.length - 12);
        harness.put('.a.part', zip);
        expect((await harness.store.zipContents(place()))?.files).toBe(66_000);
      }
      harness.put('a.zip', zip);
      const query = { text: (65_999).toString(36), offset: 0, limit: 10 };
      expect((await harness.store.zipEntries(`${harness.folder}/a.zip`, query)).total).toBe(1);
    });

    test('is null for what is no zip, for half a zip and for nothing', async () => {
      const zip = await zipOf(['a.txt', 'b.txt']);
      const broken = Buffer.from(zip);
      broken.fill(0, zip.indexOf('PK\x01\x02'), zip.indexOf('PK\x01\x02') + 4);
      for (const bytes of [text('<html>'), zip.subarray(0, zip.length / 2), broken, Buffer.alloc(0)]) {
        harness.put('.a.part', bytes);
        expect(await harness.store.zipContents(place())).toBeNull();
      }
      expect(await harness.store.zipContents(place('.b.part'))).toBeNull();
    });
  });

  describe('the files in a zip', () => {
    const find = async (words: string, offset = 0, limit = 100) => {
      const found = await harness.store.zipEntries(`${harness.folder}/a.zip`, { text: words, offset, limit });
      return { paths: found.entries.map(({ path }) => path), total: found.total };
    };

    test('are told with path, size and date, without the folders', async () => {
      const zip = new ZipFile();
      const mtime = new Date(2020, 4, 6, 7, 8, 10);
      zip.addEmptyDirectory('b/');
      zip.addBuffer(text('words'), 'b/a.txt', { mtime });
      zip.end();
      harness.put('a.zip', await buffer(zip.outputStream));
      expect(
        await harness.store.zipEntries(`${harness.folder}/a.zip`, { text: '', offset: 0, limit: 10 }),
      ).toEqual({ entries: [{ path: 'b/a.txt', size: 5, modifiedAt: mtime.getTime() }], total: 1, bytes: 5 });
    });

    test('come in pages, in their order', async () => {
      harness.put('a.zip', await zipOf(['c', 'a', 'x/', 'b', 'd']));
      expect(await find('', 0, 2)).toEqual({ paths: ['c', 'a'], total: 4 });
      expect(await find('', 2, 2)).toEqual({ paths: ['b', 'd'], total: 4 });
      expect(await find('', 4, 2)).toEqual({ paths: [], total: 4 });
    });

    test('are those whose paths hold all the words, in any case and however accents are composed', async () => {
      harness.put('a.zip', await zipOf(['Bericht/Re\u0301sume\u0301 2026.pdf', 'Bericht/b.pdf', 'c.PDF']));
      expect(await find('pdf')).toMatchObject({ total: 3 });
      expect(await find(' PDF  bericht ')).toMatchObject({ total: 2 });
      expect((await find('r\u00e9sum\u00e9')).paths).toEqual(['Bericht/Re\u0301sume\u0301 2026.pdf']);
      expect(await find('nowhere')).toEqual({ paths: [], total: 0 });
      expect(await find('pdf', 1, 1)).toEqual({ paths: ['Bericht/b.pdf'], total: 3 });
    });

    test('have their names in UTF-8 where the zip says so, else in the code page 437', async () => {
      const zip = await zipOf(['stra\u00dfe.txt', 'old\u00ff.txt']);
      harness.put('a.zip', zip);
      expect((await find('')).paths).toEqual(['stra\u00dfe.txt', 'old\u00ff.txt']);
      const old = Buffer.from(zip);
      // APPNOTE section 4.4.4: bit 11 of the flags, 8 bytes into a directory entry, stands for UTF-8.
      for (let at = old.indexOf('PK\x01\x02'); at >= 0; at = old.indexOf('PK\x01\x02', at + 4))
        old.writeUInt16LE(old.readUInt16LE(at + 8) & ~0x0800, at + 8);
      harness.put('a.zip', old);
      // The bytes C3 9F and C3 BF in that code page.
      expect((await find('')).paths).toEqual(['stra\u251c\u0192e.txt', 'old\u251c\u2510.txt']);
    });

    test('are told with names that lead out of a folder: nothing is unpacked', async () => {
      const zip = await zipOf(['xx/secret', 'plain']);
      harness.put(
        'a.zip',
        Buffer.from(zip.toString('latin1').replaceAll('xx/secret', '../secret'), 'latin1'),
      );
      expect((await find('')).paths).toEqual(['../secret', 'plain']);
    });

    test('are found among 20,000', async () => {
      harness.put('a.zip', await zipOf(Array.from({ length: 20_000 }, (_none, index) => `folder/${index}`)));
      expect(await find('1999')).toMatchObject({ total: 12 });
    });

    test('can’t be told of what is no zip, or is gone', async () => {
      expect(await failureOf(find(''))).toEqual({ kind: 'file-missing' });
      harness.put('a.zip', text('<html>'));
      expect(await failureOf(find(''))).toMatchObject({ kind: 'invalid-input' });
      const zip = await zipOf(['a.txt', 'b.txt']);
      zip.fill(0, zip.indexOf('PK\x01\x02'), zip.indexOf('PK\x01\x02') + 4);
      harness.put('a.zip', zip);
      expect(await failureOf(find(''))).toMatchObject({ kind: 'invalid-input' });
    });
  });
});

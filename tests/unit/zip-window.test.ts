import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { contentsOf } from '../../src-main/adapters/zips/zip-contents.ts';
import { openZip } from '../../src-main/adapters/zips/zip.ts';

test('the directory of a zip with 20,000 files is read by the quarter megabyte, not file by file', async () => {
  const zip = new ZipFile();
  for (let index = 0; index < 20_000; index += 1)
    zip.addBuffer(Buffer.alloc(0), `folder/${index}`, { compress: false });
  zip.end();
  const bytes = await buffer(zip.outputStream);
  const reads: number[] = [];
  const file = {
    read: async (target: Uint8Array, offset: number, length: number, from: number) => {
      reads.push(length);
      const found = bytes.subarray(from, from + length);
      target.set(found, offset);
      return { bytesRead: found.length };
    },
  };
  expect(await contentsOf(await openZip(file, bytes.length))).toMatchObject({ files: 20_000 });
  expect(Math.max(...reads)).toBeLessThanOrEqual(256 * 1024);
  // The directory has about 60 bytes for each.
  expect(reads.length).toBeLessThan(20);
});

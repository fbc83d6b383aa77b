import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { openPromise } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { lineOf } from '../../../src-shared/history/content-lines.ts';
import type { ContentEntry } from '../../../src-shared/history/content-lines.ts';
import type { Receipt } from '../../../src-shared/history/receipt.ts';
import { entriesOf, isFolder, openZip, pathOf, zipOptions } from './zip.ts';

/** The first thing in which a file isn't what its receipt says. */
export type FileDifference =
  | { is: 'size'; there: number; expected: number }
  /** The same size, other bytes, and nothing tells where. */
  | { is: 'bytes' }
  /** A file of the zip: not in it anymore, not in it then, with another size or CRC-32, or whose bytes don't fit these. */
  | { is: 'missing' | 'added' | 'changed' | 'damaged'; path: string }
  /** The zip lists other files; which ones, a receipt of so many doesn't tell. */
  | { is: 'list' };

/** Compares a file with what a receipt says of it; null for the same. Rejects where the file can't be read. */
export async function differenceFrom(
  path: string,
  receipt: Pick<Receipt, 'file' | 'contents'>,
): Promise<FileDifference | null> {
  const hash = createHash('sha256');
  let size = 0;
  await pipeline(createReadStream(path), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      size += chunk.length;
      hash.update(chunk);
    }
  });
  const { file, contents } = receipt;
  if (size === file.size && hash.digest('hex') === file.sha256) return null;
  const inside = contents && (await differenceInZip(path, contents));
  if (inside) return inside;
  return size === file.size ? { is: 'bytes' } : { is: 'size', there: size, expected: file.size };
}

/** The entries of a zip's files, to its directory's end. Rejects where it is none. */
async function filesIn(path: string): Promise<Entry[]> {
  const file = await open(path);
  try {
    const entries: Entry[] = [];
    const opened = await openZip(file, (await file.stat()).size);
    for await (const entry of entriesOf(opened)) if (!isFolder(entry)) entries.push(entry);
    return entries;
  } finally {
    await file.close();
  }
}

async function differenceInZip(
  path: string,
  contents: NonNullable<Receipt['contents']>,
): Promise<FileDifference | null> {
  let zip: ZipFile;
  let entries: Entry[];
  try {
    entries = await filesIn(path);
    zip = await openPromise(path, zipOptions);
  } catch {
    // What can't be opened as a zip is compared by its size.
    return null;
  }
  try {
    return differenceInList(entries.map(contentOf), contents) ?? (await firstDamaged(zip, entries));
  } catch {
    return null;
  } finally {
    zip.close();
  }
}

const contentOf = (entry: Entry): ContentEntry => ({
  path: pathOf(entry),
  size: entry.uncompressedSize,
  crc32: entry.crc32.toString(16).padStart(8, '0'),
});

function differenceInList(
  there: readonly ContentEntry[],
  { entries, digest }: NonNullable<Receipt['contents']>,
): FileDifference | null {
  if (!entries) {
    const hash = createHash('sha256');
    for (const entry of there) hash.update(lineOf(entry));
    return hash.digest('hex') === digest ? null : { is: 'list' };
  }
  // A path may be in a zip more than once.
  const left = new Map<string, ContentEntry[]>();
  for (const entry of entries) left.set(entry.path, [...(left.get(entry.path) ?? []), entry]);
  for (const { path, size, crc32 } of there) {
    const expected = left.get(path)?.shift();
    if (!expected) return { is: 'added', path };
    if (expected.size !== size || expected.crc32 !== crc32) return { is: 'changed', path };
  }
  const [missing] = [...left.values()].flat();
  return missing ? { is: 'missing', path: missing.path } : null;
}

/** The first file whose bytes don't unpack to what the directory says. */
async function firstDamaged(zip: ZipFile, entries: readonly Entry[]): Promise<FileDifference | null> {
  for (const entry of entries) {
    try {
      let sum = 0;
      let size = 0;
      for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
        sum = crc32(chunk, sum);
        size += chunk.length;
      }
      if (sum === entry.crc32 && size === entry.uncompressedSize) continue;
    } catch {
      // Bytes that can't be unpacked are damaged as well.
    }
    return { is: 'damaged', path: pathOf(entry) };
  }
  return null;
}

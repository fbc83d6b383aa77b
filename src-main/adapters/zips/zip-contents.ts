import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createGzip, gunzip, gunzipSync } from 'node:zlib';
import type { Gzip } from 'node:zlib';
import { entryOf, lineOf } from '../../../src-shared/history/content-lines.ts';
import type { ContentEntry } from '../../../src-shared/history/content-lines.ts';
import type { Contents } from '../../core/ports.ts';
import { entriesOf, isFolder, pathOf } from './zip.ts';
import type { OpenedZip } from './zip.ts';

/** Characters that are packed at once. */
const portion = 64 * 1024;

/** Reads a zip's directory and gives the lines of its files, some at a time. */
export async function readDirectory(
  zip: OpenedZip,
  give: (lines: string) => void | Promise<void>,
): Promise<{ files: number; folders: number; bytes: number }> {
  const found = { files: 0, folders: 0, bytes: 0 };
  let lines = '';
  for await (const entry of entriesOf(zip)) {
    if (isFolder(entry)) {
      found.folders += 1;
      continue;
    }
    found.files += 1;
    found.bytes += entry.uncompressedSize;
    const crc32 = entry.crc32.toString(16).padStart(8, '0');
    lines += lineOf({ path: pathOf(entry), size: entry.uncompressedSize, crc32 });
    if (lines.length < portion) continue;
    await give(lines);
    lines = '';
  }
  await give(lines);
  return found;
}

/** What a zip's directory lists, packed beside the main thread. */
export async function contentsOf(zip: OpenedZip): Promise<Contents> {
  const hash = createHash('sha256');
  const gzip = createGzip();
  const packed = buffer(gzip);
  try {
    const found = await readDirectory(zip, async (lines) => {
      hash.update(lines);
      await written(gzip, lines);
    });
    gzip.end();
    return { ...found, digest: hash.digest('hex'), packed: await packed };
  } catch (thrown) {
    packed.catch(() => undefined);
    gzip.destroy();
    throw thrown;
  }
}

async function written(gzip: Gzip, text: string): Promise<void> {
  if (!gzip.write(text)) await new Promise((resolve) => gzip.once('drain', resolve));
}

/** The files of packed contents, in the zip's order. Throws where they can't be unpacked. */
export function* unpackContents(packed: Uint8Array): Generator<ContentEntry> {
  yield* entriesIn(gunzipSync(packed).toString());
}

/** Entries that are read in one go. */
const batch = 2_000;

/** The same some at a time, unpacked beside the main thread; none for null. */
export async function* entriesInBatches(packed: Uint8Array | null): AsyncGenerator<ContentEntry[]> {
  if (!packed) return;
  const text = (await promisify(gunzip)(packed)).toString();
  let some: ContentEntry[] = [];
  for (const entry of entriesIn(text)) {
    if (some.push(entry) < batch) continue;
    yield some;
    some = [];
    await setImmediate();
  }
  yield some;
}

function* entriesIn(text: string): Generator<ContentEntry> {
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start);
    yield entryOf(text.slice(start, end));
    start = end + 1;
  }
}

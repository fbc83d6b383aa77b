import { fromRandomAccessReaderPromise, getFileNameLowLevel, RandomAccessReader } from 'yauzl';
import type { Entry, Options, ZipFile } from 'yauzl';
import type { ZipEntry, ZipPage } from '../../../src-shared/job/job-view.ts';
import { uninterrupted } from './errno.ts';
import type { OpenFile } from './disk.ts';

/** Bytes read at once: a directory entry is about 100, and one read for each would take minutes for a large zip. */
const windowSize = 256 * 1024;
const slash = 0x2f;

/** How a zip is opened: a name or a size that looks odd is not a reason to call it unreadable. */
export const zipOptions: Options = { decodeStrings: false, validateEntrySizes: false, autoClose: false };

/** Reads through one window, which is all of the zip's directory that is in memory at a time. */
class WindowReader extends RandomAccessReader {
  #file: OpenFile;
  #window = Buffer.allocUnsafe(windowSize);
  #start = 0;
  #length = 0;

  constructor(file: OpenFile) {
    super();
    this.#file = file;
  }

  override read(
    target: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    this.#fill(target.subarray(offset, offset + length), position).then(
      (bytesRead) => callback(null, bytesRead),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    );
  }

  /** The file belongs to the caller. */
  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }

  async #fill(target: Buffer, position: number): Promise<number> {
    let filled = 0;
    while (filled < target.length) {
      const from = position + filled - this.#start;
      if (from < 0 || from >= this.#length) {
        const start = (this.#start = position + filled);
        const { bytesRead } = await uninterrupted(() => this.#file.read(this.#window, 0, windowSize, start));
        this.#length = bytesRead;
        if (bytesRead === 0) return filled;
        continue;
      }
      filled += this.#window.copy(target, filled, from, this.#length);
    }
    return filled;
  }
}

/** Folders have entries of their own, whose names end in a slash. */
export const isFolder = (entry: Entry): boolean => entry.fileNameRaw.at(-1) === slash;

const folded = (text: string): string => text.normalize('NFC').toLowerCase();

/** As the zip says: in UTF-8 where the flag or an extra field is set, else in the code page 437 (APPNOTE appendix D). */
export function pathOf(entry: Entry): string {
  return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
}

/** A page of the entries that aren't folders and whose paths hold all words, in any case; opened with `zipOptions`. */
export async function findEntries(
  zip: ZipFile,
  query: { text: string; offset: number; limit: number },
): Promise<ZipPage> {
  const words = folded(query.text).split(/\s+/).filter(Boolean);
  const entries: ZipEntry[] = [];
  let total = 0;
  let bytes = 0;
  for await (const entry of zip.eachEntry()) {
    if (isFolder(entry)) continue;
    const path = pathOf(entry);
    if (words.length > 0) {
      const searched = folded(path);
      if (!words.every((word) => searched.includes(word))) continue;
    }
    if (total >= query.offset && entries.length < query.limit)
      entries.push({
        path,
        size: entry.uncompressedSize,
        modifiedAt: entry.getLastModDate().getTime(),
      });
    total += 1;
    bytes += entry.uncompressedSize;
  }
  return { entries, total, bytes };
}

/** Opens the zip in a file of that size; rejects where its directory can't be read. The file belongs to the caller. */
export async function openZip(file: OpenFile, size: number): Promise<ZipFile> {
  return fromRandomAccessReaderPromise(new WindowReader(file), size, zipOptions);
}

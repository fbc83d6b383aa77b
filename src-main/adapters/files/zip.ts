import type { FileHandle } from 'node:fs/promises';
import { fromRandomAccessReaderPromise, RandomAccessReader } from 'yauzl';
import type { Options, ZipFile } from 'yauzl';

/** Bytes read at once: a directory entry is about 100, and one read for each would take minutes for a large zip. */
const windowSize = 256 * 1024;
const slash = 0x2f;

/** How a zip is opened for counting: a name or a size that looks odd is not a reason to call it unreadable. */
export const zipOptions: Options = { decodeStrings: false, validateEntrySizes: false, autoClose: false };

/** Reads through one window, which is all of the zip's directory that is in memory at a time. */
class WindowReader extends RandomAccessReader {
  #handle: FileHandle;
  #window = Buffer.allocUnsafe(windowSize);
  #start = 0;
  #length = 0;

  constructor(handle: FileHandle) {
    super();
    this.#handle = handle;
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

  /** The handle belongs to the caller. */
  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }

  async #fill(target: Buffer, position: number): Promise<number> {
    let filled = 0;
    while (filled < target.length) {
      const from = position + filled - this.#start;
      if (from < 0 || from >= this.#length) {
        this.#start = position + filled;
        const { bytesRead } = await this.#handle.read(this.#window, 0, windowSize, this.#start);
        this.#length = bytesRead;
        if (bytesRead === 0) return filled;
        continue;
      }
      filled += this.#window.copy(target, filled, from, this.#length);
    }
    return filled;
  }
}

/** Number of entries that aren't folders; opened with `zipOptions`. */
export async function countFiles(zip: ZipFile): Promise<number> {
  let files = 0;
  for await (const entry of zip.eachEntry()) {
    if (entry.fileNameRaw.at(-1) !== slash) files += 1;
  }
  return files;
}

/** Number of files in the zip behind an open handle of that size, or null when its directory can't be read. */
export async function zipFileCount(handle: FileHandle, size: number): Promise<number | null> {
  try {
    return await countFiles(await fromRandomAccessReaderPromise(new WindowReader(handle), size, zipOptions));
  } catch {
    return null;
  }
}

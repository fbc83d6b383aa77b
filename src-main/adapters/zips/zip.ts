import { fromRandomAccessReaderPromise, getFileNameLowLevel, RandomAccessReader } from 'yauzl';
import type { Entry, Options, ZipFile } from 'yauzl';
import { foldText, searchWords } from '../../../src-shared/fold-text.ts';
import type { ZipEntry, ZipPage } from '../../../src-shared/job/job-view.ts';
import { uninterrupted } from '../files/errno.ts';
import type { OpenFile } from '../files/disk.ts';

/** Bytes read at once: a directory entry is about 100, and one read for each would take minutes for a large zip. */
const windowSize = 256 * 1024;
const slash = 0x2f;

const mark = (kind: string): Buffer => Buffer.from(`PK${kind}`);
const headerMark = mark('\x01\x02');
const endMark = mark('\x05\x06');
const zip64Mark = mark('\x06\x07');
/** Bytes of the fixed part of an entry in the directory, and of the end record (APPNOTE sections 4.3.12 and 4.3.16). */
const headerSize = 46;
const endSize = 22;

/** How a zip is opened: a name or a size that looks odd is not a reason to call it unreadable. */
export const zipOptions: Options = { decodeStrings: false, validateEntrySizes: false, autoClose: false };

/** What of a file is needed to read a zip in it. */
type ReadFile = Pick<OpenFile, 'read'>;

/** Reads through one window, which is all of the zip's directory that is in memory at a time. */
class WindowReader extends RandomAccessReader {
  #file: ReadFile;
  /** Two bytes that are read as 0: the length of a comment that isn't to be looked at. */
  #commentLengthAt: number;
  #window = Buffer.allocUnsafe(windowSize);
  #start = 0;
  #length = 0;

  constructor(file: ReadFile, commentLengthAt: number) {
    super();
    this.#file = file;
    this.#commentLengthAt = commentLengthAt;
  }

  override read(
    target: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    const into = target.subarray(offset, offset + length);
    this.#fill(into, position).then(
      (bytesRead) => {
        for (const at of [this.#commentLengthAt, this.#commentLengthAt + 1])
          if (at >= position && at < position + length) into[at - position] = 0;
        callback(null, bytesRead);
      },
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

/** A zip whose directory can be read. */
export interface OpenedZip {
  zip: ZipFile;
  /** Bytes of its directory; null where its end record counts all of them (zip64). */
  directory: number | null;
}

/**
 * The entries of the directory to its end, whatever the end record counts: where it has 16 bits for that, writers that
 * don't know zip64 begin again at 0 or stop at 65,535.
 */
export async function* entriesOf({ zip, directory }: OpenedZip): AsyncGenerator<Entry> {
  let left = directory ?? 0;
  const goOn = (): void => {
    if (zip.entriesRead === zip.entryCount && left >= headerSize) zip.entryCount += 1;
  };
  goOn();
  for await (const entry of zip.eachEntry()) {
    const { fileNameRaw, extraFieldRaw, fileCommentRaw } = entry;
    left -= headerSize + fileNameRaw.length + extraFieldRaw.length + fileCommentRaw.length;
    goOn();
    yield entry;
  }
}

/** As the zip says: in UTF-8 where the flag or an extra field is set, else in the code page 437 (APPNOTE appendix D). */
export function pathOf(entry: Entry): string {
  return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
}

/** A page of the entries that aren't folders and whose paths hold all words, in any case. */
export async function findEntries(
  zip: OpenedZip,
  query: { text: string; offset: number; limit: number },
): Promise<ZipPage> {
  const words = searchWords(query.text);
  const entries: ZipEntry[] = [];
  let total = 0;
  let bytes = 0;
  for await (const entry of entriesOf(zip)) {
    if (isFolder(entry)) continue;
    const path = pathOf(entry);
    if (words.length > 0) {
      const searched = foldText(path);
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
export async function openZip(file: ReadFile, size: number): Promise<OpenedZip> {
  const end = await findEnd(new WindowReader(file, size), size);
  if (!end) throw new Error('not a zip');
  const reader = new WindowReader(file, end.at + 20);
  const zip = await fromRandomAccessReaderPromise(reader, end.at + endSize, zipOptions);
  return { zip, directory: end.directory };
}

const read = (reader: WindowReader, position: number, length: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const target = Buffer.alloc(length);
    reader.read(target, 0, length, position, (error, bytesRead) =>
      error ? reject(error) : resolve(target.subarray(0, bytesRead)),
    );
  });

/**
 * Where a zip's end record is: the last one that leads to a directory. Unpackers look for it from the file's end on and
 * mind neither bytes behind it nor a comment that holds its mark (APPNOTE section 4.3.16).
 */
async function findEnd(
  reader: WindowReader,
  size: number,
): Promise<{ at: number; directory: number | null } | null> {
  const from = Math.max(0, size - windowSize);
  const tail = await read(reader, from, size - from);
  for (let at = tail.lastIndexOf(endMark); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(endMark, at - 1)) {
    if (at + endSize > tail.length) continue;
    if (at >= 20 && tail.subarray(at - 20, at - 16).equals(zip64Mark))
      return { at: from + at, directory: null };
    const entries = tail.readUInt16LE(at + 10);
    const bytes = tail.readUInt32LE(at + 12);
    const offset = tail.readUInt32LE(at + 16);
    if (offset + bytes > from + at) continue;
    const isEmpty = entries === 0 && bytes === 0;
    if (isEmpty || (await read(reader, offset, 4)).equals(headerMark))
      return { at: from + at, directory: bytes };
  }
  return null;
}

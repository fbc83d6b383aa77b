import { createHash } from 'node:crypto';
import { crc32, gzipSync } from 'node:zlib';
import { foldedName, numberedName, safeName } from '../../src-shared/safe-name.ts';
import type { ZipPage } from '../../src-shared/job/job-view.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { damagedAt } from '../../src-main/adapters/files/hash-file.ts';
import { algorithmOf, PieceHasher } from '../../src-main/adapters/files/piece-hasher.ts';
import { wholePath } from '../../src-main/adapters/files/folder.ts';
import { readDirectory } from '../../src-main/adapters/zips/zip-contents.ts';
import { findEntries, openZip } from '../../src-main/adapters/zips/zip.ts';
import type {
  Checkpoint,
  Contents,
  DigestAlgorithm,
  FileHash,
  FileStore,
  Finished,
  Part,
  PartHashes,
  PartPlace,
  VolumeSpace,
} from '../../src-main/core/ports.ts';
import { pieceBytes } from '../../src-main/core/ports/disk.ts';

/** Where `before` is called. `published`: the file has its final name, the call hasn't resolved yet. */
export type FileOperation =
  | 'makeFolder'
  | 'checkFolder'
  | 'space'
  | 'openPart'
  | 'write'
  | 'sync'
  | 'whereabouts'
  | 'hashPart'
  | 'lookAtPart'
  | 'zipContents'
  | 'zipEntries'
  | 'publish'
  | 'published'
  | 'discard'
  | 'lookAtFile'
  | 'locate';

interface StoredFile {
  bytes: Buffer;
  /** Bytes that outlive a power cut. */
  durable: number;
  inode: string;
  /** Milliseconds since 1970; left out where no test asks. */
  modifiedAt?: number;
}

/** What a zip is read from, in memory. */
const fileOf = (bytes: Uint8Array): Parameters<typeof openZip>[0] => ({
  read: async (buffer, offset, length, position) => {
    const found = bytes.subarray(position, position + length);
    buffer.set(found, offset);
    return { bytesRead: found.length };
  },
});

const isNotThere = (folder: string): FailedError =>
  new FailedError({ kind: 'folder-unavailable', detail: `${folder} is not there` });

/** A `FileStore` in memory, with faults to switch on. Folders come into being when `makeFolder` asks for them. */
export class FakeFileStore implements FileStore {
  /** A write that would pass this many bytes of a part writes up to there and rejects with `no-space`. */
  noSpaceAt: number | null = null;
  /** What `space` tells; free bytes null when the system doesn't tell. */
  free: number | null = 1_000_000_000_000;
  largestFile: number | null = null;
  volume = 'disk';
  /** What `publish` tells of the mark of the web. */
  marked: boolean | null = null;
  /** Where files came from that were published, by their path; a system that has marks would hold these. */
  readonly origins = new Map<string, string>();
  /** Bytes of a piece that is hashed by itself. */
  pieceBytes = pieceBytes;
  /** Folders that can't be reached: every operation in them rejects with `folder-unavailable`. */
  readonly unavailable = new Set<string>();
  /** Another program holds the file: `publish` rejects with `file-locked`. */
  locked = false;
  /** Awaited at the start of every operation: pause there by a promise, fail there by rejecting. */
  before: (operation: FileOperation, folder: string, name: string) => void | Promise<void> = () => {};

  readonly #folders = new Map<string, Map<string, StoredFile>>();
  #files = 0;

  /** Names in a folder, sorted. */
  names(folder: string): string[] {
    return [...(this.#folders.get(folder)?.keys() ?? [])].sort();
  }

  /** A file's bytes, or null. */
  read(folder: string, name: string): Buffer | null {
    return this.#folders.get(folder)?.get(name)?.bytes ?? null;
  }

  /** Another program writes a file. */
  put(folder: string, name: string, bytes: Uint8Array, modifiedAt = 0): void {
    const file = { bytes: Buffer.from(bytes), durable: bytes.length, inode: this.#nextInode(), modifiedAt };
    this.#folder(folder).set(name, file);
  }

  /** Another program removes a file. */
  remove(folder: string, name: string): void {
    this.#folders.get(folder)?.delete(name);
  }

  /** Another program removes a folder with all that is in it. */
  removeFolder(folder: string): void {
    this.#folders.delete(folder);
  }

  /** What was never synced is lost. */
  powerCut(): void {
    for (const files of this.#folders.values()) {
      for (const file of files.values()) file.bytes = file.bytes.subarray(0, file.durable);
    }
  }

  wholePath(typed: string): string {
    return wholePath(typed);
  }

  async makeFolder(folder: string): Promise<void> {
    await this.before('makeFolder', folder, '');
    if (this.unavailable.has(folder)) throw isNotThere(folder);
    this.#folder(folder);
  }

  async checkFolder(folder: string): Promise<void> {
    await this.before('checkFolder', folder, '');
    this.#reachable(folder);
  }

  async space(folder: string): Promise<VolumeSpace | null> {
    await this.before('space', folder, '');
    if (this.unavailable.has(folder) || this.free === null) return null;
    return { free: this.free, volume: this.volume, largestFile: this.largestFile };
  }

  async openPart(place: PartPlace, kept: Checkpoint): Promise<Part> {
    await this.before('openPart', place.folder, place.part);
    const files = this.#reachable(place.folder);
    const file = files.get(place.part) ?? { bytes: Buffer.alloc(0), durable: 0, inode: this.#nextInode() };
    files.set(place.part, file);
    const { size, pieces } = this.#proven(file.bytes, kept);
    file.bytes = file.bytes.subarray(0, size);
    file.durable = Math.min(file.durable, size);
    const hasher = await PieceHasher.begin({
      pieceBytes: this.pieceBytes,
      piecesBy: size === 0 ? 'crc32' : algorithmOf(kept),
      whole: size === 0,
      also: [],
    });
    hasher.update(file.bytes.subarray(pieces.length * this.pieceBytes));
    let open = true;
    let position = size;
    let failure: FailedError | null = null;
    let synced: { bytes: number; whole: string | null } | null = null;
    const ready = async (operation: FileOperation) => {
      await this.before(operation, place.folder, place.part);
      if (!open) throw new FailedError({ kind: 'internal', detail: 'The unfinished file is closed' });
      // What is open can be written to whatever becomes of its names, but not on a drive that is away.
      if (this.unavailable.has(place.folder)) throw isNotThere(place.folder);
    };
    return {
      size,
      inode: file.inode,
      volume: this.volume,
      write: async (chunk) => {
        await ready('write');
        if (failure) throw failure;
        const room = this.noSpaceAt === null ? chunk.length : Math.max(0, this.noSpaceAt - position);
        file.bytes = Buffer.concat([file.bytes.subarray(0, position), chunk.subarray(0, room)]);
        if (room < chunk.length) throw (failure = new FailedError({ kind: 'no-space', limit: 0 }));
        hasher.update(chunk);
        position += chunk.length;
      },
      sync: async () => {
        const [bytes, state] = [position, hasher.state()];
        await ready('sync');
        file.durable = bytes;
        synced = { bytes, whole: state.whole };
        return { bytes, pieces: [...pieces, ...state.pieces], tail: state.tail };
      },
      whereabouts: async () => {
        await ready('whereabouts');
        if (this.#folders.get(place.folder)?.get(place.part) === file) return 'there';
        const isNamed = [...this.#folders.values()].some((names) => [...names.values()].includes(file));
        return isNamed ? 'moved' : 'removed';
      },
      sha256: async () => (synced?.bytes === position ? synced.whole : null),
      close: async () => {
        open = false;
      },
    };
  }

  async hashPart(
    place: PartPlace,
    options: {
      signal: AbortSignal;
      known: PartHashes;
      also: DigestAlgorithm[];
      onProgress?: (bytes: number) => void;
    },
  ): Promise<FileHash | null> {
    await this.before('hashPart', place.folder, place.part);
    options.signal.throwIfAborted();
    const file = this.#reachable(place.folder).get(place.part);
    if (!file) return null;
    const hasher = await PieceHasher.begin({
      pieceBytes: this.pieceBytes,
      piecesBy: algorithmOf(options.known),
      whole: true,
      also: options.also,
    });
    hasher.update(file.bytes);
    options.onProgress?.(file.bytes.length);
    const state = hasher.state();
    return {
      sha256: state.whole!,
      size: file.bytes.length,
      inode: file.inode,
      damagedAt: damagedAt(options.known, state, this.pieceBytes),
      digests: hasher.digests(),
    };
  }

  async lookAtPart(place: PartPlace): Promise<{ size: number; inode: string } | null> {
    await this.before('lookAtPart', place.folder, place.part);
    const file = this.#reachable(place.folder).get(place.part);
    return file ? { size: file.bytes.length, inode: file.inode } : null;
  }

  async zipContents(place: PartPlace): Promise<Contents | null> {
    await this.before('zipContents', place.folder, place.part);
    const bytes = this.read(place.folder, place.part);
    if (!bytes || this.unavailable.has(place.folder)) return null;
    try {
      let lines = '';
      const zip = await openZip(fileOf(bytes), bytes.length);
      const found = await readDirectory(zip, (more) => void (lines += more));
      return { ...found, digest: sha256(Buffer.from(lines)), packed: gzipSync(lines) };
    } catch {
      return null;
    }
  }

  async publish(
    place: PartPlace,
    file: Finished,
    options: { signal: AbortSignal },
  ): Promise<{ folder: string; fileName: string; marked: boolean | null }> {
    await this.before('publish', place.folder, place.part);
    options.signal.throwIfAborted();
    const parts = this.#reachable(place.folder);
    const folder = file.folders.map(plain).reduce((inside, name) => `${inside}/${name}`, place.folder);
    const files = this.#folder(folder);
    const wanted = { ...file, name: safeName(file.name) };
    const marked = file.origin === null ? null : this.marked;
    const part = parts.get(place.part);
    if (!part) return { folder, fileName: this.#published(files, wanted), marked };
    const same = part.inode === file.inode || sha256(part.bytes) === file.sha256;
    if (!same || part.bytes.length !== file.size) {
      throw new FailedError({
        kind: 'internal',
        detail: 'Another program changed the unfinished file after it had been checked',
      });
    }
    if (this.locked) throw new FailedError({ kind: 'file-locked' });
    const taken = new Set([...files.keys()].map(foldedName));
    let number = 0;
    while (taken.has(foldedName(numberedName(wanted.name, number)))) number += 1;
    const fileName = numberedName(wanted.name, number);
    part.durable = part.bytes.length;
    files.set(fileName, part);
    parts.delete(place.part);
    if (file.origin !== null) this.origins.set(`${folder}/${fileName}`, file.origin);
    await this.before('published', place.folder, fileName);
    return { folder, fileName, marked };
  }

  async sameName(
    place: PartPlace,
    wanted: Pick<Finished, 'folders' | 'name'>,
  ): ReturnType<FileStore['sameName']> {
    const folder = wanted.folders.map(plain).reduce((inside, name) => `${inside}/${name}`, place.folder);
    const folded = foldedName(safeName(wanted.name));
    const found = [...(this.#folders.get(folder) ?? [])].find(([name]) => foldedName(name) === folded);
    if (!found) return null;
    const [fileName, { bytes, inode, modifiedAt = 0 }] = found;
    return { folder, fileName, size: bytes.length, modifiedAt, inode };
  }

  async discard(place: PartPlace): Promise<void> {
    await this.before('discard', place.folder, place.part);
    this.#folders.get(place.folder)?.delete(place.part);
  }

  async lookAtFile(folder: string, fileName: string): ReturnType<FileStore['lookAtFile']> {
    await this.before('lookAtFile', folder, fileName);
    const file = this.#reachable(folder).get(fileName);
    return file ? { size: file.bytes.length, modifiedAt: file.modifiedAt ?? 0 } : null;
  }

  async namesOfSize(folder: string, size: number): Promise<string[]> {
    return [...this.#reachable(folder)].flatMap(([name, { bytes }]) => (bytes.length === size ? [name] : []));
  }

  async saveText(folder: string, name: string, text: string): Promise<string> {
    const files = this.#reachable(folder);
    let number = 0;
    while (files.has(numberedName(name, number))) number += 1;
    this.put(folder, numberedName(name, number), Buffer.from(text));
    return numberedName(name, number);
  }

  async locate(folder: string, fileName: string): Promise<string> {
    await this.before('locate', folder, fileName);
    if (this.#reachable(folder).has(fileName)) return `${folder}/${fileName}`;
    throw new FailedError({ kind: 'file-missing' });
  }

  async zipEntries(path: string, query: { text: string; offset: number; limit: number }): Promise<ZipPage> {
    const [folder, name] = [path.slice(0, path.lastIndexOf('/')), path.slice(path.lastIndexOf('/') + 1)];
    await this.before('zipEntries', folder, name);
    const bytes = this.#reachable(folder).get(name)?.bytes;
    if (!bytes) throw new FailedError({ kind: 'file-missing' });
    try {
      return await findEntries(await openZip(fileOf(bytes), bytes.length), query);
    } catch {
      throw new FailedError({ kind: 'invalid-input', detail: 'The file can’t be read as a zip.' });
    }
  }

  /** The bytes that are what was written, as the last piece says, or the one before, and so on. */
  #proven(bytes: Buffer, kept: Checkpoint): { size: number; pieces: string[] } {
    const size = this.pieceBytes;
    const hash = algorithmOf(kept) === 'crc32' ? crc32Of : sha256;
    let count = Math.min(kept.pieces.length, Math.floor(kept.bytes / size));
    const tail = bytes.subarray(count * size, kept.bytes);
    const isTailGood = tail.length > 0 && kept.bytes <= bytes.length && hash(tail) === kept.tail;
    if (isTailGood) return { size: kept.bytes, pieces: kept.pieces.slice(0, count) };
    const isGood = () => hash(bytes.subarray((count - 1) * size, count * size)) === kept.pieces[count - 1];
    while (count > 0 && !isGood()) count -= 1;
    return { size: count * size, pieces: kept.pieces.slice(0, count) };
  }

  /** The file that an earlier call already published: by its inode under any name, else under one of its names. */
  #published(files: Map<string, StoredFile>, wanted: Finished): string {
    const names = Array.from(files, (_file, number) => numberedName(wanted.name, number));
    const same = [...files].filter(([, file]) => sha256(file.bytes) === wanted.sha256);
    const found =
      same.find(([, file]) => file.inode === wanted.inode) ?? same.find(([name]) => names.includes(name));
    if (found) return found[0];
    throw new FailedError({
      kind: 'internal',
      detail: 'The finished file was moved or removed by another program',
    });
  }

  #folder(folder: string): Map<string, StoredFile> {
    let files = this.#folders.get(folder);
    if (!files) this.#folders.set(folder, (files = new Map<string, StoredFile>()));
    return files;
  }

  /** The folder's files, if it was made and nothing is wrong with it. */
  #reachable(folder: string): Map<string, StoredFile> {
    const files = this.#folders.get(folder);
    if (!files || this.unavailable.has(folder)) throw isNotThere(folder);
    return files;
  }

  #nextInode(): string {
    this.#files += 1;
    return `1:${this.#files}`;
  }
}

/** As the real one refuses a name that would lead out of its folder. */
function plain(name: string): string {
  if (name !== '' && safeName(name) === name) return name;
  throw new FailedError({ kind: 'internal', detail: 'The file’s name is not a plain one' });
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** CRC-32 as eight hex digits. */
function crc32Of(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}

import type { Checkpoint, PartPlace, Part, Whereabouts } from '../../core/ports.ts';
import type { OpenFile, World } from './disk.ts';
import { tolerating } from './errno.ts';
import { inFolder, internal } from './failures.ts';
import type { HashStream, HashThreads } from './hash-threads.ts';
import { GrowingHash } from './hash-threads.ts';
import { algorithmOf } from './piece-hasher.ts';
import type { HashState } from './piece-hasher.ts';
import { readBack } from './hash-file.ts';
import { createFile, identityOf, lookAt, openRegular, pathOf, syncFile, syncFolder } from './regular-file.ts';
import { volumeOf } from './space.ts';
import { demandVolume } from './volume.ts';
import { FailedError, toFailure } from '../../../src-shared/failures/failure.ts';
import type { Failure } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import { BlockWriter } from './block-writer.ts';

/** What was proven of a part: its first pieces, and what follows them in the open one. */
interface Proven {
  size: number;
  pieces: string[];
  hash: HashStream;
}

/**
 * Opens a part and cuts it to what is known of it and proven by its last piece, or makes an empty one. A part with a
 * second name is left to that name and begun anew: the other name may be the finished file of a publish that was
 * interrupted, which is the user's.
 */
export async function openPart(
  world: World,
  threads: HashThreads,
  place: PartPlace,
  kept: Checkpoint,
): Promise<OpenPart> {
  return inFolder(world, place.folder, async () => {
    const path = pathOf(place);
    let opened = await openRegular(world, path, 'write');
    if (opened && opened.stats.nlink > 1n) {
      await opened.file.close();
      await world.unlink(path);
      opened = null;
    }
    if (!opened && kept.bytes > 0) await demandVolume(world, place);
    const file = opened?.file ?? (await createFile(world, path));
    try {
      const stats = opened?.stats ?? (await file.stat({ bigint: true }));
      const length = Number(stats.size);
      const proven = await prove(world, threads, file, length, kept);
      if (length > proven.size) await file.truncate(proven.size);
      const isNew = opened === null;
      const known = { folder: place.folder, path, inode: identityOf(stats), volume: volumeOf(stats) };
      return new OpenPart(world, { file, ...known, ...proven, isNew });
    } catch (thrown) {
      await file.close();
      throw thrown;
    }
  });
}

/** Reads back the last piece that the file holds, and where that isn't what was written the one before, and so on. */
async function prove(
  world: World,
  threads: HashThreads,
  file: OpenFile,
  length: number,
  kept: Checkpoint,
): Promise<Proven> {
  const { pieceBytes } = world;
  const piecesBy = algorithmOf(kept);
  // What is gone on with has its earlier bytes hashed already: of all of it there is no hash before it is read back.
  const begin = () => new GrowingHash(threads, { pieceBytes, piecesBy, whole: false, also: [] });
  const read = async (from: number, to: number): Promise<{ hash: HashStream; state: HashState }> => {
    const hash = begin();
    try {
      await readBack(file, { from, to }, hash);
      return { hash, state: await hash.state() };
    } catch (thrown) {
      hash.end();
      throw thrown;
    }
  };

  let count = Math.min(kept.pieces.length, Math.floor(kept.bytes / pieceBytes));
  const tailFrom = count * pieceBytes;
  const hasTail = kept.tail !== null && kept.bytes > tailFrom && kept.bytes < tailFrom + pieceBytes;
  if (hasTail && kept.bytes <= length) {
    const { hash, state } = await read(tailFrom, kept.bytes);
    // The hash has seen what is in the open piece, and goes on there.
    if (state.tail === kept.tail) return { size: kept.bytes, pieces: kept.pieces.slice(0, count), hash };
    hash.end();
  }
  for (count = Math.min(count, Math.floor(length / pieceBytes)); count > 0; count -= 1) {
    const { hash, state } = await read((count - 1) * pieceBytes, count * pieceBytes);
    hash.end();
    if (state.pieces[0] === kept.pieces[count - 1])
      return { size: count * pieceBytes, pieces: kept.pieces.slice(0, count), hash: begin() };
  }
  return {
    size: 0,
    pieces: [],
    hash: new GrowingHash(threads, { pieceBytes, piecesBy: 'crc32', whole: true, also: [] }),
  };
}

/** An open part as `openPart` found it. */
export interface FoundPart {
  file: OpenFile;
  folder: string;
  path: string;
  inode: string;
  volume: string;
  /** Bytes that are proven. */
  size: number;
  /** Hashes of the whole pieces among them. */
  pieces: string[];
  /** Has hashed what follows these pieces, and goes on. */
  hash: HashStream;
  /** Whether the file was made just now: then its name isn't on the disk until its folder was synced. */
  isNew: boolean;
}

/**
 * A part that is written and hashed at the same time. Once a write failed nothing more is taken; what came before it
 * can still be synced, after the failure was told.
 */
export class OpenPart implements Part {
  readonly size: number;
  readonly inode: string;
  readonly volume: string;
  readonly #world: World;
  readonly #found: FoundPart;
  readonly #writer: BlockWriter;
  #isNamed: boolean;
  #isOpen = true;
  /** After a failed sync the system may have dropped the data and report success next time: nothing is believed. */
  #distrusted: Failure | null = null;
  #isFailureTold = false;
  #synced: { bytes: number; whole: string | null } | null = null;

  constructor(world: World, found: FoundPart) {
    this.#world = world;
    this.#found = found;
    this.size = found.size;
    this.inode = found.inode;
    this.volume = found.volume;
    this.#isNamed = !found.isNew;
    this.#writer = new BlockWriter(found.file, found.size, (bytes) => found.hash.add(bytes));
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#demandUsable();
    if (!this.#writer.failure) await this.#writer.take(chunk);
    if (this.#writer.failure) await this.#tellFailure();
  }

  async sync(): Promise<Checkpoint> {
    this.#demandUsable();
    if (this.#writer.failure && !this.#isFailureTold) return this.#tellFailure();
    const { file, folder, hash, pieces } = this.#found;
    const reached = await this.#writer.reach(() => ({ bytes: this.#writer.written, hashed: hash.state() }));
    if (!reached) return this.#tellFailure();
    try {
      const [state] = await inFolder(this.#world, folder, () =>
        Promise.all([reached.hashed, syncFile(file, 'data'), this.#syncName()]),
      );
      const { bytes } = reached;
      this.#synced = { bytes, whole: state.whole };
      return { bytes, pieces: [...pieces, ...state.pieces], tail: state.tail };
    } catch (thrown) {
      this.#distrusted = toFailure(thrown);
      throw thrown;
    }
  }

  async whereabouts(): Promise<Whereabouts> {
    const { file, folder, path, inode } = this.#found;
    return inFolder(this.#world, folder, async () => {
      const found = await this.#lookAt(path);
      if (found && identityOf(found) === inode) return 'there';
      const own = await file.stat({ bigint: true });
      // A file system that numbers its files anew says so of the open one as well.
      if (found && identityOf(found) === identityOf(own)) return 'there';
      return own.nlink === 0n ? 'removed' : 'moved';
    });
  }

  async sha256(): Promise<string | null> {
    return this.#synced?.bytes === this.#writer.taken ? this.#synced.whole : null;
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#writer.settle();
    this.#found.hash.end();
    await inFolder(this.#world, this.#found.folder, () => this.#found.file.close());
  }

  /** Null also where a file has taken the folder's place. */
  async #lookAt(path: string): ReturnType<typeof lookAt> {
    let found: Awaited<ReturnType<typeof lookAt>> = null;
    await tolerating(['ENOTDIR'], async () => (found = await lookAt(this.#world, path)));
    return found;
  }

  async #syncName(): Promise<void> {
    if (!this.#isNamed) await syncFolder(this.#world, this.#found.folder);
    this.#isNamed = true;
  }

  async #tellFailure(): Promise<never> {
    this.#isFailureTold = true;
    return inFolder(this.#world, this.#found.folder, () => {
      throw this.#writer.failure ?? internal(phrase('failureDetails.file.writingEnded'));
    });
  }

  #demandUsable(): void {
    if (!this.#isOpen) throw internal(phrase('failureDetails.file.closed'));
    if (this.#distrusted) throw new FailedError(this.#distrusted);
  }
}

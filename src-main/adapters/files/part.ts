import { FailedError, toFailure } from '../../../src-shared/failures/failure.ts';
import type { Failure } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Checkpoint, Part } from '../../core/ports.ts';
import { BlockWriter } from './block-writer.ts';
import type { OpenFile } from './disk.ts';
import { inFolder, internal } from './failures.ts';
import type { HashStream } from './hash-threads.ts';
import { syncFile, syncFolder } from './regular-file.ts';
import type { World } from './world.ts';

/** An open part as `openPart` found it. */
export interface FoundPart {
  file: OpenFile;
  folder: string;
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

  async #syncName(): Promise<void> {
    if (!this.#isNamed) await syncFolder(this.#world, this.#found.folder);
    this.#isNamed = true;
  }

  async #tellFailure(): Promise<never> {
    this.#isFailureTold = true;
    return inFolder(this.#world, this.#found.folder, () => {
      throw this.#writer.failure ?? internal(phrase('reasons.file.writingEnded'));
    });
  }

  #demandUsable(): void {
    if (!this.#isOpen) throw internal(phrase('reasons.file.closed'));
    if (this.#distrusted) throw new FailedError(this.#distrusted);
  }
}

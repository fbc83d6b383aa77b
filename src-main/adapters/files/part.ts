import { unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { FailedError, toFailure } from '../../../src-shared/failure.ts';
import type { Failure } from '../../../src-shared/failure.ts';
import type { Part, PartPlace } from '../../core/ports.ts';
import { inFolder, internal } from './failures.ts';
import { createFile, identityOf, openRegular, pathOf, syncFile, syncFolder } from './regular-file.ts';

/**
 * Opens a part and cuts it to `keep` bytes, or makes an empty one. A part with a second name is left to that name
 * and begun anew: the other name may be the finished file of a publish that was interrupted, which is the user's.
 */
export async function openPart(place: PartPlace, keep: number): Promise<Part> {
  return inFolder(place.folder, async () => {
    const path = pathOf(place);
    let opened = await openRegular(path, 'write');
    if (opened && opened.stats.nlink > 1n) {
      await opened.handle.close();
      await unlink(path);
      opened = null;
    }
    const handle = opened?.handle ?? (await createFile(path));
    try {
      if (opened && opened.stats.size > BigInt(keep)) await handle.truncate(keep);
      const stats = opened?.stats ?? (await handle.stat({ bigint: true }));
      const size = Math.min(Number(stats.size), keep);
      return new OpenPart(handle, place.folder, size, identityOf(stats), opened === null);
    } catch (thrown) {
      await handle.close();
      throw thrown;
    }
  });
}

class OpenPart implements Part {
  readonly size: number;
  readonly inode: string;
  readonly #handle: FileHandle;
  readonly #folder: string;
  /** Where the next chunk goes. A chunk that failed doesn't move it, so it can be written again. */
  #position: number;
  /** A new file's name isn't on the disk until its folder was synced. */
  #named: boolean;
  #open = true;
  /** After a failed sync the system may have dropped the data and report success next time: nothing is believed. */
  #distrusted: Failure | null = null;

  constructor(handle: FileHandle, folder: string, size: number, inode: string, created: boolean) {
    this.#handle = handle;
    this.#folder = folder;
    this.size = size;
    this.inode = inode;
    this.#position = size;
    this.#named = !created;
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#demandUsable();
    await inFolder(this.#folder, async () => {
      for (let written = 0; written < chunk.length;) {
        const left = chunk.length - written;
        const { bytesWritten } = await this.#handle.write(chunk, written, left, this.#position + written);
        if (bytesWritten === 0) throw internal('The disk took nothing and gave no reason');
        written += bytesWritten;
      }
      this.#position += chunk.length;
    });
  }

  async sync(): Promise<void> {
    this.#demandUsable();
    try {
      await inFolder(this.#folder, async () => {
        await syncFile(this.#handle, 'data');
        if (!this.#named) await syncFolder(this.#folder);
        this.#named = true;
      });
    } catch (thrown) {
      this.#distrusted = toFailure(thrown);
      throw thrown;
    }
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await inFolder(this.#folder, () => this.#handle.close());
  }

  #demandUsable(): void {
    if (!this.#open) throw internal('The unfinished file is closed');
    if (this.#distrusted) throw new FailedError(this.#distrusted);
  }
}

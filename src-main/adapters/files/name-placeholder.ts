import { dirname } from 'node:path';
import { codeOf, tolerating } from './errno.ts';
import { createFile, lookAt, openRegular, pathOf, syncFile, syncFolder, writeAll } from './regular-file.ts';
import type { PartPlace } from '../../core/ports.ts';
import type { World } from './disk.ts';

/** Bytes of a note that is read; a path that is longer could not be used. */
const longestNote = 64 * 1024;

/**
 * The final name of a part on a drive without links, held by an empty file until the part is renamed over it. A note
 * beside the part, which comes first, tells what name that is: after a crash it is all that sets our empty file apart
 * from a user's.
 */
export class NamePlaceholder {
  readonly #world: World;
  readonly #note: string;

  constructor(world: World, place: PartPlace) {
    this.#world = world;
    this.#note = `${pathOf(place)}.name`;
  }

  /** Makes the empty file; false when the name is taken. */
  async hold(target: string): Promise<boolean> {
    await this.#writeNote(target);
    try {
      await (await createFile(this.#world, target)).close();
      return true;
    } catch (thrown) {
      if (codeOf(thrown) === 'EEXIST') return false;
      throw thrown;
    }
  }

  /** Whether the file with the name is our empty one. */
  async isHeld(target: string): Promise<boolean> {
    return (await this.#readNote()) === target && this.#isEmpty(target);
  }

  /** Takes our empty file away. Only while the part is there: an empty part becomes an empty file that is the user's. */
  async letGo(): Promise<void> {
    const target = await this.#readNote();
    if (target !== null && (await this.#isEmpty(target)))
      await tolerating(['ENOENT'], () => this.#world.unlink(target));
    await this.forget();
  }

  /** Takes the note away. */
  async forget(): Promise<void> {
    await tolerating(['ENOENT'], () => this.#world.unlink(this.#note));
  }

  async #isEmpty(target: string): Promise<boolean> {
    const found = await lookAt(this.#world, target);
    return found !== null && found.isFile() && found.size === 0n;
  }

  async #writeNote(target: string): Promise<void> {
    await this.forget();
    const file = await createFile(this.#world, this.#note);
    try {
      await writeAll(file, Buffer.from(target), 0);
      await syncFile(file, 'all');
    } finally {
      await file.close();
    }
    await syncFolder(this.#world, dirname(this.#note));
  }

  async #readNote(): Promise<string | null> {
    const opened = await openRegular(this.#world, this.#note, 'read');
    if (!opened) return null;
    try {
      const bytes = Buffer.alloc(Math.min(longestNote, Number(opened.stats.size)));
      const { bytesRead } = await opened.file.read(bytes, 0, bytes.length, 0);
      return bytes.toString('utf8', 0, bytesRead);
    } finally {
      await opened.file.close();
    }
  }
}

import { createHash } from 'node:crypto';
import { fromBufferPromise } from 'yauzl';
import { foldedName, numberedName, safeName } from '../../src-main/adapters/files/safe-name.ts';
import { wholePath } from '../../src-main/adapters/files/whole-path.ts';
import { countFiles, zipOptions } from '../../src-main/adapters/files/zip.ts';
import type { FileStore, Part, PartPlace } from '../../src-main/core/ports.ts';
import { FailedError } from '../../src-shared/failure.ts';

/** Where `before` is called. `published`: the file has its final name, the call hasn't resolved yet. */
export type FileOperation =
  | 'checkFolder'
  | 'space'
  | 'openPart'
  | 'write'
  | 'sync'
  | 'hashPart'
  | 'zipFileCount'
  | 'publish'
  | 'published'
  | 'discard'
  | 'locate';

interface StoredFile {
  bytes: Buffer;
  /** Bytes that outlive a power cut. */
  durable: number;
  inode: string;
}

const isNotThere = (folder: string): FailedError =>
  new FailedError({ kind: 'folder-unavailable', detail: `${folder} is not there` });

/** A `FileStore` in memory, with faults to switch on. Folders come into being when `checkFolder` asks for them. */
export class FakeFileStore implements FileStore {
  /** A write that would pass this many bytes of a part writes up to there and rejects with `no-space`; it can be repeated. */
  noSpaceAt: number | null = null;
  /** What `space` tells. */
  free: number | null = 1_000_000_000_000;
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
  put(folder: string, name: string, bytes: Uint8Array): void {
    const file = { bytes: Buffer.from(bytes), durable: bytes.length, inode: this.#nextInode() };
    this.#folder(folder).set(name, file);
  }

  /** Another program removes a file. */
  remove(folder: string, name: string): void {
    this.#folders.get(folder)?.delete(name);
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

  async checkFolder(folder: string): Promise<void> {
    await this.before('checkFolder', folder, '');
    if (this.unavailable.has(folder)) throw isNotThere(folder);
    this.#folder(folder);
  }

  async space(folder: string): Promise<number | null> {
    await this.before('space', folder, '');
    return this.unavailable.has(folder) ? null : this.free;
  }

  async openPart(place: PartPlace, keep: number): Promise<Part> {
    await this.before('openPart', place.folder, place.part);
    const files = this.#reachable(place.folder);
    const file = files.get(place.part) ?? { bytes: Buffer.alloc(0), durable: 0, inode: this.#nextInode() };
    files.set(place.part, file);
    file.bytes = file.bytes.subarray(0, keep);
    file.durable = Math.min(file.durable, keep);
    let open = true;
    let position = file.bytes.length;
    const ready = async (operation: FileOperation) => {
      await this.before(operation, place.folder, place.part);
      if (!open) throw new FailedError({ kind: 'internal', detail: 'The unfinished file is closed' });
      this.#reachable(place.folder);
    };
    return {
      size: position,
      inode: file.inode,
      write: async (chunk) => {
        await ready('write');
        const room = this.noSpaceAt === null ? chunk.length : Math.max(0, this.noSpaceAt - position);
        file.bytes = Buffer.concat([file.bytes.subarray(0, position), chunk.subarray(0, room)]);
        if (room < chunk.length) throw new FailedError({ kind: 'no-space', limit: 0 });
        position += chunk.length;
      },
      sync: async () => {
        await ready('sync');
        file.durable = file.bytes.length;
      },
      close: async () => {
        open = false;
      },
    };
  }

  async hashPart(
    place: PartPlace,
    options: { signal: AbortSignal; onProgress?: (bytes: number) => void },
  ): Promise<{ sha256: string; size: number; inode: string } | null> {
    await this.before('hashPart', place.folder, place.part);
    options.signal.throwIfAborted();
    const file = this.#reachable(place.folder).get(place.part);
    if (!file) return null;
    options.onProgress?.(file.bytes.length);
    return { sha256: sha256(file.bytes), size: file.bytes.length, inode: file.inode };
  }

  async zipFileCount(place: PartPlace): Promise<number | null> {
    await this.before('zipFileCount', place.folder, place.part);
    const bytes = this.read(place.folder, place.part);
    if (!bytes || this.unavailable.has(place.folder)) return null;
    try {
      return await countFiles(await fromBufferPromise(bytes, zipOptions));
    } catch {
      return null;
    }
  }

  async publish(
    place: PartPlace,
    wanted: { name: string; size: number; sha256: string; inode: string },
    options: { signal: AbortSignal },
  ): Promise<{ fileName: string }> {
    await this.before('publish', place.folder, place.part);
    options.signal.throwIfAborted();
    const files = this.#reachable(place.folder);
    const part = files.get(place.part);
    if (!part) return { fileName: this.#published(files, safeName(wanted.name), wanted) };
    const same = part.inode === wanted.inode || sha256(part.bytes) === wanted.sha256;
    if (!same || part.bytes.length !== wanted.size) {
      throw new FailedError({
        kind: 'internal',
        detail: 'Another program changed the unfinished file after it had been checked',
      });
    }
    if (this.locked) throw new FailedError({ kind: 'file-locked' });
    const taken = new Set([...files.keys()].map(foldedName));
    let number = 0;
    while (taken.has(foldedName(numberedName(safeName(wanted.name), number)))) number += 1;
    const fileName = numberedName(safeName(wanted.name), number);
    part.durable = part.bytes.length;
    files.set(fileName, part);
    files.delete(place.part);
    await this.before('published', place.folder, fileName);
    return { fileName };
  }

  async discard(place: PartPlace): Promise<void> {
    await this.before('discard', place.folder, place.part);
    this.#folders.get(place.folder)?.delete(place.part);
  }

  async locate(folder: string, fileName: string): Promise<string> {
    await this.before('locate', folder, fileName);
    if (this.#reachable(folder).has(fileName)) return `${folder}/${fileName}`;
    throw new FailedError({ kind: 'file-missing' });
  }

  safeName(raw: string): string {
    return safeName(raw);
  }

  /** The file that an earlier call already published: by its inode under any name, else under one of its names. */
  #published(
    files: Map<string, StoredFile>,
    name: string,
    wanted: { size: number; sha256: string; inode: string },
  ): string {
    const names = Array.from(files, (_file, number) => numberedName(name, number));
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

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

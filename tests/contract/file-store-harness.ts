import { crc32 } from 'node:zlib';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileStore } from '../../src-main/adapters/files/file-store.ts';
import type { World } from '../../src-main/adapters/files/disk.ts';
import type { Checkpoint, Finished, FileStore, PartPlace } from '../../src-main/core/ports.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';
import { FakeFileStore } from '../fakes/fake-file-store.ts';

/** Bytes of a piece in these tests. */
export const pieceBytes = 1000;

/** A file store, a folder in it, and another program's view of that folder; names may lead into folders inside. */
export interface Harness {
  store: FileStore;
  folder: string;
  /** Names in the folder, or in one inside it, sorted. */
  names(inside?: string): string[];
  read(name: string): Buffer | null;
  put(name: string, bytes: Uint8Array): void;
  remove(name: string): void;
  /** Removes a folder by its whole path, with all that is in it. */
  removeFolder(path: string): void;
  leave(): void;
}

export async function fakeHarness(): Promise<Harness> {
  const store = new FakeFileStore();
  store.pieceBytes = pieceBytes;
  const folder = '/downloads';
  await store.makeFolder(folder);
  return {
    store,
    folder,
    names: (inside) => store.names(inside ? `${folder}/${inside}` : folder),
    read: (name) => {
      const path = `${folder}/${name}`.split('/');
      return store.read(path.slice(0, -1).join('/'), path.at(-1)!);
    },
    put: (name, bytes) => store.put(folder, name, bytes),
    remove: (name) => store.remove(folder, name),
    removeFolder: (path) => store.removeFolder(path),
    leave: () => {},
  };
}

export async function diskHarness(world: Partial<World> = {}): Promise<Harness> {
  const store = createFileStore({ pieceBytes, ...world });
  const folder = mkdtempSync(join(tmpdir(), 'ferry-files-'));
  return {
    store,
    folder,
    names: (inside = '') => readdirSync(join(folder, inside)).sort(),
    read: (name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : null),
    put: (name, bytes) => writeFileSync(join(folder, name), bytes),
    remove: (name) => rmSync(join(folder, name)),
    removeFolder: (path) => rmSync(path, { recursive: true }),
    leave: () => {
      chmodSync(folder, 0o700);
      rmSync(folder, { recursive: true });
    },
  };
}

export const never = new AbortController().signal;

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What is known of a part that nothing was ever written to. */
export const nothing: Checkpoint = { bytes: 0, pieces: [], tail: null };

/** What a checkpoint behind the bytes tells of them. */
export function checkpointOf(bytes: Uint8Array, hash = crc32Of): Checkpoint {
  const pieces: string[] = [];
  let from = 0;
  for (; from + pieceBytes <= bytes.length; from += pieceBytes)
    pieces.push(hash(bytes.subarray(from, from + pieceBytes)));
  return { bytes: bytes.length, pieces, tail: from < bytes.length ? hash(bytes.subarray(from)) : null };
}

/** CRC-32 as eight hex digits. */
function crc32Of(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}

/** Writes a part and tells what publishing it wants to know. */
export async function finishedPart(
  harness: Pick<Harness, 'store' | 'folder'>,
  part: string,
  bytes: Uint8Array,
  name: string,
): Promise<{ place: PartPlace; file: Finished }> {
  const place = { folder: harness.folder, part };
  const open = await harness.store.openPart(place, nothing);
  await open.write(Uint8Array.from(bytes));
  const { bytes: size } = await open.sync();
  await open.close();
  const file = { folders: [], name, size, sha256: sha256(bytes), inode: open.inode, origin: null };
  return { place, file };
}

/** The failure that a call rejects with. */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
  try {
    await call;
  } catch (thrown) {
    if (thrown instanceof FailedError) return thrown.failure;
    throw thrown;
  }
  throw new Error('nothing failed');
}

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
import type { FileStore, PartPlace } from '../../src-main/core/ports.ts';
import { FailedError } from '../../src-shared/failure.ts';
import type { Failure } from '../../src-shared/failure.ts';
import { FakeFileStore } from '../fakes/fake-file-store.ts';

/** A file store, a folder in it, and another program's view of that folder. */
export interface Ground {
  store: FileStore;
  folder: string;
  names(): string[];
  read(name: string): Buffer | null;
  put(name: string, bytes: Uint8Array): void;
  remove(name: string): void;
  leave(): void;
}

export async function fakeGround(): Promise<Ground> {
  const store = new FakeFileStore();
  const folder = '/downloads';
  await store.checkFolder(folder);
  return {
    store,
    folder,
    names: () => store.names(folder),
    read: (name) => store.read(folder, name),
    put: (name, bytes) => store.put(folder, name, bytes),
    remove: (name) => store.remove(folder, name),
    leave: () => {},
  };
}

export async function diskGround(store: FileStore = createFileStore()): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-files-'));
  return {
    store,
    folder,
    names: () => readdirSync(folder).sort(),
    read: (name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : null),
    put: (name, bytes) => writeFileSync(join(folder, name), bytes),
    remove: (name) => rmSync(join(folder, name)),
    leave: () => {
      chmodSync(folder, 0o700);
      rmSync(folder, { recursive: true });
    },
  };
}

export const never = new AbortController().signal;

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Writes a part and tells what publishing it wants to know. */
export async function finishedPart(
  ground: Pick<Ground, 'store' | 'folder'>,
  part: string,
  bytes: Uint8Array,
  name: string,
): Promise<{ place: PartPlace; file: { name: string; size: number; sha256: string; inode: string } }> {
  const place = { folder: ground.folder, part };
  const open = await ground.store.openPart(place, 0);
  await open.write(bytes);
  await open.sync();
  await open.close();
  const found = await ground.store.hashPart(place, { signal: never });
  if (!found) throw new Error('the part is missing');
  return { place, file: { name, ...found } };
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

import { constants } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { basename, join } from 'node:path';
import type { PartPlace } from '../../core/ports.ts';
import { codeOf, tolerating, uninterrupted } from './errno.ts';
import type { Disk, OpenFile, World } from './disk.ts';
import { internal } from './failures.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';

/** Flags against being led elsewhere or being held up by a pipe; Windows has neither. */
const wary = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Device and inode: the same file under any name. */
export function identityOf(stats: Pick<BigIntStats, 'dev' | 'ino'>): string {
  return `${stats.dev}:${stats.ino}`;
}

/** The path of a file in its folder. The name must be a plain one: a path would lead out of the folder. */
export function pathOf(place: PartPlace): string {
  const { folder, part } = place;
  if (!part || part === '.' || part === '..' || basename(part) !== part || part.includes('\\')) {
    throw internal(phrase('failureDetails.file.notPlain'));
  }
  return join(folder, part);
}

/** What lies at the path itself, not behind a link; null when there is nothing. */
export async function lookAt(disk: Disk, path: string): Promise<BigIntStats | null> {
  try {
    return await disk.lstat(path);
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return null;
    throw thrown;
  }
}

/** Refuses everything that isn't a file of its own. */
export function demandFile(stats: BigIntStats, path: string): void {
  if (stats.isFile()) return;
  const found = stats.isSymbolicLink() ? 'aLink' : stats.isDirectory() ? 'aFolder' : 'aDevice';
  throw internal(phrase(`failureDetails.file.${found}`, { name: basename(path) }));
}

/** Opens a file that exists. Null when nothing is there; refuses links, folders and devices. The caller closes it. */
export async function openRegular(
  disk: Disk,
  path: string,
  access: 'read' | 'write',
): Promise<{ file: OpenFile; stats: BigIntStats } | null> {
  const found = await lookAt(disk, path);
  if (!found) return null;
  demandFile(found, path);
  const file = await disk.open(path, wary | (access === 'read' ? constants.O_RDONLY : constants.O_RDWR));
  try {
    const stats = await file.stat({ bigint: true });
    demandFile(stats, path);
    if (identityOf(stats) !== identityOf(found)) {
      throw internal(phrase('failureDetails.file.replaced'));
    }
    return { file, stats };
  } catch (thrown) {
    await file.close();
    throw thrown;
  }
}

/** Makes a file that only this user can read; rejects with `EEXIST` when anything is there. */
export async function createFile(disk: Disk, path: string): Promise<OpenFile> {
  return disk.open(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | wary, 0o600);
}

/** Writes all of the bytes, however few the system takes at a time. */
export async function writeAll(file: OpenFile, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const left = bytes.length - written;
    const { bytesWritten } = await uninterrupted(() => file.write(bytes, written, left, position + written));
    if (bytesWritten === 0) throw internal(phrase('failureDetails.disk.tookNothing'));
    written += bytesWritten;
  }
}

/** What file systems say that have no such sync: network drives, some FUSE ones. */
const cantSync = ['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

/** Brings a file's data to the disk, as far as its file system knows how. */
export async function syncFile(file: OpenFile, how: 'data' | 'all'): Promise<void> {
  await tolerating(cantSync, () => (how === 'data' ? file.datasync() : file.sync()));
}

/** Brings the folder's names to the disk. Windows has no such call; it writes names through its journal. */
export async function syncFolder(world: World, folder: string): Promise<void> {
  if (world.platform === 'win32') return;
  await tolerating([...cantSync, 'EPERM', 'EACCES', 'EISDIR'], async () => {
    const file = await world.open(folder, constants.O_RDONLY);
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  });
}

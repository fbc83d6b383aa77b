import { constants } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { PartPlace } from '../../core/ports.ts';
import { codeOf, tolerating } from './codes.ts';
import { internal } from './failures.ts';

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
    throw internal('The file’s name is not a plain one');
  }
  return join(folder, part);
}

/** What lies at the path itself, not behind a link; null when there is nothing. */
export async function lookAt(path: string): Promise<BigIntStats | null> {
  try {
    return await lstat(path, { bigint: true });
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return null;
    throw thrown;
  }
}

/** Refuses everything that isn't a file of its own. */
export function demandFile(stats: BigIntStats, path: string): void {
  if (stats.isFile()) return;
  const found = stats.isSymbolicLink() ? 'a link' : stats.isDirectory() ? 'a folder' : 'a device or a pipe';
  throw internal(`Where the unfinished file ${basename(path)} should be is ${found}; Ferry doesn’t touch it`);
}

/** Opens a file that exists. Null when nothing is there; refuses links, folders and devices. The caller closes it. */
export async function openRegular(
  path: string,
  access: 'read' | 'write',
): Promise<{ handle: FileHandle; stats: BigIntStats } | null> {
  const found = await lookAt(path);
  if (!found) return null;
  demandFile(found, path);
  const handle = await open(path, wary | (access === 'read' ? constants.O_RDONLY : constants.O_RDWR));
  try {
    const stats = await handle.stat({ bigint: true });
    demandFile(stats, path);
    if (identityOf(stats) !== identityOf(found)) {
      throw internal('Another program replaced the unfinished file just now');
    }
    return { handle, stats };
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

/** Makes a file that only this user can read; rejects with `EEXIST` when anything is there. */
export async function createFile(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | wary, 0o600);
}

/** What file systems say that have no such sync: network drives, some FUSE ones. */
const cantSync = ['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

/** Brings a file's data to the disk, as far as its file system knows how. */
export async function syncFile(handle: FileHandle, how: 'data' | 'all'): Promise<void> {
  await tolerating(cantSync, () => (how === 'data' ? handle.datasync() : handle.sync()));
}

/** Brings the folder's names to the disk. Windows has no such call; it writes names through its journal. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await tolerating([...cantSync, 'EPERM', 'EACCES', 'EISDIR'], async () => {
    const handle = await open(folder, constants.O_RDONLY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
}

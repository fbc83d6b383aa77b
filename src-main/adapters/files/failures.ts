import { FailedError } from '../../../src-shared/failure.ts';
import { codeOf, lockCodes } from './codes.ts';
import type { Disk } from './disk.ts';
import { spaceOf } from './space.ts';

/** What the folder's trouble is, in words that follow “The folder can’t be written to”. Codes of errno(3) and libuv. */
const folderTrouble: Record<string, string> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'the disk can only be read',
  ENOENT: 'it is not there',
  ENOTDIR: 'part of its path is not a folder',
  ENAMETOOLONG: 'the path is too long for this disk',
  ELOOP: 'its path goes round in a circle of links',
  EXDEV: 'it is on another disk than the unfinished file',
  EIO: 'the disk reports an error',
  ENXIO: 'the drive does not answer',
  ENODEV: 'the drive does not answer',
  ESTALE: 'the network drive has lost it',
  ENOTCONN: 'the network drive is not connected',
  EHOSTDOWN: 'the network drive does not answer',
  EHOSTUNREACH: 'the network drive does not answer',
  ETIMEDOUT: 'the network drive does not answer',
  // What libuv makes of Windows errors that it has no name for, such as a drive pulled out or a share gone.
  UNKNOWN: 'the drive does not answer',
};

const ownTrouble: Record<string, string> = {
  EFBIG: 'The disk’s format can’t hold a file this large; another disk may',
  EMFILE: 'Too many files are open at once',
  ENFILE: 'Too many files are open at once',
};

/** Something is in the way that Ferry won't touch or doesn't understand. */
export function internal(detail: string): FailedError {
  return new FailedError({ kind: 'internal', detail: detail.slice(0, 300) });
}

/** The folder can't be used; the detail follows “The folder can’t be written to”. */
export function folderUnavailable(detail: string): FailedError {
  return new FailedError({ kind: 'folder-unavailable', detail });
}

/** What a file system error means for the job; anything else (failures, an abort's reason) comes back as it is. */
async function failureOf(thrown: unknown, disk: Disk, folder: string): Promise<unknown> {
  const code = codeOf(thrown);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const space = await spaceOf(disk, folder);
    return new FailedError(space === null ? { kind: 'no-space' } : { kind: 'no-space', limit: space.free });
  }
  if (lockCodes.includes(code)) return new FailedError({ kind: 'file-locked' });
  const trouble = folderTrouble[code];
  if (trouble) return new FailedError({ kind: 'folder-unavailable', detail: trouble });
  const detail = ownTrouble[code];
  if (detail) return internal(detail);
  return /^E[A-Z0-9]+$/.test(code) ? internal(`The file system answered ${code}`) : thrown;
}

/** Runs work in a folder and turns its file system errors into failures. */
export async function inFolder<T>(disk: Disk, folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw await failureOf(thrown, disk, folder);
  }
}

import { FailedError } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Phrase } from '../../../src-shared/language/words.ts';
import { codeOf, isOfSystem, lockCodes } from './errno.ts';
import type { Disk } from './disk.ts';
import { spaceOf } from './space.ts';

/** What the folder's trouble is, in words that follow “The folder can’t be written to”. Codes of errno(3) and libuv. */
const folderTrouble: Record<string, Phrase> = {
  EACCES: phrase('reasons.disk.notAllowed'),
  EPERM: phrase('reasons.disk.notAllowed'),
  EROFS: phrase('reasons.disk.readOnly'),
  ENOENT: phrase('reasons.disk.notThere'),
  ENOTDIR: phrase('reasons.disk.notAFolder'),
  ENAMETOOLONG: phrase('reasons.disk.pathTooLong'),
  ELOOP: phrase('reasons.disk.circle'),
  EXDEV: phrase('reasons.disk.otherDisk'),
  EIO: phrase('reasons.disk.error'),
  ENXIO: phrase('reasons.disk.driveSilent'),
  ENODEV: phrase('reasons.disk.driveSilent'),
  ESTALE: phrase('reasons.disk.networkDriveLost'),
  ENOTCONN: phrase('reasons.disk.networkDriveGone'),
  EHOSTDOWN: phrase('reasons.disk.networkDriveSilent'),
  EHOSTUNREACH: phrase('reasons.disk.networkDriveSilent'),
  ETIMEDOUT: phrase('reasons.disk.networkDriveSilent'),
  // What libuv makes of Windows errors that it has no name for, such as a drive pulled out or a share gone.
  UNKNOWN: phrase('reasons.disk.driveSilent'),
  // No fault of the folder, but it passes by itself as well, and is looked at in the same way.
  EMFILE: phrase('reasons.disk.tooManyOpen'),
  ENFILE: phrase('reasons.disk.tooManyOpen'),
};

/** Something is in the way that Ferry won't touch or doesn't understand. */
export function internal(detail: Phrase): FailedError {
  return new FailedError({ kind: 'internal', detail });
}

/** The folder can't be used; the detail follows “The folder can’t be written to”. */
export function folderUnavailable(detail: Phrase): FailedError {
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
  if (code === 'EFBIG') return internal(phrase('reasons.disk.fileTooLarge'));
  return isOfSystem(thrown) ? internal(phrase('reasons.disk.code', { code })) : thrown;
}

/** Runs work in a folder and turns its file system errors into failures. */
export async function inFolder<T>(disk: Disk, folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw await failureOf(thrown, disk, folder);
  }
}

import { FailedError } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Phrase } from '../../../src-shared/language/words.ts';
import { codeOf, isOfSystem, lockCodes } from './errno.ts';
import type { Disk } from './disk.ts';
import { spaceOf } from './space.ts';

/** What the folder's trouble is, in words that follow “The folder can’t be written to”. Codes of errno(3) and libuv. */
const folderTrouble: Record<string, Phrase> = {
  EACCES: phrase('failureDetails.disk.notAllowed'),
  EPERM: phrase('failureDetails.disk.notAllowed'),
  EROFS: phrase('failureDetails.disk.readOnly'),
  ENOENT: phrase('failureDetails.disk.notThere'),
  ENOTDIR: phrase('failureDetails.disk.notAFolder'),
  ENAMETOOLONG: phrase('failureDetails.disk.pathTooLong'),
  ELOOP: phrase('failureDetails.disk.circle'),
  EXDEV: phrase('failureDetails.disk.otherDisk'),
  EIO: phrase('failureDetails.disk.error'),
  ENXIO: phrase('failureDetails.disk.driveSilent'),
  ENODEV: phrase('failureDetails.disk.driveSilent'),
  ESTALE: phrase('failureDetails.disk.networkDriveLost'),
  ENOTCONN: phrase('failureDetails.disk.networkDriveGone'),
  EHOSTDOWN: phrase('failureDetails.disk.networkDriveSilent'),
  EHOSTUNREACH: phrase('failureDetails.disk.networkDriveSilent'),
  ETIMEDOUT: phrase('failureDetails.disk.networkDriveSilent'),
  // What libuv makes of Windows errors that it has no name for, such as a drive pulled out or a share gone.
  UNKNOWN: phrase('failureDetails.disk.driveSilent'),
  // No fault of the folder, but it passes by itself as well, and is looked at in the same way.
  EMFILE: phrase('failureDetails.disk.tooManyOpen'),
  ENFILE: phrase('failureDetails.disk.tooManyOpen'),
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
  if (code === 'EFBIG') return internal(phrase('failureDetails.disk.fileTooLarge'));
  return isOfSystem(thrown) ? internal(phrase('failureDetails.disk.code', { code })) : thrown;
}

/** Runs work in a folder and turns its file system errors into failures. */
export async function inFolder<T>(disk: Disk, folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw await failureOf(thrown, disk, folder);
  }
}

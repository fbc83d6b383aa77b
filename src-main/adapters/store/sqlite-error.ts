import { statfsSync } from 'node:fs';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';

/** Primary result codes, https://www.sqlite.org/rescode.html */
const primary = {
  permission: 3,
  busy: 5,
  readonly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  notADatabase: 26,
};

/** The primary result code of an error that SQLite raised, or null for any other. */
function codeOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode & 0xff;
}

/** The file's bytes are not what SQLite wrote. */
export function isDamage(error: unknown): boolean {
  const code = codeOf(error);
  return code === primary.corrupt || code === primary.notADatabase;
}

/** Another connection holds the lock. */
export function isBusy(error: unknown): boolean {
  return codeOf(error) === primary.busy;
}

/** What SQLite's own files need at the least, bytes: with less, its errors of the disk mean that it is full. */
const needed = 128 * 1024;

/**
 * No space, or over the quota. SQLite says it of a file that it maps (`-shm`) as an error of the disk:
 * SQLITE_IOERR_SHMSIZE, https://www.sqlite.org/rescode.html
 */
export function isFull(error: unknown, folder: string): boolean {
  const code = codeOf(error);
  if (code === primary.full || hasErrno(error, ['ENOSPC', 'EDQUOT'])) return true;
  return code === primary.io && (freeBytes(folder) ?? needed) < needed;
}

/** The folder or a file in it can't be reached or written to. */
function isUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== null)
    return code === primary.cantOpen || code === primary.permission || code === primary.readonly;
  return hasErrno(error, ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR']);
}

function hasErrno(error: unknown, names: string[]): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && names.includes(error.code)
  );
}

function freeBytes(folder: string): number | undefined {
  try {
    const volume = statfsSync(folder);
    return volume.bavail * volume.bsize;
  } catch {
    return undefined;
  }
}

/** The system's own words, short enough to be shown. */
function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 300);
}

/** The list can't be saved, for want of space. */
export function listUnsaved(folder: string): FailedError {
  return new FailedError({ kind: 'list-unsaved', limit: freeBytes(folder) });
}

/** What the store's callers get to see: `list-unsaved` for a full disk, else `internal`. */
export function toFailedError(error: unknown, folder: string): FailedError {
  if (error instanceof FailedError) return error;
  if (isFull(error, folder)) return listUnsaved(folder);
  const words = messageOf(error);
  return new FailedError({ kind: 'internal', detail: phrase('failureDetails.kept.database', { words }) });
}

/** The same for opening, where a folder that can't be used has a kind of its own: `folder-unavailable`. */
export function toOpeningError(error: unknown, folder: string): FailedError {
  if (error instanceof FailedError || !isUnavailable(error)) return toFailedError(error, folder);
  return new FailedError({
    kind: 'folder-unavailable',
    detail: phrase('failureDetails.about', { what: folder, words: messageOf(error) }),
  });
}

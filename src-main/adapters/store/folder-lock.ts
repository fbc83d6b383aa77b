import { closeSync, openSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import { identityAt, isOther, sizeOf } from './database-files.ts';
import { isBusy, toOpeningError } from './sqlite-error.ts';

/** Held here as well: an unreferenced connection is closed by the garbage collector, and its lock is gone. */
const held = new Set<DatabaseSync>();

/**
 * Makes the file where it is missing. A lock that is held is an empty file: what is in one that isn't was put there by
 * somebody else, and would be taken for a damaged database.
 */
function demandEmptyFile(path: string): void {
  if (isOther(path)) throw folderUnavailable(path);
  closeSync(openSync(path, 'a', 0o600));
  if ((sizeOf(path) ?? 0) > 0) truncateSync(path);
}

function folderUnavailable(path: string): FailedError {
  const words = phrase('failureDetails.disk.noFile');
  return new FailedError({
    kind: 'folder-unavailable',
    detail: phrase('failureDetails.about', { what: path, words }),
  });
}

/** A folder that is held. */
export interface FolderLock {
  /** Whether the file that is locked still lies in the folder: without it another process could take the folder as well. */
  isInPlace(): boolean;
  release(): void;
}

/**
 * Takes a folder for this process alone, or returns null when another holds it. The operating system keeps the lock
 * (SQLite's exclusive lock on a small file, https://www.sqlite.org/lockingv3.html), so it dies with the process and is
 * never left behind. Throws `FailedError`.
 */
export function lockFolder(folder: string): FolderLock | null {
  const path = join(folder, 'ferry.lock');
  let connection: DatabaseSync | null = null;
  try {
    demandEmptyFile(path);
    connection = new DatabaseSync(path, { timeout: 0 });
    const holder = connection;
    // A transaction that stays open and writes nothing: nothing to roll back. The journal that SQLite begins all the same is
    // kept off the disk, which may be full.
    holder.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    held.add(holder);
    const identity = identityAt(path);
    return {
      isInPlace: () => identityAt(path) === identity,
      release: () => {
        if (held.delete(holder)) holder.close();
      },
    };
  } catch (error) {
    if (connection?.isOpen) connection.close();
    if (isBusy(error)) return null;
    throw toOpeningError(error, path);
  }
}

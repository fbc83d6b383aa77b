import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isBusy, toOpeningError } from './sqlite-error.ts';

/**
 * Takes a folder for this process alone, or returns null when another holds it. The operating system keeps the lock
 * (SQLite's exclusive lock on a small file, https://www.sqlite.org/lockingv3.html), so it dies with the process and is
 * never left behind. Throws `FailedError`.
 */
export function lockFolder(folder: string): { release(): void } | null {
  const path = join(folder, 'ferry.lock');
  let connection: DatabaseSync | null = null;
  try {
    closeSync(openSync(path, 'a', 0o600));
    connection = new DatabaseSync(path, { timeout: 0 });
    const held = connection;
    // A transaction that stays open and writes nothing: nothing to roll back, no journal to leave behind.
    held.exec('BEGIN EXCLUSIVE');
    return {
      release: () => {
        if (held.isOpen) held.close();
      },
    };
  } catch (error) {
    if (connection?.isOpen) connection.close();
    if (isBusy(error)) return null;
    throw toOpeningError(error, folder);
  }
}

import { closeSync, openSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Opens a data folder's database past the store, for what only a fault would do. */
export function withRawDatabase<T>(
  folder: string,
  work: (connection: DatabaseSync) => T,
  file = 'ferry.db',
): T {
  const connection = new DatabaseSync(join(folder, file));
  try {
    return work(connection);
  } finally {
    connection.close();
  }
}

/** Names in the folder that match, sorted. */
export function namesIn(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .sort();
}

/** Writes noise over the second to the last page of a SQLite file; the first, with the header, stays. */
export function scribbleOver(path: string, bytes: number): void {
  const page = 4096;
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(bytes - page, 0xa5), 0, bytes - page, page);
  closeSync(file);
}

/** Writes zeros over so many bytes of a file. */
export function zeroIn(path: string, at: number, bytes: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(bytes), 0, bytes, at);
  closeSync(file);
}

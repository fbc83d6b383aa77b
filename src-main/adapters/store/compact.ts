import type { DatabaseSync } from 'node:sqlite';

/** Bytes that lie fallow before a database is worth to be written anew, where they are a quarter of it. */
const worthwhile = 1_000_000;

/** Gives back what a removed history leaves free; at the end of a run, where nobody waits for the list. */
export function compact(connection: DatabaseSync): void {
  try {
    const of = (name: string): number =>
      Number(Object.values(connection.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
    const [free, pages] = [of('freelist_count'), of('page_count')];
    if (free * of('page_size') > worthwhile && free > pages / 4) connection.exec('VACUUM');
  } catch {
    // It stays as large as it is: a full disk has no room for it to be written anew.
  }
}

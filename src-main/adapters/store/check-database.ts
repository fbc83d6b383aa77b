import { DatabaseSync } from 'node:sqlite';
import { openJobStore } from './job-store.ts';

/**
 * Proves that jobs can be kept in a folder on this machine and that its SQLite has full-text search (FTS5). The
 * folder is one to throw away. Returns SQLite's version; throws what went wrong.
 */
export function checkDatabase(folder: string): string {
  const store = openJobStore({ folder, now: Date.now });
  store.open();
  store.close();
  const database = new DatabaseSync(':memory:');
  try {
    database.exec(
      `CREATE VIRTUAL TABLE names USING fts5 (name); INSERT INTO names VALUES ('board minutes');`,
    );
    const found = database.prepare(`SELECT count(*) AS count FROM names WHERE names MATCH 'minut*'`).get();
    if (found?.['count'] !== 1) throw new Error('Full-text search finds nothing.');
    return String(database.prepare('SELECT sqlite_version() AS version').get()?.['version']);
  } finally {
    database.close();
  }
}

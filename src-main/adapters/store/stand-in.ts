import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { sizeOf } from './database-files.ts';
import type { DatabaseFiles } from './database-files.ts';
import { soundCopy } from './recovery.ts';
import { damageIn, migrate, versionOf } from './schema.ts';
import { listUnsaved } from './sqlite-error.ts';

let standIns = 0;

/**
 * What stands in for a database that can't be opened because the disk is full: the same rows in memory, of the newest
 * schema, from the database itself or else from its newest sound copy; empty where there is neither. It is for reading:
 * what is written here is nowhere. Throws `list-unsaved` for a schema of a newer Ferry.
 */
export function openStandIn(files: DatabaseFiles, migrations: readonly string[]): DatabaseSync {
  const found = loaded(files, files.main, migrations);
  const copy = found ? null : soundCopy(files, migrations);
  const older = copy === null ? null : loaded(files, copy, migrations);
  const connection = found ?? older ?? new DatabaseSync(':memory:');
  if (versionOf(connection) > migrations.length) throw listUnsaved(files.folder);
  migrate(connection, migrations, versionOf(connection));
  return connection;
}

/** The database in memory, or null where there is none that is sound. */
function loaded(files: DatabaseFiles, path: string, migrations: readonly string[]): DatabaseSync | null {
  if (!sizeOf(path)) return null;
  standIns += 1;
  const place = `file:ferry-stand-in-${standIns}?mode=memory&cache=shared`;
  const memory = new DatabaseSync(place);
  let source: DatabaseSync | null = null;
  let isSound = false;
  try {
    source = new DatabaseSync(path);
    // So SQLite needs no file for the memory that connections share, https://www.sqlite.org/wal.html#noshm
    source.exec('PRAGMA locking_mode = EXCLUSIVE');
    isSound = damageIn(source, { checkPages: true, isOld: true, migrations }) === null;
    if (isSound) source.prepare('VACUUM INTO ?').run(place);
  } catch {
    isSound = false;
  } finally {
    if (source?.isOpen) source.close();
  }
  // Closing may have brought the log into the database, after which none is missing.
  if (path === files.main && isSound && !sizeOf(`${path}-wal`)) rmSync(files.changed, { force: true });
  if (isSound) return memory;
  memory.close();
  return null;
}

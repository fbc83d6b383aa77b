import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { failurePhrase } from '../../../src-shared/failures/failure-phrases.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Words } from '../../../src-shared/language/words.ts';
import { copyBefore, databaseFiles, identityAt, mark, publishCopy, sizeOf } from './database-files.ts';
import { compact } from './compact.ts';
import type { DatabaseFiles } from './database-files.ts';
import { releasedMigrations } from './migrations/index.ts';
import { damageIn, migrate, versionOf } from './schema.ts';
import { copyIsDue, findDatabase } from './find-database.ts';
import type { DatabasePlace } from './find-database.ts';
import { isDamage, isFull, listUnsaved, toFailedError, toOpeningError } from './sqlite-error.ts';
import { openStandIn } from './stand-in.ts';

/** An open job database with what happened while it was opened. */
export interface Database {
  readonly connection: DatabaseSync;
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /**
   * True while the disk is too full to open it: what is there can be read, from memory. It is closed and opened anew when
   * something is to be saved.
   */
  readonly standsIn: boolean;
  /** False where a newer Ferry has changed the schema: then nothing may be written. */
  readonly writable: boolean;
  /** Sentences for the user: what was damaged, what was restored. */
  readonly problems: readonly Words[];
  /** When the copy was made that had to be restored, milliseconds since 1970; null in all normal cases. */
  readonly restoredFrom: number | null;
  /** Makes the daily copy when it is due. Never throws: the work goes on without a copy. */
  copyIfDue(): void;
  /** Whether its files are still those that lie in the data folder. */
  inPlace(): boolean;
  /**
   * Writes all of it into the data folder again, from files that may have been removed but are still open, and closes it: it has
   * to be opened anew. Throws where another database lies there.
   */
  putBack(): void;
  /** Something was saved just now: from here on a log that is missing is one that was lost. */
  changed(): void;
  /** Has every page checked at the next opening. */
  suspect(): void;
  close(): void;
}

export interface DatabaseOptions extends DatabasePlace {
  /** The schemas to migrate through; only tests pass their own. */
  migrations?: readonly string[];
  /** Whether it may be opened from memory where the disk is full; true if left out. */
  mayStandIn?: boolean;
}

/** A copy without gaps, readable on its own, whole or not at all. */
function writeCopy(connection: DatabaseSync, to: string, now: number): void {
  const arriving = `${to}.arriving`;
  rmSync(arriving, { force: true });
  try {
    connection.prepare('VACUUM INTO ?').run(arriving);
    publishCopy(arriving, to, now);
  } catch (error) {
    rmSync(arriving, { force: true });
    throw error;
  }
}

/** The same through all migrations, a copy of how it was before beside it. */
function bringUpToDate(
  connection: DatabaseSync,
  files: DatabaseFiles,
  migrations: readonly string[],
  now: number,
): void {
  const from = versionOf(connection);
  if (from === migrations.length) return;
  if (from > 0) writeCopy(connection, copyBefore(files, migrations.length), now);
  migrate(connection, migrations, from);
}

/**
 * Opens the database of a data folder, makes it where there is none, brings its schema up to date after taking a copy,
 * and puts the last sound copy in place of one that is damaged, empty or lost. On a full disk it stands in from memory.
 * Throws `FailedError`.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const { folder, mayStandIn = true, migrations = releasedMigrations } = options;
  try {
    try {
      return open(options);
    } catch (error) {
      if (!mayStandIn || !isFull(error, folder)) throw error;
      return standIn(options, migrations);
    }
  } catch (error) {
    throw toOpeningError(error, folder);
  }
}

function standIn({ folder, now }: DatabaseOptions, migrations: readonly string[]): Database {
  const connection = openStandIn(databaseFiles(folder), migrations);
  return {
    connection,
    folder,
    now,
    standsIn: true,
    writable: false,
    problems: [failurePhrase(listUnsaved(folder).failure)],
    restoredFrom: null,
    copyIfDue() {},
    inPlace: () => true,
    putBack() {},
    changed() {},
    suspect() {},
    close() {
      if (connection.isOpen) connection.close();
    },
  };
}

function open(options: DatabaseOptions): Database {
  const { folder, now, migrations = releasedMigrations } = options;
  const files = databaseFiles(folder);
  const found = findDatabase(files, options, migrations);
  const { problems, restoredFrom, isWithoutLog } = found;
  let { copiedAt } = found;
  let { connection } = found;
  const writable = versionOf(connection) <= migrations.length;
  if (writable) {
    try {
      bringUpToDate(connection, files, migrations, now());
    } catch (error) {
      connection.close();
      throw error;
    }
  } else {
    connection.close();
    connection = new DatabaseSync(files.main, { readOnly: true, timeout: 5000 });
    problems.push(newerSchema);
  }
  for (const path of [files.suspect, ...(isWithoutLog ? [files.changed] : [])]) rmSync(path, { force: true });
  let isMarked = false;
  const identity = identityAt(files.main);
  let logIdentity: string | null = null;

  const database: Database = {
    connection,
    folder,
    now,
    standsIn: false,
    writable,
    problems,
    restoredFrom,
    copyIfDue() {
      if (!writable || !copyIsDue(copiedAt, now())) return;
      copiedAt = now();
      try {
        if (damageIn(connection, { checkPages: true, isOld: true, migrations }) === null)
          writeCopy(connection, files.copy, copiedAt);
        else database.suspect();
      } catch (error) {
        if (isDamage(error)) database.suspect();
        const why = failurePhrase(toFailedError(error, folder).failure);
        problems.push(phrase('startupProblems.list.noCopy', { why }));
      }
    },
    changed() {
      if (isMarked) return;
      mark(files.changed);
      logIdentity = identityAt(`${files.main}-wal`);
      isMarked = true;
    },
    inPlace() {
      if (identityAt(files.main) !== identity) return false;
      return logIdentity === null || identityAt(`${files.main}-wal`) === logIdentity;
    },
    putBack() {
      const there = identityAt(files.main);
      if (there !== null && there !== identity && sizeOf(files.main) !== 0)
        throw new FailedError({ kind: 'list-unsaved', detail: phrase('failureDetails.kept.otherList') });
      const arriving = `${files.main}.arriving`;
      rmSync(arriving, { force: true });
      connection.prepare('VACUUM INTO ?').run(arriving);
      // Closing takes a log away that lies at its path, so the new database may come only then.
      connection.close();
      publishCopy(arriving, files.main, now());
    },
    suspect() {
      mark(files.suspect);
    },
    close() {
      if (!connection.isOpen) return;
      if (writable) compact(connection);
      connection.close();
      // Another connection that still reads leaves the log where it is.
      if (writable && !sizeOf(`${files.main}-wal`)) rmSync(files.changed, { force: true });
    },
  };
  database.copyIfDue();
  return database;
}

const newerSchema = phrase('failureDetails.kept.newer');

/** What every attempt to write gets where a newer Ferry has changed the schema. */
export function newerSchemaError(): FailedError {
  return new FailedError({ kind: 'internal', detail: newerSchema });
}

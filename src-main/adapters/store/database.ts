import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { failurePhrase } from '../../../src-shared/failures/failure-phrases.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Words } from '../../../src-shared/language/words.ts';
import {
  copiesOf,
  copyBefore,
  createMain,
  databaseFiles,
  identityAt,
  mark,
  modifiedAt,
  publishCopy,
  sizeOf,
} from './database-files.ts';
import { compact } from './compact.ts';
import type { DatabaseFiles } from './database-files.ts';
import { releasedMigrations } from './migrations/index.ts';
import { hasIndex } from './search/index-file.ts';
import { dateOf, recover, rewrite } from './recovery.ts';
import { damageIn, mendVersion, migrate, versionOf } from './schema.ts';
import type { Damage, Doubts } from './schema.ts';
import { isDamage, isFull, listUnsaved, toFailedError, toOpeningError } from './sqlite-error.ts';
import { openStandIn } from './stand-in.ts';

const day = 24 * 60 * 60 * 1000;
/** A database up to so many bytes has all its pages checked at each opening: that takes less than a tenth of a second. */
const alwaysChecked = 64 * 1024 * 1024;

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

export interface DatabaseOptions {
  /** The data folder; it exists and this process holds its lock. */
  folder: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** The schemas to migrate through; only tests pass their own. */
  migrations?: readonly string[];
  /** Whether it may be opened from memory where the disk is full; true if left out. */
  mayStandIn?: boolean;
  /** Bytes up to which all pages are checked at each opening; only tests pass their own. */
  alwaysChecked?: number;
}

/**
 * Opens a connection with what durable work needs: a commit is on the disk when it returns (synchronous FULL, and
 * F_FULLFSYNC where macOS would leave it in the drive's cache), and a damaged or forged file is noticed early.
 * https://www.sqlite.org/pragma.html
 */
function connect(path: string): DatabaseSync {
  const connection = new DatabaseSync(path, { timeout: 5000 });
  try {
    connection.exec(`
      PRAGMA trusted_schema = OFF;
      PRAGMA cell_size_check = ON;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA fullfsync = ON;
      PRAGMA checkpoint_fullfsync = ON;
      PRAGMA foreign_keys = ON;
    `);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Opens the database, or says why it can't be used as it lies there. */
function connectUnlessDamaged(
  files: DatabaseFiles,
  options: Doubts,
): { connection: DatabaseSync } | { damage: Damage } {
  let connection: DatabaseSync | null = null;
  try {
    connection = connect(files.main);
    mendVersion(connection, options.migrations);
    const damage = damageIn(connection, options);
    if (damage === null) return { connection };
    connection.close();
    return { damage };
  } catch (error) {
    if (connection?.isOpen) connection.close();
    if (isDamage(error)) return { damage: 'damaged' };
    throw error;
  }
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

/** Nothing was ever saved in it, as far as it says: where something was, its log is cut off. */
function lacksAll(connection: DatabaseSync): boolean {
  const isThere = connection.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?');
  const rows = {
    jobs: 'SELECT 1 FROM jobs LIMIT 1',
    clean_ups: 'SELECT 1 FROM clean_ups LIMIT 1',
    sqlite_sequence: 'SELECT 1 FROM sqlite_sequence WHERE seq > 0 LIMIT 1',
  };
  return Object.entries(rows)
    .filter(([table]) => isThere.get(table))
    .every(([, query]) => !connection.prepare(query).get());
}

/** What a lost log means for the database that it belonged to. */
function withoutLog(files: DatabaseFiles): Damage | 'older' | null {
  const isLost = sizeOf(files.changed) !== null && !sizeOf(`${files.main}-wal`);
  if (!isLost) return null;
  // A copy has what was in the log when it was made; the database has it only once the log was brought into it.
  const [copiedAt, mainAt] = [modifiedAt(files.copy) ?? 0, modifiedAt(files.main) ?? 0];
  return copiedAt > mainAt ? 'logGone' : 'older';
}

function open(options: DatabaseOptions): Database {
  const { folder, now, migrations = releasedMigrations } = options;
  const files = databaseFiles(folder);
  const problems: Words[] = [];
  let restoredFrom: number | null = null;

  const copyIsDue = (copiedAt: number): boolean => Math.abs(now() - copiedAt) >= day;
  const size = sizeOf(files.main) ?? 0;
  const fresh = size === 0;
  const hasCopy = copiesOf(files).length > 0;
  const leftLog = Boolean(sizeOf(`${files.main}-wal`));
  const logLoss = withoutLog(files);
  const wasChanged = sizeOf(files.changed) !== null;
  const isOld = hasCopy || wasChanged || hasIndex(folder);
  let copiedAt = modifiedAt(files.copy) ?? (fresh ? now() : -Infinity);

  // SQLite would take an empty file for a new database and throw the log away, so a loss is recognised before it looks.
  let found: { connection: DatabaseSync } | { damage: Damage };
  if (fresh && (leftLog || isOld)) {
    found = { damage: sizeOf(files.main) === null ? 'gone' : 'empty' };
  } else if (logLoss === 'logGone') {
    found = { damage: logLoss };
  } else {
    createMain(files);
    // The log is emptied by a clean stop, so one with content means that there was none.
    const isSuspected = sizeOf(files.suspect) !== null;
    const isDoubtful = leftLog || isSuspected || copyIsDue(copiedAt);
    const checkPages = isDoubtful || size <= (options.alwaysChecked ?? alwaysChecked);
    const writtenAt = modifiedAt(files.main);
    found = connectUnlessDamaged(files, { checkPages, isOld, migrations });
    if ('connection' in found && isSuspected && versionOf(found.connection) <= migrations.length) {
      found.connection.close();
      const file = rewrite(files, now(), migrations);
      found = file === null ? { damage: 'damaged' } : { connection: connect(files.main) };
      if (file !== null) problems.push(phrase('startupProblems.list.mended', { file }));
    }
    const isCut = 'connection' in found && wasChanged && lacksAll(found.connection);
    if ('connection' in found && (logLoss === 'older' || isCut)) {
      restoredFrom = writtenAt;
      problems.push(phrase('startupProblems.list.olderThanItWas', { date: dateOf(writtenAt ?? now()) }));
    }
  }
  if ('damage' in found) {
    const recovered = recover(files, found.damage, now(), migrations);
    problems.push(recovered.problem);
    restoredFrom = recovered.restoredFrom;
    found = { connection: connect(files.main) };
  }

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
  for (const path of [files.suspect, ...(logLoss ? [files.changed] : [])]) rmSync(path, { force: true });
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
      if (!writable || !copyIsDue(copiedAt)) return;
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

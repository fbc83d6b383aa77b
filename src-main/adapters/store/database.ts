import { rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { failurePhrase } from '../../../src-shared/failures/failure-phrases.ts';
import { foldText } from '../../../src-shared/fold-text.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Phrase } from '../../../src-shared/language/words.ts';
import {
  copiesOf,
  copyBefore,
  createMain,
  databaseFiles,
  modifiedAt,
  moveAside,
  publishCopy,
  putBack,
  sizeOf,
} from './database-files.ts';
import type { DatabaseFiles } from './database-files.ts';
import { releasedMigrations } from './migrations/index.ts';
import { dropIndex } from './search/index-file.ts';
import { isDamage, toFailedError, toOpeningError } from './sqlite-error.ts';

/** `Fery`: tells Ferry's databases from all others. */
const applicationId = 0x46657279;
const day = 24 * 60 * 60 * 1000;

/** An open job database with what happened while it was opened. */
export interface Database {
  readonly connection: DatabaseSync;
  readonly folder: string;
  /** False where a newer Ferry has changed the schema: then nothing may be written. */
  readonly writable: boolean;
  /** Sentences for the user: what was damaged, what was restored. */
  readonly problems: readonly Phrase[];
  /** When the copy was made that had to be restored, milliseconds since 1970; null in all normal cases. */
  readonly restoredFrom: number | null;
  /** Makes the daily copy when it is due. Never throws: the work goes on without a copy. */
  copyIfDue(): void;
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
}

const pragma = (connection: DatabaseSync, name: string): unknown =>
  Object.values(connection.prepare(`PRAGMA ${name}`).get() ?? {})[0];

const versionOf = (connection: DatabaseSync): number => Number(pragma(connection, 'user_version'));

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

/** What is wrong with the database as it lies there. */
type Damage = 'gone' | 'empty' | 'foreign' | 'damaged';

interface Doubts {
  /** Look at every page. */
  checkPages: boolean;
  /** There is a copy, so the database can't be a new one. */
  hasCopy: boolean;
}

/** Why the open database can't be trusted, or null. */
function damageIn(connection: DatabaseSync, options: Doubts): Damage | null {
  const tables = connection.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.['count'];
  if (Number(tables) === 0) return options.hasCopy ? 'empty' : null;
  if (pragma(connection, 'application_id') !== applicationId) return 'foreign';
  if (options.checkPages && pragma(connection, 'quick_check(1)') !== 'ok') return 'damaged';
  return null;
}

/** Opens the database, or says why it can't be used as it lies there. */
function connectUnlessDamaged(
  files: DatabaseFiles,
  options: Doubts,
): { connection: DatabaseSync } | { damage: Damage } {
  let connection: DatabaseSync | null = null;
  try {
    connection = connect(files.main);
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

/** The newest copy in which every page is sound. */
function soundCopy(files: DatabaseFiles): string | null {
  for (const copy of copiesOf(files)) {
    let connection: DatabaseSync | null = null;
    try {
      connection = new DatabaseSync(copy, { readOnly: true });
      if (damageIn(connection, { checkPages: true, hasCopy: true }) === null) return copy;
    } catch {
      // A copy that can't be opened is no copy; an older one may be.
    } finally {
      if (connection?.isOpen) connection.close();
    }
  }
  return null;
}

/** Moves what is there aside and puts the newest sound copy in its place. */
function recover(
  files: DatabaseFiles,
  damage: Damage,
  now: number,
): { problem: Phrase; restoredFrom: number | null } {
  const file = moveAside(files, now);
  dropIndex(files.folder);
  const what = phrase(`findings.list.${damage}`);
  const copy = soundCopy(files);
  if (copy === null) {
    createMain(files);
    return { problem: phrase('findings.list.startsEmpty', { damage: what, file }), restoredFrom: null };
  }
  const restoredFrom = modifiedAt(copy);
  putBack(copy, files);
  const date = new Date(restoredFrom!).toISOString().slice(0, 16).replace('T', ' ');
  return { problem: phrase('findings.list.restored', { damage: what, date, file }), restoredFrom };
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

function migrate(
  connection: DatabaseSync,
  files: DatabaseFiles,
  migrations: readonly string[],
  now: number,
): void {
  const from = versionOf(connection);
  if (from === migrations.length) return;
  if (from > 0) writeCopy(connection, copyBefore(files, migrations.length), now);
  connection.function('fold_text', { deterministic: true }, (text) => foldText(String(text)));
  for (let version = from; version < migrations.length; version += 1) {
    connection.exec('BEGIN IMMEDIATE');
    try {
      connection.exec(migrations[version]!);
      connection.exec(
        `PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version + 1}; COMMIT`,
      );
    } catch (error) {
      if (connection.isTransaction) connection.exec('ROLLBACK');
      throw error;
    }
  }
}

/**
 * Opens the database of a data folder, makes it where there is none, brings its schema up to date after taking a copy,
 * and puts the last sound copy in place of one that is damaged, empty or lost. Throws `FailedError`.
 */
export function openDatabase(options: DatabaseOptions): Database {
  try {
    return open(options);
  } catch (error) {
    throw toOpeningError(error, options.folder);
  }
}

function open({ folder, now, migrations = releasedMigrations }: DatabaseOptions): Database {
  const files = databaseFiles(folder);
  const problems: Phrase[] = [];
  let restoredFrom: number | null = null;

  const copyIsDue = (copiedAt: number): boolean => Math.abs(now() - copiedAt) >= day;
  const fresh = !sizeOf(files.main);
  const hasCopy = copiesOf(files).length > 0;
  const leftLog = Boolean(sizeOf(`${files.main}-wal`));
  let copiedAt = modifiedAt(files.copy) ?? (fresh ? now() : -Infinity);

  // SQLite would take an empty file for a new database and throw the log away, so a loss is recognised before it looks.
  let found: { connection: DatabaseSync } | { damage: Damage };
  if (fresh && (leftLog || hasCopy)) {
    found = { damage: sizeOf(files.main) === null ? 'gone' : 'empty' };
  } else {
    createMain(files);
    // The log is emptied by a clean stop, so one with content means that there was none.
    const checkPages = leftLog || sizeOf(files.suspect) !== null || copyIsDue(copiedAt);
    found = connectUnlessDamaged(files, { checkPages, hasCopy });
  }
  if ('damage' in found) {
    const recovered = recover(files, found.damage, now());
    problems.push(recovered.problem);
    restoredFrom = recovered.restoredFrom;
    found = { connection: connect(files.main) };
  }
  rmSync(files.suspect, { force: true });

  let { connection } = found;
  const writable = versionOf(connection) <= migrations.length;
  if (writable) {
    try {
      migrate(connection, files, migrations, now());
    } catch (error) {
      connection.close();
      throw error;
    }
  } else {
    connection.close();
    connection = new DatabaseSync(files.main, { readOnly: true, timeout: 5000 });
    problems.push(newerSchema);
  }

  const database: Database = {
    connection,
    folder,
    writable,
    problems,
    restoredFrom,
    copyIfDue() {
      if (!writable || !copyIsDue(copiedAt)) return;
      copiedAt = now();
      try {
        if (damageIn(connection, { checkPages: true, hasCopy: true }) === null)
          writeCopy(connection, files.copy, copiedAt);
        else database.suspect();
      } catch (error) {
        if (isDamage(error)) database.suspect();
        const why = failurePhrase(toFailedError(error, folder).failure);
        problems.push(phrase('findings.list.noCopy', { why }));
      }
    },
    suspect() {
      try {
        writeFileSync(files.suspect, '', { mode: 0o600 });
      } catch {
        // The mark only brings the check forward; the daily one comes anyway.
      }
    },
    close() {
      if (connection.isOpen) connection.close();
    },
  };
  database.copyIfDue();
  return database;
}

const newerSchema = phrase('reasons.kept.newer');

/** What every attempt to write gets where a newer Ferry has changed the schema. */
export function newerSchemaError(): FailedError {
  return new FailedError({ kind: 'internal', detail: newerSchema });
}

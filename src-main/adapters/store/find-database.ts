import { DatabaseSync } from 'node:sqlite';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Words } from '../../../src-shared/language/words.ts';
import { copiesOf, createMain, isOther, modifiedAt, moveOthersAside, sizeOf } from './database-files.ts';
import type { DatabaseFiles } from './database-files.ts';
import { dateOf, recover, rewrite } from './recovery.ts';
import { damageIn, mendVersion, versionOf } from './schema.ts';
import type { Damage, Doubts } from './schema.ts';
import { hasIndex } from './search/index-file.ts';
import { isDamage } from './sqlite-error.ts';

const day = 24 * 60 * 60 * 1000;
/** A database up to so many bytes has all its pages checked at each opening: that takes less than a tenth of a second. */
const alwaysChecked = 64 * 1024 * 1024;

/** Whether a day has gone since the last copy, by whichever way the clock went. Both milliseconds since 1970. */
export const copyIsDue = (copiedAt: number, now: number): boolean => Math.abs(now - copiedAt) >= day;

/** Where a database lies, and how it is looked at. */
export interface DatabasePlace {
  /** The data folder; it exists and this process holds its lock. */
  folder: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Bytes up to which all pages are checked at each opening; only tests pass their own. */
  alwaysChecked?: number;
}

/** A sound database, of whatever schema, with what had to be done for it. */
export interface FoundDatabase {
  connection: DatabaseSync;
  /** Sentences for the user: what was damaged, what was restored. */
  problems: Words[];
  /** When the state was saved that had to be gone back to, milliseconds since 1970; null in all normal cases. */
  restoredFrom: number | null;
  /** Whether its log got lost. */
  isWithoutLog: boolean;
  /** When the last daily copy was made, milliseconds since 1970; one is due where there is none. */
  copiedAt: number;
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

/**
 * Opens what lies in the data folder, makes it where nothing does, and puts the last sound copy in place of what is
 * damaged, empty or lost. Throws what SQLite and the disk throw.
 */
export function findDatabase(
  files: DatabaseFiles,
  { folder, now, ...options }: DatabasePlace,
  migrations: readonly string[],
): FoundDatabase {
  const problems: Words[] = [];
  let restoredFrom: number | null = null;

  moveOthersAside(files, now());
  const size = sizeOf(files.main) ?? 0;
  const fresh = size === 0;
  const hasCopy = copiesOf(files).length > 0;
  const leftLog = Boolean(sizeOf(`${files.main}-wal`));
  const logLoss = withoutLog(files);
  const wasChanged = sizeOf(files.changed) !== null;
  const isOld = hasCopy || wasChanged || hasIndex(folder);
  const copiedAt = modifiedAt(files.copy) ?? (fresh ? now() : -Infinity);

  // SQLite would take an empty file for a new database and throw the log away, so a loss is recognised before it looks.
  let found: { connection: DatabaseSync } | { damage: Damage };
  if (isOther(files.main)) {
    found = { damage: 'damaged' };
  } else if (fresh && (leftLog || isOld)) {
    found = { damage: sizeOf(files.main) === null ? 'gone' : 'empty' };
  } else if (logLoss === 'logGone') {
    found = { damage: logLoss };
  } else {
    createMain(files);
    // The log is emptied by a clean stop, so one with content means that there was none.
    const isSuspected = sizeOf(files.suspect) !== null;
    const isDoubtful = leftLog || isSuspected || copyIsDue(copiedAt, now());
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
  const { connection } = found;
  return { connection, problems, restoredFrom, isWithoutLog: logLoss !== null, copiedAt };
}

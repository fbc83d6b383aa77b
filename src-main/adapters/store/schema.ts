import { DatabaseSync } from 'node:sqlite';
import { foldText } from '../../../src-shared/fold-text.ts';
import { askedKeyIn } from './asked-key.ts';

/** `Fery`: tells Ferry's databases from all others. */
const applicationId = 0x46657279;

/** What is wrong with the database as it lies there. */
export type Damage = 'gone' | 'empty' | 'foreign' | 'damaged' | 'logGone';

export interface Doubts {
  /** Look at every page. */
  checkPages: boolean;
  /** It can't be a new one: there is a copy, or a mark that something was saved in it. */
  isOld: boolean;
  /** The schemas that there are. */
  migrations: readonly string[];
}

function pragma(connection: DatabaseSync, name: string): unknown {
  return Object.values(connection.prepare(`PRAGMA ${name}`).get() ?? {})[0];
}

/** The number of the schema: how many migrations the database has been through. */
export function versionOf(connection: DatabaseSync): number {
  return Number(pragma(connection, 'user_version'));
}

/** Why the open database can't be trusted, or null. */
export function damageIn(connection: DatabaseSync, { checkPages, isOld, migrations }: Doubts): Damage | null {
  const tables = connection.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.['count'];
  if (Number(tables) === 0) return isOld ? 'empty' : null;
  if (pragma(connection, 'application_id') !== applicationId) return 'foreign';
  if (checkPages && pragma(connection, 'quick_check(1)') !== 'ok') return 'damaged';
  const version = versionOf(connection);
  // What a newer Ferry's schema has isn't known here.
  if (version > migrations.length) return null;
  const has = new Set(namesIn(connection));
  return version > 0 && inEmpty(migrations, version, namesIn).every((name) => has.has(name))
    ? null
    : 'damaged';
}

/** Takes it through the migrations that it hasn't been through, each in a transaction of its own. */
export function migrate(connection: DatabaseSync, migrations: readonly string[], from: number): void {
  connection.function('fold_text', { deterministic: true }, (text) => foldText(String(text)));
  connection.function('asked_key', { deterministic: true }, (connectionId, data) =>
    askedKeyIn(String(connectionId), String(data)),
  );
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
 * Puts the number of the schema right where it says that there is none although everything of one is there, to the letter.
 * Whatever else has such a number is damaged.
 */
export function mendVersion(connection: DatabaseSync, migrations: readonly string[]): void {
  if (versionOf(connection) > 0 || pragma(connection, 'application_id') !== applicationId) return;
  const has = JSON.stringify(schemaOf(connection));
  for (let version = migrations.length; version > 0; version -= 1) {
    if (JSON.stringify(inEmpty(migrations, version, schemaOf)) !== has) continue;
    connection.exec(`PRAGMA user_version = ${version}`);
    return;
  }
}

/** Tables, indexes and triggers. */
function namesIn(connection: DatabaseSync): string[] {
  return schemaOf(connection).map(({ type, name }) => `${String(type)} ${String(name)}`);
}

function schemaOf(connection: DatabaseSync): Record<string, unknown>[] {
  return connection.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all();
}

/** Looks at an empty database with a schema of that number. */
function inEmpty<Result>(
  migrations: readonly string[],
  version: number,
  look: (connection: DatabaseSync) => Result,
): Result {
  const empty = new DatabaseSync(':memory:');
  try {
    migrate(empty, migrations.slice(0, version), 0);
    return look(empty);
  } finally {
    empty.close();
  }
}

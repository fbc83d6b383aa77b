import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isOther, sizeOf } from '../database-files.ts';
import { isBusy } from '../sqlite-error.ts';

/** Raised with every change of what is kept below: an index of another form is made anew. */
const form = 3;

/**
 * `documents` are final jobs with what is sorted and filtered by. `blocks` are stretches of folded text, the lines of
 * several documents one after the other; `grams` finds blocks by three letters in a row. A document's number is never
 * given twice, so that text of a document that is gone leads nowhere.
 */
const schema = `
BEGIN IMMEDIATE;
CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
CREATE TABLE documents (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id TEXT NOT NULL UNIQUE,
  server TEXT NOT NULL,
  ending TEXT NOT NULL,
  state TEXT NOT NULL,
  ended REAL NOT NULL,
  added REAL NOT NULL,
  size REAL,
  type TEXT NOT NULL,
  name TEXT NOT NULL,
  asked TEXT,
  prepared REAL,
  fetched REAL,
  setbacks TEXT NOT NULL,
  first_block INTEGER NOT NULL,
  last_block INTEGER NOT NULL
) STRICT;
CREATE TABLE blocks (
  block INTEGER PRIMARY KEY,
  folded TEXT NOT NULL,
  segments BLOB NOT NULL,
  original BLOB NOT NULL
) STRICT;
CREATE VIRTUAL TABLE grams USING fts5 (
  text, tokenize = 'trigram case_sensitive 1', content = '', contentless_delete = 1, detail = none
);
INSERT INTO facts VALUES ('form', ${form}), ('changes', 0), ('edition', 0);
COMMIT;
`;

const nameOf = (folder: string): string => join(folder, 'ferry.search.db');

/** There is an index in a data folder, and so there was a history. */
export function hasIndex(folder: string): boolean {
  return Boolean(sizeOf(nameOf(folder)));
}

/** Throws the index of a data folder away: the next one is made from the jobs anew. */
export function dropIndex(folder: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal'])
    rmSync(nameOf(folder) + suffix, { force: true, maxRetries: 3 });
}

function connect(path: string): DatabaseSync {
  const connection = new DatabaseSync(path, { timeout: 5000 });
  try {
    // What a power cut takes of an index is made anew.
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA trusted_schema = OFF;');
    const isFresh = connection.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.['count'] === 0;
    if (isFresh) connection.exec(schema);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

const formOf = (connection: DatabaseSync): unknown =>
  connection.prepare(`SELECT value FROM facts WHERE name = 'form'`).get()?.['value'];

/**
 * Opens the index beside the database of a data folder, for its owner alone, and makes an empty one where there is none
 * that this version can read. Where none can be kept (a folder that can't be written to), it is in memory.
 */
export function openIndex(folder: string): DatabaseSync {
  for (const isLast of [false, true]) {
    try {
      const path = nameOf(folder);
      if (isOther(path)) throw new Error('no file');
      closeSync(openSync(path, 'a', 0o600));
      const connection = connect(path);
      if (formOf(connection) === form) return connection;
      connection.close();
    } catch (error) {
      // Another process is at work with it: it is no worse for that.
      if (isBusy(error)) break;
    }
    if (isLast || !isDropped(folder)) break;
  }
  return memoryIndex();
}

/** An index that lives as long as its connection. */
export function memoryIndex(): DatabaseSync {
  return connect(':memory:');
}

function isDropped(folder: string): boolean {
  try {
    dropIndex(folder);
    return true;
  } catch {
    return false;
  }
}

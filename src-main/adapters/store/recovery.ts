import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Phrase } from '../../../src-shared/language/words.ts';
import {
  copiesOf,
  createMain,
  layBeside,
  modifiedAt,
  moveAside,
  publishCopy,
  putInPlace,
} from './database-files.ts';
import type { DatabaseFiles } from './database-files.ts';
import { damageIn } from './schema.ts';
import type { Damage } from './schema.ts';
import { isDamage } from './sqlite-error.ts';
import { dropIndex } from './search/index-file.ts';

/** What became of a damaged database. */
export interface Recovered {
  problem: Phrase;
  /** When the copy was made that was put in its place, milliseconds since 1970; null where there was none. */
  restoredFrom: number | null;
}

/** A time as these sentences have it. */
export function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}

/** The newest copy in which every page is sound. */
export function soundCopy(files: DatabaseFiles, migrations: readonly string[]): string | null {
  // A copy that can't be opened is no copy; an older one may be.
  return copiesOf(files).find((copy) => isSound(copy, migrations)) ?? null;
}

function isSound(path: string, migrations: readonly string[]): boolean {
  let connection: DatabaseSync | null = null;
  try {
    connection = new DatabaseSync(path, { readOnly: true });
    return damageIn(connection, { checkPages: true, isOld: true, migrations }) === null;
  } catch {
    return false;
  } finally {
    if (connection?.isOpen) connection.close();
  }
}

/**
 * Puts all rows into a new database, with new indexes, and moves the old one aside: where reading failed although each
 * page is sound, only an index is damaged. Returns what the old one is called now; null, with nothing changed, where the
 * rows can't be read either. https://www.sqlite.org/lang_vacuum.html#vacuuminto
 */
export function rewrite(files: DatabaseFiles, now: number, migrations: readonly string[]): string | null {
  const arriving = `${files.main}.arriving`;
  rmSync(arriving, { force: true });
  const connection = new DatabaseSync(files.main);
  let isWhole = false;
  try {
    connection.prepare('VACUUM INTO ?').run(arriving);
    reindex(arriving);
    isWhole = isSound(arriving, migrations);
  } catch (error) {
    if (!isDamage(error)) throw error;
  } finally {
    connection.close();
    if (!isWhole) rmSync(arriving, { force: true });
  }
  if (!isWhole) return null;
  const file = moveAside(files, now);
  publishCopy(arriving, files.main, now);
  return file;
}

/** `VACUUM` takes the entries of an index over as they are. */
function reindex(path: string): void {
  const connection = new DatabaseSync(path);
  try {
    connection.exec('REINDEX');
  } finally {
    connection.close();
  }
}

/**
 * Moves what is there aside and puts the newest sound copy in its place. The copy is laid beside it first: where there is no
 * space for that, nothing has changed.
 */
export function recover(
  files: DatabaseFiles,
  damage: Damage,
  now: number,
  migrations: readonly string[],
): Recovered {
  const what = phrase(`startupProblems.list.${damage}`);
  const copy = soundCopy(files, migrations);
  const arriving = copy && layBeside(copy, files);
  const file = moveAside(files, now);
  dropIndex(files.folder);
  if (!copy || !arriving) {
    createMain(files);
    return {
      problem: phrase('startupProblems.list.startsEmpty', { damage: what, file }),
      restoredFrom: null,
    };
  }
  const restoredFrom = modifiedAt(copy);
  putInPlace(arriving, files);
  const date = dateOf(restoredFrom!);
  return { problem: phrase('startupProblems.list.restored', { damage: what, date, file }), restoredFrom };
}

import { DatabaseSync } from 'node:sqlite';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Phrase } from '../../../src-shared/language/words.ts';
import { copiesOf, createMain, layBeside, modifiedAt, moveAside, putInPlace } from './database-files.ts';
import type { DatabaseFiles } from './database-files.ts';
import { damageIn } from './schema.ts';
import type { Damage } from './schema.ts';
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
  for (const copy of copiesOf(files)) {
    let connection: DatabaseSync | null = null;
    try {
      connection = new DatabaseSync(copy, { readOnly: true });
      if (damageIn(connection, { checkPages: true, isOld: true, migrations }) === null) return copy;
    } catch {
      // A copy that can't be opened is no copy; an older one may be.
    } finally {
      if (connection?.isOpen) connection.close();
    }
  }
  return null;
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

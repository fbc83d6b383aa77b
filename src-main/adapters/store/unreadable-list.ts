import { existsSync } from 'node:fs';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import { copiesOf, databaseFiles, sizeOf } from './database-files.ts';
import { hasIndex } from './search/index-file.ts';
import { isDamage } from './sqlite-error.ts';

/** The list of downloads is damaged or gone, for whoever only reads it: the next start puts its copy in its place. */
export class UnreadableListError extends FailedError {
  constructor(folder: string) {
    super({ kind: 'invalid-input', detail: phrase('failureDetails.kept.unreadable', { folder }) });
    this.name = 'UnreadableListError';
  }
}

/** The same error, or what it means where it is of a damaged list. */
export function orUnreadable(error: unknown, folder: string): unknown {
  return isDamage(error) ? new UnreadableListError(folder) : error;
}

/** Throws where a list that is empty or missing can't be a new one. */
export function demandNew(folder: string): void {
  if (!existsSync(folder)) return;
  const files = databaseFiles(folder);
  const wasThere = copiesOf(files).length > 0 || sizeOf(files.changed) !== null || hasIndex(folder);
  if (wasThere || sizeOf(`${files.main}-wal`)) throw new UnreadableListError(folder);
}

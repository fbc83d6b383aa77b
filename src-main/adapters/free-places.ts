import { existsSync, lstatSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import type { Words } from '../../src-shared/language/words.ts';
import { datedName } from './dated-name.ts';

/** Whether something lies at the path that is neither a file nor leads to one: a folder, a pipe. */
function isOccupied(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found !== undefined && !found.isFile() && !found.isSymbolicLink();
}

/**
 * Moves aside what lies where files of Ferry's own belong and is none, with all that is in it, and says so. Throws
 * `FailedError` where it can't be moved.
 *
 * @param now milliseconds since 1970
 */
export function freePlaces(paths: readonly string[], now: number): Words[] {
  return paths.filter(isOccupied).map((path) => {
    const name = basename(path);
    const isTaken = (other: string): boolean => existsSync(join(dirname(path), other));
    const kept = datedName(now, (mark) => `${name}.moved-${mark}`, isTaken);
    try {
      renameSync(path, join(dirname(path), kept));
    } catch {
      const words = phrase('startupProblems.dataFolder.occupied');
      throw new FailedError({
        kind: 'folder-unavailable',
        detail: phrase('failureDetails.about', { what: path, words }),
      });
    }
    return phrase('startupProblems.dataFolder.freed', { name, kept });
  });
}

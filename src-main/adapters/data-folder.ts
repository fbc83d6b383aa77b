import { mkdirSync, statSync } from 'node:fs';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { DataFolderTakenError } from './data-folder-keeper.ts';
import type { KeptThing } from './data-folder-keeper.ts';
import { lockFolder } from './store/folder-lock.ts';
import type { FolderLock } from './store/folder-lock.ts';

/** Another Ferry works with the data folder. */
export class DataFolderInUseError extends FailedError {
  readonly folder: string;

  constructor(folder: string) {
    super({ kind: 'invalid-input', detail: phrase('startupProblems.inUse', { folder }) });
    this.name = 'DataFolderInUseError';
    this.folder = folder;
  }
}

/** Makes a folder that Ferry works in if it is missing, for its owner alone. Throws `FailedError` where that can't be. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const words = (error instanceof Error ? error.message : String(error)).slice(0, 300);
    throw new FailedError({
      kind: 'folder-unavailable',
      detail: phrase('failureDetails.about', { what: folder, words }),
    });
  }
}

/**
 * Makes the folder if it is missing, for its owner alone, and takes it for this process until it is released or the
 * process ends in any way. Throws `DataFolderInUseError`, or `FailedError` where the folder can't be used.
 */
export function lockDataFolder(folder: string): FolderLock & KeptThing {
  makeFolder(folder);
  const first = lockFolder(folder);
  if (first === null) throw new DataFolderInUseError(folder);
  let lock = first;
  return {
    isInPlace: () => lock.isInPlace(),
    putBack: () => {
      const again = lockFolder(folder);
      if (again === null) throw new DataFolderTakenError();
      lock.release();
      lock = again;
    },
    release: () => lock.release(),
  };
}

/** Whether other accounts may write to the folder, and so change what Ferry does. Windows says it in another way: false there. */
export function mayOthersWrite(folder: string): boolean {
  if (process.platform === 'win32') return false;
  const { mode, uid } = statSync(folder);
  return (mode & 0o022) !== 0 || (uid !== process.getuid?.() && uid !== 0);
}

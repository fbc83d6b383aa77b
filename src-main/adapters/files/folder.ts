import { randomBytes } from 'node:crypto';
import { mkdir, stat, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { FailedError } from '../../../src-shared/failure.ts';
import { codeOf, tolerating } from './codes.ts';
import { inFolder } from './failures.ts';
import { createFile } from './regular-file.ts';

/** What looking at a folder needs of the machine. */
export interface FolderWorld {
  mkdir: (path: string) => Promise<unknown>;
  /** Milliseconds. Rejects with the signal's reason when aborted. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** How long a folder may take to answer, milliseconds. A network drive that is gone may otherwise take minutes. */
const folderPatience = 10_000;

/** The machine as it is, but for the time. */
export const realFolders: Pick<FolderWorld, 'mkdir'> = { mkdir: (path) => mkdir(path) };

const unavailable = (detail: string): FailedError => new FailedError({ kind: 'folder-unavailable', detail });

/** The missing folders of a path, the outermost first. Rejects where a part of the path is no folder. */
async function missingOf(folder: string): Promise<string[]> {
  const missing: string[] = [];
  for (let at = resolve(folder); ; at = dirname(at)) {
    try {
      if ((await stat(at)).isDirectory()) return missing;
    } catch (thrown) {
      if (codeOf(thrown) !== 'ENOENT' || dirname(at) === at) throw thrown;
      missing.unshift(at);
      continue;
    }
    throw unavailable(
      missing.length === 0 ? 'it is a file, not a folder' : 'part of its path is not a folder',
    );
  }
}

/** Makes what is missing and proves that a file can be made. */
async function prove(folder: string, world: FolderWorld): Promise<void> {
  // One at a time: Node's recursive mkdir never ends where the parent is there and refuses with ENOENT, as /proc does.
  for (const path of await missingOf(folder)) await tolerating(['EEXIST'], () => world.mkdir(path));
  const probe = join(folder, `.ferry-probe-${randomBytes(8).toString('hex')}`);
  await (await createFile(probe)).close();
  await unlink(probe);
}

/**
 * Looks at folders: each is made if it is missing and proven to take files. One that doesn't answer in time is
 * unavailable; the look goes on, and who asks again meanwhile waits for the same one, since each occupies one of the
 * few threads that Node has for files.
 */
export function createFolderChecks(world: FolderWorld): (folder: string) => Promise<void> {
  const looks = new Map<string, Promise<void>>();

  const look = (folder: string): Promise<void> => {
    const found = looks.get(folder);
    if (found) return found;
    const started = inFolder(folder, () => prove(folder, world)).finally(() => looks.delete(folder));
    looks.set(folder, started);
    return started;
  };

  return async (folder) => {
    const done = new AbortController();
    const tooLong = async (): Promise<void> => {
      await world.wait(folderPatience, done.signal);
      throw unavailable('it takes too long to answer');
    };
    const late = tooLong();
    // It is ended on purpose when the folder was in time.
    late.catch(() => undefined);
    try {
      await Promise.race([look(folder), late]);
    } finally {
      done.abort();
    }
  };
}

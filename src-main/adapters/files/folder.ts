import { dirname, join, resolve, isAbsolute, normalize, parse } from 'node:path';
import type { FileStore } from '../../core/ports.ts';
import { codeOf, tolerating } from './errno.ts';
import type { Disk, World } from './disk.ts';
import { folderUnavailable, inFolder } from './failures.ts';
import { createFile, syncFolder, lookAt, pathOf } from './regular-file.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import { homedir } from 'node:os';
import { refusal } from '../../../src-shared/failures/failure.ts';

/** How long a folder may take to answer, milliseconds. A network drive that is gone may otherwise take minutes. */
const folderPatience = 10_000;

/** The file that is made and removed to prove that files can be made. */
const probe = '.ferry-probe';

/** The missing folders of a path, the outermost first. Rejects where a part of the path is no folder. */
async function missingOf(disk: Disk, folder: string): Promise<string[]> {
  const missing: string[] = [];
  for (let at = resolve(folder); ; at = dirname(at)) {
    try {
      if ((await disk.stat(at)).isDirectory()) return missing;
    } catch (thrown) {
      if (codeOf(thrown) !== 'ENOENT' || dirname(at) === at) throw thrown;
      missing.unshift(at);
      continue;
    }
    throw folderUnavailable(
      missing.length === 0 ? phrase('failureDetails.disk.isAFile') : phrase('failureDetails.disk.notAFolder'),
    );
  }
}

/**
 * Makes what is missing, where it may, and proves that a file can be made. Each name is brought to the disk before anything is put
 * below it; that of the folder which was found may come from a run that was ended before it could do so.
 */
async function prove(folder: string, world: World, mayMake: boolean): Promise<void> {
  const missing = await missingOf(world, folder);
  if (missing.length > 0 && !mayMake) throw folderUnavailable(phrase('failureDetails.disk.notThere'));
  await syncFolder(world, dirname(missing[0] === undefined ? resolve(folder) : dirname(missing[0])));
  // One at a time: Node's recursive mkdir never ends where the parent is there and refuses with ENOENT, as /proc does.
  for (const path of missing) {
    await tolerating(['EEXIST'], () => world.mkdir(path));
    await syncFolder(world, dirname(path));
  }
  // One that is there was left by a run that was ended just now, or is another Ferry's: taking it away proves as much.
  await tolerating(['EEXIST'], async () => (await createFile(world, join(folder, probe))).close());
  await tolerating(['ENOENT'], () => world.unlink(join(folder, probe)));
}

/**
 * Looks at folders: each is proven to take files, and made first where that is asked for. One that doesn't answer in time is
 * unavailable; the look goes on, and who asks again meanwhile waits for the same one, since each occupies one of the
 * few threads that Node has for files.
 */
export function createFolderChecks(world: World): Pick<FileStore, 'makeFolder' | 'checkFolder'> {
  const looks = new Map<string, Promise<void>>();

  const look = (folder: string, mayMake: boolean): Promise<void> => {
    const key = `${mayMake ? 'make' : 'check'} ${folder}`;
    const found = looks.get(key);
    if (found) return found;
    const proving = inFolder(world, folder, () => prove(folder, world, mayMake));
    const started = proving.finally(() => looks.delete(key));
    looks.set(key, started);
    return started;
  };

  const inTime = async (folder: string, mayMake: boolean): Promise<void> => {
    const done = new AbortController();
    const tooLong = async (): Promise<void> => {
      await world.wait(folderPatience, done.signal);
      throw folderUnavailable(phrase('failureDetails.disk.slow'));
    };
    const late = tooLong();
    // It is ended on purpose when the folder was in time.
    late.catch(() => undefined);
    try {
      await Promise.race([look(folder, mayMake), late]);
    } finally {
      done.abort();
    }
  };
  return {
    makeFolder: (folder) => inTime(folder, true),
    checkFolder: (folder) => inTime(folder, false),
  };
}

/** Whether the path says all: on Windows one may begin with a backslash and still leave the drive open. */
function isWhole(path: string): boolean {
  if (!isAbsolute(path) || path.includes('\0')) return false;
  return process.platform !== 'win32' || /^(?:[a-z]:|[\\/]{2})/i.test(parse(path).root);
}

/** A typed folder as a whole path, `~` being the user's home. Rejects what isn't one with `invalid-input`. */
export function wholePath(typed: string): string {
  const path = /^~(?:$|[\\/])/.test(typed) ? join(homedir(), typed.slice(1)) : typed;
  if (isWhole(path)) return normalize(path);
  throw refusal(phrase('validationErrors.folder.whole'));
}

/**
 * Makes the folders inside one another that a finished file goes to, where they are missing, and resolves with the
 * whole path. A link on the way would lead elsewhere, so it is refused. Every name on the way is brought to the disk,
 * also one that was found: the run that made it may have been ended before it could do so.
 */
export async function makeTargetFolder(world: World, base: string, folders: string[]): Promise<string> {
  let at = base;
  for (const name of folders) {
    const parent = at;
    at = pathOf({ folder: parent, part: name });
    if (!(await lookAt(world, at))) await tolerating(['EEXIST'], () => world.mkdir(at));
    const found = await lookAt(world, at);
    if (found?.isSymbolicLink()) throw folderUnavailable(phrase('failureDetails.disk.linkInIt', { name }));
    if (!found?.isDirectory()) throw folderUnavailable(phrase('failureDetails.disk.fileInIt', { name }));
    await syncFolder(world, parent);
  }
  return at;
}

import { folderUnavailable } from './failures.ts';
import { tolerating } from './codes.ts';
import { lookAt, pathOf, syncFolder } from './regular-file.ts';
import type { World } from './world.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';

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
    if (found?.isSymbolicLink()) throw folderUnavailable(phrase('reasons.disk.linkInIt', { name }));
    if (!found?.isDirectory()) throw folderUnavailable(phrase('reasons.disk.fileInIt', { name }));
    await syncFolder(world, parent);
  }
  return at;
}

import { phrase } from '../../../src-shared/language/phrase.ts';
import type { PartPlace } from '../../core/ports.ts';
import { folderUnavailable, inFolder } from './failures.ts';
import { volumeOf } from './space.ts';
import type { World } from './disk.ts';

/**
 * For a part that wasn't found: rejects with `folder-unavailable` unless its folder is there, and on the volume on which
 * the part was made. A mount point stays behind as an empty folder when its drive goes away.
 */
export async function demandVolume(world: World, { folder, volume = null }: PartPlace): Promise<void> {
  await inFolder(world, folder, async () => {
    const here = volumeOf(await world.stat(folder));
    if (volume !== null && volume !== here)
      throw folderUnavailable(phrase('failureDetails.disk.otherVolume'));
  });
}

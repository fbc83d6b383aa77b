import { join } from 'node:path';
import { foldedName, safeName } from '../../../src-shared/safe-name.ts';
import type { FileStore, Finished, PartPlace } from '../../core/ports.ts';
import type { World } from './disk.ts';
import { inFolder } from './failures.ts';
import { NamePlaceholder } from './name-placeholder.ts';
import { nameForPath, namesIn } from './naming.ts';
import { identityOf, lookAt, pathOf } from './regular-file.ts';

/** `FileStore.sameName`. Names count as the same that differ by case or accents alone, as they do when one is given. */
export async function sameName(
  world: World,
  place: PartPlace,
  wanted: Pick<Finished, 'folders' | 'name'>,
): Promise<Awaited<ReturnType<FileStore['sameName']>>> {
  return inFolder(world, place.folder, async () => {
    let folder = place.folder;
    for (const name of wanted.folders) {
      folder = pathOf({ folder, part: name });
      // One that isn't there yet holds nothing; a link is refused where the file gets its name.
      if (!(await lookAt(world, folder))?.isDirectory()) return null;
    }
    const folded = foldedName(nameForPath(world, folder, safeName(wanted.name)));
    const held = new NamePlaceholder(world, place);
    for (const fileName of (await namesIn(world, folder)).get(folded) ?? []) {
      const path = join(folder, fileName);
      const found = await lookAt(world, path);
      if (!found?.isFile() || (await held.isHeld(path))) continue;
      const { size, mtimeMs } = found;
      return { folder, fileName, size: Number(size), modifiedAt: Number(mtimeMs), inode: identityOf(found) };
    }
    return null;
  });
}

import { phrase } from '../../../src-shared/language/phrase.ts';
import { codeOf } from './errno.ts';
import type { World } from './disk.ts';
import { inFolder, internal } from './failures.ts';
import { highestNumber, nameForPath, numberedNames } from './naming.ts';
import { createFile, lookAt, pathOf, syncFile, syncFolder, writeAll } from './regular-file.ts';
import { demandVolume } from './volume.ts';

/** Files of the same size that are looked at. */
const mostNames = 100;

/** `FileStore.lookAtFile`. */
export async function lookAtFile(
  world: World,
  folder: string,
  fileName: string,
): Promise<{ size: number; modifiedAt: number } | null> {
  return inFolder(world, folder, async () => {
    const found = await lookAt(world, pathOf({ folder, part: fileName }));
    if (found?.isFile()) return { size: Number(found.size), modifiedAt: Number(found.mtimeMs) };
    await demandVolume(world, { folder, part: fileName });
    return null;
  });
}

/** `FileStore.namesOfSize`. */
export async function namesOfSize(world: World, folder: string, size: number): Promise<string[]> {
  return inFolder(world, folder, async () => {
    const names: string[] = [];
    for (const name of await world.readdir(folder)) {
      if (name.includes('\\') || names.length === mostNames) continue;
      const found = await lookAt(world, pathOf({ folder, part: name }));
      if (found?.isFile() && Number(found.size) === size) names.push(name);
    }
    return names;
  });
}

/** `FileStore.saveText`: whole or not at all, but for a power cut. */
export async function saveText(world: World, folder: string, wanted: string, text: string): Promise<string> {
  return inFolder(world, folder, async () => {
    for (const name of numberedNames(nameForPath(world, folder, wanted))) {
      const path = pathOf({ folder, part: name });
      const file = await createFile(world, path).catch((thrown: unknown) => {
        if (codeOf(thrown) === 'EEXIST') return null;
        throw thrown;
      });
      if (!file) continue;
      try {
        await writeAll(file, Buffer.from(text), 0);
        await syncFile(file, 'all');
      } catch (thrown) {
        await world.unlink(path).catch(() => undefined);
        throw thrown;
      } finally {
        await file.close();
      }
      await syncFolder(world, folder);
      return name;
    }
    throw internal(phrase('failureDetails.file.tooManyNames', { most: highestNumber }));
  });
}

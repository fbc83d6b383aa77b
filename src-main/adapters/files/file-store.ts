import { FailedError } from '../../../src-shared/failure.ts';
import type { FileStore, PartPlace } from '../../core/ports.ts';
import { lockCodes } from './codes.ts';
import { inFolder, internal } from './failures.ts';
import { createFolderChecks, realFolders } from './folder.ts';
import type { FolderWorld } from './folder.ts';
import { fingerprint } from './hash.ts';
import { patiently, realWorld } from './naming.ts';
import type { NamingWorld } from './naming.ts';
import { openPart } from './part.ts';
import { publish } from './publish.ts';
import { lookAt, openRegular, pathOf } from './regular-file.ts';
import { safeName } from './safe-name.ts';
import { freeBytes } from './space.ts';
import { wholePath } from './whole-path.ts';
import { zipFileCount } from './zip.ts';

/** Files on this machine's disks. `world` replaces single calls to the system, for faults that can't be had at will. */
export function createFileStore(world: Partial<NamingWorld & FolderWorld> = {}): FileStore {
  const whole = { ...realWorld(), ...realFolders, ...world };
  return {
    wholePath,
    checkFolder: createFolderChecks(whole),
    space: freeBytes,
    openPart,
    hashPart: async (place, options) => {
      const found = await inFolder(place.folder, () => fingerprint(pathOf(place), options));
      if (!found) await demandFolder(place.folder);
      return found;
    },
    zipFileCount: countFiles,
    publish: (place, file, options) => publish(place, file, options.signal, whole),
    discard: (place) => discard(place, whole),
    locate,
    safeName,
  };
}

/** A missing file in a folder that is there is an answer; a missing folder is a failure. */
async function demandFolder(folder: string): Promise<void> {
  await inFolder(folder, async () => {
    if (await lookAt(folder)) return;
    throw new FailedError({ kind: 'folder-unavailable', detail: 'it is not there' });
  });
}

async function countFiles(place: PartPlace): Promise<number | null> {
  const opened = await inFolder(place.folder, () => openRegular(pathOf(place), 'read'));
  if (!opened) return null;
  try {
    return await zipFileCount(opened.handle, Number(opened.stats.size));
  } finally {
    await opened.handle.close();
  }
}

async function discard(place: PartPlace, world: NamingWorld): Promise<void> {
  await inFolder(place.folder, async () => {
    const path = pathOf(place);
    const found = await lookAt(path);
    if (found?.isDirectory()) throw internal(`${place.part} is a folder; Ferry doesn’t remove it`);
    if (!found) return;
    // Cancelling must not hang on rights that won't change, so these count as a lock only where they mean one.
    const codes = process.platform === 'win32' ? undefined : lockCodes;
    await patiently(world, new AbortController().signal, () => world.unlink(path), codes);
  });
}

async function locate(folder: string, fileName: string): Promise<string> {
  return inFolder(folder, async () => {
    const path = pathOf({ folder, part: fileName });
    if ((await lookAt(path))?.isFile()) return path;
    throw new FailedError({ kind: 'file-missing' });
  });
}

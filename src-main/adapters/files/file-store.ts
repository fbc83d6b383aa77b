import { dirname } from 'node:path';
import { FailedError, refusal } from '../../../src-shared/failures/failure.ts';
import type { ZipPage } from '../../../src-shared/job/job-view.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Contents, FileStore, PartPlace } from '../../core/ports.ts';
import { isOfSystem, lockCodes } from './errno.ts';
import { inFolder, internal } from './failures.ts';
import { createFolderChecks, wholePath } from './folder.ts';
import { hashFile } from './hash-file.ts';
import { HashThreads } from './hash-threads.ts';
import { lookAtFile, namesOfSize, saveText } from './found-files.ts';
import { NamePlaceholder } from './name-placeholder.ts';
import { patiently } from './naming.ts';
import { openPart } from './partial-file.ts';
import { publish } from './publish.ts';
import { identityOf, lookAt, openRegular, pathOf } from './regular-file.ts';
import { sameName } from './same-name.ts';
import { spaceOf } from './space.ts';
import { demandVolume } from './volume.ts';
import { realWorld } from './disk.ts';
import type { World } from './disk.ts';
import { contentsOf } from '../zips/zip-contents.ts';
import { findEntries, openZip } from '../zips/zip.ts';
import type { OpenedZip } from '../zips/zip.ts';

const threads = new HashThreads();

/** Files on this machine's disks. `changes` replaces single calls to the system, for faults that can't be caused at will. */
export function createFileStore(changes: Partial<World> = {}): FileStore {
  const world = { ...realWorld(), ...changes };
  return {
    wholePath,
    ...createFolderChecks(world),
    space: (folder) => spaceOf(world, folder),
    openPart: (place, kept) => openPart(world, threads, place, kept),
    hashPart: async (place, options) => {
      const found = await inFolder(world, place.folder, () =>
        hashFile(world, threads, pathOf(place), options),
      );
      if (!found) await demandVolume(world, place);
      return found;
    },
    lookAtPart: (place) => lookAtPart(world, place),
    zipContents: (place) => zipContents(world, place),
    publish: (place, file, { signal }) => publish({ world, threads, place, file, signal }),
    sameName: (place, wanted) => sameName(world, place, wanted),
    discard: (place) => discard(world, place),
    zipEntries: (path, query) => zipEntries(world, path, query),
    lookAtFile: (folder, fileName) => lookAtFile(world, folder, fileName),
    namesOfSize: (folder, size) => namesOfSize(world, folder, size),
    saveText: (folder, name, text) => saveText(world, folder, name, text),
    locate: (folder, fileName) => locate(world, folder, fileName),
  };
}

async function lookAtPart(world: World, place: PartPlace): Promise<{ size: number; inode: string } | null> {
  const found = await inFolder(world, place.folder, () => lookAt(world, pathOf(place)));
  if (!found) await demandVolume(world, place);
  return found?.isFile() ? { size: Number(found.size), inode: identityOf(found) } : null;
}

/** Null when there is no file. */
async function readZip<T>(
  world: World,
  path: string,
  read: (zip: OpenedZip) => Promise<T>,
): Promise<{ answer: T } | 'unreadable' | null> {
  return inFolder(world, dirname(path), async () => {
    const opened = await openRegular(world, path, 'read');
    if (!opened) return null;
    try {
      return { answer: await read(await openZip(opened.file, Number(opened.stats.size))) };
    } catch (thrown) {
      // A disk that fails says nothing about the zip.
      if (isOfSystem(thrown)) throw thrown;
      return 'unreadable';
    } finally {
      await opened.file.close();
    }
  });
}

async function zipContents(world: World, place: PartPlace): Promise<Contents | null> {
  const read = await readZip(world, pathOf(place), contentsOf);
  return read === null || read === 'unreadable' ? null : read.answer;
}

async function zipEntries(
  world: World,
  path: string,
  query: { text: string; offset: number; limit: number },
): Promise<ZipPage> {
  const read = await readZip(world, path, (zip) => findEntries(zip, query));
  if (read === null) throw new FailedError({ kind: 'file-missing' });
  if (read === 'unreadable') throw refusal(phrase('validationErrors.noZip'));
  return read.answer;
}

async function discard(world: World, place: PartPlace): Promise<void> {
  await inFolder(world, place.folder, async () => {
    const path = pathOf(place);
    const found = await lookAt(world, path);
    if (found?.isDirectory()) throw internal(phrase('failureDetails.file.folderStays', { name: place.part }));
    const held = new NamePlaceholder(world, place);
    if (!found) return held.forget();
    await held.letGo();
    // Cancelling must not hang on rights that won't change, so these count as a lock only where they mean one.
    const codes = world.platform === 'win32' ? undefined : lockCodes;
    await patiently(world, new AbortController().signal, () => world.unlink(path), codes);
  });
}

async function locate(world: World, folder: string, fileName: string): Promise<string> {
  return inFolder(world, folder, async () => {
    const path = pathOf({ folder, part: fileName });
    if ((await lookAt(world, path))?.isFile()) return path;
    throw new FailedError({ kind: 'file-missing' });
  });
}

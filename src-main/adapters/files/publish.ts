import type { BigIntStats } from 'node:fs';
import { join } from 'node:path';
import { foldedName, safeName } from '../../../src-shared/safe-name.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { FileStore, Finished, PartPlace } from '../../core/ports.ts';
import { codeOf, tolerating } from './errno.ts';
import { inFolder, internal } from './failures.ts';
import { hashFile } from './hash-file.ts';
import type { HashThreads } from './hash-threads.ts';
import { NamePlaceholder } from './name-placeholder.ts';
import { setMark } from './mark-of-the-web.ts';
import { giveFreeName, namesIn, numberedNames, patiently, nameForPath } from './naming.ts';
import { demandFile, identityOf, lookAt, openRegular, pathOf, syncFile, syncFolder } from './regular-file.ts';
import { makeTargetFolder } from './folder.ts';
import type { World } from './disk.ts';

/** One call’s needs. */
interface Task {
  world: World;
  threads: HashThreads;
  signal: AbortSignal;
  place: PartPlace;
  file: Finished;
}

type Published = Awaited<ReturnType<FileStore['publish']>>;

/** What file systems without permissions say to chmod. */
const cantChangeMode = ['EPERM', 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

/**
 * Gives the part its final name without ever writing over a file. Safe to repeat after any interruption:
 * a part that is gone was published by an earlier call, so its file is looked for; a part that has a second name
 * in the folder was stopped between getting its name and losing the old one, so only the latter is left to do.
 */
export async function publish(task: Task): Promise<Published> {
  const { world, signal, place } = task;
  return inFolder(world, place.folder, async () => {
    signal.throwIfAborted();
    const folder = await makeTargetFolder(world, place.folder, task.file.folders);
    // A safe name stays as it is: this only keeps a caller's slip inside the folder.
    const name = nameForPath(world, folder, safeName(task.file.name));
    const named = { ...task, file: { ...task.file, name } };
    const published = (await publishPart(named, folder)) ?? (await findPublished(named, folder));
    await new NamePlaceholder(world, place).forget();
    await syncFolder(world, folder);
    if (folder !== place.folder) await syncFolder(world, place.folder);
    return published;
  });
}

/** The name that the part has now, or null when there is no part. */
async function publishPart(task: Task, folder: string): Promise<Published | null> {
  const { world, signal, place, file } = task;
  const path = pathOf(place);
  const part = await lookAt(world, path);
  if (!part) return null;
  demandFile(part, path);
  const identity = identityOf(part);
  if (part.size !== BigInt(file.size) || !(await isWanted(task, path, identity))) {
    throw internal(phrase('failureDetails.file.changed'));
  }
  const marked = await setMark(world, path, file.origin);
  if (part.nlink > 1n) {
    const names = await findByIdentity(world, folder, identity, file.size);
    const twin = names.find((name) => join(folder, name) !== path);
    if (twin !== undefined) {
      await patiently(world, signal, () => world.unlink(path));
      return { folder, fileName: twin, marked };
    }
  }
  await makeOrdinary(world, path);
  try {
    const fileName = await giveFreeName(place, { folder, name: file.name }, signal, world);
    return { folder, fileName, marked };
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT' && !(await lookAt(world, path))) return null;
    throw thrown;
  }
}

/** By the hash where the inode differs: FAT and network drives number their files anew whenever they are connected. */
async function isWanted(task: Task, path: string, identity: string): Promise<boolean> {
  return identity === task.file.inode || (await hasContent(task, path));
}

async function hasContent({ world, threads, signal, file }: Task, path: string): Promise<boolean> {
  return (await hashFile(world, threads, path, { signal }))?.sha256 === file.sha256;
}

/** Everything on the disk, with an ordinary file's mode, before the name says that it is finished. */
async function makeOrdinary(world: World, path: string): Promise<void> {
  const opened = await openRegular(world, path, 'write');
  if (!opened) return;
  try {
    await tolerating(cantChangeMode, () => opened.file.chmod(0o644 & ~world.umask));
    await syncFile(opened.file, 'all');
  } finally {
    await opened.file.close();
  }
}

/** Names in the folder of files that have the size, and the identity. */
async function findByIdentity(
  world: World,
  folder: string,
  identity: string,
  size: number,
): Promise<string[]> {
  const found: string[] = [];
  for (const name of [...(await namesIn(world, folder)).values()].flat()) {
    const stats = await lookAt(world, join(folder, name));
    if (stats && isLike(stats, size) && identityOf(stats) === identity) found.push(name);
  }
  return found;
}

/** Names in the folder of files that have the size, and one of the names that publishing may have given. */
async function findByName(world: World, folder: string, wanted: string, size: number): Promise<string[]> {
  const names = await namesIn(world, folder);
  const candidates = [...numberedNames(wanted)].flatMap((name) => names.get(foldedName(name)) ?? []);
  const found: string[] = [];
  for (const name of candidates) {
    const stats = await lookAt(world, join(folder, name));
    if (stats && isLike(stats, size)) found.push(name);
  }
  return found;
}

function isLike(stats: BigIntStats, size: number): boolean {
  return stats.isFile() && stats.size === BigInt(size);
}

/**
 * The file that an earlier call published: under any name by its inode, else under one of its names. The hash decides
 * in both: an inode number is given to the next new file as soon as the old file is gone.
 */
async function findPublished(task: Task, folder: string): Promise<Published> {
  const { world, file } = task;
  for (const find of [
    () => findByIdentity(world, folder, file.inode, file.size),
    () => findByName(world, folder, file.name, file.size),
  ]) {
    for (const fileName of await find()) {
      const path = join(folder, fileName);
      if (await hasContent(task, path))
        return { folder, fileName, marked: await setMark(world, path, file.origin) };
    }
  }
  throw internal(phrase('failureDetails.file.finishedGone'));
}

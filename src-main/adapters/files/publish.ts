import type { BigIntStats } from 'node:fs';
import { join } from 'node:path';
import type { PartPlace } from '../../core/ports.ts';
import { codeOf, tolerating } from './codes.ts';
import { inFolder, internal } from './failures.ts';
import { fingerprint } from './hash.ts';
import type { Fingerprint } from './hash.ts';
import { giveFreeName, namesIn, numberedNames, patiently } from './naming.ts';
import type { NamingWorld } from './naming.ts';
import { demandFile, identityOf, lookAt, openRegular, pathOf, syncFile, syncFolder } from './regular-file.ts';
import { foldedName, safeName } from './safe-name.ts';

type Wanted = Fingerprint & { name: string };

/** What file systems without permissions say to chmod. */
const cantChangeMode = ['EPERM', 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

/**
 * Gives the part its final name without ever writing over a file. Safe to repeat after any interruption:
 * a part that is gone was published by an earlier call, so its file is looked for; a part that has a second name
 * in the folder was stopped between getting its name and losing the old one, so only the latter is left to do.
 */
export async function publish(
  place: PartPlace,
  file: Wanted,
  signal: AbortSignal,
  world: NamingWorld,
): Promise<{ fileName: string }> {
  return inFolder(place.folder, async () => {
    signal.throwIfAborted();
    // A safe name stays as it is: this only keeps a caller's slip inside the folder.
    const wanted = { ...file, name: safeName(file.name) };
    const fileName =
      (await publishPart(place, wanted, signal, world)) ??
      (await findPublished(place.folder, wanted, signal));
    await syncFolder(place.folder);
    return { fileName };
  });
}

/** The name that the part has now, or null when there is no part. */
async function publishPart(
  place: PartPlace,
  wanted: Wanted,
  signal: AbortSignal,
  world: NamingWorld,
): Promise<string | null> {
  const path = pathOf(place);
  const part = await lookAt(path);
  if (!part) return null;
  demandFile(part, path);
  const identity = identityOf(part);
  if (part.size !== BigInt(wanted.size) || !(await isWanted(path, identity, wanted, signal))) {
    throw internal('Another program changed the unfinished file after it had been checked');
  }
  if (part.nlink > 1n) {
    const names = await findByIdentity(place.folder, identity, wanted.size);
    const twin = names.find((name) => name !== place.part);
    if (twin !== undefined) {
      await patiently(world, signal, () => world.unlink(path));
      return twin;
    }
  }
  await makeOrdinary(path, 0o644 & ~world.umask);
  try {
    const key = `${place.part}\n${wanted.sha256}`;
    return await giveFreeName({ folder: place.folder, path, name: wanted.name, key }, signal, world);
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT' && !(await lookAt(path))) return null;
    throw thrown;
  }
}

/** By the hash where the inode differs: FAT and network drives number their files anew whenever they are connected. */
async function isWanted(
  path: string,
  identity: string,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<boolean> {
  return identity === wanted.inode || (await fingerprint(path, { signal }))?.sha256 === wanted.sha256;
}

/** Everything on the disk, with an ordinary file's mode, before the name says that it is finished. */
async function makeOrdinary(path: string, mode: number): Promise<void> {
  const opened = await openRegular(path, 'write');
  if (!opened) return;
  try {
    await tolerating(cantChangeMode, () => opened.handle.chmod(mode));
    await syncFile(opened.handle, 'all');
  } finally {
    await opened.handle.close();
  }
}

/** Names in the folder of files that have the size, and the identity. */
async function findByIdentity(folder: string, identity: string, size: number): Promise<string[]> {
  const found: string[] = [];
  for (const name of [...(await namesIn(folder)).values()].flat()) {
    const stats = await lookAt(join(folder, name));
    if (stats && isLike(stats, size) && identityOf(stats) === identity) found.push(name);
  }
  return found;
}

/** Names in the folder of files that have the size, and one of the names that publishing may have given. */
async function findByName(folder: string, wanted: string, size: number): Promise<string[]> {
  const names = await namesIn(folder);
  const candidates = [...numberedNames(wanted)].flatMap((name) => names.get(foldedName(name)) ?? []);
  const found: string[] = [];
  for (const name of candidates) {
    const stats = await lookAt(join(folder, name));
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
async function findPublished(folder: string, wanted: Wanted, signal: AbortSignal): Promise<string> {
  for (const find of [
    () => findByIdentity(folder, wanted.inode, wanted.size),
    () => findByName(folder, wanted.name, wanted.size),
  ]) {
    for (const name of await find()) {
      if ((await fingerprint(join(folder, name), { signal }))?.sha256 === wanted.sha256) return name;
    }
  }
  throw internal('The finished file was moved or removed by another program');
}

import type { Checkpoint, PartPlace } from '../../core/ports.ts';
import type { OpenFile } from './disk.ts';
import { inFolder } from './failures.ts';
import type { HashStream, HashThreads } from './hash-threads.ts';
import { GrowingHash } from './part-hash.ts';
import { OpenPart } from './part.ts';
import type { HashState } from './piece-hasher.ts';
import { readBack } from './read-back.ts';
import { createFile, identityOf, openRegular, pathOf } from './regular-file.ts';
import { demandVolume } from './volume.ts';
import { volumeOf } from './space.ts';
import type { World } from './world.ts';

/** What was proven of a part: its first pieces, and what follows them in the open one. */
interface Proven {
  size: number;
  pieces: string[];
  hash: HashStream;
}

/**
 * Opens a part and cuts it to what is known of it and proven by its last piece, or makes an empty one. A part with a
 * second name is left to that name and begun anew: the other name may be the finished file of a publish that was
 * interrupted, which is the user's.
 */
export async function openPart(
  world: World,
  threads: HashThreads,
  place: PartPlace,
  kept: Checkpoint,
): Promise<OpenPart> {
  return inFolder(world, place.folder, async () => {
    const path = pathOf(place);
    let opened = await openRegular(world, path, 'write');
    if (opened && opened.stats.nlink > 1n) {
      await opened.file.close();
      await world.unlink(path);
      opened = null;
    }
    if (!opened && kept.bytes > 0) await demandVolume(world, place);
    const file = opened?.file ?? (await createFile(world, path));
    try {
      const stats = opened?.stats ?? (await file.stat({ bigint: true }));
      const length = Number(stats.size);
      const proven = await prove(world, threads, file, length, kept);
      if (length > proven.size) await file.truncate(proven.size);
      const isNew = opened === null;
      const known = { folder: place.folder, inode: identityOf(stats), volume: volumeOf(stats) };
      return new OpenPart(world, { file, ...known, ...proven, isNew });
    } catch (thrown) {
      await file.close();
      throw thrown;
    }
  });
}

/** Reads back the last piece that the file holds, and where that isn't what was written the one before, and so on. */
async function prove(
  world: World,
  threads: HashThreads,
  file: OpenFile,
  length: number,
  kept: Checkpoint,
): Promise<Proven> {
  const { pieceBytes } = world;
  const begin = (whole: boolean) => new GrowingHash(threads, { pieceBytes, whole, also: [] });
  const read = async (from: number, to: number): Promise<{ hash: HashStream; state: HashState }> => {
    const hash = begin(false);
    try {
      await readBack(file, { from, to }, hash);
      return { hash, state: await hash.state() };
    } catch (thrown) {
      hash.end();
      throw thrown;
    }
  };

  let count = Math.min(kept.pieces.length, Math.floor(kept.bytes / pieceBytes));
  const tailFrom = count * pieceBytes;
  const hasTail = kept.tail !== null && kept.bytes > tailFrom && kept.bytes < tailFrom + pieceBytes;
  if (hasTail && kept.bytes <= length) {
    const { hash, state } = await read(tailFrom, kept.bytes);
    // The hash has seen what is in the open piece, and goes on there.
    if (state.tail === kept.tail) return { size: kept.bytes, pieces: kept.pieces.slice(0, count), hash };
    hash.end();
  }
  for (count = Math.min(count, Math.floor(length / pieceBytes)); count > 0; count -= 1) {
    const { hash, state } = await read((count - 1) * pieceBytes, count * pieceBytes);
    hash.end();
    if (state.pieces[0] === kept.pieces[count - 1])
      return { size: count * pieceBytes, pieces: kept.pieces.slice(0, count), hash: begin(false) };
  }
  return { size: 0, pieces: [], hash: begin(true) };
}

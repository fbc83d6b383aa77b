import { join } from 'node:path';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { foldedName, numberedName, cutName } from '../../../src-shared/safe-name.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { PartPlace } from '../../core/ports.ts';
import { codeOf, lockCodes, tolerating } from './errno.ts';
import { internal } from './failures.ts';
import type { Disk, World } from './disk.ts';
import { NamePlaceholder } from './name-placeholder.ts';
import { identityOf, lookAt, pathOf } from './regular-file.ts';

/** How long another program may hold a file, milliseconds: graceful-fs gives virus scanners as long. */
const patience = 60_000;
const firstWait = 50;
const longestWait = 1_000;
/** The highest number behind a name. */
export const highestNumber = 9_999;

/** Windows says these of a file that is open elsewhere; on other systems they are about rights. */
const deniedCodes = ['EPERM', 'EACCES'];

/** Tries again while another program holds the file, then rejects with `file-locked`. */
export async function patiently(
  world: Pick<World, 'wait'>,
  signal: AbortSignal,
  work: () => Promise<void>,
  codes = [...lockCodes, ...deniedCodes],
): Promise<void> {
  let waited = 0;
  for (let next = firstWait; ; next = Math.min(next * 2, longestWait)) {
    try {
      return await work();
    } catch (thrown) {
      if (!codes.includes(codeOf(thrown))) throw thrown;
      if (waited >= patience) throw new FailedError({ kind: 'file-locked' });
    }
    await world.wait(next, signal);
    waited += next;
  }
}

/** Names in the folder by their folded form; empty where the folder may be written but not listed. */
export async function namesIn(disk: Disk, folder: string): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>();
  await tolerating(['EACCES', 'EPERM'], async () => {
    for (const name of await disk.readdir(folder)) {
      const folded = foldedName(name);
      names.set(folded, [...(names.get(folded) ?? []), name]);
    }
  });
  return names;
}

/** `name`, `name (1)`, … as far as Ferry goes. */
export function* numberedNames(name: string): Generator<string> {
  for (let number = 0; number <= highestNumber; number += 1) yield numberedName(name, number);
}

/**
 * Moves a part to the first free one of the numbered names in the folder and resolves with it. Never writes over
 * a file that isn't ours: `link` refuses a taken name; where there are no links an empty file, made only where
 * nothing is, holds the name for `rename`.
 */
export async function giveFreeName(
  place: PartPlace,
  wanted: { folder: string; name: string },
  signal: AbortSignal,
  world: World,
): Promise<string> {
  const path = pathOf(place);
  const held = new NamePlaceholder(world, place);
  const taken = await namesIn(world, wanted.folder);
  for (const name of numberedNames(wanted.name)) {
    signal.throwIfAborted();
    const target = join(wanted.folder, name);
    // Names that differ by case or accents alone are taken too: elsewhere the folder's copy can't hold both.
    if (taken.has(foldedName(name))) {
      if (!(await held.isHeld(target))) continue;
    } else {
      const linked = await linkTo(path, target, world);
      if (linked === 'taken') continue;
      if (linked === 'done') {
        await patiently(world, signal, () => world.unlink(path));
        return name;
      }
      if (!(await held.hold(target))) continue;
    }
    try {
      await patiently(world, signal, () => world.rename(path, target));
    } catch (thrown) {
      // Else the rename may have worked and its answer been lost.
      if (codeOf(thrown) === 'ENOENT' || (await lookAt(world, path))) await held.letGo();
      throw thrown;
    }
    return name;
  }
  throw internal(phrase('failureDetails.file.tooManyNames', { most: highestNumber }));
}

/** FAT, some network drives and some others have no links, and say so in many ways; only a taken name is certain. */
async function linkTo(path: string, target: string, world: World): Promise<'done' | 'taken' | 'refused'> {
  try {
    await world.link(path, target);
    return 'done';
  } catch (thrown) {
    // A network drive may do the work and lose the answer, and then say of the repeated request what it likes.
    if (await isSameFile(world, path, target)) return 'done';
    return codeOf(thrown) === 'EEXIST' ? 'taken' : 'refused';
  }
}

async function isSameFile(disk: Disk, path: string, target: string): Promise<boolean> {
  const [file, other] = [await lookAt(disk, path), await lookAt(disk, target)];
  return file !== null && other !== null && file.nlink > 1n && identityOf(file) === identityOf(other);
}

/**
 * Characters of the longest path that every program on Windows opens: MAX_PATH without its closing zero
 * (https://learn.microsoft.com/windows/win32/fileio/maximum-file-path-limitation). Ferry itself writes longer ones.
 */
const longestPath = 259;
const numberRoom = ' (9999)'.length;
/** A folder that leaves less is too deep by itself: then a name that tells something is worth more. */
const shortestName = 24;

/** The name, on Windows shortened so that the file's whole path stays one that other programs open. */
export function nameForPath({ platform }: Pick<World, 'platform'>, folder: string, name: string): string {
  const room = longestPath - folder.length - 1 - numberRoom;
  return platform !== 'win32' || room < shortestName ? name : cutName(name, room);
}

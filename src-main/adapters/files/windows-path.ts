import { cutName } from '../../../src-shared/safe-name.ts';
import type { World } from './world.ts';

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

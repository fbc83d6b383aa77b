import { readFileSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';

/** Bytes of the largest `config.json` that is one of ours: a thousand connections with all their authorities. */
export const largestConfig = 20_000_000;

const isSmall = (found: { isFile(): boolean; size: number }, most: number): boolean =>
  found.isFile() && found.size <= most;

/**
 * The text of a file that is read at start; null for what is larger than such a file can be, and for what is no file: a pipe
 * would be waited for without end. Throws the system's error, also where there is nothing.
 *
 * @param most bytes
 */
export function readSmallFile(path: string, most: number): string | null {
  return isSmall(statSync(path), most) ? readFileSync(path, 'utf8') : null;
}

/** As `readSmallFile`, for bytes, and without holding anything up where the disk is slow. */
export async function readSmallBytes(path: string, most: number): Promise<Buffer | null> {
  return isSmall(await stat(path), most) ? readFile(path) : null;
}

import { readFileSync, statSync } from 'node:fs';

/**
 * The text of a file that is read at start; null for what is larger than such a file can be, and for what is no file: a pipe
 * would be waited for without end. Throws the system's error, also where there is nothing.
 *
 * @param most bytes
 */
export function readSmallFile(path: string, most: number): string | null {
  const found = statSync(path);
  return found.isFile() && found.size <= most ? readFileSync(path, 'utf8') : null;
}

import { chmod, rename, rm, writeFile } from 'node:fs/promises';

/** Where a file lies until it is whole. */
export const unfinished = (path: string): string => `${path}.new`;

/** Writes a file for its owner alone; whoever reads it meanwhile finds the one before, or none. */
export async function writePrivately(path: string, text: string): Promise<void> {
  const beside = unfinished(path);
  await rm(beside, { force: true });
  await writeFile(beside, text, { mode: 0o600, flag: 'wx' });
  await chmod(beside, 0o600);
  await rename(beside, path);
}

import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from './codes.ts';

/**
 * Bytes that we may still write on the folder's volume (`bavail`: without what is kept for root), or null where
 * the system doesn't tell. For a folder that isn't there yet, its nearest parent answers.
 */
export async function freeBytes(folder: string): Promise<number | null> {
  for (let asked = folder; ; asked = dirname(asked)) {
    try {
      const volume = await statfs(asked, { bigint: true });
      // A volume that has no size, such as /proc, is none that could be full.
      return volume.blocks === 0n ? null : Number(volume.bavail * volume.bsize);
    } catch (thrown) {
      if (codeOf(thrown) !== 'ENOENT' || dirname(asked) === asked) return null;
    }
  }
}

import { dirname } from 'node:path';
import { codeOf } from './codes.ts';
import type { Disk } from './disk.ts';

/**
 * Bytes that we may still write on the folder's volume (`bavail`: without what is kept for root) and the volume's
 * device number, or null where the system doesn't tell. For a folder that isn't there yet, its nearest parent answers.
 */
export async function spaceOf(disk: Disk, folder: string): Promise<{ free: number; volume: string } | null> {
  for (let asked = folder; ; asked = dirname(asked)) {
    try {
      const [volume, { dev }] = await Promise.all([disk.statfs(asked), disk.stat(asked)]);
      // A volume that has no size, such as /proc, is none that could be full.
      return volume.blocks === 0n
        ? null
        : { free: Number(volume.bavail * volume.bsize), volume: String(dev) };
    } catch (thrown) {
      if (codeOf(thrown) !== 'ENOENT' || dirname(asked) === asked) return null;
    }
  }
}

import { dirname } from 'node:path';
import { codeOf } from './errno.ts';
import type { Disk } from './disk.ts';
import type { VolumeSpace } from '../../core/ports.ts';

/** What statfs(2) calls FAT in all its sizes, on Linux; the others give it no number of its own. */
export const fatType = 0x4d44n;
/** Its directories keep a file's size in 32 bits. */
const largestOnFat = 2 ** 32 - 1;

/** A text that is the same for all that lies on one volume while it is mounted. */
export const volumeOf = ({ dev }: { dev: bigint }): string => String(dev);

/**
 * Bytes that we may still write on the folder's volume (`bavail`: without what is kept for root) and the volume's
 * device number and largest file, or null where the system doesn't tell. For a folder that isn't there yet, its nearest parent answers.
 */
export async function spaceOf(disk: Disk, folder: string): Promise<VolumeSpace | null> {
  for (let asked = folder; ; asked = dirname(asked)) {
    try {
      const [volume, found] = await Promise.all([disk.statfs(asked), disk.stat(asked)]);
      // A volume that has no size, such as /proc, is none that could be full.
      if (volume.blocks === 0n) return null;
      const largestFile = volume.type === fatType ? largestOnFat : null;
      return { free: Number(volume.bavail * volume.bsize), volume: volumeOf(found), largestFile };
    } catch (thrown) {
      if (codeOf(thrown) !== 'ENOENT' || dirname(asked) === asked) return null;
    }
  }
}

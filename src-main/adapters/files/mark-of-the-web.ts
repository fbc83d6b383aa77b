import { randomUUID } from 'node:crypto';
import type { World } from './disk.ts';

/** Zone 3 is the internet. */
const zone = 3;
/** The flags that macOS itself gives to a download that hasn't been opened yet. */
const quarantineFlags = '0081';

/** Scheme, host and port alone: what a signed address holds besides would let others in. */
function originOf(address: string): string {
  return URL.canParse(address) ? `${new URL(address).origin}/` : 'about:internet';
}

/**
 * Sets the mark by which the system knows that a file came from elsewhere and warns before it is opened. On Windows
 * that is a stream beside the data ([MS-FSCC] section 5.6.1), on macOS an extended attribute; other systems have none.
 *
 * @param origin scheme, host and port of where it came from; null leaves no mark
 * @returns whether the mark was set, as not every file system can hold one; null where the system has none
 */
export async function setMark(world: World, path: string, origin: string | null): Promise<boolean | null> {
  if (origin === null || !['win32', 'darwin'].includes(world.platform)) return null;
  try {
    if (world.platform === 'win32') {
      const text = ['[ZoneTransfer]', `ZoneId=${zone}`, `HostUrl=${originOf(origin)}`, ''].join('\r\n');
      await world.writeText(`${path}:Zone.Identifier`, text);
    } else {
      const seconds = Math.floor(Date.now() / 1000).toString(16);
      const value = [quarantineFlags, seconds, 'Ferry', randomUUID().toUpperCase()].join(';');
      await world.run('/usr/bin/xattr', ['-w', 'com.apple.quarantine', value, path]);
    }
    return true;
  } catch {
    return false;
  }
}

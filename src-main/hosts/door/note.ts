import { randomBytes } from 'node:crypto';
import { rmdirSync, rmSync, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { readSmallFile } from '../../adapters/small-file.ts';
import { writePrivately } from '../write-privately.ts';

/** Where the holder of a data folder listens, and what proves that one has read so. */
export interface DoorNote {
  /** A socket's path, on Windows a pipe's. */
  address: string;
  /** 32 bytes, hexadecimal. */
  secret: string;
  /** The holder's version of Ferry. */
  version: string;
}

const noteSchema = z.object({
  address: z.string().min(1).max(1000),
  secret: z.string().regex(/^[0-9a-f]{64}$/),
  version: z.string().min(1).max(100),
});

/** Bytes. */
const longestNote = 4_000;
const socketName = 'door';
const isWindows = process.platform === 'win32';
/** Where the note of a data folder lies. */
export const notePath = (dataFolder: string): string => join(dataFolder, 'door.json');

/**
 * A new address with a random name. A socket lies in a folder of its own that only the user may look into, among the
 * temporary ones: the data folder's path may be longer than an address can be (104 bytes on macOS).
 */
export async function newAddress(): Promise<string> {
  if (isWindows) return `\\\\.\\pipe\\ferry-${randomBytes(16).toString('hex')}`;
  return join(await mkdtemp(join(tmpdir(), 'ferry-door-')), socketName);
}

/** Writes the note, for the user alone. */
export const writeNote = (dataFolder: string, note: DoorNote): Promise<void> =>
  writePrivately(notePath(dataFolder), JSON.stringify(note));

/** The note, or null where there is none that only the user can have written. */
export function readNote(dataFolder: string): DoorNote | null {
  try {
    const path = notePath(dataFolder);
    const { uid, mode } = statSync(path);
    if (!isWindows && (uid !== process.getuid?.() || (mode & 0o077) !== 0)) return null;
    return noteSchema.parse(JSON.parse(readSmallFile(path, longestNote) ?? ''));
  } catch {
    return null;
  }
}

/**
 * Removes a note and the socket that it names: of a holder that has ended, in whichever way. For who holds the folder now.
 *
 * @param only leaves a note that names another address: the folder may have another holder by now
 */
export function removeNote(dataFolder: string, only?: string): void {
  const address = readNote(dataFolder)?.address;
  if (only !== undefined && address !== only) return removeSocket(only);
  rmSync(notePath(dataFolder), { force: true });
  if (address !== undefined) removeSocket(address);
}

/** Removes a socket with its folder, and nothing that isn't one of ours. */
export function removeSocket(address: string): void {
  if (isWindows) return;
  const folder = dirname(address);
  if (basename(address) !== socketName || !/^ferry-door-\w+$/.test(basename(folder))) return;
  try {
    rmSync(address, { force: true });
    rmdirSync(folder);
  } catch {
    // Gone already, or the system's own affair: nobody listens there.
  }
}

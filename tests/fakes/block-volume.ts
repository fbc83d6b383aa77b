import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const run = (program: string, ...args: string[]): void =>
  void execFileSync(program, args, { stdio: 'ignore' });

/** Bytes of the volume. */
const size = 512 * 1024 * 1024;

/**
 * An ext4 volume on a file, through a loop device: what is in the file is what the block layer was given, and what only
 * the system's memory holds isn't there. So a copy of the file is the disk as a power cut would leave it.
 */
export interface BlockVolume {
  /** Where it is mounted. */
  path: string;
  /**
   * The power goes and comes back: the volume is again as the block layer had it at the call, and the file system
   * recovers by its journal. What used it is ended by `ended`, after the copy was taken.
   */
  cut(ended: () => Promise<void>): Promise<void>;
  remove(): void;
}

/** Makes and mounts one in a folder. The journal isn't written by a timer: only what is synced gets there in time. */
export function makeBlockVolume(folder: string): BlockVolume {
  const image = join(folder, 'volume.img');
  const copy = join(folder, 'volume.cut.img');
  const path = join(folder, 'volume');
  const mount = (): void => run('mount', '-o', 'loop,commit=300', image, path);
  const unmount = (): void => run('umount', path);
  writeFileSync(image, '');
  truncateSync(image, size);
  run('mkfs.ext4', '-q', '-F', image);
  mkdirSync(path);
  mount();
  return {
    path,
    cut: async (ended) => {
      copyFileSync(image, copy);
      await ended();
      unmount();
      renameSync(copy, image);
      mount();
    },
    remove: () => {
      // What still runs on it after a failure must not keep the volume.
      run('umount', '--lazy', path);
      rmSync(image);
    },
  };
}

/** Whether this machine lets the tests make one. */
export function canCutPower(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'ferry-volume-'));
  try {
    makeBlockVolume(folder).remove();
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

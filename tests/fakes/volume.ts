import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const volumeSize = 160 * 1024 * 1024;

/** Why tests with volumes are skipped. */
export const mayNotMount = 'this user may not mount a volume of memory (root on Linux alone may)';

/** Mounts a volume of memory of so many bytes; false where this user may not. */
export function mount(path: string, size = volumeSize): boolean {
  mkdirSync(path, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=700`, 'ferry-test', path], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

/** Shows a folder under another path as well, as a drive of its own. */
export const bind = (folder: string, path: string): void =>
  void execFileSync('mount', ['--bind', folder, path], { stdio: 'ignore' });

export const unmount = (path: string): void =>
  void execFileSync('umount', ['--lazy', path], { stdio: 'ignore' });

/** Whether this machine lets the tests mount a volume. */
export function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const path = join('/tmp', `ferry-mount-${process.pid}`);
  const isMounted = mount(path);
  if (isMounted) unmount(path);
  rmSync(path, { recursive: true });
  return isMounted;
}

/** Fills what is left of the volume, but for so many bytes; returns how it is emptied again. */
export function fill(volume: string, free = 0): () => void {
  const { bavail, bsize } = statfsSync(volume);
  const filler = join(volume, 'filler');
  try {
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - free)));
  } catch (error) {
    // Ferry took some of it in between: full is full.
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
  return () => rmSync(filler);
}

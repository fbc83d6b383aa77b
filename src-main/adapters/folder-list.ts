import { lstat, mkdir, readdir, realpath, stat } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { basename, dirname, isAbsolute, join, normalize, relative, sep } from 'node:path';
import { FailedError, refusal } from '../../src-shared/failures/failure.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import type { Words } from '../../src-shared/language/words.ts';
import { safeName } from '../../src-shared/safe-name.ts';
import type { FolderList } from '../core/ports.ts';

/** A place whose folders may be listed. */
export interface Place {
  name: Words;
  path: string;
}

/** Folders shown of one folder; who has more knows the path by heart. */
const mostFolders = 2_000;

interface Surroundings {
  platform: NodeJS.Platform;
  home: string;
  user: string;
  defaultFolder: string;
}

/** The places that make sense for saving: the default folder, the user's home, and drives as the system mounts them. */
export async function usualPlaces({ platform, home, user, defaultFolder }: Surroundings): Promise<Place[]> {
  const inside = async (folder: string): Promise<Place[]> =>
    (await readdir(folder).catch(() => [] as string[])).map((name) => ({ name, path: join(folder, name) }));
  const drives = async (): Promise<Place[]> => {
    if (platform === 'win32')
      return [...'CDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => ({ name: `${letter}:`, path: `${letter}:\\` }));
    if (platform === 'darwin') return inside('/Volumes');
    const mounts = [`/media/${user}`, `/run/media/${user}`, '/mnt'];
    return (await Promise.all(mounts.map(inside))).flat();
  };
  return [
    { name: basename(defaultFolder), path: defaultFolder },
    { name: phrase('common.home'), path: home },
    ...(await drives()),
  ];
}

/** `.git` and its like, and what Windows keeps to itself. */
const isHidden = (name: string): boolean => name.startsWith('.') || name.startsWith('$');

/** The steps from a place down to a path, or null when the path isn't inside it. Both without links. */
function stepsBelow(place: string, path: string): string[] | null {
  const way = relative(place, path);
  if (way === '') return [];
  if (isAbsolute(way) || way === '..' || way.startsWith(`..${sep}`)) return null;
  return way.split(sep);
}

/**
 * Lists folders below the given places and nothing else: links are followed first and judged by where they lead,
 * hidden folders can neither be seen nor entered. Rejects with `invalid-input` or `folder-unavailable`.
 *
 * @param places asked anew at each call, since drives come and go
 */
export function createFolderList(places: () => Promise<Place[]>): FolderList {
  const real = (path: string): Promise<string | null> => realpath(path).catch(() => null);

  const standing = async (): Promise<Place[]> => {
    const found: Place[] = [];
    for (const { name, path } of await places()) {
      const at = await real(path);
      if (!at || found.some((place) => place.path === at)) continue;
      if ((await stat(at).catch(() => null))?.isDirectory()) found.push({ name, path: at });
    }
    return found;
  };

  const allowed = (roots: Place[], path: string): boolean =>
    roots.some((root) => stepsBelow(root.path, path)?.every((step) => !isHidden(step)) ?? false);

  /** Where a path leads, the part of it that isn't there yet included; null for what can't be followed. */
  const leadsTo = async (path: string): Promise<string | null> => {
    const at = await real(path);
    if (at) return at;
    // A link to nothing would lead to whatever is created there later.
    const isThere = await lstat(path).catch((error: NodeJS.ErrnoException) => error.code !== 'ENOENT');
    if (isThere || dirname(path) === path) return null;
    const parent = await leadsTo(dirname(path));
    return parent && join(parent, basename(path));
  };

  /** Where a folder, or a link to one, really is; null for anything else. */
  const folderAt = async (folder: string, entry: Dirent): Promise<string | null> => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return path;
    if (!entry.isSymbolicLink()) return null;
    const at = await real(path);
    return at && (await stat(at).catch(() => null))?.isDirectory() ? at : null;
  };

  const inPlaces = async (target: string): Promise<boolean> => {
    for (const root of await places()) {
      const at = await leadsTo(root.path);
      if (at && allowed([{ name: root.name, path: at }], target)) return true;
    }
    return false;
  };

  /** A path that may be shown, as it really is. Throws `invalid-input`. */
  const shown = async (roots: Place[], path: string): Promise<string> => {
    if (!isAbsolute(path) || path.includes('\0')) throw refusal(phrase('validationErrors.folder.notWhole'));
    const at = await real(path);
    // The same words for what is missing and what is out of bounds: they don't tell what else is on the disk.
    if (!at || !allowed(roots, at)) throw refusal(phrase('validationErrors.folder.notShown'));
    return at;
  };

  return {
    make: async (parent, name) => {
      const wanted = name.trim();
      const path = join(await shown(await standing(), parent), wanted);
      // What the system would call otherwise, or hide, wouldn't be found again.
      if (wanted === '' || safeName(wanted) !== wanted || isHidden(wanted))
        throw refusal(phrase('validationErrors.folder.badName', { name: wanted }));
      await mkdir(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') throw refusal(phrase('validationErrors.folder.taken', { name: wanted }));
        throw new FailedError({ kind: 'folder-unavailable', detail: error.code });
      });
      return path;
    },
    allows: async (path) => {
      if (!isAbsolute(path) || path.includes('\0')) return false;
      const target = await leadsTo(normalize(path));
      return target !== null && inPlaces(target);
    },
    leadsAway: async (path) => {
      const target = await leadsTo(normalize(path));
      return target !== normalize(path) && (target === null || !(await inPlaces(target)));
    },
    list: async (path) => {
      const roots = await standing();
      if (path === null) return { path: null, parent: null, folders: roots };
      const at = await shown(roots, path);
      const entries = await readdir(at, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
        throw new FailedError({ kind: 'folder-unavailable', detail: error.code });
      });
      const folders: { name: string; path: string }[] = [];
      for (const entry of entries) {
        if (folders.length === mostFolders) break;
        if (isHidden(entry.name)) continue;
        const target = await folderAt(at, entry);
        if (target && allowed(roots, target)) folders.push({ name: entry.name, path: target });
      }
      folders.sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));
      const parent = dirname(at);
      return { path: at, parent: parent !== at && allowed(roots, parent) ? parent : null, folders };
    },
  };
}

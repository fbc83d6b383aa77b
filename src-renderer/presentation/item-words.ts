import { t } from '../../src-shared/language/index.ts';
import { ownFolder } from '../../src-shared/server-items.ts';
import type { OpenFolder, Place, ServerItem, Site } from '../../src-shared/server-items.ts';

/** What a place is called until its folder's own name is known. */
export function placeName(place: Place): string {
  switch (place.is) {
    case 'recent':
      return t('picker.places.recent');
    case 'favourites':
      return t('picker.places.favourites');
    case 'sharedLinks':
      return t('picker.places.shared');
    case 'folder':
      return t(place.id === ownFolder ? 'picker.places.own' : 'picker.places.repository');
    case 'site':
      return place.id;
  }
}

/** Where an item is, without its own name: sites by their titles, their library unsaid. `Finance / Annual report`. */
export function whereOf(path: string | null, sites: readonly Site[]): string {
  const names = (path ?? '').split('/').filter(Boolean).slice(0, -1);
  if (names[0] !== 'Sites' || names.length < 2) return names.join(' / ');
  const site = sites.find(({ id }) => id === names[1]);
  const rest = names.slice(2).filter((name, index) => index > 0 || name !== 'documentLibrary');
  return [site?.title || names[1], ...rest].join(' / ');
}

/** The short name of the site that an open folder belongs to; null where it is in none. */
export function siteOf({ above, name }: Pick<OpenFolder, 'above' | 'name'>): string | null {
  const [, sites, site] = [...above.map((one) => one.name), name];
  return sites === 'Sites' ? (site ?? null) : null;
}

/** Whether an open folder is the library of a site: what people mean by the site. */
const isLibrary = ({ above, name }: Pick<OpenFolder, 'above' | 'name'>): boolean =>
  name === 'documentLibrary' && above.length === 3 && above[1]?.name === 'Sites';

const siteTitle = (id: string, sites: readonly Site[]): string =>
  sites.find((site) => site.id === id)?.title || id;

/** What an open folder is called: the library of a site has a name of the server's own, and is called as the site is. */
export function folderName(folder: Pick<OpenFolder, 'above' | 'name'>, sites: readonly Site[]): string {
  return isLibrary(folder) ? siteTitle(folder.above[2]!.name, sites) : folder.name;
}

/** The folders above an open one, as people know them: a site by its title in place of the folders that it is made of. */
export function crumbsOf(
  folder: Pick<OpenFolder, 'above' | 'name'>,
  sites: readonly Site[],
): { id: string; name: string }[] {
  if (isLibrary(folder)) return [];
  const { above } = folder;
  const [root, first, site, library, ...rest] = above;
  if (!root || first?.name !== 'Sites' || !site)
    return above.map((one) => (one === root ? { ...one, name: t('picker.places.repository') } : one));
  return [{ id: library?.id ?? site.id, name: siteTitle(site.name, sites) }, ...rest];
}

/** Paths of all folders that hold one of the items, at any depth. */
export function foldersWithin(items: readonly ServerItem[]): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { path } of items)
    for (let end = path?.lastIndexOf('/') ?? 0; end > 0; end = path!.lastIndexOf('/', end - 1))
      paths.add(path!.slice(0, end));
  return paths;
}

/** Chosen things that are inside another chosen one: by id, the one that holds them. */
export function overlapsOf(chosen: readonly ServerItem[]): Map<string, ServerItem> {
  const folders = new Map(
    chosen.flatMap((item) => (item.isFolder && item.path !== null ? [[item.path, item]] : [])),
  );
  const overlaps = new Map<string, ServerItem>();
  for (const { id, path } of chosen) {
    if (path === null) continue;
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = folders.get(path.slice(0, end));
      if (folder && folder.id !== id) overlaps.set(id, folder);
    }
  }
  return overlaps;
}

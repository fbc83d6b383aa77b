import type { Handlers } from '../../src-shared/contract.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { ServerItem } from '../../src-shared/server-items.ts';

/** A folder or a document of a scripted server. */
export interface ScriptedItem {
  name: string;
  /** Bytes of a document. */
  size?: number;
  /** Days before now at which it was changed. */
  age?: number;
  mimeType?: string;
  /** Makes it a folder. */
  children?: ScriptedItem[];
  /** Documents that a folder has besides, all alike. */
  many?: number;
  /** What is in it may not be seen. */
  isClosed?: boolean;
}

/** What there is to look around in. */
export interface ScriptedTree {
  sites: { id: string; title: string; children: ScriptedItem[] }[];
  /** Without one nothing is searched. */
  hasSearch?: boolean;
  /** The server can't be reached. */
  isDown?: boolean;
  /** The server never ends counting. */
  isCounting?: boolean;
}

interface Known {
  item: ServerItem;
  source: ScriptedItem;
  above: { id: string; name: string }[];
}

type BrowseHandlers = Pick<Handlers, Extract<keyof Handlers, `browse.${string}`>>;

const day = 86_400_000;

/** The calls for looking around, over a scripted tree and what is suggested. Ids are paths. `now` is milliseconds since 1970. */
export function scriptBrowsing(
  tree: ScriptedTree,
  now: number,
  suggested: readonly { id: string; name: string }[],
): BrowseHandlers {
  const known = new Map<string, Known>();
  const learn = (source: ScriptedItem, path: string, above: Known['above']): Known => {
    const before = known.get(path);
    if (before) return before;
    const { name, size = 0, age = 1, mimeType = '', children, many } = source;
    const isFolder = children !== undefined || many !== undefined || source.isClosed === true;
    const item = {
      id: path,
      name,
      isFolder,
      size: isFolder ? null : size,
      modifiedAt: now - age * day,
      path,
      mimeType,
    };
    const one = { item, source, above };
    known.set(path, one);
    for (const child of children ?? []) learn(child, `${path}/${child.name}`, [...above, { id: path, name }]);
    return one;
  };
  const root = { id: '/', name: 'Company Home' };
  const sites = learn({ name: 'Sites', children: [] }, '/Sites', [root]);
  for (const { id, children } of tree.sites) {
    const site = learn({ name: id, children: [] }, `/Sites/${id}`, [root, { id: '/Sites', name: 'Sites' }]);
    learn({ name: 'documentLibrary', children }, `/Sites/${id}/documentLibrary`, [
      ...site.above,
      { id: site.item.id, name: id },
    ]);
  }
  for (const { id, name } of suggested)
    known.set(id, {
      item: {
        ...{ id, name, isFolder: !name.endsWith('.pdf'), size: null, modifiedAt: now, path: null },
        mimeType: '',
      },
      source: { name },
      above: [root, root, root, root],
    });
  const manyOf = (folder: Known, index: number): ServerItem =>
    learn(
      {
        name: `Scan ${String(index + 1).padStart(6, '0')}.tif`,
        size: 40_000 + (index % 977) * 900,
        mimeType: 'image/tiff',
      },
      `${folder.item.id}/Scan ${index + 1}`,
      folder.above,
    ).item;

  const all = (): ServerItem[] =>
    [...known.values()].filter(({ above }) => above.length > 3).map(({ item }) => item);

  const opened = (id: string, skip: number, limit: number) => {
    if (tree.isDown) throw new FailedError({ kind: 'unreachable' });
    const folder = known.get(id === '-root-' ? '/Sites' : id) ?? sites;
    if (folder.source.isClosed) throw new FailedError({ kind: 'refused', status: 403 });
    const children = [...known.values()]
      .filter(({ above }) => above.at(-1)?.id === folder.item.id)
      .map(({ item }) => item)
      .sort((one, other) => Number(other.isFolder) - Number(one.isFolder));
    const many = folder.source.many ?? 0;
    const total = many || children.length;
    const length = Math.max(0, Math.min(limit, total - skip));
    const items = many
      ? Array.from({ length }, (_one, index) => manyOf(folder, skip + index))
      : children.slice(skip, skip + limit);
    const { item, above } = folder;
    return {
      items,
      hasMore: skip + items.length < total,
      total,
      folder: skip === 0 ? { id: item.id, name: item.name, path: item.path ?? '/', above } : null,
    };
  };
  const flat = (items: ServerItem[]) => ({ items, hasMore: false, total: items.length });

  return {
    'browse.list': ({ place, skip, limit }) => {
      switch (place.is) {
        case 'folder':
          return opened(place.id, skip, limit);
        case 'site':
          return opened(`/Sites/${place.id}/documentLibrary`, skip, limit);
        default:
          return {
            ...flat(
              all()
                .filter(({ isFolder }) => !isFolder)
                .slice(0, 8),
            ),
            folder: null,
          };
      }
    },
    'browse.sites': ({ which }) => {
      const listed = tree.sites.map(({ id, title }) => ({ id, nodeId: `/Sites/${id}`, title }));
      const shown = which === 'mine' ? listed.slice(0, 4) : listed;
      return { sites: shown, hasMore: false, total: shown.length };
    },
    'browse.search': ({ text }) => {
      if (tree.hasSearch === false) throw new FailedError({ kind: 'unsupported' });
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      const items = all().filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
      return { ...flat(items), by: 'content' as const };
    },
    'browse.canSearch': () => ({ canSearch: tree.hasSearch !== false }),
    'browse.resolve': ({ items, skip, limit }) => {
      const pasted = items.flatMap((text) => text.split(/\s+/)).filter((text) => text.trim() !== '');
      return {
        total: pasted.length,
        results: pasted.slice(skip, skip + limit).map((text) => {
          const host = URL.parse(text)?.hostname ?? null;
          if (host?.startsWith('other.')) return { is: 'elsewhere' as const, text, host, connectionId: null };
          const wanted = decodeURIComponent(text.split('|').at(-1) ?? '').replace(/^.*\//, '');
          const item = all().find(({ name, id }) => name === wanted || id === text);
          if (item) return { is: 'item' as const, text, item };
          if (tree.isDown)
            return { is: 'refused' as const, text, failure: { kind: 'unreachable' as const }, id: text };
          const isLink = text.includes('/');
          return {
            is: 'refused' as const,
            text,
            failure: isLink
              ? { kind: 'not-found' as const, status: 404 }
              : { kind: 'invalid-input' as const, detail: `“${text}” is neither an id nor a link.` },
            id: null,
          };
        }),
      };
    },
    'browse.size': ({ folderId }) => {
      if (tree.isCounting) return new Promise(() => undefined);
      const within = all().filter(({ path, isFolder }) => !isFolder && path?.startsWith(`${folderId}/`));
      const bytes = within.reduce((sum, { size }) => sum + (size ?? 0), 0);
      return { size: { files: within.length, bytes } };
    },
  };
}

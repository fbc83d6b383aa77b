import { nodeIdFrom } from './alfresco-address.ts';

/** What a pasted text leads to. */
export type AlfrescoLink = {
  /** Host of an address, with its port where it has one; null for ids, references and paths. */
  host: string | null;
} & (
  | { names: 'node'; id: string }
  /**
   * A path below a site's library, or below a folder that the server has a name for. Some pages write a path encoded
   * twice: then there are two readings, the likelier one first.
   */
  | { names: 'path'; below: { site: string } | { folder: '-root-' | '-my-' | '-shared-' }; paths: string[][] }
  /** Something shared by a link of its own. */
  | { names: 'shared'; sharedId: string }
  /** A page that lists things and stands for none of them. */
  | { names: 'list' }
  | { names: 'nothing' }
);

type Named = AlfrescoLink extends infer Link ? (Link extends unknown ? Omit<Link, 'host'> : never) : never;

const nothing: Named = { names: 'nothing' };
const longestLink = 4000;

/**
 * Understands whatever people paste: ids, node references, CMIS ids, paths, and addresses of Share, the Content App, the
 * REST APIs, WebDAV, Office and quick-share. Nothing is asked of the network. Sources: research on pasted links; Share's
 * documentlist.js for `#filter=path|…`; DownloadContentServlet; ACA's routes; CMIS 1.1 bindings.
 */
export function readAlfrescoLink(text: string): AlfrescoLink {
  const typed = text.trim();
  if (typed === '' || typed.length > longestLink) return { host: null, names: 'nothing' };
  const url = addressIn(typed);
  if (!url) {
    const id = nodeIdFrom(typed);
    if (id !== null) return { host: null, names: 'node', id };
    // As `ferry browse` prints them.
    if (typed.startsWith('/')) return { host: null, ...pathBelow({ folder: '-root-' }, [typed]) };
    return { host: null, names: 'nothing' };
  }
  return { host: url.host.toLowerCase(), ...namedBy(url, typed) };
}

/** The address in a text: as it is, behind Office's `ms-word:ofe|u|`, or out of a Windows path to a web folder. */
function addressIn(text: string): URL | null {
  const plain = text
    .replace(/^ms-[a-z]+:(?:(?:of[evn]|nft)\|)?(?:u\|)?/i, '')
    .replace(/^(?:web)?dav(s?):\/\//i, 'http$1://')
    .replace(
      /^\\\\([\w.-]+)(@ssl)?(?:@(\d+))?\\(?:davwwwroot\\)?/i,
      (_all, host: string, ssl?: string, port?: string) =>
        `http${ssl ? 's' : ''}://${host}${port === undefined ? '' : `:${port}`}/`,
    );
  const isWindowsPath = plain !== text && text.startsWith('\\\\');
  const address = isWindowsPath ? encodeURI(plain.replaceAll('\\', '/')) : plain;
  return /^https?:\/\//i.test(address) ? URL.parse(address) : null;
}

function namedBy(url: URL, typed: string): Named {
  const { pathname, hash, searchParams } = url;
  const share = /\/share\/page\/(.*)$/i.exec(pathname)?.[1];
  const filter = share === undefined ? null : filterOf(hash, searchParams);
  // A library's address names a path; an id in it would be of something else.
  if (share !== undefined && filter !== null) return libraryPath(share, filter);
  const cmis = cmisObject(url);
  if (cmis) return cmis;
  const id = nodeIdFrom(/^https?:/i.test(typed) ? typed : url.href);
  if (id !== null) return { names: 'node', id };
  if (share !== undefined) return libraryPath(share, '/');
  const shared = /\/(?:share\/s|preview\/s|versions\/1\/shared-links)\/([\w-]{1,200})(?=$|[/?#&;])/.exec(
    pathname + hash,
  );
  if (shared) return { names: 'shared', sharedId: shared[1]! };
  const byNode = /\/aos\/_aos_nodeid\/([\w-]{1,200})(?=$|\/)/i.exec(pathname);
  if (byNode) return { names: 'node', id: byNode[1]! };
  const folder = /\/(?:webdav|aos)(\/.*)?$/i.exec(pathname);
  if (folder) return pathBelow({ folder: '-root-' }, segmentsOf(folder[1] ?? '/'));
  const alias = /\/versions\/1\/nodes\/(-root-|-my-|-shared-)(?=$|\/)/.exec(pathname)?.[1];
  if (alias !== undefined)
    return pathBelow({ folder: alias as '-root-' }, [searchParams.get('relativePath') ?? '/']);
  const site = /\/versions\/1\/sites\/([\w-]{1,200})(?=$|\/)/.exec(pathname)?.[1];
  if (site !== undefined) return pathBelow({ site }, ['/']);
  return appPage(hash || pathname);
}

/** Pages of the content applications that carry no id. */
function appPage(route: string): Named {
  const page = /#?\/([a-z-]+)(?=$|[/?;(])/.exec(route)?.[1] ?? '';
  if (page === 'personal-files') return pathBelow({ folder: '-my-' }, ['/']);
  if (page === 'repository') return pathBelow({ folder: '-root-' }, ['/']);
  const lists = [
    'libraries',
    'favorite',
    'favorites',
    'shared',
    'recent-files',
    'trashcan',
    'search',
    'search-libraries',
  ];
  return lists.includes(page) ? { names: 'list' } : nothing;
}

/**
 * The path of a Share library in `#filter=path|/Contracts|&page=1`, or in its older `?path=/Contracts`; null where the
 * address has neither. Another filter (`all|`, `tag|x`) is a list.
 */
function filterOf(hash: string, query: URLSearchParams): string | null {
  const given = /[#&?]filter=([^&]*)/.exec(hash)?.[1] ?? query.get('filter');
  if (given === null || given === undefined) return query.get('path');
  const filter = decoded(given) ?? '';
  const [kind, path = '/'] = filter.split('|');
  return kind === 'path' ? path || '/' : '|';
}

/** A library or repository page of Share with the path that it is open at. */
function libraryPath(page: string, path: string): Named {
  if (path === '|') return { names: 'list' };
  const site = /^(?:dp\/[^/]+\/)?site\/([^/?#]+)(?:\/([\w-]+))?\/?$/i.exec(page);
  if (site) {
    const name = decoded(site[1]!);
    const isLibrary = ['documentlibrary', 'dashboard', undefined].includes(site[2]?.toLowerCase());
    if (name === null || !/^[\w-]{1,100}$/.test(name) || !isLibrary) return nothing;
    return pathBelow({ site: name }, [path]);
  }
  const own = /^(?:context\/(mine|shared)\/)?(repository|myfiles|sharedfiles|documentlibrary)\/?$/i.exec(
    page,
  );
  if (!own) return nothing;
  const [, context = '', kind = ''] = own.map((part) => part?.toLowerCase());
  if (context === 'mine' || kind === 'myfiles') return pathBelow({ folder: '-my-' }, [path]);
  if (context === 'shared' || kind === 'sharedfiles') return pathBelow({ folder: '-shared-' }, [path]);
  return pathBelow({ folder: '-root-' }, [path]);
}

/** CMIS addresses: an object by id, by path, or in the path of the older binding. */
function cmisObject({ pathname, searchParams }: URL): Named | null {
  const rest = /\/cmis(?:atom)?(?:\/|$)(.*)$/i.exec(pathname)?.[1];
  if (rest === undefined) return null;
  const given = searchParams.get('objectId') ?? searchParams.get('id') ?? searchParams.get('folderId');
  const id = given === null ? null : nodeIdFrom(given);
  if (id !== null) return { names: 'node', id };
  const old = /^(?:s\/)?workspace:SpacesStore\/i\/([\w-]{1,200})(?=$|\/)/.exec(rest)?.[1];
  if (old !== undefined) return { names: 'node', id: old };
  const inQuery = searchParams.get('path');
  if (inQuery !== null) return pathBelow({ folder: '-root-' }, [inQuery]);
  const inPath = /(?:^|\/)(?:browser\/root|p)(\/.*)$/.exec(rest)?.[1];
  return inPath === undefined ? null : pathBelow({ folder: '-root-' }, segmentsOf(inPath));
}

/** Parts of an address's path, decoded one by one. A slash that is encoded would make two of one: that is no path. */
function segmentsOf(pathname: string): string[] {
  const parts = pathname.split('/').map(decoded);
  return parts.some((part) => part === null || part.includes('/')) ? [] : [parts.join('/')];
}

type Below = Extract<AlfrescoLink, { names: 'path' }>['below'];

/** The readings of a path; nothing where it climbs, or holds what no name can. */
function pathBelow(below: Below, texts: string[]): Named {
  const readings = texts.flatMap((text) => {
    const again = /%[\da-f]{2}/i.test(text) ? decoded(text) : null;
    return again === null ? [text] : [again, text];
  });
  const paths = readings.map((text) => text.split('/').filter((name) => name !== ''));
  if (paths.length === 0 || paths.some((names) => names.some((name) => !isName(name)))) return nothing;
  return { names: 'path', below, paths };
}

/** What may be a name (seen: `cm:filename` forbids these characters); `.` and `..` lead elsewhere. */
const isName = (name: string): boolean =>
  name !== '.' && name !== '..' && name.length <= 1000 && !/["*\\><?:|\u0000-\u001f]/.test(name);

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

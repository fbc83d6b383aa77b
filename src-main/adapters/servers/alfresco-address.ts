import type { Failure } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Phrase } from '../../../src-shared/language/words.ts';
import { readTypedAddress } from './typed-address.ts';

/** What a text that names a server was understood as. */
export type AlfrescoAddress =
  | {
      is: 'understood';
      /** The repository's root without a trailing slash: `https://records.example.com/alfresco`. */
      baseUrl: string;
      /** The tenant's path segment, where the address named one. */
      tenant: string | null;
    }
  /** The failure's detail says why, for the user. What was typed is never in it: it may hold a password. */
  | { is: 'refused'; failure: Failure };

/** Path segments under which Alfresco's web applications usually live, beside the repository's `alfresco`. */
const applications = new Set(['share', 'content-app', 'aca', 'adw', 'workspace', 'digital-workspace']);

const refused = (detail: Phrase): AlfrescoAddress => ({
  is: 'refused',
  failure: { kind: 'invalid-input', detail },
});

/** The path of the repository, as far as an address lets it be seen; else the path as it is, `/alfresco` where there is none. */
function repositoryPath(pathname: string): { path: string; tenant: string | null } {
  const segments = pathname.split('/').filter((segment) => segment !== '');
  const lower = segments.map((segment) => segment.toLowerCase());
  const api = lower.findIndex((segment, index) => segment === 'api' && lower[index + 2] === 'public');
  const tenant = api < 0 ? null : decodeURIComponent(segments[api + 1]!);
  const known = lower.findIndex((segment) => applications.has(segment) || segment === 'alfresco');
  if (known >= 0 && (api < 0 || known < api)) {
    return {
      path: [...segments.slice(0, known), 'alfresco'].map((segment) => `/${segment}`).join(''),
      tenant,
    };
  }
  if (api >= 0)
    return {
      path: segments
        .slice(0, api)
        .map((segment) => `/${segment}`)
        .join(''),
      tenant,
    };
  // A prefix, another name of the repository's context, or any page: the server itself is asked which.
  const typed = segments.map((segment) => `/${segment}`).join('');
  return { path: typed || '/alfresco', tenant };
}

/**
 * Understands every form in which people paste the address of an Alfresco server: a host, with or without a port, the
 * repository, a page of Share or of the content applications, an address of the REST API. Nothing is asked of the network.
 */
export function understandAlfrescoAddress(text: string): AlfrescoAddress {
  const read = readTypedAddress(text);
  if (read.is === 'refused') return refused(read.detail);
  const { url } = read;
  let found: ReturnType<typeof repositoryPath>;
  try {
    found = repositoryPath(url.pathname);
  } catch {
    return refused(phrase('validationErrors.address.none'));
  }
  if (found.tenant !== null && !/^[\w.@-]{1,120}$/.test(found.tenant)) {
    return refused(phrase('validationErrors.address.tenant'));
  }
  return { is: 'understood', baseUrl: `${url.origin}${found.path}`, tenant: found.tenant };
}

/** An id (UUIDs mostly, but not always: `downloads_container`), and a version behind it that Alfresco ignores. */
const id = String.raw`([A-Za-z0-9][\w.-]{0,199})(?:;\d+(?:\.\d+)*)?`;
const end = String.raw`(?=$|[/?#&()\s])`;

/** Where ids are in links, the surest first. Forms and sources: research on pasted links, Share, ACA and the REST API. */
const forms = [
  // A document that is open in the viewer of ACA: the route before it names the folder.
  new RegExp(String.raw`viewer:view/${id}${end}`),
  new RegExp(String.raw`workspace://SpacesStore/${id}${end}`, 'i'),
  new RegExp(String.raw`/workspace/SpacesStore/${id}${end}`, 'i'),
  new RegExp(String.raw`/versions/1/nodes/${id}${end}`),
  new RegExp(
    String.raw`#/(?:personal-files|repository|libraries|shared|favorites|recent-files)/details/${id}${end}`,
  ),
  new RegExp(
    String.raw`#/(?:personal-files|repository|libraries|favorite/libraries|nodes)/(?!details(?:/|$))${id}${end}`,
  ),
];

const bare = new RegExp(`^${id}$`);

/**
 * The node's id in a text: a bare id, one of the aliases `-root-`, `-my-` and `-shared-`, a node reference, or a link
 * that carries an id. Null when there is none, or when the text isn't understood.
 */
export function nodeIdFrom(text: string): string | null {
  const typed = text.trim();
  if (typed.length > 4000) return null;
  if (/^-(root|my|shared)-$/.test(typed)) return typed;
  const alone = bare.exec(typed);
  if (alone) return alone[1]!;
  // A node reference in a query is encoded once, or twice when the link went through another one.
  let plain = typed;
  for (let round = 0; round < 3; round += 1) {
    for (const form of forms) {
      const found = form.exec(plain);
      if (found) return found[1]!;
    }
    try {
      plain = decodeURIComponent(plain);
    } catch {
      return null;
    }
  }
  return null;
}

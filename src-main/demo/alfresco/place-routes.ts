import { ApiError, notFound } from './errors.ts';
import { showNode, showSite, showTime, showUser } from './node-json.ts';
import type { DemoNode, Viewer } from './repository.ts';
import { coreBase, entryReply, pageReply, param } from './routing.ts';
import type { Call, Context, Reply, Route } from './routing.ts';

/** Ways to a node that don't start from its id: a person's favourites and what was shared. */
export const placeRoutes: Route[] = [
  {
    method: 'GET',
    path: `${coreBase}/people/:id`,
    handle: (call, context) => {
      const { id, firstName, lastName, email, isAdmin } = personOf(call, context);
      const displayName = `${firstName} ${lastName}`.trim();
      const capabilities = { isGuest: false, isAdmin, isMutable: true };
      const name = { firstName, ...(lastName ? { lastName } : {}), displayName };
      return entryReply(
        { ...name, emailNotificationsEnabled: true, enabled: true, id, email, capabilities },
        call.query,
      );
    },
  },
  { method: 'GET', path: `${coreBase}/people/:id/favorites`, handle: listFavorites },
  {
    method: 'GET',
    path: `${coreBase}/shared-links`,
    handle: (call, context) => {
      const { user } = call.identity();
      const links = [...context.tree.sharedLinks.keys()].filter((id) => {
        const node = sharedNode(id, context);
        return node && context.repository.mayRead(user, node);
      });
      return pageReply(links, (id) => showLink(id, user, call.query, context), call.query, context.knobs);
    },
  },
  {
    method: 'GET',
    path: `${coreBase}/shared-links/:id`,
    isOpen: true,
    handle: (call, context) =>
      entryReply(showLink(param(call, 'id'), nobody, call.query, context), call.query),
  },
];

/** `-me-` is whoever asks; others are seen by name. */
export function personOf(call: Call, context: Context) {
  const { user } = call.identity();
  const id = param(call, 'id');
  const person = context.accounts.user(id === '-me-' ? user.id : id);
  if (!person) throw notFound(id);
  return person;
}

/**
 * Favourite files, folders and sites, the last one first; `where=(EXISTS(target/file) OR EXISTS(target/folder))` picks the
 * kinds, all of them come without it (seen: alfresco-core.yaml).
 */
function listFavorites(call: Call, context: Context): Reply {
  const person = personOf(call, context);
  const where = call.query.get('where');
  const kinds =
    where === null
      ? ['file', 'folder', 'site']
      : [...where.matchAll(/EXISTS\(target\/(file|folder|site)\)/gi)].map((found) => found[1]!.toLowerCase());
  if (where !== null && kinds.length === 0) throw new ApiError(400, `Invalid where clause: ${where}`);
  const nodes = (context.tree.favorites[person.id] ?? [])
    .map((id) => context.repository.nodes.get(id))
    .filter((node): node is DemoNode => node !== undefined && context.repository.mayRead(person, node))
    .filter((node) => kinds.includes(kindOf(node)));
  const show = (node: DemoNode) => {
    const site = context.tree.sites.find(({ guid }) => guid === node.id);
    const { id, ...shown } = showNode(node, person, context, call.query, true);
    const target = site ? { site: showSite(site, person) } : { [kindOf(node)]: { ...shown, guid: id, id } };
    return { targetGuid: id, createdAt: showTime(node.createdAt), target };
  };
  return pageReply(nodes, show, call.query, context.knobs);
}

const kindOf = (node: DemoNode): string =>
  node.nodeType === 'st:site' ? 'site' : node.isFolder ? 'folder' : 'file';

const sharedNode = (id: string, context: Context): DemoNode | undefined =>
  context.repository.nodes.get(context.tree.sharedLinks.get(id) ?? '');

/** Whoever reads a shared link needs no account (seen: the web script's authentication is `none`). */
const nobody: Viewer = { id: '', isAdmin: false };

function showLink(
  id: string,
  viewer: Viewer,
  query: URLSearchParams,
  context: Context,
): Record<string, unknown> {
  const node = sharedNode(id, context);
  if (!node) throw notFound(id);
  const { content, path } = showNode(node, viewer, context, query, true);
  const { name, owner } = node;
  const modifiedAt = showTime(node.modifiedAt);
  const person = showUser(owner, context);
  const shown = {
    id,
    nodeId: node.id,
    name,
    modifiedAt,
    modifiedByUser: person,
    sharedByUser: person,
    content,
  };
  // What the path is goes to those alone who may read the document (inferred: the include needs an account).
  return path !== undefined && viewer.id !== '' ? { ...shown, path } : shown;
}

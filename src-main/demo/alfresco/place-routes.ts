import { ApiError, notFound } from './errors.ts';
import { lookUpNode, showNode, showTime, showUser } from './node-json.ts';
import type { DemoNode, Viewer } from './repository.ts';
import { coreBase, entryReply, pageReply, param } from './routing.ts';
import type { Call, Context, Reply, Route } from './routing.ts';
import type { DemoSite } from './tree.ts';

/** The ways to a node that don't start from its id: sites, people, favourites, shared links, search. */
export const placeRoutes: Route[] = [
  {
    method: 'GET',
    path: `${coreBase}/sites`,
    handle: (call, context) => {
      const { user } = call.identity();
      return pageReply(
        visibleSites(user, context),
        (site) => showSite(site, user),
        call.query,
        context.knobs,
      );
    },
  },
  {
    method: 'GET',
    path: `${coreBase}/sites/:id`,
    handle: (call, context) => entryReply(showSite(siteOf(call, context), call.identity().user), call.query),
  },
  {
    method: 'GET',
    path: `${coreBase}/sites/:id/containers/:container`,
    // The container is known by name as well as by id (seen: SitesImpl.getSiteContainer).
    handle: (call, context) => {
      const site = siteOf(call, context);
      const container = param(call, 'container');
      if (container !== 'documentLibrary' && container !== site.libraryId) throw notFound(container);
      return entryReply({ id: site.libraryId, folderId: 'documentLibrary' }, call.query);
    },
  },
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
  {
    method: 'GET',
    path: `${coreBase}/people/:id/sites`,
    handle: (call, context) => {
      const person = personOf(call, context);
      const sites = context.tree.sites.filter((site) => site.members[person.id]);
      const show = (site: DemoSite) => {
        const shown = showSite(site, person);
        return { role: site.members[person.id], guid: site.guid, id: site.id, site: shown };
      };
      return pageReply(sites, show, call.query, context.knobs);
    },
  },
  { method: 'GET', path: `${coreBase}/people/:id/favorites`, handle: listFavorites },
  { method: 'GET', path: `${coreBase}/queries/nodes`, handle: findNodes },
  {
    method: 'GET',
    path: `${coreBase}/shared-links`,
    handle: (call, context) => {
      const { user } = call.identity();
      const links = [...context.tree.sharedLinks.keys()].filter((id) => {
        const node = sharedNode(id, context);
        return node && context.repository.mayRead(user, node);
      });
      return pageReply(links, (id) => showLink(id, context), call.query, context.knobs);
    },
  },
  {
    method: 'GET',
    path: `${coreBase}/shared-links/:id`,
    isOpen: true,
    handle: (call, context) => entryReply(showLink(param(call, 'id'), context), call.query),
  },
];

const visibleSites = (viewer: Viewer, context: Context): DemoSite[] =>
  context.tree.sites.filter(
    (site) => site.visibility === 'PUBLIC' || viewer.isAdmin || site.members[viewer.id],
  );

/** The site of the path; a private one doesn't exist for others (inferred: 404, not 403). */
function siteOf(call: Call, context: Context): DemoSite {
  const id = param(call, 'id');
  const site = visibleSites(call.identity().user, context).find((one) => one.id === id);
  if (!site) throw notFound(id);
  return site;
}

function showSite(site: DemoSite, viewer: Viewer): Record<string, unknown> {
  const { id, guid, title, description, visibility } = site;
  const role = site.members[viewer.id];
  return { visibility, guid, description, id, preset: 'site-dashboard', title, ...(role ? { role } : {}) };
}

/** `-me-` is whoever asks; others are seen by name. */
function personOf(call: Call, context: Context) {
  const { user } = call.identity();
  const id = param(call, 'id');
  const person = context.accounts.user(id === '-me-' ? user.id : id);
  if (!person) throw notFound(id);
  return person;
}

/** Favourite files and folders; `where=(EXISTS(target/file) OR EXISTS(target/folder))` picks the kinds. */
function listFavorites(call: Call, context: Context): Reply {
  const person = personOf(call, context);
  const where = call.query.get('where');
  const kinds =
    where === null
      ? ['file', 'folder']
      : [...where.matchAll(/EXISTS\(target\/(file|folder|site)\)/gi)].map((found) => found[1]);
  if (where !== null && kinds.length === 0) throw new ApiError(400, `Invalid where clause: ${where}`);
  const nodes = (context.tree.favorites[person.id] ?? [])
    .map((id) => context.repository.nodes.get(id))
    .filter((node): node is DemoNode => node !== undefined && context.repository.mayRead(person, node))
    .filter((node) => kinds.includes(node.isFolder ? 'folder' : 'file'));
  const show = (node: DemoNode) => {
    const { id, ...shown } = showNode(node, person, context, new URLSearchParams(), true);
    const target = { [node.isFolder ? 'folder' : 'file']: { ...shown, guid: id, id } };
    return { targetGuid: id, createdAt: showTime(node.createdAt), target };
  };
  return pageReply(nodes, show, call.query, context.knobs);
}

/** Finds nodes by name; fewer than three letters or digits are refused with 400 (seen: alfresco-core.yaml). */
function findNodes(call: Call, context: Context): Reply {
  const { user } = call.identity();
  const term = call.query.get('term') ?? '';
  if ((term.match(/[\p{L}\p{N}]/gu) ?? []).length < 3) {
    throw new ApiError(400, 'Query requires a minimum of 3 alphanumeric characters');
  }
  const needle = term.replaceAll(/["*]/g, '').trim().toLowerCase();
  const rootId = call.query.get('rootNodeId');
  const root = rootId === null ? null : lookUpNode(rootId, user, context);
  const type = call.query.get('nodeType');
  const found = [...context.repository.nodes.values()].filter(
    (node) =>
      (type === null ? ['cm:content', 'cm:folder'].includes(node.nodeType) : node.nodeType === type) &&
      node.name.toLowerCase().includes(needle) &&
      (root === null || context.repository.ancestry(node).includes(root)) &&
      context.repository.mayRead(user, node),
  );
  return pageReply(
    found,
    (node) => showNode(node, user, context, call.query, true),
    call.query,
    context.knobs,
  );
}

const sharedNode = (id: string, context: Context): DemoNode | undefined =>
  context.repository.nodes.get(context.tree.sharedLinks.get(id) ?? '');

function showLink(id: string, context: Context): Record<string, unknown> {
  const node = sharedNode(id, context);
  if (!node) throw notFound(id);
  const { content } = showNode(node, { id: '', isAdmin: false }, context, new URLSearchParams(), true);
  const { name, owner } = node;
  const modifiedAt = showTime(node.modifiedAt);
  const person = showUser(owner, context);
  return { id, nodeId: node.id, name, modifiedAt, modifiedByUser: person, sharedByUser: person, content };
}

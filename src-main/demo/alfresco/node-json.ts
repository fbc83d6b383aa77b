import { notFound, permissionDenied } from './errors.ts';
import type { DemoNode, Viewer, DemoSite } from './repository.ts';
import type { Call, Context } from './routing.ts';
import { downloadsContainerId } from './tree.ts';

const mimeTypeNames: Record<string, string> = {
  'text/plain': 'Plain Text',
  'text/csv': 'Comma Separated Values (CSV)',
  'application/pdf': 'Adobe PDF Document',
  'image/jpeg': 'JPEG Image',
  'image/tiff': 'TIFF Image',
  'image/vnd.dwg': 'AutoCAD Drawing',
  'application/octet-stream': 'Binary File (Octet Stream)',
};

/** Times look like `2026-03-04T10:11:12.123+0000`, without a colon in the zone (seen: samples of the REST API guide). */
export const showTime = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace('Z', '+0000');

/** The `{ id, displayName }` of a user. */
export function showUser(id: string, context: Context): Record<string, unknown> {
  const user = context.accounts.user(id);
  return { id, displayName: user ? `${user.firstName} ${user.lastName}`.trim() : id };
}

/** A site as the API shows it to `viewer`. */
export function showSite(site: DemoSite, viewer: Viewer): Record<string, unknown> {
  const { id, guid, title, description, visibility } = site;
  const role = site.members[viewer.id];
  return { visibility, guid, description, id, preset: 'site-dashboard', title, ...(role ? { role } : {}) };
}

/**
 * A node as the API shows it. Empty values are left out (seen: JsonInclude NON_EMPTY), so a zip that is
 * not done has no `content`. `minimal` is what lists show.
 */
export function showNode(
  node: DemoNode,
  viewer: Viewer,
  context: Context,
  query: URLSearchParams,
  isMinimal: boolean,
): Record<string, unknown> {
  const include = new Set((query.get('include') ?? '').split(',').map((name) => name.trim()));
  const entry: Record<string, unknown> = {
    isFile: !node.isFolder,
    createdByUser: showUser(node.owner, context),
    modifiedAt: showTime(node.modifiedAt),
    nodeType: node.nodeType,
    parentId: node.parentId ?? undefined,
    createdAt: showTime(node.createdAt),
    isFolder: node.isFolder,
    modifiedByUser: showUser(node.owner, context),
    name: node.name,
    id: node.id,
  };
  if (node.content) {
    const { mimeType, size } = node.content;
    const mimeTypeName = mimeTypeNames[mimeType] ?? mimeType;
    entry.content = { mimeType, mimeTypeName, sizeInBytes: size, encoding: 'UTF-8' };
  }
  if (!isMinimal || include.has('aspectNames')) entry.aspectNames = ['cm:auditable'];
  if (include.has('path')) entry.path = showPath(node, viewer, context);
  if (include.has('allowableOperations') && context.repository.mayDelete(viewer, node)) {
    entry.allowableOperations = [
      'delete',
      'update',
      'updatePermissions',
      ...(node.isFolder ? ['create'] : []),
    ];
  }
  if (include.has('isFavorite'))
    entry.isFavorite = (context.tree.favorites[viewer.id] ?? []).includes(node.id);
  if (include.has('isLocked')) entry.isLocked = false;
  return entry;
}

/** The folders above the node, down from the first that the viewer may see. */
function showPath(node: DemoNode, viewer: Viewer, context: Context): Record<string, unknown> {
  const above = context.repository.ancestry(node).slice(0, -1);
  const visible = above.filter((folder) => context.repository.mayRead(viewer, folder));
  return {
    name: above.map((folder) => `/${folder.name}`).join(''),
    isComplete: visible.length === above.length,
    elements: visible.map(({ id, name, nodeType }) => ({
      id,
      name,
      nodeType,
      aspectNames: ['cm:auditable'],
    })),
  };
}

/**
 * The node of that id. A version suffix such as `;1.0` is cut off without a word and another one, such as
 * `;pwc`, is not found (seen: NodesImpl.validateNode). Throws 404 for an unknown node, 403 for one that
 * `viewer` may not see.
 */
export function requireNode(id: string, viewer: Viewer, context: Context): DemoNode {
  const node = existingNode(id, context);
  if (!context.repository.mayRead(viewer, node)) throw permissionDenied();
  return node;
}

/** As `requireNode`, without asking for permission. */
export function existingNode(id: string, context: Context): DemoNode {
  const node = context.repository.nodes.get(id.replace(/;\d+\.\d+$/, ''));
  if (!node || id === downloadsContainerId) throw notFound(id);
  return node;
}

/** As `requireNode`, and `-root-`, `-my-` and `-shared-` are understood (seen: validateOrLookupNode). */
export function lookUpNode(id: string, viewer: Viewer, context: Context): DemoNode {
  const place = id === '-my-' ? `home:${viewer.id}` : id;
  return requireNode(context.repository.places.get(place) ?? id, viewer, context);
}

/** The node of the path's `id`, then down `?relativePath=`; 404 where the path leads nowhere. */
export function nodeOfCall(call: Call, viewer: Viewer, context: Context): DemoNode {
  let node = lookUpNode(call.params.id ?? '', viewer, context);
  const relativePath = call.query.get('relativePath') ?? '';
  for (const name of relativePath.split('/').filter((part) => part !== '')) {
    const child = context.repository.childByName(viewer, node, name);
    if (!child) throw notFound(relativePath);
    node = child;
  }
  return node;
}

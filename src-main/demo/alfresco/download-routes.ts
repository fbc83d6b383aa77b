import { ApiError, notFound, permissionDenied } from './errors.ts';
import type { Download } from './downloads.ts';
import { existingNode } from './node-json.ts';
import type { Viewer } from './repository.ts';
import { coreBase, entryReply, jsonBody, param } from './routing.ts';
import type { Call, Context, Route } from './routing.ts';

/** `/downloads`: createDownload, getDownload and cancelDownload of alfresco-core.yaml. No route lists them (seen). */
export const downloadRoutes: Route[] = [
  { method: 'POST', path: `${coreBase}/downloads`, handle: createDownload },
  {
    method: 'GET',
    path: `${coreBase}/downloads/:id`,
    handle: (call, context) => entryReply({ ...ownDownload(call, context).view }, call.query),
  },
  {
    method: 'DELETE',
    path: `${coreBase}/downloads/:id`,
    // 202 whatever the state, and no body (seen: TestDownloads cancels a finished one).
    handle: (call, context) => {
      context.downloads.cancel(ownDownload(call, context));
      return { status: 202 };
    },
  },
];

/**
 * 202 and a PENDING download with zero counters. The checks come in this order: empty, duplicates, that
 * every id exists, that every id may be read (seen: DownloadsImpl). One refused node refuses all, and the
 * 403 doesn't say which; the 404 does. `nodeIds` is not echoed (seen: JsonHelper drops nulls).
 */
async function createDownload(call: Call, context: Context) {
  const { user } = call.identity();
  const nodeIds = requestedIds(await jsonBody(call));
  call.log.nodeIds = nodeIds;
  if (nodeIds.length === 0) throw new ApiError(400, 'Cannot create an archive with 0 entries.');
  if (new Set(nodeIds).size < nodeIds.length) throw new ApiError(400, 'Cannot specify the same nodeId twice');
  // Aliases such as -my- are not understood here (seen: validateNode, not validateOrLookupNode): 404.
  const nodes = nodeIds.map((id) => existingNode(id, context));
  if (nodes.some((node) => !context.repository.mayRead(user, node))) throw permissionDenied();
  if (context.knobs.readOnly) {
    // Inferred: a read-only repository can't write the node, and nothing maps that error to a status.
    throw new ApiError(
      500,
      'Access Denied. The system is currently in read-only mode.',
      'framework.exception.ApiDefault',
    );
  }
  const download = context.downloads.create(
    user,
    nodes.map((node) => node.id),
  );
  return entryReply({ ...download.view }, call.query, 202);
}

/** `nodeIds` of the body. Without it the server stumbles over null: 500 (inferred); another shape is 400 (seen). */
function requestedIds(body: unknown): string[] {
  if (Array.isArray(body) && body.length !== 1)
    throw new ApiError(400, 'Only 1 entity is supported in the HTTP request body');
  const given: unknown = Array.isArray(body) ? body[0] : body;
  if (typeof given !== 'object' || given === null)
    throw new ApiError(400, 'Could not read content from HTTP request body');
  const nodeIds = (given as { nodeIds?: unknown }).nodeIds;
  if (nodeIds === undefined || nodeIds === null)
    throw new ApiError(500, 'Internal error', 'framework.exception.ApiDefault');
  if (!Array.isArray(nodeIds) || !nodeIds.every((id) => typeof id === 'string')) {
    throw new ApiError(400, 'Could not read content from HTTP request body');
  }
  return nodeIds;
}

/**
 * The download of the path: 404 when no such node exists (seen: TestDownloads, though alfresco-core.yaml
 * doesn't list it), 400 when the node is something else, 403 when another user made it (seen).
 */
function ownDownload(call: Call, context: Context): Download {
  const viewer: Viewer = call.identity().user;
  const node = existingNode(param(call, 'id'), context);
  const download = context.downloads.get(node.id);
  if (!download) {
    if (node.nodeType === 'download:download') throw notFound(node.id);
    throw new ApiError(400, 'Please specify the nodeId of a download node.');
  }
  if (!viewer.isAdmin && download.creator.id !== viewer.id) throw permissionDenied();
  return download;
}

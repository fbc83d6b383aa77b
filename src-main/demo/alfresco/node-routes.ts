import { randomUUID } from 'node:crypto';
import { ApiError, notFound, permissionDenied } from './errors.ts';
import { nodeOfCall, requireNode, showNode, showTime } from './node-json.ts';
import type { DemoNode, Viewer } from './repository.ts';
import { orderBy, usualOrder } from './ordering.ts';
import { coreBase, entryReply, pageReply, param } from './routing.ts';
import type { Call, Context, Reply, Route } from './routing.ts';
import { select } from './zip-worker.ts';

/** `/nodes`: reading, listing, measuring and deleting. */
export const nodeRoutes: Route[] = [
  {
    method: 'GET',
    path: `${coreBase}/nodes/:id`,
    handle: (call, context) => {
      const { user } = call.identity();
      return entryReply(
        showNode(nodeOfCall(call, user, context), user, context, call.query, false),
        call.query,
      );
    },
  },
  { method: 'DELETE', path: `${coreBase}/nodes/:id`, handle: deleteNode },
  { method: 'GET', path: `${coreBase}/nodes/:id/children`, handle: listChildren },
  { method: 'POST', path: `${coreBase}/nodes/:id/size-details`, handle: measure },
  { method: 'GET', path: `${coreBase}/nodes/:id/size-details/:jobId`, handle: readMeasure },
];

/**
 * 204. A user's document goes to the trashcan, or for good with `permanent=true`, which only owners and
 * administrators may ask for (seen: alfresco-core.yaml). A prepared zip never goes to the trashcan
 * (inferred: its type has `archive=false`) and may be deleted while it is being made (inferred).
 */
function deleteNode(call: Call, context: Context): Reply {
  const { user } = call.identity();
  const node = requireNode(param(call, 'id'), user, context);
  if (!context.repository.mayDelete(user, node)) throw permissionDenied();
  if (context.downloads.get(node.id)) context.downloads.remove(node.id);
  else context.repository.remove(node, call.query.get('permanent') === 'true');
  return { status: 204 };
}

/** One page of a folder: folders first, then by name, unless `orderBy` says otherwise (seen: alfresco-core.yaml). */
function listChildren(call: Call, context: Context): Reply {
  const { user } = call.identity();
  const folder = nodeOfCall(call, user, context);
  if (!folder.isFolder) throw new ApiError(400, `NodeId of folder is expected: ${folder.id}`);
  // Seen but not listed: the permission ReadChildren is one of its own (inferred: FileFolderService.list is refused).
  if (!context.repository.mayList(user, folder)) throw permissionDenied();
  const children = sortedChildren(call, folder, user, context);
  const include = new Set((call.query.get('include') ?? '').split(','));
  const show = (node: DemoNode) => ({
    ...showNode(node, user, context, call.query, true),
    ...(include.has('association')
      ? { association: { isPrimary: node.parentId === folder.id, assocType: 'cm:contains' } }
      : {}),
  });
  const isSourceWanted = call.query.get('includeSource') === 'true';
  const source = isSourceWanted ? showNode(folder, user, context, call.query, true) : undefined;
  return pageReply(children, show, call.query, context.knobs, source);
}

/**
 * A folder's children, filtered and in order. The list is kept until something changes: whoever pages through a
 * hundred thousand of them should wait for the pages and not for a new sorting each time.
 */
function sortedChildren(call: Call, folder: DemoNode, user: Viewer, context: Context): DemoNode[] {
  const { repository, lists } = context;
  const where = call.query.get('where');
  const order = call.query.get('orderBy') ?? usualOrder;
  const key = JSON.stringify([folder.id, user.id, where, order]);
  const known = lists.get(key);
  if (known?.revision === repository.revision) return known.nodes;
  const nodes = repository.children(user, folder).filter(condition(where)).sort(orderBy(order));
  // Now, for it may just have grown.
  if (nodes.length > 1000) lists.set(key, { revision: repository.revision, nodes });
  return nodes;
}

/** `where=(isFolder=true)`, `(isFile=true)` or `(nodeType='cm:folder')`; 400 for anything else. */
function condition(where: string | null): (node: DemoNode) => boolean {
  if (where === null) return () => true;
  const flag = /^\(\s*(isFolder|isFile)\s*=\s*(true|false)\s*\)$/.exec(where);
  if (flag) return (node) => (node.isFolder === (flag[1] === 'isFolder')) === (flag[2] === 'true');
  const type = /^\(\s*nodeType\s*=\s*'([^']*)'\s*\)$/.exec(where);
  if (type) return (node) => node.nodeType === type[1]?.replace(' INCLUDESUBTYPES', '');
  throw new ApiError(400, `Invalid where clause: ${where}`);
}

/** 202 with a job that measures a folder; 422 for a document (seen: alfresco-core.yaml, since 23.4). */
function measure(call: Call, context: Context): Reply {
  const { user } = call.identity();
  refuseBeforeSizes(call, context);
  const node = requireNode(param(call, 'id'), user, context);
  if (!node.isFolder) throw new ApiError(422, `Node ${node.id} is not a folder`);
  const jobId = randomUUID();
  const { totalBytes, totalFiles } = measured(user, node, context);
  context.measures.set(jobId, {
    nodeId: node.id,
    sizeInBytes: totalBytes,
    numberOfFiles: totalFiles,
    calculatedAt: context.clock.now() + context.knobs.speed.pendingMilliseconds,
  });
  return { status: 202, json: { entry: { jobId } } };
}

/**
 * A search below the folder, as whoever asks: what may not be read isn't found and doesn't count, and a folder that can't be
 * listed hides nothing (seen: NodeSizeDetailsServiceImpl, ANCESTOR under the caller's name).
 */
function measured(user: Viewer, folder: DemoNode, { repository }: Context) {
  const sum = { totalFiles: 0, totalBytes: 0 };
  for (const { node } of select(repository, { ...user, isAdmin: true }, [folder.id]).entries) {
    if (!node.content || !repository.mayReadContent(user, node)) continue;
    sum.totalFiles += 1;
    sum.totalBytes += node.content.size;
  }
  return sum;
}

/** The measure: IN-PROGRESS at first, then COMPLETED with the size as a string (seen: alfresco-core.yaml). */
function readMeasure(call: Call, context: Context): Reply {
  const { user } = call.identity();
  refuseBeforeSizes(call, context);
  const node = requireNode(param(call, 'id'), user, context);
  const jobId = param(call, 'jobId');
  const job = context.measures.get(jobId);
  if (job?.nodeId !== node.id) throw notFound(jobId);
  const isReady = context.clock.now() >= job.calculatedAt;
  const result = isReady
    ? {
        sizeInBytes: String(job.sizeInBytes),
        numberOfFiles: job.numberOfFiles,
        calculatedAt: showTime(job.calculatedAt),
        status: 'COMPLETED',
      }
    : { status: 'IN-PROGRESS' };
  return { status: 200, json: { entry: { id: node.id, jobId, ...result } } };
}

/** Older servers don't know the address (seen: absent in the tag 23.3.0, there in 23.4.0). */
function refuseBeforeSizes(call: Call, context: Context): void {
  const [major = 0, minor = 0] = context.knobs.version.split('.').map(Number);
  if (major < 23 || (major === 23 && minor < 4)) throw notFound(param(call, 'id'));
}

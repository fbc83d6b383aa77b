import { ApiError, notFound } from './errors.ts';
import { lookUpNode, showNode } from './node-json.ts';
import { orderBy } from './ordering.ts';
import type { DemoNode } from './repository.ts';
import { coreBase, jsonBody, pageReply, searchBase } from './routing.ts';
import type { Call, Context, Reply, Route } from './routing.ts';
import { readQuery } from './search-query.ts';

/** Finding nodes by what they are called and what is in them. */
export const searchRoutes: Route[] = [
  { method: 'POST', path: `${searchBase}/search`, handle: search },
  { method: 'GET', path: `${coreBase}/queries/nodes`, handle: findNodes },
];

/** What of a search's body counts here (seen: alfresco-search.yaml). */
interface SearchBody {
  query?: { query?: unknown; language?: unknown };
  paging?: { maxItems?: unknown; skipCount?: unknown };
  include?: unknown;
  fields?: unknown;
  sort?: unknown;
  filterQueries?: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

/**
 * All parameters come in the body, those of the address are ignored (seen: alfresco-search.yaml). Only `afts` is
 * understood here; 400 for a query that can't be read, and for a body without one.
 */
async function search(call: Call, context: Context): Promise<Reply> {
  if (context.knobs.search === 'names') throw notFound('search');
  refuseWithoutIndex(context);
  const { user } = call.identity();
  const body = await jsonBody(call);
  const given: SearchBody = isObject(body) ? body : {};
  const query = given.query?.query;
  if (typeof query !== 'string' || query.trim() === '') throw new ApiError(400, 'Query is mandatory');
  const language = textOf(given.query?.language ?? 'afts').toLowerCase();
  if (language !== 'afts')
    throw new ApiError(400, `Only afts is understood by this demo server, not ${language}`);
  const now = context.clock.now();
  const filters = Array.isArray(given.filterQueries) ? given.filterQueries : [];
  const conditions = [
    query,
    ...filters.flatMap((one) => (isObject(one) && typeof one.query === 'string' ? [one.query] : [])),
  ].map((text) => readQuery(text, now));
  const found: DemoNode[] = [];
  for (const { node, indexed } of context.index.all())
    if (conditions.every((fits) => fits(indexed)) && context.repository.mayRead(user, node)) found.push(node);
  const scores = new Map(found.map((node) => [node, scoreOf(node, query)]));
  const byScore = (one: DemoNode, other: DemoNode): number => scores.get(other)! - scores.get(one)!;
  const sorted = found.sort(orderBy(sortOf(given.sort)));
  // The best first, unless another order is wanted; what is alike stays in the order of names.
  if (!Array.isArray(given.sort)) sorted.sort(byScore);
  // As the other lists have it, so that paging and fields are one and the same code.
  const asQuery = new URLSearchParams();
  if (given.paging?.maxItems !== undefined) asQuery.set('maxItems', textOf(given.paging.maxItems));
  if (given.paging?.skipCount !== undefined) asQuery.set('skipCount', textOf(given.paging.skipCount));
  if (Array.isArray(given.include)) asQuery.set('include', texts(given.include).join(','));
  const fields = texts(given.fields);
  if (fields.length > 0) asQuery.set('fields', fields.join(','));
  const show = (node: DemoNode) => ({
    ...showNode(node, user, context, asQuery, true),
    search: { score: scores.get(node) },
  });
  const reply = pageReply(sorted, show, asQuery, context.knobs);
  const { list } = reply.json as { list: object };
  return {
    ...reply,
    json: { list: { ...list, context: { consistency: { lastTxId: context.repository.revision } } } },
  };
}

/** How well a node fits: for each term that is in its name a point (inferred: a name is short, so that a term in it weighs more). */
function scoreOf({ name }: DemoNode, query: string): number {
  const lower = name.toLowerCase();
  const terms = new Set([...query.toLowerCase().matchAll(/"([^"*]+)\*?"/g)].map(([, term = '']) => term));
  return 1 + [...terms].filter((term) => lower.includes(term)).length;
}

/** `[{ type: 'FIELD', field: 'cm:modified', ascending: false }]` as an `orderBy`; by name where nothing is wanted. */
function sortOf(sort: unknown): string {
  const fields: Record<string, string> = {
    'cm:name': 'name',
    'cm:modified': 'modifiedAt',
    'cm:created': 'createdAt',
    'content.size': 'sizeInBytes',
  };
  const terms = (Array.isArray(sort) ? sort : []).flatMap((one) => {
    if (!isObject(one) || one.type === 'SCORE') return [];
    const name = fields[String(one.field)];
    if (name === undefined) throw new ApiError(400, `Invalid sort field: ${String(one.field)}`);
    return [`${name} ${String(one.ascending) === 'true' ? 'ASC' : 'DESC'}`];
  });
  return terms.length > 0 ? terms.join(',') : 'name ASC';
}

/** Without an index there is nothing to search in (inferred: the failed request to it is an unmapped exception). */
function refuseWithoutIndex(context: Context): void {
  if (context.knobs.search === 'none')
    throw new ApiError(500, 'Solr request failed', 'framework.exception.ApiDefault');
}

/** Finds nodes by name; fewer than three letters or digits are refused with 400 (seen: alfresco-core.yaml). */
function findNodes(call: Call, context: Context): Reply {
  refuseWithoutIndex(context);
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

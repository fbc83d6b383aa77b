import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { Accounts, Identity } from './auth.ts';
import type { DemoClock } from './clock.ts';
import type { Downloads } from './downloads.ts';
import { ApiError } from './errors.ts';
import type { Knobs } from './options.ts';
import type { DemoNode, Repository } from './repository.ts';
import type { LoggedRequest } from './request-log.ts';
import type { SearchIndex } from './search-index.ts';
import type { DemoTree } from './tree.ts';

/** All that the routes work with. */
export interface Context {
  clock: DemoClock;
  knobs: Knobs;
  accounts: Accounts;
  tree: DemoTree;
  repository: Repository;
  downloads: Downloads;
  index: SearchIndex;
  /** Long lists of children in their order, by what was asked. */
  lists: Map<string, { revision: number; nodes: DemoNode[] }>;
  /** Folder measures by job id. */
  measures: Map<string, Measure>;
}

/** A folder's size, to be told from `calculatedAt` on (milliseconds since 1970). */
export interface Measure {
  nodeId: string;
  sizeInBytes: number;
  numberOfFiles: number;
  calculatedAt: number;
}

/** One request on its way through a route. */
export interface Call {
  /** The path's named parts, decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** The whole body; throws 413 when it is too long. */
  body(): Promise<Buffer>;
  /** Who asks; throws 401 when the request doesn't say. */
  identity(): Identity;
  log: LoggedRequest;
}

/** What a route answers: JSON, nothing, or a stream that may be shorter than its Content-Length says. */
export interface Reply {
  status: number;
  headers?: OutgoingHttpHeaders;
  json?: unknown;
  /** An HTML page in place of JSON. */
  html?: string;
  stream?: AsyncIterable<Buffer>;
}

/** One path and method. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path with `:name` parts. */
  path: string;
  /** Whether anybody may call it without signing in. */
  isOpen?: boolean;
  handle(call: Call, context: Context): Reply | Promise<Reply>;
}

/** Base path of the content API. */
export const coreBase = '/alfresco/api/:tenant/public/alfresco/versions/1';
/** Base path of the search API. */
export const searchBase = '/alfresco/api/:tenant/public/search/versions/1';
/** Base path of the authentication API. */
export const authenticationBase = '/alfresco/api/:tenant/public/authentication/versions/1';

/** The named parts of `path` if it fits the pattern. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const actual = given[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decode(actual);
    else if (part !== actual) return null;
  }
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ApiError(400, `Invalid path: ${part}`);
  }
}

/** A named path part; the route's pattern has it, so it is always there. */
export function param(call: Call, name: string): string {
  return call.params[name] ?? '';
}

/** A JSON body. Broken JSON is the server's own fault, as it were: 500 (inferred: IOException becomes ApiException). */
export async function jsonBody(call: Call): Promise<unknown> {
  const text = (await call.body()).toString('utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ApiError(
      500,
      'Could not read content from HTTP request body',
      'framework.exception.ApiDefault',
    );
  }
}

/** Only the fields that `?fields=a,b` names (seen: a comma-separated list); all of them without it. */
export function pickFields(entry: Record<string, unknown>, query: URLSearchParams): Record<string, unknown> {
  const fields = query.get('fields');
  if (!fields) return entry;
  const wanted = new Set(
    [...fields.split(','), ...(query.get('include') ?? '').split(',')].map((name) => name.trim()),
  );
  return Object.fromEntries(Object.entries(entry).filter(([name]) => wanted.has(name)));
}

/** A 200 (or other) reply with one entry. */
export function entryReply(entry: Record<string, unknown>, query: URLSearchParams, status = 200): Reply {
  return { status, json: { entry: pickFields(entry, query) } };
}

/**
 * One page of a list, `skipCount` 0 and `maxItems` 100 by default (seen: alfresco-core.yaml); 400 for
 * values that are no such numbers.
 */
export function pageReply<Item>(
  items: Item[],
  show: (item: Item) => Record<string, unknown>,
  query: URLSearchParams,
  knobs: Knobs,
  source?: Record<string, unknown>,
): Reply {
  const skipCount = count(query, 'skipCount', 0, 0);
  const maxItems = count(query, 'maxItems', 100, 1);
  const page = items.slice(skipCount, skipCount + maxItems);
  const pagination = {
    count: page.length,
    hasMoreItems: skipCount + page.length < items.length,
    ...(knobs.totalItems ? { totalItems: items.length } : {}),
    skipCount,
    maxItems,
  };
  const entries = page.map((item) => ({ entry: pickFields(show(item), query) }));
  return { status: 200, json: { list: { pagination, entries, ...(source ? { source } : {}) } } };
}

function count(query: URLSearchParams, name: string, otherwise: number, least: number): number {
  const given = query.get(name);
  if (given === null) return otherwise;
  const value = Number(given);
  if (!Number.isInteger(value) || value < least)
    throw new ApiError(400, `Invalid paging parameter ${name}: ${given}`);
  return value;
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Identity } from './auth.ts';
import { contentRoutes } from './content-routes.ts';
import { downloadRoutes } from './download-routes.ts';
import { ApiError, notAllowed, notFound } from './errors.ts';
import type { ErrorLog } from './errors.ts';
import type { FaultPlan, Faults } from './faults.ts';
import type { Hold } from './holds.ts';
import { nodeRoutes } from './node-routes.ts';
import { placeRoutes } from './place-routes.ts';
import { send } from './replying.ts';
import { logged } from './request-log.ts';
import type { LoggedRequest } from './request-log.ts';
import { match } from './routing.ts';
import type { Call, Context, Reply, Route } from './routing.ts';
import { searchRoutes } from './search-routes.ts';
import { siteRoutes } from './site-routes.ts';
import { systemRoutes } from './system-routes.ts';

/** What answering a request needs besides the routes' own context. */
export interface Answering {
  context: Context;
  faults: Faults;
  contentHold: Hold;
  requests: LoggedRequest[];
  errors: ErrorLog;
}

/** Every route, in the order in which they are tried. */
export const routes: readonly Route[] = [
  ...systemRoutes,
  ...downloadRoutes,
  ...contentRoutes,
  ...nodeRoutes,
  ...siteRoutes,
  ...placeRoutes,
  ...searchRoutes,
];

/** The longest request body in bytes. */
const longestBody = 4 * 1024 * 1024;
/** Methods that the real server has descriptors for (seen: templates/publicapi); others are refused before signing in. */
const knownMethods = new Set(['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']);

/** Answers one request, or lets happen to it what was planned. Rejects only when the connection is of no more use. */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { context, faults, contentHold, requests, errors }: Answering,
): Promise<void> {
  const url = requestUrl(request.url ?? '/');
  const log = logged(request, methodOf(request), url);
  requests.push(log);
  context.downloads.cleanIfDue();
  const fault = faults.take(log.method, log.path);
  const body = await readBody(request);
  if (fault?.action === 'hang') return;
  if (fault?.action === 'drop-before-answer') {
    response.destroy();
    return;
  }
  let reply: Reply;
  try {
    if (typeof fault?.action === 'number') reply = planned(fault, fault.action);
    else reply = await work(request, url, log, body, context);
  } catch (error) {
    // Whatever is no refusal is a 500 (seen: public-rest-context.xml maps Throwable so).
    const refusal =
      error instanceof ApiError
        ? error
        : new ApiError(500, 'Internal error', 'framework.exception.ApiDefault');
    reply = { status: refusal.status, json: errors.envelope(refusal, context.clock.now()) };
    if (refusal.status === 401)
      reply.headers = { 'WWW-Authenticate': `AlfTicket realm="Alfresco ${tenantOf(url)} tenant"` };
  }
  if (fault?.retryAfter !== undefined)
    reply.headers = { ...reply.headers, 'Retry-After': String(fault.retryAfter) };
  if (fault?.action === 'drop-after-work') {
    response.destroy();
    return;
  }
  const bytesPerSecond = context.knobs.contentBytesPerSecond;
  await send(response, fault?.isHtml ? gatewayPage(reply) : reply, {
    fault,
    bytesPerSecond,
    hold: contentHold,
    log,
  });
}

/** Finds the route and runs it. */
async function work(
  request: IncomingMessage,
  url: URL,
  log: LoggedRequest,
  body: Buffer | null,
  context: Context,
): Promise<Reply> {
  // Only the API is here; the rest is the container's page, not JSON.
  if (!url.pathname.startsWith('/alfresco/api/'))
    return { status: 404, html: page('HTTP Status 404 – Not Found') };
  const fitting = routes.flatMap((route) => {
    const params = match(route.path, url.pathname);
    return params ? [{ route, params }] : [];
  });
  // No HEAD, no PATCH: refused as soon as the path is known, before anybody signs in (inferred: AbstractRuntime.java).
  if (!knownMethods.has(log.method)) throw notAllowed();
  const chosen = fitting.find(({ route }) => route.method === log.method);
  const params = chosen?.params ?? fitting[0]?.params ?? {};
  let identity: Identity | null = null;
  const call: Call = {
    params,
    query: url.searchParams,
    headers: request.headers,
    log,
    body: async () => {
      if (!body) throw new ApiError(413, 'Content is too large');
      return body;
    },
    identity: () => {
      const ticket = url.searchParams.get('alf_ticket');
      identity ??= context.accounts.identify(request.headers.authorization, ticket, params.tenant ?? null);
      return identity;
    },
  };
  if (!chosen?.route.isOpen) call.identity();
  if (fitting.length === 0) throw notFound(url.pathname.split('/').at(-1) ?? '');
  if (!chosen) throw notAllowed();
  return chosen.route.handle(call, context);
}

/** The method that counts: a POST may carry another one in X-HTTP-Method-Override (seen: WebScriptServletRuntime of Alfresco/surf-webscripts). */
function methodOf(request: IncomingMessage): string {
  const override = request.headers['x-http-method-override'];
  return request.method === 'POST' && typeof override === 'string'
    ? override.toUpperCase()
    : (request.method ?? 'GET');
}

function requestUrl(target: string): URL {
  return URL.canParse(target, 'http://127.0.0.1')
    ? new URL(target, 'http://127.0.0.1')
    : new URL('http://127.0.0.1/');
}

const tenantOf = (url: URL): string =>
  /^\/alfresco\/api\/([^/]+)\/public\//.exec(url.pathname)?.[1] ?? '-default-';

/** The whole body, or null when it is too long; rejects when the client goes away before its end. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= longestBody) chunks.push(chunk);
  }
  return length <= longestBody ? Buffer.concat(chunks) : null;
}

/** A planned status: the usual envelope for refusals, an empty body else. */
function planned(fault: FaultPlan, status: number): Reply {
  if (fault.isHtml || status < 400) return { status };
  throw new ApiError(status, 'A planned fault', 'framework.exception.ApiDefault');
}

const page = (title: string): string =>
  `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;

/** The same status as a gateway in between would say it. */
function gatewayPage({ status, headers }: Reply): Reply {
  return { status, headers, html: page(`${status} from the gateway`) };
}

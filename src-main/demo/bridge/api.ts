import type { IncomingMessage } from 'node:http';
import type { DemoClock } from '../alfresco/clock.ts';
import type { Reply } from '../alfresco/routing.ts';
import type { BridgeAccounts, DemoAccount } from './accounts.ts';
import { Exports } from './exports.ts';
import type { DemoExport } from './exports.ts';
import type { BridgeKnobs } from './options.ts';

/** All that the Bridge side works with. */
export interface BridgeContext {
  clock: DemoClock;
  knobs: BridgeKnobs;
  accounts: BridgeAccounts;
  exports: Exports;
  /** A fresh link to an export's file. */
  linkTo(entry: DemoExport): URL;
}

/** The web application's own cookie, which comes with its API's answers (*assumed*) and belongs to nobody else. */
const sessionCookie = '_bridge_session=demo-session-cookie; Path=/; HttpOnly; SameSite=Lax';

/** The envelope of errors (*seen in clients*: `{"errors":[{"code","title","detail"}]}`; the Downloads API documents none). */
const errors = (status: number, title: string, detail: string): Reply => ({
  status,
  json: { errors: [{ code: title.toLowerCase().replaceAll(' ', '_'), title, detail }] },
});

/** *Assumed*: that a missing or wrong token is 401. */
const unauthorized = (): Reply => ({
  ...errors(401, 'Unauthorized', 'The token is missing or not valid.'),
  headers: { 'WWW-Authenticate': 'Bearer realm="Bridge"' },
});
const forbidden = (): Reply => errors(403, 'Forbidden', 'You may not do that.');
const notFound = (): Reply => errors(404, 'Not found', 'There is nothing here.');

/** Answers one request to the Bridge. `body` is null when it was too long. */
export async function answerApi(
  request: IncomingMessage,
  url: URL,
  body: Buffer | null,
  context: BridgeContext,
): Promise<Reply> {
  const reply = await route(request, url, body, context);
  return { ...reply, headers: { 'Set-Cookie': sessionCookie, ...reply.headers } };
}

async function route(
  request: IncomingMessage,
  url: URL,
  body: Buffer | null,
  context: BridgeContext,
): Promise<Reply> {
  const { accounts, knobs } = context;
  if (!url.pathname.startsWith('/api/')) return webPage(url);
  const account = accounts.identify(request.headers);
  if (!account) return unauthorized();
  if (!accounts.mayAsk(account, knobs.requestsPerSecond)) {
    const { retryAfter } = knobs;
    const headers = retryAfter === null ? {} : { 'Retry-After': String(retryAfter) };
    return { ...errors(429, 'Too many requests', 'Slow down.'), headers };
  }
  const [, id, file] = /^\/api\/downloads(?:\/([^/]+)(\/file)?)?$/.exec(url.pathname) ?? [];
  if (request.method === 'POST' && url.pathname === '/api/downloads') return create(account, body, context);
  // No list, no DELETE (documented: neither is there), and HEAD is nothing that anybody was seen to send.
  if (request.method !== 'GET' || id === undefined) return notFound();
  const entry = context.exports.get(decodeURIComponent(id));
  if (!entry) return notFound();
  // Documented: 403 for everybody but the user who made it, and for one who may not have the type anymore.
  if (entry.userId !== account.id || !mayHave(account, entry)) return forbidden();
  if (file === undefined) return { status: 200, json: shown(entry, context) };
  // Documented: 404 also while it hasn't finished processing.
  if (!context.exports.step(entry).hasFile) return notFound();
  const target = context.linkTo(entry).href;
  return {
    // Documented: 302. Its target is not; of the sibling resource a signed link to S3 was seen.
    status: 302,
    headers: { Location: target },
    html: `<html><body>You are being <a href="${target.replaceAll('&', '&amp;')}">redirected</a>.</body></html>`,
  };
}

/** 201 (documented), 403 (documented: not allowed this type), or 422 (documented: not created) with and without words. */
function create(account: DemoAccount, body: Buffer | null, context: BridgeContext): Reply {
  const asked = parsed(body);
  if (asked === undefined) return errors(400, 'Bad request', 'The body is not JSON.');
  const name = field(field(asked, 'download'), 'download_type');
  if (account.may === 'none') return forbidden();
  // Assumed: without the one thing that is required there isn't anything to say.
  if (typeof name !== 'string' || name.trim() === '') return { status: 422 };
  const type = Exports.typeOf(name);
  if (!type) return errors(422, 'Invalid download type', `“${name}” is not a kind of download.`);
  if (type.isGuarded && account.may !== 'all') return forbidden();
  return { status: 201, json: shown(context.exports.create(type, account.id), context) };
}

/** A field of something that may be anything. */
const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

function shown(entry: DemoExport, { exports, knobs }: BridgeContext): unknown {
  const body = { download: { ...exports.view(entry) } };
  return knobs.distort ? knobs.distort(body) : body;
}

const mayHave = (account: DemoAccount, { type }: DemoExport): boolean =>
  account.may === 'all' || (account.may === 'some' && !type.isGuarded);

function parsed(body: Buffer | null): unknown {
  try {
    return JSON.parse(body?.toString('utf8') ?? '') as unknown;
  } catch {
    return undefined;
  }
}

/** The pages that people know: everything but the API. */
function webPage(url: URL): Reply {
  const isHome = url.pathname === '/' || /^\/(learner|author|admin)(\/|$)/.test(url.pathname);
  const title = isHome ? 'Bridge (demo)' : 'Page not found';
  return {
    status: isHome ? 200 : 404,
    html: `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  };
}

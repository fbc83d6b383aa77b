import { z } from 'zod';
import { FailedError } from '../../../../src-shared/failures/failure.ts';
import type { SignInOffer } from '../../../core/ports.ts';
import type { Http } from '../http-client.ts';
import { isLoopback } from '../typed-address.ts';

/** Where a company's workspace says how it signs in: the paths of Alfresco's own installations. */
const pages = ['content-app/', 'workspace/', 'aca/', 'adw/', ''];
const mostBytes = 64 * 1024;
/** Milliseconds for each question. */
const patience = 5_000;

const pageSchema = z.object({
  authType: z.literal('OAUTH'),
  oauth2: z.object({
    host: z.string().min(1).max(2000),
    clientId: z.string().min(1).max(300),
    scope: z.string().max(1000).default(''),
    audience: z.string().max(1000).optional(),
  }),
});
const discoverySchema = z.object({
  issuer: z.url().max(2000),
  authorization_endpoint: z.url().max(2000),
  device_authorization_endpoint: z.string().optional(),
});

/**
 * Looks for the company's sign-in of an Alfresco server, one place after the other, without any credential: what its
 * workspace says, where the repository itself sends browsers, Keycloak's usual address. Null where nothing is found; an
 * address without TLS is believed on this machine only. Rejects with the server's failure where it answered no question.
 *
 * @param usual where such providers usually are, and the client that servers of the kind register
 */
export async function findProvider(
  http: Http,
  baseUrl: string,
  signal: AbortSignal,
  usual: { paths: readonly string[]; clientId: string },
): Promise<SignInOffer | null> {
  const base = new URL(baseUrl);
  let hasAnswered = false;
  let failure: FailedError | null = null;

  async function ask(
    url: URL,
  ): Promise<{ status: number; location: string | undefined; json: unknown } | null> {
    try {
      const answer = await http.raw({
        method: 'GET',
        url,
        headers: { accept: 'application/json' },
        signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
      });
      hasAnswered = true;
      const isJson =
        /\bjson\b/i.test(answer.headers['content-type'] ?? '') && answer.bytes.length <= mostBytes;
      const json: unknown = isJson ? JSON.parse(Buffer.from(answer.bytes).toString('utf8')) : undefined;
      return { status: answer.status, location: answer.headers.location, json };
    } catch (error) {
      if (error instanceof FailedError) failure ??= error;
      signal.throwIfAborted();
      return null;
    }
  }

  /** The issuer at an address, proven by its own document; null where there is none. */
  async function issuerAt(address: string): Promise<{ issuer: string; canDevice: boolean } | null> {
    const root = address.replace(/\/+$/, '');
    const url = URL.parse(`${root}/.well-known/openid-configuration`);
    if (!url || !isSafe(url)) return null;
    const found = discoverySchema.safeParse((await ask(url))?.json);
    if (!found.success || found.data.issuer.replace(/\/+$/, '') !== root) return null;
    return { issuer: found.data.issuer, canDevice: found.data.device_authorization_endpoint !== undefined };
  }

  async function byWorkspace(): Promise<SignInOffer | null> {
    for (const page of pages) {
      const url = new URL(`/${page}app.config.json`, base);
      const config = pageSchema.safeParse((await ask(url))?.json);
      if (!config.success) continue;
      const { host, clientId, scope, audience } = config.data.oauth2;
      const found = await issuerAt(filledIn(host, url));
      if (found) return { ...found, clientId, scope, ...(audience && { audience }), foundBy: 'workspace' };
    }
    return null;
  }

  async function byRedirect(): Promise<SignInOffer | null> {
    for (const path of ['s/admin/admin-communitysummary', 's/index']) {
      const location = (await ask(new URL(`${baseUrl}/${path}`)))?.location;
      const target = location === undefined ? null : URL.parse(location, baseUrl);
      const clientId = target?.searchParams.get('client_id');
      if (!target || !clientId) continue;
      const segments = target.pathname.split('/');
      for (let count = segments.length - 1; count >= 1; count -= 1) {
        const found = await issuerAt(`${target.origin}${segments.slice(0, count).join('/')}`);
        const scope = target.searchParams.get('scope') ?? '';
        const audience = target.searchParams.get('audience');
        if (found) return { ...found, clientId, scope, ...(audience && { audience }), foundBy: 'repository' };
      }
    }
    return null;
  }

  async function byUsualPlace(): Promise<SignInOffer | null> {
    for (const path of usual.paths) {
      const found = await issuerAt(`${base.origin}/${path}`);
      if (found) return { ...found, clientId: usual.clientId, scope: '', foundBy: 'usualPlace' };
    }
    return null;
  }

  if (!isSafe(base)) return null;
  const found = (await byWorkspace()) ?? (await byRedirect()) ?? (await byUsualPlace());
  if (!hasAnswered && failure) throw failure as FailedError;
  return found;
}

const isSafe = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));

/** Alfresco's configuration holds places to fill in with the workspace's own address. */
function filledIn(host: string, { protocol, hostname, port }: URL): string {
  return host
    .replaceAll('{protocol}', protocol)
    .replaceAll('{hostname}', hostname)
    .replaceAll('{:port}', port && `:${port}`)
    .replaceAll('{port}', port);
}

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { onTestFinished } from 'vitest';

/** A real OpenID Connect provider on this machine (npm's oidc-provider), for as long as the running test lasts. */
export interface CompanyProvider {
  issuer: string;
  host: string;
  /** Requests to its token endpoint, by what they asked for, oldest first. */
  readonly grants: string[];
  /** What becomes of the next requests to the token endpoint, one after the other; the provider's own answer otherwise. */
  readonly next: ((request: IncomingMessage, response: ServerResponse, pass: () => void) => void)[];
  /** Access tokens that it gave and that still hold. */
  takes: (token: string) => boolean;
  /** All access and refresh tokens that it gave. */
  readonly issued: string[];
  /** Every refresh token is void from now on. */
  revokeAll(): Promise<void>;
  /** Signs in as a person does in a browser, following every page; resolves with the last address, which isn't asked. */
  signIn(address: string, account?: string): Promise<URL>;
  /** Types a code as on another device. */
  typeCode(address: string, code: string): Promise<void>;
}

export interface ProviderOptions {
  /** Seconds that access tokens hold. */
  accessFor?: number;
  /** No refresh tokens at all. */
  withoutRefresh?: boolean;
  /** A refresh token that was used is void at once. */
  rotates?: boolean;
  redirects?: string[];
}

/** Starts one, with `ferry` as its only client. */
export async function startProvider(options: ProviderOptions = {}): Promise<CompanyProvider> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = `http://${host}`;
  const grants: string[] = [];
  const next: CompanyProvider['next'] = [];
  const issued: string[] = [];
  const access = new Map<string, number>();
  const refreshes: { destroy(): Promise<void> }[] = [];
  let isRevoked = false;

  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'ferry',
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        redirect_uris: options.redirects ?? ['http://127.0.0.1/'],
        grant_types: [
          'authorization_code',
          'urn:ietf:params:oauth:grant-type:device_code',
          ...(options.withoutRefresh ? [] : ['refresh_token']),
        ],
        response_types: ['code'],
      },
    ],
    scopes: options.withoutRefresh ? ['openid', 'profile'] : ['openid', 'profile', 'offline_access'],
    features: {
      deviceFlow: { enabled: true },
      devInteractions: { enabled: true },
      revocation: { enabled: true },
    },
    rotateRefreshToken: options.rotates ?? false,
    issueRefreshToken: async (_ctx, client) =>
      !options.withoutRefresh && client.grantTypeAllowed('refresh_token'),
    ttl: { AccessToken: options.accessFor ?? 3600 },
    cookies: { keys: ['a key for tests'] },
    findAccount: (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
  });
  provider.on('access_token.saved', (token) => {
    issued.push(token.jti);
    access.set(token.jti, Date.now() + (options.accessFor ?? 3600) * 1000);
  });
  provider.on('refresh_token.saved', (token) => {
    issued.push(token.jti);
    refreshes.push(token);
  });
  provider.on('grant.success', (ctx) => void grants.push(String(ctx.oidc.params?.['grant_type'])));
  provider.on('grant.error', (ctx) => void grants.push(`refused ${String(ctx.oidc.params?.['grant_type'])}`));
  const own = provider.callback();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const pass = (): void => void own(request, response);
    const scripted = request.url === '/token' ? next.shift() : undefined;
    if (scripted) scripted(request, response, pass);
    else pass();
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });

  /** A browser without scripts: cookies, redirects, and the one form of each page. */
  async function browse(
    start: string,
    fill: Record<string, string>,
    isEnd: (url: URL) => boolean,
  ): Promise<URL> {
    const cookies = new Map<string, string>();
    let url = new URL(start);
    let form: URLSearchParams | null = null;
    for (let step = 0; step < 30; step += 1) {
      if (isEnd(url)) return url;
      const answer: Response = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(form && { method: 'POST', body: form }),
      });
      for (const line of answer.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
        cookies.set(name!, value!);
      }
      form = null;
      const location = answer.headers.get('location');
      if (location) {
        url = new URL(location, url);
        continue;
      }
      const page = await answer.text();
      const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
      if (!action) return url;
      url = new URL(action.replaceAll('&amp;', '&'), url);
      form = new URLSearchParams(
        [...page.matchAll(/<input[^>]*name="([^"]+)"[^>]*>/g)].map(([input, name]): [string, string] => [
          name!,
          fill[name!] ?? /value="([^"]*)"/.exec(input)?.[1] ?? '',
        ]),
      );
    }
    throw new Error('The sign-in has no end');
  }

  return {
    issuer,
    host,
    grants,
    next,
    issued,
    takes: (token) => !isRevoked && (access.get(token) ?? 0) > Date.now(),
    revokeAll: async () => {
      isRevoked = true;
      for (const token of refreshes) await token.destroy();
    },
    signIn: (address, account = 'ada') =>
      browse(address, { login: account, password: 'pw' }, (url) => url.host !== host),
    typeCode: async (address, code) => {
      await browse(address, { login: 'ada', password: 'pw', user_code: code, confirm: 'yes' }, () => false);
    },
  };
}

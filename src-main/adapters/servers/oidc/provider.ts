import type * as openid from 'openid-client';
import type { SignIn } from '../../../../src-shared/connection.ts';
import { FailedError } from '../../../../src-shared/failures/failure.ts';
import type { Failure } from '../../../../src-shared/failures/failure.ts';
import { phrase } from '../../../../src-shared/language/phrase.ts';
import type { Http } from '../http-client.ts';
import { rememberSecret } from '../../mask-secrets.ts';
import { words } from '../http-failures.ts';
import { isLoopback } from '../typed-address.ts';

export type OidcSignIn = Extract<SignIn, { by: 'oidc' }>;

/** What a provider gave. */
export interface Tokens {
  access: string;
  /** Null where the provider gives none. */
  refresh: string | null;
  /** Seconds until the access token ends; null where the provider doesn't say. */
  seconds: number | null;
}

/** A sign-in that was begun in a browser: where to go, and how to tell whether what comes back is its answer. */
export interface Authorization {
  address: URL;
  state: string;
  /** Fetches the tokens for the address that the browser came back with. Rejects with a `FailedError`. */
  finish: (cameBack: URL) => Promise<Tokens>;
}

/** A sign-in on another device. */
export interface DeviceAuthorization {
  code: string;
  /** Where to type the code. */
  address: string;
  /** The same with the code in it; null where there is none. */
  whole: string | null;
  seconds: number;
  /** Resolves once the user has signed in there. Rejects with a `FailedError`, or with the signal's reason. */
  finish: (signal: AbortSignal) => Promise<Tokens>;
}

/** An OpenID Connect provider as one client of it. Everything rejects with a `FailedError`. */
export interface Provider {
  authorize(redirect: string): Promise<Authorization>;
  /** Null where the provider offers none. */
  authorizeDevice(): Promise<DeviceAuthorization | null>;
  /** `sign-in-needed` is a definite refusal; whatever else goes wrong may be tried again with the same token. */
  refresh(token: string): Promise<Tokens>;
}

/** Most servers have no provider, and it takes 9 MB. */
const library = (): Promise<typeof openid> => import('openid-client');

/** Seconds that each request to a provider may take. */
const patience = 20;

/** Makes requests of openid-client go the connection's own way: its proxies, its authorities, its limits. */
const fetchOver =
  (http: Http): openid.CustomFetch =>
  async (url, { method, headers, body, signal }) => {
    const {
      status,
      headers: answered,
      bytes,
    } = await http.raw({
      method: method === 'POST' ? 'POST' : 'GET',
      url: new URL(url),
      headers: { ...headers },
      ...(body !== undefined && body !== null && { body: String(body as string | URLSearchParams) }),
      signal: signal ?? AbortSignal.timeout(patience * 1000),
    });
    const plain = Object.entries(answered).map(([name, value]): [string, string] => [name, String(value)]);
    const isEmpty = status === 204 || status === 304;
    return new Response(isEmpty ? null : Buffer.from(bytes), { status, headers: plain });
  };

/** What went wrong, and where. A provider without a usable answer is unreachable; only its own refusal counts as one. */
export async function failureOfProvider(error: unknown, host: string): Promise<Failure> {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof FailedError) return atProvider(cause.failure, host);
  const { AuthorizationResponseError, ResponseBodyError } = await library();
  if (error instanceof ResponseBodyError || error instanceof AuthorizationResponseError) {
    if (error.error === 'invalid_grant') return { kind: 'sign-in-needed' };
    const said = words(error.error_description ?? error.error);
    if (error.error === 'temporarily_unavailable' || error.error === 'server_error')
      return { kind: 'unreachable', detail: phrase('failureDetails.provider.said', { host, said }) };
    return { kind: 'sign-in-refused', detail: phrase('failureDetails.provider.refused', { host, said }) };
  }
  return { kind: 'unreachable', detail: phrase('failureDetails.provider.strange', { host }) };
}

function atProvider(failure: Failure, host: string): Failure {
  const { kind, detail = '' } = failure;
  if (kind === 'unreachable' || kind === 'untrusted')
    return { ...failure, detail: phrase('failureDetails.provider.at', { host, why: detail }) };
  const isWay = kind === 'proxy-failed' || kind === 'proxy-sign-in' || kind === 'client-certificate';
  return isWay
    ? failure
    : { kind: 'unreachable', detail: phrase('failureDetails.provider.strange', { host }) };
}

/** Makes the client of a provider; it is looked at when it is first needed, and again after that went wrong. */
export function createProvider(signIn: OidcSignIn, http: Http): Provider {
  const issuer = new URL(signIn.issuer);
  let known: Promise<openid.Configuration> | null = null;

  async function guarded<Value>(
    work: (client: openid.Configuration, oidc: typeof openid) => Promise<Value>,
  ): Promise<Value> {
    try {
      return await work(await configuration(), await library());
    } catch (error) {
      throw new FailedError(await failureOfProvider(error, issuer.host));
    }
  }

  function configuration(): Promise<openid.Configuration> {
    const asked = (known ??= library().then(({ allowInsecureRequests, customFetch, discovery, None }) =>
      discovery(issuer, signIn.clientId, undefined, None(), {
        [customFetch]: fetchOver(http),
        timeout: patience,
        // What doesn't leave this machine needs no TLS.
        ...(isLoopback(issuer.hostname) && { execute: [allowInsecureRequests] }),
      }),
    ));
    asked.catch(() => (known = null));
    return asked;
  }

  const parameters = (client: openid.Configuration): Record<string, string> => {
    const offered = client.serverMetadata().scopes_supported ?? [];
    const usual = [
      'openid',
      ...['profile', 'email', 'offline_access'].filter((name) => offered.includes(name)),
    ];
    const scope = signIn.scope.trim() || usual.join(' ');
    return {
      scope,
      ...(signIn.audience && { audience: signIn.audience }),
      // OpenID Connect Core, section 11: without it no token that outlives the browser's session is given.
      ...(/\boffline_access\b/.test(scope) && { prompt: 'consent' }),
    };
  };

  const tokensIn = (answer: openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers): Tokens => {
    const { access_token: access, refresh_token: refresh = null } = answer;
    for (const token of [access, refresh]) if (token !== null) rememberSecret(token);
    return { access, refresh, seconds: answer.expiresIn() ?? null };
  };

  return {
    authorize: (redirect) =>
      guarded(async (client, oidc) => {
        const verifier = oidc.randomPKCECodeVerifier();
        const state = oidc.randomState();
        const address = oidc.buildAuthorizationUrl(client, {
          ...parameters(client),
          redirect_uri: redirect,
          state,
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        });
        const checks = { pkceCodeVerifier: verifier, expectedState: state };
        return {
          address,
          state,
          finish: (cameBack) =>
            guarded(async () => tokensIn(await oidc.authorizationCodeGrant(client, cameBack, checks))),
        };
      }),
    authorizeDevice: () =>
      guarded(async (client, oidc) => {
        if (client.serverMetadata().device_authorization_endpoint === undefined) return null;
        const { prompt: _prompt, ...rest } = parameters(client);
        const begun = await oidc.initiateDeviceAuthorization(client, rest);
        return {
          code: begun.user_code,
          address: begun.verification_uri,
          whole: begun.verification_uri_complete ?? null,
          seconds: begun.expires_in,
          finish: async (signal) => {
            try {
              return tokensIn(await oidc.pollDeviceAuthorizationGrant(client, begun, undefined, { signal }));
            } catch (error) {
              signal.throwIfAborted();
              throw new FailedError(await failureOfProvider(error, issuer.host));
            }
          },
        };
      }),
    refresh: (token) =>
      guarded(async (client, oidc) => tokensIn(await oidc.refreshTokenGrant(client, token))),
  };
}

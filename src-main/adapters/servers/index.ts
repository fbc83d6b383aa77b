import type { Connection } from '../../../src-shared/connection.ts';
import { refusal } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Clock, OpenSignIn, Secrets, ServerApi, Servers } from '../../core/ports.ts';
import { createClock } from '../clock-node.ts';
import { rememberSecret } from '../mask-secrets.ts';
import { readAuthorities } from './authorities.ts';
import { dialerOf, dialingKey } from './connection-dialer.ts';
import type { DialerPorts } from './connection-dialer.ts';
import { checkedApi } from './checked-api.ts';
import { adapterOf } from './kind-adapters.ts';
import { createRequestLimiter } from './request-limiter.ts';
import type { RequestLimiter } from './request-limiter.ts';
import { createHttp } from './http-client.ts';
import type { Http } from './http-client.ts';
import type { Authenticator } from './http-authorized.ts';
import { createOidcAuthenticator } from './oidc/oidc-authenticator.ts';
import type { OidcSession } from './oidc/oidc-authenticator.ts';
import { openSignIn as beginSignIn } from './oidc/open-sign-in.ts';
import { createProvider } from './oidc/provider.ts';
import type { OidcSignIn } from './oidc/provider.ts';
import type { Resolver } from './http-redirects.ts';
import { systemResolver } from './http-redirects.ts';
import type { Timeouts } from './http.ts';
import { defaultTimeouts } from './http.ts';

/** Requests of one connection that may be out at a time; a transfer counts until its headers are there. */
const mostRequests = 6;

export interface ServersOptions extends DialerPorts {
  /** Milliseconds since 1970; the machine's time if left out. */
  now?: () => number;
  /** Finds addresses before a redirect is followed; the system's resolution if left out. */
  resolve?: Resolver;
  timeouts?: Partial<Timeouts>;
  /** Measures the pace of requests; the machine's if left out. */
  clock?: Pick<Clock, 'monotonic' | 'sleep'>;
  /** What a browser shows that comes back from a company's sign-in. */
  thanks?: () => string;
}

interface Made {
  /** All of the connection that the requests depend on. */
  key: string;
  api: ServerApi;
  /** Begins the company's sign-in; null where the connection has another one. */
  openSignIn: ((way: 'browser' | 'device', signal: AbortSignal) => Promise<OpenSignIn>) | null;
  end: () => void;
}

/** A company's sign-in that a connection is signed in to by. */
interface Company {
  signIn: Authenticator;
  open: NonNullable<Made['openSignIn']>;
  close: () => void;
}

/** The same secrets; those that are used are masked from then on wherever a server says them back. */
function keptInMind(secrets: Secrets): Secrets {
  return {
    read: async (key) => {
      const found = await secrets.read(key);
      if (found.is === 'ok') rememberSecret(found.value);
      return found;
    },
    write: (key, value) => {
      rememberSecret(value);
      return secrets.write(key, value);
    },
    erase: (connectionId, only) => secrets.erase(connectionId, only),
    forget: (connectionId) => secrets.forget?.(connectionId),
  };
}

/** Makes the adapters to real servers: one set of sockets, one limiter and one sign-in for each connection. */
export function createServers(options: ServersOptions): Servers {
  const secrets = keptInMind(options.secrets);
  const dialing = { ...options, secrets };
  const { now = Date.now, resolve = systemResolver, timeouts, clock = createClock() } = options;
  const { thanks = () => '' } = options;
  const made = new Map<string, Made>();
  const sessions = new Map<string, OidcSession>();

  const forget = (connectionId: string): void => {
    secrets.forget?.(connectionId);
    made.get(connectionId)?.end();
    made.delete(connectionId);
  };

  const allTimeouts = { ...defaultTimeouts, ...timeouts };

  function httpOf(connection: Connection, limiter: RequestLimiter): Http {
    const origin = new URL(connection.baseUrl);
    const dialer = dialerOf(connection, dialing);
    return createHttp({ origin, limiter, resolve, timeouts: allTimeouts, dialer });
  }

  /** What a sign-in in the browser brought, as long as the program runs: some of it can't be fetched anew. */
  function sessionOf(connectionId: string, { issuer, clientId }: OidcSignIn): OidcSession {
    const key = JSON.stringify([connectionId, issuer, clientId]);
    const session = sessions.get(key) ?? { current: null };
    sessions.set(key, session);
    return session;
  }

  /** The company's sign-in of a connection, where it has one. */
  function companyOf(connection: Connection, http: Http): Company | null {
    const { signIn: way, kind } = connection;
    const { company } = adapterOf(kind);
    if (way?.by !== 'oidc' || !company) return null;
    const origin = new URL(way.issuer);
    const limiter = createRequestLimiter(mostRequests);
    const dialer = dialerOf(connection, dialing);
    const toProvider = createHttp({ origin, limiter, resolve, timeouts: allTimeouts, dialer });
    const provider = createProvider(way, toProvider);
    const ticketFor = company.ticketFor(connection, http);
    const session = sessionOf(connection.id, way);
    const signIn = createOidcAuthenticator({
      ...{ connection, signIn: way, provider, secrets, clock, ticketFor, session },
    });
    return {
      signIn,
      close: () => toProvider.close(),
      open: (how, signal) =>
        beginSignIn({ signIn: way, provider, way: how, signal, now, thanks, accept: signIn.take }),
    };
  }

  function make(connection: Connection, key: string): Made {
    const { pace, label, ...adapter } = adapterOf(connection.kind);
    const http = httpOf(connection, createRequestLimiter(mostRequests, pace && { ...pace, clock }));
    const company = companyOf(connection, http);
    const parts = { secrets, now, clock, http, ...(company && { companySignIn: company.signIn }) };
    const { api, signIn } = adapter.make(connection, parts);
    const end = (): void => {
      signIn.forget();
      http.close();
      company?.close();
    };
    return { key, api: checkedApi(api, label), openSignIn: company?.open ?? null, end };
  }

  const madeFor = (connection: Connection): Made => {
    const { kind, baseUrl, tenant, user, signIn } = connection;
    const key = JSON.stringify([kind, baseUrl, tenant, user, signIn, ...dialingKey(connection)]);
    const known = made.get(connection.id);
    if (known?.key === key) return known;
    forget(connection.id);
    const fresh = make(connection, key);
    made.set(connection.id, fresh);
    return fresh;
  };

  return {
    api: (connection) => madeFor(connection).api,
    findSignIn: async (connection, signal) => {
      const { company } = adapterOf(connection.kind);
      if (!company) return null;
      const http = httpOf(connection, createRequestLimiter(mostRequests));
      try {
        return await company.find(http, connection.baseUrl, signal);
      } finally {
        http.close();
      }
    },
    openSignIn: async (connection, way, signal) => {
      const begin = madeFor(connection).openSignIn;
      if (!begin) throw refusal(phrase('validationErrors.signIn.none'));
      return begin(way, signal);
    },
    forget,
    understandAddress: (kind, text) => adapterOf(kind).understandAddress(text),
    readAuthorities: (file) => readAuthorities(Buffer.from(file, 'base64'), now()),
    understandItems: (kind, items) => adapterOf(kind).understandItems(items),
    readPasted: (kind, items) => adapterOf(kind).readPasted(items),
    understandExport: (kind, downloadType, info) => adapterOf(kind).understandExport(downloadType, info),
  };
}

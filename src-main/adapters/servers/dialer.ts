import http from 'node:http';
import https from 'node:https';
import { createSecureContext, getCACertificates } from 'node:tls';
import type { SecureContext } from 'node:tls';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import type { Failure } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import { failureOfIdentity } from './client-certificate.ts';
import type { TlsIdentity } from './client-certificate.ts';
import { askedSchemes, schemesIn } from './proxy-schemes.ts';
import { TunnelAgent } from './tunnel-agent.ts';

/** Sockets for both schemes. */
export interface Agents {
  http: http.Agent;
  https: https.Agent;
}

/** A proxy with who signs in there. */
export interface ProxyAccess {
  /** `http://host:port`, or https; nothing else is in it. */
  url: URL;
  /** Null where it needs no sign-in. */
  account: { user: string; password: string } | null;
}

/** One way to an address. */
export interface Route {
  /** `host:port` of the proxy in between; null where there is none. */
  proxy: string | null;
  /** Whether a password goes to the proxy. */
  signsIn: boolean;
  /** Whether the server sees a client certificate if it asks for one, and has answered to it before. */
  identity: 'none' | 'untried' | 'accepted';
  /** Sockets that are kept for the next request. */
  kept: Agents;
  /** Sockets for one request alone. */
  single(): Agents;
}

/** Finds the way to addresses for one connection, and makes its sockets: nothing else in Ferry does. */
export interface Dialer {
  /** The ways to an address, the best one first. Rejects with a `FailedError` where there is none that may be tried. */
  routes(url: URL, signal: AbortSignal): Promise<Route[]>;
  /** The connection's own server has answered: whatever it ends from now on isn't about the client certificate. */
  answered(): void;
  /** The proxy couldn't be reached: the others are tried first for some minutes. */
  avoid(proxy: string): void;
  /**
   * The proxy wants a sign-in on the way to an address: resolves with what to say. A password that it refused isn't
   * sent again.
   *
   * @param header the proxy's own Proxy-Authenticate, where it was seen
   */
  refused(route: Route, url: URL, header?: string): Promise<FailedError>;
  /** Closes idle sockets and keeps none from now on; what is under way ends undisturbed. */
  close(): void;
}

export interface DialerOptions {
  /** The connection's own server: the only one that sees the client certificate. */
  origin: URL;
  /** The proxies to take for an origin, best first; null is the direct way. */
  proxies?: (origin: string, signal: AbortSignal) => Promise<(ProxyAccess | null)[]>;
  /** PEM certificates that are trusted besides those that Node brings along. */
  authorities?: () => Promise<readonly string[]>;
  /** Rejects with a `FailedError` where it can't be used. */
  identity?: () => Promise<TlsIdentity | null>;
  /** Milliseconds that a proxy may take to open a tunnel. */
  tunnelTime?: number;
}

/** The options of TLS; empty for Node's own. */
interface Trust {
  context?: SecureContext;
  hasIdentity?: boolean;
}

/** How long a proxy that couldn't be reached is tried last. Milliseconds. */
const avoidFor = 5 * 60_000;

/** Makes the dialer of a connection. Without more than its origin it goes directly, and trusts what Node trusts. */
export function createDialer(options: DialerOptions): Dialer {
  const { origin, proxies = async () => [null], tunnelTime = 15_000 } = options;
  const { authorities = async () => [], identity = async () => null } = options;
  const kept = new Map<string, Agents>();
  const avoided = new Map<string, number>();
  /** By `host:port`, with its scheme. */
  const known = new Map<string, URL>();
  const refusals = new Map<string, FailedError>();
  let isClosed = false;
  let isAccepted = false;
  const trusts = new Map<boolean, Promise<Trust>>();

  async function makeTrust(isOwn: boolean): Promise<Trust> {
    const [more, own] = await Promise.all([authorities(), isOwn ? identity() : null]);
    const usual = getCACertificates('default');
    const all = new Set([...usual, ...more]);
    if (own === null && all.size === new Set(usual).size) return {};
    try {
      return {
        context: createSecureContext({ ca: [...all], allowPartialTrustChain: true, ...own }),
        hasIdentity: own !== null,
      };
    } catch (error) {
      throw own === null ? error : new FailedError(failureOfIdentity(error));
    }
  }

  function trustFor(url: URL, isOwn: boolean): Promise<Trust> {
    if (url.protocol !== 'https:') return Promise.resolve({});
    const before = trusts.get(isOwn);
    if (before) return before;
    const made = makeTrust(isOwn);
    trusts.set(isOwn, made);
    made.catch(() => trusts.delete(isOwn));
    return made;
  }

  /** Of a name's addresses the next is tried when one doesn't answer at once (RFC 8305), whatever Node's default is. */
  function makeAgents(keepAlive: boolean, proxy: ProxyAccess | null, { context }: Trust): Agents {
    const shared = { keepAlive, autoSelectFamily: true };
    const secure = { ...shared, ...(context && { secureContext: context }) };
    if (!proxy) return { http: new http.Agent(shared), https: new https.Agent(secure) };
    const way = { ...through(proxy), timeout: tunnelTime };
    return { http: new http.Agent({ ...shared, ...way }), https: new TunnelAgent({ ...secure, ...way }) };
  }

  function routeOver(proxy: ProxyAccess | null, trust: Trust, isOwn: boolean): Route {
    const key = `${isOwn} ${trust.context !== undefined} ${proxy?.url.origin ?? ''}`;
    return {
      proxy: proxy?.url.host ?? null,
      signsIn: proxy !== null && proxy.account !== null,
      identity: !trust.hasIdentity ? 'none' : isAccepted ? 'accepted' : 'untried',
      get kept() {
        const before = kept.get(key);
        if (before) return before;
        const made = makeAgents(true, proxy, trust);
        if (isClosed) retire(made);
        else kept.set(key, made);
        return made;
      },
      single: () => makeAgents(false, proxy, trust),
    };
  }

  const isAvoided = (proxy: ProxyAccess | null): boolean =>
    proxy !== null && performance.now() < (avoided.get(proxy.url.host) ?? 0);

  return {
    routes: async (url, signal) => {
      const isOwn = url.origin === origin.origin;
      const found = await proxies(url.origin, signal);
      const trust = await trustFor(url, isOwn);
      for (const proxy of found) if (proxy) known.set(proxy.url.host, proxy.url);
      const open = found.filter((proxy) => !proxy || !refusals.has(proxy.url.host));
      const [first] = found;
      if (open.length === 0 && first) throw refusals.get(first.url.host)!;
      const ordered = [...open.filter((proxy) => !isAvoided(proxy)), ...open.filter(isAvoided)];
      return ordered.map((proxy) => routeOver(proxy, trust, isOwn));
    },
    answered: () => void (isAccepted = true),
    avoid: (proxy) => void avoided.set(proxy, performance.now() + avoidFor),
    refused: async ({ proxy, signsIn }, url, header) => {
      const at = proxy!;
      const seen = schemesIn(header);
      const schemes = seen.length > 0 ? seen : await askedSchemes(known.get(at)!, url, tunnelTime);
      const failure: Failure = { kind: 'proxy-sign-in', at, status: 407 };
      if (schemes.length > 0 && !schemes.some((name) => /^basic$/i.test(name)))
        failure.detail = phrase('failureDetails.proxy.windows', { schemes: schemes.join(', ') });
      else if (signsIn) failure.detail = phrase('failureDetails.proxy.refused');
      const why = new FailedError(failure);
      if (signsIn) refusals.set(at, why);
      return why;
    },
    close: () => {
      isClosed = true;
      for (const agents of kept.values()) retire(agents);
      kept.clear();
    },
  };
}

/** The proxy in the form that Node's agents read; a name and a password are encoded as addresses have them. */
function through({ url, account }: ProxyAccess): { proxyEnv: Record<string, string> } {
  const at = new URL(url);
  at.username = account ? encodeURIComponent(account.user) : '';
  at.password = account ? encodeURIComponent(account.password) : '';
  return { proxyEnv: { HTTP_PROXY: at.href, HTTPS_PROXY: at.href } };
}

/** Closes idle sockets and keeps none from now on; what is under way ends undisturbed. */
function retire(agents: Agents): void {
  for (const agent of [agents.http, agents.https]) {
    agent.maxFreeSockets = 0;
    for (const sockets of Object.values(agent.freeSockets))
      for (const socket of sockets ?? []) socket.destroy();
  }
}

import type { Connection } from '../../../src-shared/connection.ts';
import { FailedError, refusal } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Clock, ServerApi, Servers } from '../../core/ports.ts';
import { createClock } from '../clock-node.ts';
import { understandAlfrescoAddress } from './alfresco-address.ts';
import { createAlfrescoClient } from './alfresco-client.ts';
import { pastedParts, understandAlfrescoItems } from './alfresco-items.ts';
import { readAlfrescoLink } from './alfresco-links.ts';
import { createAlfrescoSignIn } from './alfresco-sign-in.ts';
import { createAlfrescoApi } from './alfresco.ts';
import { understandBridgeAddress } from './bridge-address.ts';
import { createBridgeClient } from './bridge-client.ts';
import { understandBridgeExport } from './bridge-export.ts';
import { createBridgeSignIn } from './bridge-sign-in.ts';
import { createBridgeApi } from './bridge.ts';
import { readAuthorities } from './authorities.ts';
import { dialerOf, dialingKey } from './connection-dialer.ts';
import type { DialerPorts } from './connection-dialer.ts';
import { checkedApi } from './checked-api.ts';
import { createRequestLimiter } from './request-limiter.ts';
import type { RequestLimiter } from './request-limiter.ts';
import { authorize } from './http-authorized.ts';
import type { Authenticator } from './http-authorized.ts';
import { createHttp } from './http-client.ts';
import type { Http } from './http-client.ts';
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
}

/** Bridge takes five requests a second for a token; a little longer, because they don't arrive as they were sent. */
const bridgePace = { requests: 5, milliseconds: 1_100 };

interface Made {
  /** All of the connection that the requests depend on. */
  key: string;
  api: ServerApi;
  end: () => void;
}

/** Makes the adapters to real servers: one set of sockets, one limiter and one sign-in for each connection. */
export function createServers(options: ServersOptions): Servers {
  const { secrets, now = Date.now, resolve = systemResolver, timeouts, clock = createClock() } = options;
  const made = new Map<string, Made>();

  const forget = (connectionId: string): void => {
    secrets.forget?.(connectionId);
    made.get(connectionId)?.end();
    made.delete(connectionId);
  };

  function httpOf(connection: Connection, limiter: RequestLimiter): Http {
    const origin = new URL(connection.baseUrl);
    const dialer = dialerOf(connection, options);
    return createHttp({ origin, limiter, resolve, timeouts: { ...defaultTimeouts, ...timeouts }, dialer });
  }

  const ending = (signIn: Authenticator, http: Http) => (): void => {
    signIn.forget();
    http.close();
  };

  function make(connection: Connection, key: string): Made {
    switch (connection.kind) {
      case 'alfresco': {
        const http = httpOf(connection, createRequestLimiter(mostRequests));
        const signIn = createAlfrescoSignIn({ connection, http, secrets, now });
        const client = createAlfrescoClient(connection, authorize(http, signIn), now);
        const api = createAlfrescoApi(connection, client, { now, clock });
        return { key, api: checkedApi(api, 'Alfresco'), end: ending(signIn, http) };
      }
      case 'bridge': {
        const http = httpOf(connection, createRequestLimiter(mostRequests, { ...bridgePace, clock }));
        const signIn = createBridgeSignIn({ connection, secrets });
        const client = createBridgeClient(connection, authorize(http, signIn), now);
        const api = createBridgeApi(connection, client, { now, clock });
        return { key, api: checkedApi(api, 'Bridge'), end: ending(signIn, http) };
      }
    }
  }

  return {
    api: (connection) => {
      const { kind, baseUrl, tenant, user, signIn } = connection;
      const key = JSON.stringify([kind, baseUrl, tenant, user, signIn, ...dialingKey(connection)]);
      const known = made.get(connection.id);
      if (known?.key === key) return known.api;
      forget(connection.id);
      const fresh = make(connection, key);
      made.set(connection.id, fresh);
      return fresh.api;
    },
    forget,
    understandAddress: (kind, text) => {
      if (kind === 'bridge') return { baseUrl: understandBridgeAddress(text), tenant: '-default-' };
      const address = understandAlfrescoAddress(text);
      if (address.is === 'refused') throw new FailedError(address.failure);
      return { baseUrl: address.baseUrl, tenant: address.tenant ?? '-default-' };
    },
    readAuthorities: (file) => readAuthorities(Buffer.from(file, 'base64'), now()),
    understandItems: (kind, items) => {
      if (kind === 'bridge') throw refusal(phrase('refusals.server.noDocuments'));
      return understandAlfrescoItems(items);
    },
    readPasted: (kind, items) => {
      if (kind === 'bridge') throw refusal(phrase('refusals.server.noDocuments'));
      return pastedParts(items).map((text) => ({ text, host: readAlfrescoLink(text).host }));
    },
    understandExport: (kind, downloadType, info) => {
      if (kind !== 'bridge') throw refusal(phrase('refusals.server.noExports'));
      return understandBridgeExport(downloadType, info);
    },
  };
}

import type { Connection } from '../../../src-shared/connection.ts';
import type { Clock, ServerApi, Servers } from '../../core/ports.ts';
import { createClock } from '../clock-node.ts';
import { readAuthorities } from './authorities.ts';
import { dialerOf, dialingKey } from './connection-dialer.ts';
import type { DialerPorts } from './connection-dialer.ts';
import { checkedApi } from './checked-api.ts';
import { adapterOf } from './kind-adapters.ts';
import { createRequestLimiter } from './request-limiter.ts';
import type { RequestLimiter } from './request-limiter.ts';
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

  function make(connection: Connection, key: string): Made {
    const { pace, label, ...adapter } = adapterOf(connection.kind);
    const http = httpOf(connection, createRequestLimiter(mostRequests, pace && { ...pace, clock }));
    const { api, signIn } = adapter.make(connection, { secrets, now, clock, http });
    const end = (): void => {
      signIn.forget();
      http.close();
    };
    return { key, api: checkedApi(api, label), end };
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
    understandAddress: (kind, text) => adapterOf(kind).understandAddress(text),
    readAuthorities: (file) => readAuthorities(Buffer.from(file, 'base64'), now()),
    understandItems: (kind, items) => adapterOf(kind).understandItems(items),
    readPasted: (kind, items) => adapterOf(kind).readPasted(items),
    understandExport: (kind, downloadType, info) => adapterOf(kind).understandExport(downloadType, info),
  };
}

import type { Connection, ConnectionKind } from '../../../src-shared/connection.ts';
import { FailedError } from '../../../src-shared/failure.ts';
import type { Secrets, ServerApi, Servers } from '../../core/ports.ts';
import { understandAlfrescoAddress } from './alfresco-address.ts';
import { createAlfrescoClient } from './alfresco-client.ts';
import { understandAlfrescoItems } from './alfresco-items.ts';
import { createAlfrescoSignIn } from './alfresco-sign-in.ts';
import { createAlfrescoApi } from './alfresco.ts';
import { createGate } from './gate.ts';
import { authorize } from './http-authorized.ts';
import { createHttp } from './http-client.ts';
import type { Resolver } from './http-redirects.ts';
import { systemResolver } from './http-redirects.ts';
import type { Timeouts } from './http.ts';
import { defaultTimeouts } from './http.ts';

/** Requests of one connection that may be out at a time; a transfer counts until its headers are there. */
const mostRequests = 6;

export interface ServersOptions {
  secrets: Secrets;
  /** Milliseconds since 1970; the machine's time if left out. */
  now?: () => number;
  /** Finds addresses before a redirect is followed; the system's resolution if left out. */
  resolve?: Resolver;
  timeouts?: Partial<Timeouts>;
}

/** Refuses the kinds of servers that no adapter is there for. */
function requireAlfresco(kind: ConnectionKind): void {
  if (kind !== 'alfresco') {
    throw new FailedError({ kind: 'invalid-input', detail: 'Ferry can’t talk to this kind of server.' });
  }
}

interface Made {
  /** All of the connection that the requests depend on. */
  key: string;
  api: ServerApi;
  end: () => void;
}

/** Makes the adapters to real servers: one set of sockets, one gate and one sign-in for each connection. */
export function createServers({
  secrets,
  now = Date.now,
  resolve = systemResolver,
  timeouts,
}: ServersOptions): Servers {
  const made = new Map<string, Made>();

  const forget = (connectionId: string): void => {
    made.get(connectionId)?.end();
    made.delete(connectionId);
  };

  function make(connection: Connection, key: string): Made {
    requireAlfresco(connection.kind);
    const http = createHttp({
      origin: new URL(connection.baseUrl),
      gate: createGate(mostRequests),
      resolve,
      timeouts: { ...defaultTimeouts, ...timeouts },
    });
    const signIn = createAlfrescoSignIn({ connection, http, secrets, now });
    const client = createAlfrescoClient(connection, authorize(http, signIn), now);
    return {
      key,
      api: createAlfrescoApi(connection, client, now),
      end: () => {
        signIn.forget();
        http.close();
      },
    };
  }

  return {
    api: (connection) => {
      const key = JSON.stringify([connection.kind, connection.baseUrl, connection.tenant, connection.user]);
      const known = made.get(connection.id);
      if (known?.key === key) return known.api;
      forget(connection.id);
      const fresh = make(connection, key);
      made.set(connection.id, fresh);
      return fresh.api;
    },
    forget,
    understandAddress: (kind, text) => {
      requireAlfresco(kind);
      const address = understandAlfrescoAddress(text);
      if (address.is === 'refused') throw new FailedError(address.failure);
      return { baseUrl: address.baseUrl, tenant: address.tenant ?? '-default-' };
    },
    understandItems: (kind, items) => {
      requireAlfresco(kind);
      return understandAlfrescoItems(items);
    },
    understandExport: () => {
      throw new FailedError({ kind: 'invalid-input', detail: 'This kind of server makes no exports.' });
    },
  };
}

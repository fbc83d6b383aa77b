import type { Connection } from '../../../src-shared/connection.ts';
import { FailedError, refusal } from '../../../src-shared/failures/failure.ts';
import { kindOf } from '../../../src-shared/kinds/kind-table.ts';
import type { ConnectionKind } from '../../../src-shared/kinds/kind-table.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Clock, Secrets, ServerApi, Servers, SignInOffer } from '../../core/ports.ts';
import { understandAlfrescoAddress } from './alfresco-address.ts';
import { createAlfrescoClient } from './alfresco-client.ts';
import { pastedParts, understandAlfrescoItems } from './alfresco-items.ts';
import { readAlfrescoLink } from './alfresco-links.ts';
import { alfrescoPlaceOf } from './alfresco-place.ts';
import { alfrescoTicketFor, createAlfrescoSignIn } from './alfresco-sign-in.ts';
import { createAlfrescoApi } from './alfresco.ts';
import { understandBridgeAddress } from './bridge-address.ts';
import { createBridgeClient } from './bridge-client.ts';
import { understandBridgeExport } from './bridge-export.ts';
import { createBridgeSignIn } from './bridge-sign-in.ts';
import { createBridgeApi } from './bridge.ts';
import { authorize } from './http-authorized.ts';
import type { Authenticator } from './http-authorized.ts';
import type { Http } from './http-client.ts';
import { findProvider } from './oidc/find-provider.ts';

/** What an adapter is made with. */
export interface AdapterParts {
  secrets: Secrets;
  /** Milliseconds since 1970. */
  now: () => number;
  clock: Pick<Clock, 'monotonic' | 'sleep'>;
  http: Http;
  /** Who proves the user at the company's provider, where the connection is signed in to there. */
  companySignIn?: Authenticator;
}

/** How a kind of server is accessed. */
export interface KindAdapter {
  /** So many requests in so many milliseconds, where the server takes no more. */
  pace?: { requests: number; milliseconds: number };
  make(connection: Connection, parts: AdapterParts): { api: ServerApi; signIn: Authenticator };
  /** Signing in at a company's provider, where servers of the kind take its tokens. */
  company?: {
    /** The server's own ticket for one of the provider's tokens, as an Authorization header; null where it has none. */
    ticketFor(connection: Connection, http: Http): (authorization: string) => Promise<string | null>;
    find(http: Http, baseUrl: string, signal: AbortSignal): Promise<SignInOffer | null>;
  };
  /** As in `Servers`, for the kind. */
  understandAddress(text: string): ReturnType<Servers['understandAddress']>;
  understandItems(items: string[]): ReturnType<Servers['understandItems']>;
  readPasted(items: string[]): ReturnType<Servers['readPasted']>;
  understandExport(downloadType: string, info: string): ReturnType<Servers['understandExport']>;
}

/** Of a server that has one tenant. */
const onlyTenant = '-default-';

const noDocuments = (): never => {
  throw refusal(phrase('validationErrors.server.noDocuments'));
};

const adapters: Record<ConnectionKind, KindAdapter> = {
  alfresco: {
    company: {
      ticketFor: (connection, http) => alfrescoTicketFor(connection, alfrescoPlaceOf(connection), http),
      // Keycloak, with and without the path of its older versions, and the realm of Alfresco's own charts.
      find: (http, baseUrl, signal) =>
        findProvider(http, baseUrl, signal, {
          paths: ['auth/realms/alfresco', 'realms/alfresco'],
          clientId: 'alfresco',
        }),
    },
    make: (connection, { secrets, now, clock, http, companySignIn }) => {
      const place = alfrescoPlaceOf(connection);
      const signIn = companySignIn ?? createAlfrescoSignIn({ connection, place, http, secrets, now });
      const client = createAlfrescoClient(connection, place, authorize(http, signIn), now);
      return { api: createAlfrescoApi({ client, connection, place, http, signIn }, { now, clock }), signIn };
    },
    understandAddress: (text) => {
      const address = understandAlfrescoAddress(text);
      if (address.is === 'refused') throw new FailedError(address.failure);
      return { baseUrl: address.baseUrl, tenant: address.tenant ?? onlyTenant };
    },
    understandItems: understandAlfrescoItems,
    readPasted: (items) => pastedParts(items).map((text) => ({ text, host: readAlfrescoLink(text).host })),
    understandExport: () => {
      throw refusal(phrase('validationErrors.server.noExports'));
    },
  },
  bridge: {
    // Five requests a second for a token; a little longer, because they don't arrive as they were sent.
    pace: { requests: 5, milliseconds: 1_100 },
    make: (connection, { secrets, now, clock, http }) => {
      const signIn = createBridgeSignIn({ connection, secrets });
      const client = createBridgeClient(connection, authorize(http, signIn), now);
      return { api: createBridgeApi(connection, client, { now, clock, http, signIn }), signIn };
    },
    understandAddress: (text) => ({ baseUrl: understandBridgeAddress(text), tenant: onlyTenant }),
    understandItems: noDocuments,
    readPasted: noDocuments,
    understandExport: understandBridgeExport,
  },
};

/** The adapter of a kind, and what the kind is called. */
export function adapterOf(kind: ConnectionKind): KindAdapter & { label: string } {
  return { ...adapters[kind], label: kindOf(kind).label };
}

import type { Connection } from '../../../src-shared/connection.ts';
import type { CallOutput, Handlers } from '../../../src-shared/contract.ts';
import { policyOf } from '../../../src-shared/failures/failure-table.ts';
import { FailedError, refusal, toFailure } from '../../../src-shared/failures/failure.ts';
import { documentsIn } from '../../../src-shared/kinds/kind-alfresco.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Connections } from '../connections.ts';
import type { Browsing, CallOptions, Ports } from '../ports.ts';

type BrowseCallName = Extract<keyof Handlers, `browse.${string}`>;
type Resolved = CallOutput<'browse.resolve'>['results'][number];

/** Somebody looks at the screen and waits; the transport's time limit ends the waiting. */
export const asUser = (): CallOptions => ({ signal: new AbortController().signal, priority: 'user' });

/** What there is to look around in. Throws where the server has nothing of the kind. */
export function browsingOf(connections: Connections, connectionId: string): Browsing {
  const connection = connections.find(connectionId);
  if (!connection) throw refusal(phrase('validationErrors.serverGone'));
  const { browsing } = connections.api(connection);
  if (!browsing) throw refusal(phrase('validationErrors.server.noFolders'));
  return browsing;
}

/** The calls about looking around on a server. */
export function createBrowseCalls(ports: Ports, connections: Connections): Pick<Handlers, BrowseCallName> {
  /** Without a network nothing is asked, as of downloads: whoever looks around is told at once. */
  const at = (connectionId: string): Browsing => {
    const browsing = browsingOf(connections, connectionId);
    if (!connections.hasNetwork(connectionId)) throw new FailedError({ kind: 'offline' });
    return browsing;
  };

  /** What the connection's gate should know of a failed look: a missing sign-in, an unreachable server. */
  const reporting = async <Value>(connectionId: string, asking: Promise<Value>): Promise<Value> => {
    try {
      return await asking;
    } catch (error) {
      if (error instanceof FailedError && error.failure.kind !== 'unsupported')
        connections.report(connectionId, error.failure);
      throw error;
    }
  };

  async function resolved(connectionId: string, text: string, host: string | null): Promise<Resolved> {
    const own = connections.find(connectionId)!;
    const other = host === null ? null : ownerOf(ports, own, host);
    if (host !== null && other !== 'own')
      return { is: 'elsewhere', text, host, connectionId: other?.id ?? null };
    try {
      return { is: 'item', text, item: await at(connectionId).resolve(text, asUser()) };
    } catch (error) {
      const failure = toFailure(error);
      const { retry, ofItem } = policyOf(failure.kind);
      const isAnswered = ofItem === true || retry === 'never';
      return { is: 'refused', text, failure, id: isAnswered ? null : idIn(ports, own, text) };
    }
  }

  return {
    'browse.list': ({ connectionId, place, ...page }) =>
      reporting(connectionId, at(connectionId).list(place, page, asUser())),
    'browse.sites': ({ connectionId, which, ...page }) =>
      reporting(connectionId, at(connectionId).sites(which, page, asUser())),
    'browse.search': ({ connectionId, text, within, ...page }) =>
      reporting(connectionId, at(connectionId).search({ text, within }, page, asUser())),
    'browse.canSearch': async ({ connectionId }) => ({
      canSearch: await reporting(connectionId, at(connectionId).canSearch(asUser())),
    }),
    'browse.resolve': async ({ connectionId, items, skip, limit }) => {
      browsingOf(connections, connectionId);
      const { kind } = connections.find(connectionId)!;
      const pasted = ports.servers.readPasted(kind, items);
      const some = pasted.slice(skip, skip + limit);
      return {
        results: await Promise.all(some.map(({ text, host }) => resolved(connectionId, text, host))),
        total: pasted.length,
      };
    },
    'browse.size': async ({ connectionId, folderId }) => ({
      size: await reporting(connectionId, at(connectionId).sizeOf(folderId, asUser())),
    }),
  };
}

/** The id that is in a pasted text; null where only the server could tell it. */
function idIn({ servers }: Pick<Ports, 'servers'>, { kind }: Connection, text: string): string | null {
  try {
    return documentsIn(servers.understandItems(kind, [text]).request)?.nodeIds[0] ?? null;
  } catch {
    return null;
  }
}

/**
 * Whose address it is: this connection's own (a web application of the same machine has a port of its own), another known
 * one, or nobody's (null).
 */
export function ownerOf(
  { config }: Pick<Ports, 'config'>,
  own: Connection,
  host: string,
): Connection | 'own' | null {
  const isAt = ({ baseUrl }: Connection): boolean => new URL(baseUrl).host === host;
  if (isAt(own)) return 'own';
  const other = config.connections().find((one) => !one.removed && one.kind === own.kind && isAt(one));
  if (other) return other;
  return new URL(own.baseUrl).hostname === URL.parse(`http://${host}`)?.hostname ? 'own' : null;
}
